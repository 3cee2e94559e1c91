"""Which language a page comes in, and the way to the other one."""

import pytest
from flask import Flask

from core.web.i18n import localized
from tests.page import Browser


@pytest.mark.parametrize(
    ("accepts", "lang"),
    [
        ("", "id"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.5", "en"),
        ("fr", "id"),
        ("id,en", "id"),
    ],
)
def test_first_visit_follows_the_browser(browser: Browser, accepts: str, lang: str) -> None:
    response = browser.client.get("/", headers={"Accept-Language": accepts})
    assert response.headers["Content-Language"] == lang


def test_what_was_chosen_is_remembered(browser: Browser) -> None:
    assert browser.get("/?lang=en").root.get("lang") == "en"
    kept = browser.client.get("/", headers={"Accept-Language": "id"})
    assert kept.headers["Content-Language"] == "en"
    assert browser.get("/?lang=id").root.get("lang") == "id"
    assert browser.get("/").root.get("lang") == "id"


@pytest.mark.parametrize("wrong", ["fr", "", "../id", "ID"])
def test_an_unknown_language_changes_nothing(browser: Browser, wrong: str) -> None:
    browser.get("/?lang=en")
    response = browser.client.get(f"/?lang={wrong}")
    assert response.headers["Content-Language"] == "en"
    assert "Set-Cookie" not in response.headers


def other_language(browser: Browser, path: str) -> str | None:
    return browser.get(path).all("a[hreflang=en]")[0].get("href")


def test_the_link_keeps_page_and_query(browser: Browser) -> None:
    assert other_language(browser, "/masuk?next=/akun&lang=id") == "/masuk?next=%2Fakun&lang=en"
    assert other_language(browser, "/?a=1&a=2") == "/?a=1&a=2&lang=en"


@pytest.mark.parametrize(
    "query", ["_external=1&_scheme=javascript", "endpoint=home.index", "_anchor=x&_method=POST", "values=1"]
)
def test_a_query_cannot_steer_the_link(browser: Browser, query: str) -> None:
    assert other_language(browser, f"/?{query}") == f"/?{query}&lang=en"


def test_errors_come_in_the_chosen_language_too(browser: Browser) -> None:
    browser.get("/?lang=en")
    assert browser.get("/tidak-ada", status=404).root.get("lang") == "en"


class Thing:
    title_id = "Judul"
    title_en = "Title"
    goal_id = "Tujuan"
    goal_en = ""


@pytest.mark.parametrize("thing", [Thing(), {k: v for k, v in vars(Thing).items() if k[0] != "_"}])
def test_two_language_fields_fall_back_to_indonesian(app: Flask, thing: object) -> None:
    with app.test_request_context("/?lang=en"):
        assert (localized(thing, "title"), localized(thing, "goal")) == ("Title", "Tujuan")
    with app.test_request_context("/?lang=id"):
        assert localized(thing, "title") == "Judul"
    with app.test_request_context():
        assert localized(thing, "absent") == ""
