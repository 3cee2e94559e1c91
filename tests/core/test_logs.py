"""Log lines hold rules and classes, never what a person typed or where it led."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.web import logs
from tests import factories
from tests.page import Browser

CANARY = "rahasia-Kupang-7781"


@pytest.fixture
def lines(app: Flask, capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Logging to the stream that the test captures."""
    logs.configure("INFO")
    yield
    logs.configure("WARNING")


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def stable(line: dict[str, object]) -> dict[str, object]:
    return {k: v for k, v in line.items() if k not in {"timestamp", "ms", "at"}}


@pytest.mark.usefixtures("lines")
def test_one_line_per_request_names_the_rule(browser: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    browser.client.get(f"/lacak/{CANARY}?q={CANARY}", headers={"User-Agent": CANARY, "Referer": CANARY})
    (line,) = logged(capsys)
    assert stable(line) == {
        "event": "request",
        "level": "info",
        "logger": "rembuk.web",
        "method": "GET",
        "rule": "/lacak/<string:code>",
        "status": 404,
    }
    assert isinstance(line["ms"], float)


@pytest.mark.usefixtures("lines")
def test_health_checks_and_files_are_not_logged(browser: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    browser.client.get("/healthz")
    browser.client.get("/static/style.css").close()
    assert logged(capsys) == []


@pytest.mark.usefixtures("lines")
def test_an_unknown_address_is_not_repeated(browser: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    browser.client.get(f"/{CANARY}")
    assert [line["rule"] for line in logged(capsys)] == [None]


@pytest.mark.usefixtures("lines")
def test_a_failure_is_logged_without_its_text(
    app: Flask, browser: Browser, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(code: str) -> str:
        raise ValueError(f"cannot read {code}")

    monkeypatch.setitem(app.view_functions, "trace.show", fails)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    assert browser.get(f"/lacak/{CANARY}", status=500)
    captured = capsys.readouterr().err
    assert CANARY not in captured
    failure, request = [json.loads(line) for line in captured.splitlines()]
    assert (failure["event"], failure["error"], request["status"]) == ("request_failed", "ValueError", 500)
    assert failure["at"][-1].endswith("fails")


@pytest.mark.usefixtures("lines")
def test_libraries_that_log_an_exception_lose_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    import logging

    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("huey").exception("task failed")
    captured = capsys.readouterr().err
    assert CANARY not in captured
    assert json.loads(captured)["error"] == "ValueError"


@pytest.mark.usefixtures("lines")
def test_passwords_and_names_stay_out(
    browser: Browser, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    account = factories.account(session, name=CANARY)
    session.commit()
    for password in (CANARY, factories.PASSWORD):
        browser.post(
            "/masuk",
            {"login": account.login, "password": password},
            status=200 if password == CANARY else 303,
        )
    browser.get("/")
    captured = capsys.readouterr().err
    assert CANARY not in captured
    assert factories.PASSWORD not in captured
    assert account.login not in captured


def test_database_errors_hide_their_parameters(app: Flask) -> None:
    from sqlalchemy import text

    from core.db import db

    with app.app_context(), pytest.raises(OperationalError) as caught:
        db.session.execute(text("SELECT * FROM absent WHERE x = :x"), {"x": CANARY})
    assert CANARY not in str(caught.value)
