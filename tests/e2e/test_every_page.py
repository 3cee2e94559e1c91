"""Every page that can be reached by links, as every role, in both languages, on a phone: axe finds nothing.

Links are followed from the home page, so a page nobody can reach fails here too. Every page is fetched;
axe looks at those that hold an element which it has not seen on that route before.
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
from lxml.html import HtmlElement
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from core.config import load_settings
from rembuk.app import create_app
from tests.chromium import width_of
from tests.e2e.busy import (
    administrator_prepares,
    citizen_sets_up_a_second_step,
    leave_traces,
    make_unfinished_things,
)
from tests.e2e.conftest import OpenPage, environment, log_in, serving

PER_ROUTE = 15
LANGUAGES = ("id", "en")
# What passed is not listed, which is most of the work on a long page.
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
# The cycle page is the same for everybody; a citizen who follows its link to the ASN's survey reads why not.
ROLES = ["", "warga", "asn", "fasilitator", "perencana", "admin"]
DUTIES = ["atasan", "petugas", "pemeriksa", "penandatangan", "auditor", "mitra"]
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
    "taxonomies.compare": "on the page of a list with two versions",
    "themes.cancel": "on the page of a run that waits",
    "surveys.resume": "stands on the page of a saved form, as link and QR; leads to the form",
    "survey_results.picture": "a picture in an answer",
    "surveys.short": "printed as QR",
    "survey_imports.check": "follows the pairing form, which is sent and looked at below",
    "staff_import.check": "follows the pairing form, which is sent and looked at below",
    "staff.come_back": "on the record of somebody who left; the list shows them by its filter",
    "uploads.show": "a picture",
    "manage_xlsform.original": "a file; linked once a survey came from one",
    "manage_surveys.publish": "linked once a draft has questions",
    "news.confirm": "stands in the mail that asks once more",
    "news.stop": "stands in every mail with news",
    "news.stopped": "follows the button on the page from the mail",
    "decisions.split": "linked once a run found parts of a theme",
    "trace.show": "opened with a code; checked in the loop test",
    "own_registrations.by_code": "opened with a code; walked in the workshop test",
    "own_registrations.change_by_code": "linked on the page that is opened with a code",
    "workshop_calendar.own": "a file for who holds a code",
    "posts_by_code.show": "opened with the code of a post",
    "posts_by_code.withdraw": "linked on the page that is opened with a code",
    "appeals_by_code.appeal": "linked on the trace of a post, which is opened with a code",
    "room.phone": "printed and shown by the projector as QR; walked in the room test",
    "survey_codes.change": "linked on the trace of an answer, which is opened with a code",
    "survey_codes.withdraw": "linked on the trace of an answer, which is opened with a code",
    "survey_invited.answer": "stands on the invitation, as link and QR",
    "room_codes.withdraw": "linked on the trace of an answer; walked in the room test",
}
# The demo has nothing of the kind: an open room, a photo, a post of one's own that is hidden, a usulan on its way.
# axe sees these pages, and those above that people open, in test_unlinked_pages.
ELSEWHERE = {
    "coding.read",
    "coding.show",
    "manage_room.close",
    "own_moderation.index",
    "own_moderation.object_",
    "own_registrations.change",
    "plan_versions.consult",
    "programmes.change",
    "programmes.delete",
    "proposals.check",
    "proposals.redraft",
    "proposals.send_back",
    "proposals.sign",
    "room.join",
    "room_hall.scribe",
    "rulings.restore",
    "survey_invitations.chats",
    "survey_invitations.create",
    "survey_invitations.index",
    "survey_invitations.remind",
    "survey_invitations.slips",
    "workshop_notes.publish",
    "proposal_packet.download",
    "workshop_papers.download",
    "workshop_photos.change",
    "workshop_photos.delete",
}
DOWNLOADS = (".csv", ".svg", ".xlsx", ".json", ".ics", ".pdf", "/docx", "/unduh", "/berkas")


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(load_settings({"REMBUK_DATA": str(tmp_path_factory.mktemp("routes"))}))


def endpoint_of(address: MapAdapter, path: str) -> str | None:
    try:
        return str(address.match(path, method="GET")[0])
    except HTTPException:
        return None


def problems_of(page: Page, *, axe: bool = True) -> list[str]:
    """What axe says, and whether the page is wider than the phone."""
    violations = Axe().run(page, options=ONLY_VIOLATIONS).response["violations"] if axe else []
    found = [f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:120]}" for v in violations]
    wide = width_of(page)
    return found + ([f"page is {wide} px wide"] if wide > 360 else [])


Kinds = set[tuple[str, ...]]


def kinds_of(root: HtmlElement) -> Kinds:
    """What axe could judge of a page without its texts: elements with their attributes, and what they stand in.

    Whether an element says anything belongs to it: a link may lack its words in one language only.
    """

    def kind(element: HtmlElement) -> tuple[str, ...]:
        told = (element.get("class", ""), element.get("type", ""), element.get("role", ""))
        says = "says" if element.text_content().strip() else ""
        empty = [name for name in element.keys() if not element.get(name)]  # noqa: SIM118  not a dict
        return (str(element.tag), says, *told, *sorted(element.keys()), "without", *sorted(empty))

    return {(*kind(e), "in", *kind(e.getparent())) for e in root.iter("*") if e.getparent() is not None}


def fetch(page: Page, address: str, lang: str, *, explained: bool) -> HtmlElement:
    """A page as the browser's visitor gets it, without drawing it."""
    response = page.request.get(address)
    assert response.status == 200 or (explained and response.status == 403), f"{address}: {response.status}"
    root = html.fromstring(response.text())
    assert root.get("lang") == lang, address
    return root


def links_of(root: HtmlElement, address: str) -> list[str]:
    """The addresses of this site that a page links to."""
    hrefs = [urljoin(address, a.get("href")) for a in root.cssselect("a[href]")]
    return sorted({urlsplit(h).path for h in hrefs if urlsplit(h).netloc == urlsplit(address).netloc})


def walk(
    page: Page, server: str, address: MapAdapter, lang: str, judged: dict[str, Kinds], drawn: dict[str, Kinds]
) -> tuple[set[str], dict[str, list[str]]]:
    """Follow links breadth first; the endpoints seen, and what is wrong with pages that have something new.

    New in this language: the page is drawn and its width is looked at. New in both: axe judges it.
    """
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
        root = fetch(page, server + path, lang, explained=endpoint == "surveys.answer")
        queue += links_of(root, server + path)
        kinds = kinds_of(root)
        if kinds <= drawn[endpoint]:
            continue
        drawn[endpoint] |= kinds
        page.goto(server + path)
        if found := problems_of(page, axe=not kinds <= judged[endpoint]):
            problems[f"{lang} {path}"] = found
        judged[endpoint] |= kinds
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
def test_axe_finds_nothing_on_any_page(busy_server: str, open_page: OpenPage, routes: Flask) -> None:
    address = routes.url_map.bind("")
    reached: dict[str, set[str]] = {lang: set() for lang in LANGUAGES}
    problems: dict[str, list[str]] = {}
    judged: dict[str, Kinds] = defaultdict(set)
    drawn: dict[str, dict[str, Kinds]] = {lang: defaultdict(set) for lang in LANGUAGES}
    for login, prepare in (("fasilitator", make_unfinished_things), ("admin", administrator_prepares)):
        page = log_in(open_page(javascript=True), busy_server, login)
        prepare(page, busy_server)
        for lang in LANGUAGES:
            page.goto(f"{page.url.partition('?')[0]}?lang={lang}")
            problems |= {page.url: found} if (found := problems_of(page)) else {}
    for login in ROLES + DUTIES:
        page = open_page(javascript=True)
        if login:
            log_in(page, busy_server, login)
        if login == "warga":
            citizen_sets_up_a_second_step(page, busy_server)
        for lang in LANGUAGES:
            endpoints, found = walk(page, busy_server, address, lang, judged, drawn[lang])
            reached[lang] |= endpoints
            problems |= found
    assert problems == {}
    pages = {rule.endpoint for rule in routes.url_map.iter_rules() if "GET" in (rule.methods or ())}
    unseen = {lang: sorted(pages - reached[lang] - set(NOT_BY_LINK) - ELSEWHERE) for lang in LANGUAGES}
    assert unseen == {lang: [] for lang in LANGUAGES}
