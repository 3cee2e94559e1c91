"""A changing request without its token, or from a foreign page, changes nothing; neither does a GET."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import pytest
from flask import Flask
from sqlalchemy import Connection

from core.db import db
from core.policy import Duty, Role
from core.web import guard
from core.web.csrf import stateless_token
from tests.conventions.examples import Route, Visitor, World, routes
from tests.guarantees.tables import Tables, touched
from tests.page import Browser

pytestmark = pytest.mark.database

Visitors = Callable[[Visitor], Browser]
FOREIGN = {"Origin": "https://jahat.example"}
OWN = {"Origin": "http://localhost"}
# Enough for most forms to get past their first checks, were the request let in.
FILLED = {
    "name": "Nama baru",
    "title_id": "Judul baru",
    "key": "alamat-baru",
    "login": "orang.baru",
    "password": "kata sandi yang cukup panjang",
    "present": "kata sandi untuk uji",
    "year": "2028",
    "role": "planner",
    "office_id": "Kantor lain",
    "phase": "draft",
    "into": "digital",
    "reason": "alasan",
    "kebutuhan": "pelatihan",
    "nama_layanan": "surat",
    "label_id": "Pertanyaan baru",
    "seats": "3",
    "days": "7",
    "semua": "1",
    "consent": "y",
    "email": "orang@contoh.go.id",
    "nip": "198504172010041003",
    "superior": "Ibu Kepala",
    "person": "Ibu Kepala",
    "rank_group": "III/b",
    "account_login": "asn.bebas",
    "employment": "pppk",
    "kind": "functional",
    "day": "2027-08-18",
    "left_on": "2027-08-18",
    "working": "1",
    "phone": "(0380) 123456",
    "web": "https://contoh.go.id",
    "teks": "Jawaban baru",
    "text_id": "Pertanyaan baru?",
}


@pytest.fixture
def visitors(browser: Browser, browser_of: Callable[[Role | Duty], Browser]) -> Visitors:
    """A logged-in browser per role, a guest for None; made anew each time, because a test may log it out."""
    return lambda role: browser_of(role) if role else browser


@pytest.fixture
def same_visitors(visitors: Visitors) -> Visitors:
    """The same browsers all along, for requests that log nobody out."""
    return cache(visitors)


@pytest.fixture
def tables(connection: Connection) -> Tables:
    return Tables(connection)


def changes(tables: Tables, act: Callable[[], int]) -> tuple[int, set[str]]:
    """The status of a request, and the tables it changed."""
    before = tables.dump()
    status = act()
    return status, set(touched(before, tables.dump()))


@cache
def session_token(browser: Browser) -> str:
    """The token of this visitor's own pages."""
    page = browser.get("/" if browser.get("/").all("header form") else "/masuk")
    return str(page.all("input[name=csrf_token]")[0].get("value"))


def token_for(app: Flask, browser: Browser, route: Route) -> str:
    """The token that a form for this address would carry."""
    if route.policy.stateless:
        with app.test_request_context():
            return stateless_token(route.path)
    return session_token(browser)


def attempts(
    app: Flask,
    world: World,
    visitors: Visitors,
    tables: Tables,
    headers: Mapping[str, str],
    *,
    with_token: bool,
) -> Iterator[tuple[str, int, set[str]]]:
    """Send every changing route once: (endpoint, status, changed tables)."""
    for route in routes(app, world, "POST"):
        browser = visitors(route.visitor())
        data = {**FILLED, "csrf_token": token_for(app, browser, route)} if with_token else FILLED

        def send(browser: Browser = browser, path: str = route.path, data: dict[str, str] = data) -> int:
            response = browser.client.post(path, data=data, headers=dict(headers))
            return int(response.status_code)

        yield route.endpoint, *changes(tables, send)


def test_without_token_nothing_changes(
    app: Flask, world: World, same_visitors: Visitors, tables: Tables
) -> None:
    for endpoint, status, changed in attempts(app, world, same_visitors, tables, OWN, with_token=False):
        assert (status, changed) == (400, set()), endpoint


@pytest.mark.slow
@pytest.mark.parametrize(
    "headers",
    [
        FOREIGN,
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost.jahat.example"},
    ],
    ids=["origin", "sandbox", "sister-site", "lookalike"],
)
def test_from_a_foreign_page_nothing_changes(
    app: Flask, world: World, same_visitors: Visitors, tables: Tables, headers: dict[str, str]
) -> None:
    """Even with the right token, which a foreign page can't have."""
    for endpoint, status, changed in attempts(app, world, same_visitors, tables, headers, with_token=True):
        assert (status, changed) == (400, set()), endpoint


def test_reading_changes_nothing(app: Flask, world: World, same_visitors: Visitors, tables: Tables) -> None:
    for route in routes(app, world, "GET"):
        browser = same_visitors(route.visitor())
        _status, changed = changes(tables, lambda b=browser, p=route.path: b.client.get(p).status_code)
        assert changed == set(), route.endpoint


@pytest.mark.slow
def test_sabotage_check_switched_off(
    app: Flask, world: World, visitors: Visitors, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the guard's checks off, the same attempts change things: the test above would see it."""
    monkeypatch.setattr(guard, "check_origin", lambda: None)
    monkeypatch.setattr(guard, "check_token", lambda _policy: None)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    through = {
        endpoint
        for endpoint, _status, changed in attempts(app, world, visitors, tables, FOREIGN, with_token=False)
        if changed
    }
    assert {
        "accounts.logout",
        "accounts.register",
        "manage_accounts.disable",
        "manage_cycles.move_phase",
        "own_account.password",
        "settings.edit",
    } <= through


def test_sabotage_only_the_origin_is_checked(
    app: Flask, world: World, visitors: Visitors, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "check_token", lambda _policy: None)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    through = [
        e
        for e, status, _changed in attempts(app, world, visitors, tables, OWN, with_token=False)
        if status != 400
    ]
    assert "accounts.logout" in through


def test_sabotage_a_page_that_writes(
    app: Flask, world: World, visitors: Visitors, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    def writes() -> str:
        from core.site import set_site_value

        set_site_value(db.session(), "region_id", "diubah")
        db.session.commit()
        return "x"

    monkeypatch.setitem(app.view_functions, "home.privacy", writes)
    browser = visitors(None)
    assert changes(tables, lambda: browser.client.get("/privasi").status_code) == (200, {"site_setting"})


def test_own_code_pages_may_send_a_null_origin(app: Flask, browser: Browser) -> None:
    """Their referrer policy makes browsers send `Origin: null` from our own form."""
    with app.test_request_context():
        token = stateless_token("/lacak")
    sent = {"csrf_token": token, "code": "0000-0000-0000-0000"}
    same = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert browser.client.post("/lacak", data=sent, headers=same).status_code == 303
    assert browser.client.post("/lacak", data=sent, headers={"Origin": "null"}).status_code == 303
    assert browser.client.post("/masuk", data=sent, headers={"Origin": "null"}).status_code == 400


def test_a_token_of_another_page_does_not_fit(app: Flask, world: World, browser: Browser) -> None:
    with app.test_request_context():
        token = stateless_token("/lacak")
    path = f"/masukan/{world.unit.key}"
    assert browser.client.post(path, data={"csrf_token": token}, headers=OWN).status_code == 400
