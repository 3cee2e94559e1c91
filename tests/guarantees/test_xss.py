"""Markup stored in every text column runs on no page: every page, as everybody, in Chromium.

No dialog opens, the browser reports no breach of the content security policy, and no element or
attribute of the stored text is in the page.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import BaseLoader, Environment
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from core.db import db, writing
from core.policy import Duty, Role
from core.site import SiteSetting, set_site_value
from core.web.throttle import limiter
from rembuk.models import METADATA
from surveys.models import AnswerImport
from tests.chromium import PHONE
from tests.conftest import make_app
from tests.conventions import examples
from tests.conventions.examples import Route, World, routes
from tests.guarantees.canaries import CANARY, EXCEPTIONS, EXPRESSION, excepted, fill, text_columns
from tests.guarantees.visits import EVERYBODY, People, Visitor, adds_something, all_forms

OFFICE = ("office_id", "office_en", "region_id", "region_en")
OFFICE_FILES = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Shown or subscribed to in place, by programs that take no markup of it for a page.
IN_PLACE = {"application/pdf", "text/calendar"}
FILES = {"text/csv", "application/json", "image/svg+xml", "image/png", "application/zip", *IN_PLACE}
# A column of the world without a row: who makes the table makes an example of it.
NO_ROWS: dict[str, str] = {}

WATCH = """
window.breaches = [];
document.addEventListener('securitypolicyviolation', e => window.breaches.push(e.violatedDirective));
"""
FOREIGN = """
expression => {
  const odd = element => [...element.attributes].some(a => a.name.startsWith('on')
      || (/^(href|src|action|formaction|xlink:href)$/.test(a.name) && /^\\s*javascript:/i.test(a.value)))
    || (element.tagName === 'SCRIPT' && !element.src)
    || (element.tagName === 'IMG' && element.getAttribute('src') === 'x');
  const found = [...document.querySelectorAll('*')].filter(odd).map(e => e.outerHTML.slice(0, 120));
  if (document.documentElement.outerHTML.includes(expression)) found.push('an expression was computed');
  return [...found, ...window.breaches];
}
"""


@dataclass
class Stage:
    """A server on a world full of canaries."""

    app: Flask
    world: World
    people: People
    address: str
    filled: set[str]
    routes: list[Route] = field(default_factory=list)


def make_stage(app: Flask, address: str) -> Stage:
    """The world of the conventions, then the canary in every text column and in a file to import."""
    with app.app_context(), writing(), Session(db.engine, expire_on_commit=False) as session:
        for key in OFFICE:
            set_site_value(session, key, "x")
        world = examples.build(session)
        people = People(app, session)
        with app.test_request_context():
            pages = routes(app, world, "GET")
            routes(app, world, "POST")  # loads what their addresses are made of while there is a session
        fine = set(session.scalars(select(SiteSetting.key)))
        assert set(OFFICE) <= fine
        upload = session.get_one(AnswerImport, world.upload.id)
        upload.content = f"kebutuhan,jabatan\n{CANARY},{CANARY}\n".encode()
        session.commit()
    with app.app_context(), writing(), db.engine.begin() as connection:
        filled = fill(connection)
    return Stage(app, world, people, address, filled, pages)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application on a free port of this process."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    app = make_app(tmp_path_factory.mktemp("xss"), "sqlite")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with serving(app) as address:
        yield make_stage(app, address)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def reader(chromium: Chromium) -> Iterator[Callable[[Stage, Visitor], Page]]:
    """A page of a visitor's own browser, with JavaScript."""

    contexts: list[BrowserContext] = []

    def make(stage: Stage, visitor: Visitor) -> Page:
        context = chromium.new_context(viewport=PHONE, locale="id-ID")
        contexts.append(context)
        cookie = stage.people.client(visitor).get_cookie("rembuk")
        assert cookie is not None
        context.add_cookies([{"name": "rembuk", "value": cookie.value, "url": stage.address}])
        context.add_init_script(WATCH)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def look(stage: Stage, page: Page, path: str) -> tuple[list[str], bool]:
    """What of the canary lives on a page, and whether it was there as a text at all."""
    found: list[str] = []

    def dialog(shown: Any) -> None:
        found.append(f"dialog {shown.message}")
        shown.dismiss()

    def said(message: Any) -> None:
        if "Content Security Policy" in message.text:
            found.append(message.text[:120])

    page.on("dialog", dialog)
    page.on("console", said)
    page.goto(stage.address + path)
    found += page.evaluate(FOREIGN, EXPRESSION)
    page.remove_listener("dialog", dialog)
    page.remove_listener("console", said)
    return found, "onload=alert(1)" in page.content()


def answering(body: bytes, headers: dict[str, str]) -> Callable[[Any], None]:
    """A handler that gives a page made before."""
    return lambda route: route.fulfill(body=body, headers=headers)


def harmless_file(response: Any) -> bool:
    """Whether a download cannot be taken for a page."""
    kind = response.mimetype in FILES or response.mimetype in {*OFFICE_FILES, "application/octet-stream"}
    named = "attachment" in response.headers.get("Content-Disposition", "")
    in_place = response.mimetype.startswith("image/") or response.mimetype in IN_PLACE
    drawn = in_place and "default-src 'self'" in response.headers.get("Content-Security-Policy", "")
    return kind and (named or drawn) and response.headers["X-Content-Type-Options"] == "nosniff"


def walk(
    stage: Stage, reader: Callable[[Stage, Visitor], Page], only: str = ""
) -> tuple[dict[str, list[str]], set[str]]:
    """Every page as everybody: by address what lives there, and the endpoints that showed the canary."""
    alive: dict[str, list[str]] = {}
    shown: set[str] = set()
    for visitor in EVERYBODY:
        page = reader(stage, visitor)
        client = stage.people.client(visitor)
        for route in stage.routes:
            if not adds_something(route.policy, visitor) or (only and route.endpoint != only):
                continue
            where = f"{visitor} {route.path}"
            with client.get(route.path) as response:
                status, kind = response.status_code, response.mimetype
                if status >= 500:
                    alive[where] = [f"status {status}"]
                elif status == 200 and kind not in {"text/html", "application/json", "text/plain"}:
                    alive[where] = [] if harmless_file(response) else [f"a download as {kind}"]
            if status < 500 and status != 303 and kind == "text/html":
                alive[where], seen = look(stage, page, route.path)
                shown |= {route.endpoint} if seen else set()
        page.context.close()
    return {where: what for where, what in alive.items() if what}, shown


@pytest.mark.browser
@pytest.mark.slow
def test_no_page_runs_what_is_stored(stage: Stage, reader: Callable[[Stage, Visitor], Page]) -> None:
    alive, shown = walk(stage, reader)
    assert alive == {}
    assert len(shown) > 25, "the canary was hardly shown: the walk proves nothing"


@pytest.mark.browser
@pytest.mark.slow
def test_what_a_form_sends_back_runs_nothing(stage: Stage, reader: Callable[[Stage, Visitor], Page]) -> None:
    """Refused forms show again what was typed; their answers are opened in the browser as well."""
    alive: dict[tuple[Visitor, str, str], list[str]] = {}
    shown: set[Visitor] = set()
    pages = {visitor: reader(stage, visitor) for visitor in EVERYBODY}
    forms = all_forms(stage.app, stage.world, stage.people)
    for (endpoint, method, visitor), form in forms.items():
        if not form.fields.keys() - {"csrf_token"}:
            continue  # nothing to show again; and whoever logs out sees no more forms
        sent = {name: values if name == "csrf_token" else [CANARY] for name, values in form.fields.items()}
        limiter.reset()
        client = stage.people.client(visitor)
        options: Any = {"query_string": sent} if method == "GET" else {"data": sent}
        with client.open(form.path, method=method, **options) as response:
            if response.mimetype != "text/html" or response.status_code == 303:
                continue
            body, headers = response.get_data(), dict(response.headers)
        page = pages[visitor]
        page.route(f"{stage.address}/jawaban", answering(body, headers))
        alive[visitor, endpoint, method], seen = look(stage, page, "/jawaban")
        shown |= {visitor} if seen else set()
        page.unroute(f"{stage.address}/jawaban")
    assert {where: what for where, what in alive.items() if what} == {}
    assert len([key for key in alive if key[2] == "POST"]) > 100, "hardly any form was refused"
    assert len({endpoint for _visitor, endpoint, _method in alive}) > 45
    having = {visitor for (*_, visitor), form in forms.items() if form.fields.keys() - {"csrf_token"}}
    assert shown == having, "somebody's forms showed nothing again"
    assert having >= {None, *Role, Duty.AUDITOR, Duty.CHECKER, Duty.FEEDBACK_OFFICER}


class Unsafe(BaseLoader):
    """The templates with one filter more: a name is declared to be HTML."""

    def __init__(self, honest: BaseLoader) -> None:
        self.honest = honest

    def get_source(self, environment: Environment, template: str) -> Any:
        source, filename, fresh = self.honest.get_source(environment, template)
        return source.replace("{{ site.office }}", "{{ site.office|safe }}"), filename, fresh


@pytest.mark.browser
@pytest.mark.slow
def test_sabotage_a_template_that_escapes_nothing(
    tmp_path: Path, reader: Callable[[Stage, Visitor], Page]
) -> None:
    app = make_app(tmp_path, "sqlite")
    honest = app.jinja_env.loader or app.create_global_jinja_loader()
    assert any(
        "{{ site.office }}" in honest.get_source(app.jinja_env, name)[0] for name in honest.list_templates()
    )
    app.jinja_env.loader = Unsafe(honest)
    with serving(app) as address:
        stage = make_stage(app, address)
        found, seen = look(stage, reader(stage, None), "/")
    assert seen
    assert any("onload" in what for what in found)
    assert any("Content Security Policy" in what or "script-src" in what for what in found)


def test_every_text_column_holds_the_canary_or_is_excepted(tmp_path: Path) -> None:
    stage = make_stage(make_app(tmp_path, "sqlite"), "")
    bare = {n for n in text_columns() if not excepted(n)} - stage.filled - set(NO_ROWS)
    assert not bare, f"{sorted(bare)}: " + (
        "the world has no row with these columns: make one in tests/conventions/parts/, "
        "or state in tests/guarantees/canaries.py why no text can be there"
    )


def test_exceptions_are_columns() -> None:
    gone = {name for name in EXCEPTIONS if name not in text_columns()}
    assert gone == set()
    assert set(METADATA.tables) >= {name.split(".")[0] for name in EXCEPTIONS}
