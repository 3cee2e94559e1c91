"""Every page that can be reached by links, as every role, in both languages, on a phone: axe finds nothing.

Links are followed from the home page, so a page nobody can reach fails here too.
"""

import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lxml import html
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from core.config import load_settings
from rembuk.app import create_app
from tests.e2e.busy import (
    administrator_prepares,
    citizen_sets_up_a_second_step,
    leave_traces,
    make_unfinished_things,
)
from tests.e2e.conftest import OpenPage, environment, log_in, serving

PER_ROUTE = 15
# The cycle page is the same for everybody; a citizen who follows its link to the ASN's survey reads why not.
ROLES = ["", "warga", "asn", "fasilitator", "perencana", "admin"]
DUTIES = ["atasan", "petugas", "pemeriksa", "auditor", "mitra"]
# Reached otherwise: by a printed link or code, by a machine, or at the first start.
NOT_BY_LINK = {
    "accounts.setup": "the first start prints its address",
    "accounts.invited": "printed on the invitation",
    "accounts.second_step": "follows the password of an account with a second step",
    "forgotten.by_mail": "stands in the mail",
    "forgotten.choose": "follows the printed code; walked in the reset test",
    "health.healthz": "machines ask it",
    "health.readyz": "machines ask it",
    "static": "files",
    "surveys.short": "printed as QR",
    "survey_imports.check": "follows the pairing form, which is sent and looked at below",
    "staff_import.check": "follows the pairing form, which is sent and looked at below",
    "staff.come_back": "on the record of somebody who left; the list shows them by its filter",
    "uploads.show": "a picture",
    "manage_surveys.publish": "linked once a draft has questions",
    "trace.show": "opened with a code; checked in the loop test",
    "own_registrations.by_code": "opened with a code; walked in the workshop test",
    "own_registrations.change_by_code": "linked on the page that is opened with a code",
    "workshop_calendar.own": "a file for who holds a code",
    "posts_by_code.show": "opened with the code of a post",
    "posts_by_code.withdraw": "linked on the page that is opened with a code",
    "appeals_by_code.appeal": "linked on the trace of a post, which is opened with a code",
    "room.phone": "printed and shown by the projector as QR; walked in the room test",
    "room_codes.withdraw": "linked on the trace of an answer; walked in the room test",
}
DOWNLOADS = (".csv", ".svg", ".xlsx", ".json", ".ics", ".pdf", "/docx", "/unduh")


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(load_settings({"REMBUK_DATA": str(tmp_path_factory.mktemp("routes"))}))


def endpoint_of(address: MapAdapter, path: str) -> str | None:
    try:
        return str(address.match(path, method="GET")[0])
    except HTTPException:
        return None


def links_of(page: Page) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return sorted(
        {
            urlsplit(href).path
            for href in hrefs
            if href.startswith(page.url.split("/", 3)[0] + "//" + urlsplit(page.url).netloc)
        }
    )


def problems_of(page: Page) -> list[str]:
    found = [
        f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"page is {wide} px wide"] if wide > 360 else [])


def links_in(page: Page, text: str) -> list[str]:
    """The same of a page that was only fetched."""
    hrefs = [urljoin(page.url, a.get("href")) for a in html.fromstring(text).cssselect("a[href]")]
    return sorted({urlsplit(h).path for h in hrefs if urlsplit(h).netloc == urlsplit(page.url).netloc})


def look_at(page: Page, address: str, lang: str, *, explained: bool) -> tuple[list[str], list[str]]:
    """Open a page in the browser: its links, and what axe says of it."""
    response = page.goto(address)
    assert response is not None
    assert response.status == 200 or (explained and response.status == 403), f"{address}: {response.status}"
    assert page.locator("html").get_attribute("lang") == lang, address
    return links_of(page), problems_of(page)


def fetch(page: Page, address: str, lang: str, *, explained: bool) -> list[str]:
    """A further page of a kind that axe has seen: only its links, asked for without drawing it."""
    response = page.request.get(address)
    assert response.status == 200 or (explained and response.status == 403), f"{address}: {response.status}"
    text = response.text()
    assert f'<html lang="{lang}"' in text, address
    return links_in(page, text)


def walk(
    page: Page, server: str, address: MapAdapter, lang: str, seen_by_axe: set[str]
) -> tuple[set[str], dict[str, list[str]]]:
    """Follow links breadth first; the endpoints seen and what axe says of one page of each."""
    page.goto(f"{server}/?lang={lang}")
    seen: dict[str, set[str]] = defaultdict(set)
    problems: dict[str, list[str]] = {}
    queue = ["/"]
    while queue:
        path = queue.pop(0)
        endpoint = endpoint_of(address, path)
        assert endpoint is not None, f"a link leads to {path}, which does not exist"
        if path in seen[endpoint] or len(seen[endpoint]) >= PER_ROUTE:
            continue
        seen[endpoint].add(path)
        if path.endswith(DOWNLOADS):
            continue
        explained = endpoint == "surveys.answer"
        if endpoint in seen_by_axe:
            queue += fetch(page, server + path, lang, explained=explained)
            continue
        seen_by_axe.add(endpoint)
        links, found = look_at(page, server + path, lang, explained=explained)
        queue += links
        if found:
            problems[f"{lang} {path}"] = found
    return set(seen), problems


@pytest.fixture
def busy_server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("busy") / "data"
    shutil.copytree(demo_data, data)
    leave_traces(data)
    with serving(environment(data)) as address:
        yield address


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("lang", ["id", "en"])
def test_axe_finds_nothing_on_any_page(
    lang: str, busy_server: str, open_page: OpenPage, routes: Flask
) -> None:
    address = routes.url_map.bind("")
    reached: set[str] = set()
    problems: dict[str, list[str]] = {}
    seen_by_axe: set[str] = set()
    for login, prepare in (("fasilitator", make_unfinished_things), ("admin", administrator_prepares)):
        page = log_in(open_page(javascript=True), busy_server, login)
        page.goto(f"{busy_server}/?lang={lang}")
        prepare(page, busy_server)
        problems |= {page.url: found} if (found := problems_of(page)) else {}
    # Who may most goes first: in the second language axe sees each page once, as its fullest.
    for login in [*ROLES, *DUTIES] if lang == "id" else [*reversed(ROLES), *DUTIES]:
        page = open_page(javascript=True)
        if login:
            log_in(page, busy_server, login)
        if login == "warga":
            citizen_sets_up_a_second_step(page, busy_server)
        if login not in DUTIES and lang == "id":
            seen_by_axe = set()  # pages differ by role; holders of duties add only pages of their own
        endpoints, found = walk(page, busy_server, address, lang, seen_by_axe)
        reached |= endpoints
        problems |= found
    assert problems == {}
    pages = {rule.endpoint for rule in routes.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert sorted(pages - reached - set(NOT_BY_LINK)) == []
