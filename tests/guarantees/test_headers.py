"""Response headers keep pages in their place: on every page, error and file."""

import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.config import load_settings
from core.policy import Role
from core.web import headers
from rembuk import migrate
from rembuk.app import create_app
from tests import factories
from tests.conventions.examples import World, routes
from tests.page import Browser

pytestmark = pytest.mark.database

# The one page that another page of the site may show in a frame.
FRAMED = re.compile(r"/kelola/survei/[^/]+/pratinjau")
ERRORS = ("/tidak-ada", "/kelola/unit", "/static/tidak-ada.css", "/lacak/TIDAKADA")
CODE_PAGES = (
    "/lacak",
    "/lanjut",
    "/s/",
    "/mulai/",
    "/lupa-sandi/",
    "/buat-akun/",
    "/undangan/",
    "/forum/masukan-saya/",
    "/forum/keberatan/",
    "/pendaftaran",
    "/sertifikat",
    "/kabar/",
)


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


def faults(response: TestResponse, path: str, *, logged_in: bool) -> list[str]:
    """What is wrong with the headers of an answer."""
    got, found = response.headers, []
    policy = directives(got.get("Content-Security-Policy", ""))
    if policy.get("default-src") != "'self'" or "unsafe" in got.get("Content-Security-Policy", ""):
        found.append("content security policy")
    framed = FRAMED.fullmatch(path) is not None and response.status_code == HTTPStatus.OK
    if policy.get("frame-ancestors") != ("'self'" if framed else "'none'"):
        found.append("frame ancestors")
    if got.get("X-Frame-Options") != ("SAMEORIGIN" if framed else "DENY"):
        found.append("frame options")
    if got.get("X-Content-Type-Options") != "nosniff":
        found.append("sniffing")
    wanted = "no-referrer" if path.startswith(CODE_PAGES) else "same-origin"
    if got.get("Referrer-Policy") != wanted:
        found.append("referrer")
    private = logged_in or path.startswith(CODE_PAGES)
    if private and not path.startswith("/static/") and "no-store" not in got.get("Cache-Control", ""):
        found.append("storing")
    return found


def answers(
    app: Flask, world: World, browser_of: Callable[[Role], Browser], browser: Browser
) -> Iterator[tuple[str, TestResponse, bool]]:
    """Every page as a guest and as whoever may open it, errors, and a static file."""
    admin = browser_of(Role.ADMINISTRATOR)
    for route in routes(app, world, "GET"):
        yield route.path, browser.client.get(route.path), False
        visitor = route.visitor()
        if visitor:
            yield route.path, browser_of(visitor).client.get(route.path), True
    for path in (*ERRORS, "/static/style.css"):
        yield path, browser.client.get(path), False
        yield path, admin.client.get(path), True
    yield "/privasi", browser.client.put("/privasi"), False
    yield "/masuk", browser.client.post("/masuk"), False


def all_faults(
    app: Flask, world: World, browser_of: Callable[[Role], Browser], browser: Browser
) -> dict[str, list[str]]:
    found = {}
    for path, response, inside in answers(app, world, browser_of, browser):
        with response:
            found[f"{path} {'in' if inside else 'out'}"] = faults(response, path, logged_in=inside)
    return {where: what for where, what in found.items() if what}


def test_headers_of_every_answer(
    app: Flask, world: World, browser_of: Callable[[Role], Browser], browser: Browser
) -> None:
    assert all_faults(app, world, browser_of, browser) == {}


def test_headers_when_the_server_fails(app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.view_functions, "home.privacy", lambda: 1 // 0)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    response = browser.client.get("/privasi")
    assert (response.status_code, faults(response, "/privasi", logged_in=False)) == (500, [])


def test_sabotage_no_headers(
    app: Flask,
    world: World,
    browser_of: Callable[[Role], Browser],
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = [hook for hook in app.after_request_funcs[None] if hook is not headers._add]
    monkeypatch.setitem(app.after_request_funcs, None, kept)
    found = all_faults(app, world, browser_of, browser)
    assert found["/static/style.css out"] == [
        "content security policy",
        "frame ancestors",
        "frame options",
        "sniffing",
        "referrer",
    ]
    assert "storing" in found["/akun in"]


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        ("default-src 'self' 'unsafe-inline'; frame-ancestors 'none'", "content security policy"),
        ("default-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'", "content security policy"),
        ("default-src 'self'", "frame ancestors"),
    ],
)
def test_sabotage_a_weak_policy(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, policy: str, fault: str
) -> None:
    monkeypatch.setattr(headers, "CONTENT_SECURITY_POLICY", policy)
    assert faults(browser.client.get("/"), "/", logged_in=False) == [fault]


@pytest.fixture
def tls_app(tmp_path: Path) -> Flask:
    """The application behind TLS."""
    settings = load_settings(
        {"REMBUK_DATA": str(tmp_path), "REMBUK_SECRET_KEY": "x", "REMBUK_BASE_URL": "https://rembuk.example"}
    )
    migrate.upgrade(settings.database_url)
    return create_app(settings)


def test_cookies_behind_tls_belong_to_this_host_only(tls_app: Flask) -> None:
    with tls_app.app_context():
        from core.db import db, writing

        with writing():
            account = factories.account(db.session(), role=Role.CITIZEN)
            login = account.login
            db.session.commit()
    browser = Browser(tls_app.test_client())
    secure = {"base_url": "https://rembuk.example"}
    browser.client.get("/?lang=en", **secure)
    page = browser.client.get("/masuk", **secure)
    token = page.get_data(as_text=True).split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    data = {"csrf_token": token, "login": login, "password": factories.PASSWORD}
    response = browser.client.post(
        "/masuk", data=data, headers={"Origin": "https://rembuk.example"}, **secure
    )

    assert response.status_code == 303
    cookies = {c.key: c for c in browser.client._cookies.values()}  # type: ignore[union-attr]
    assert set(cookies) == {"__Host-rembuk", "__Host-lang"}
    assert {(c.secure, c.http_only, c.path, c.same_site) for c in cookies.values()} == {
        (True, True, "/", "Lax")
    }
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_no_promise_of_tls_without_it(browser: Browser) -> None:
    response = browser.client.get("/?lang=en")
    assert "Strict-Transport-Security" not in response.headers
    assert response.headers["Set-Cookie"].startswith("lang=en;")
