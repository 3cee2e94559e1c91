"""Pages that no link of the demo leads to, on the world of the conventions: axe finds nothing there either."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from core.db import db, writing
from tests.chromium import PHONE
from tests.conftest import make_app
from tests.conventions import examples
from tests.conventions.examples import Route, routes
from tests.e2e.test_every_page import ELSEWHERE, NOT_BY_LINK, problems_of
from tests.guarantees.fitting import cookies, hand_over
from tests.guarantees.test_xss import serving
from tests.guarantees.visits import EVERYBODY, People, Visitor, allows

# Files, machines, and pages of a state that the world is not in; each is opened in a test of its own.
UNSEEN = {
    "accounts.setup",
    "accounts.invited",
    "accounts.second_step",
    "forgotten.by_mail",
    "forgotten.choose",
    "health.healthz",
    "health.readyz",
    "manage_xlsform.original",
    "static",
    "survey_results.picture",
    "surveys.resume",
    "surveys.short",
    "uploads.show",
    "workshop_calendar.own",
    "proposal_packet.download",
    "workshop_papers.download",
}


@pytest.fixture(scope="module")
def own_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(tmp_path_factory.mktemp("unlinked"), "sqlite")
    yield app
    with app.app_context():
        db.engine.dispose()


def open_as(
    chromium: Chromium, people: People, address: str, lang: str
) -> Callable[[Visitor, Route], tuple[int, Page]]:
    """A phone of a visitor at a page, with what the browser was given before."""

    def go(visitor: Visitor, route: Route) -> tuple[int, Page]:
        context = chromium.new_context(viewport=PHONE, locale="id-ID")
        cookie = people.client(visitor).get_cookie("rembuk")
        assert cookie is not None
        given = {"rembuk": cookie.value, **cookies(route.path)}
        context.add_cookies([{"name": n, "value": v, "url": address} for n, v in given.items()])
        page = context.new_page()
        response = page.goto(f"{address}{route.path}?lang={lang}")
        return (response.status if response else 0), page

    return go


@pytest.mark.browser
@pytest.mark.slow
def test_axe_finds_nothing_on_pages_without_a_link(own_app: Flask, chromium: Chromium) -> None:
    with own_app.app_context(), writing(), Session(db.engine, expire_on_commit=False) as session:
        world = examples.build(session)
        people = People(own_app, session)
        hand_over(session, world, people)
        with own_app.test_request_context():
            wanted = [
                r for r in routes(own_app, world, "GET") if r.endpoint in {*NOT_BY_LINK, *ELSEWHERE} - UNSEEN
            ]
    problems: dict[str, list[str]] = {}
    seen: set[str] = set()
    with serving(own_app) as address:
        for lang in ("id", "en"):
            go = open_as(chromium, people, address, lang)
            for route in wanted:
                for visitor in (v for v in EVERYBODY if allows(route.policy, v)):
                    status, page = go(visitor, route)
                    if status == 200:
                        seen.add(route.endpoint)
                        problems[f"{lang} {visitor} {route.path}"] = problems_of(page)
                    page.context.close()
                    if status == 200:
                        break
    assert {where: what for where, what in problems.items() if what} == {}
    assert {route.endpoint for route in wanted} - seen == set()
