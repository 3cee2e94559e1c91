"""Every page for every role in both languages is a whole page, and its links lead somewhere."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from core.policy import Duty, Role
from tests.conventions.examples import VISITORS, Route, Visitor, World, allows, routes
from tests.page import Browser, Page, check_page

# A closed door between two open states: an error page is a page, too.
EXPECTED = {200, 303, 409}
# Open to a role by the table; the thing itself says to whom of them, or hides that it exists.
NARROWER = {
    "surveys.answer": 403,
    "own_registrations.show": 404,
    "own_registrations.change": 404,
}


def visit(browser: Browser, route: Route, lang: str) -> Page | None:
    """The page at an address, checked; None for redirects and files."""
    path = route.path
    response = browser.client.get(path, query_string={"lang": lang})
    allowed = EXPECTED | {NARROWER.get(route.endpoint, 200)}
    assert response.status_code in allowed, f"{path} ({lang}): {response.status_code}"
    if response.status_code in {303, 404} or response.mimetype != "text/html":
        return None
    page = Page(response)
    check_page(page, path)
    assert page.root.get("lang") == lang, path
    return page


def leads_somewhere(app: Flask, href: str) -> bool:
    """Whether an address of this site has a route."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path:
        return parts.scheme in {"", "https", "mailto", "sms", "tel", "http", "webcal"}
    try:
        app.url_map.bind("localhost").match(parts.path)
    except HTTPException:
        return False
    return True


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("role", VISITORS, ids=str)
def test_every_page_of_a_role(
    app: Flask,
    world: World,
    browser: Browser,
    browser_of: Callable[[Role | Duty], Browser],
    role: Visitor,
    lang: str,
) -> None:
    visitor = browser_of(role) if role else browser
    dead: set[tuple[str, str]] = set()
    for route in routes(app, world, "GET"):
        if allows(route.policy, role):
            page = visit(visitor, route, lang)
            links = [a.get("href") or "" for a in page.all("a")] if page else []
            dead |= {(route.path, href) for href in links if not leads_somewhere(app, href)}
    assert dead == set()


def test_doors_closed_to_a_role(
    app: Flask, world: World, browser: Browser, browser_of: Callable[[Role | Duty], Browser]
) -> None:
    """A guest is sent to log in, everybody else is told that the page is not theirs."""
    for role in VISITORS:
        visitor = browser_of(role) if role else browser
        closed = [route for route in routes(app, world, "GET") if not allows(route.policy, role)]
        statuses = {route.path: visitor.client.get(route.path).status_code for route in closed}
        assert statuses == {route.path: 403 if role else 303 for route in closed}


def test_a_dead_link_is_seen(app: Flask) -> None:
    assert not leads_somewhere(app, "/kelola/tidak-ada")
    assert leads_somewhere(app, "/privasi#hak")
    assert leads_somewhere(app, "#isi")
    assert not leads_somewhere(app, "javascript:alert(1)")
