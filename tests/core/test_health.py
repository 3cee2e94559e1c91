"""What a supervisor is told."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.base import utc_now
from core.jobs import services
from tests.page import Browser


def told(browser: Browser, path: str = "/readyz") -> tuple[int, str]:
    response = browser.client.get(path)
    return response.status_code, response.get_data(as_text=True)


@pytest.mark.database
def test_ready(browser: Browser, session: Session) -> None:
    services.enqueue(session, "x")
    session.commit()
    assert told(browser) == (200, "ok\n")


@pytest.mark.database
def test_not_ready_on_an_old_structure(browser: Browser, session: Session) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    session.commit()
    assert told(browser) == (503, "migrations: run `rembuk upgrade`\n")
    assert told(browser, "/healthz") == (200, "ok\n")


@pytest.mark.database
def test_not_ready_when_nobody_does_the_work(browser: Browser, session: Session) -> None:
    job = services.enqueue(session, "x")
    job.run_after = utc_now() - timedelta(minutes=10, seconds=1)
    session.commit()
    assert told(browser) == (503, "jobs: 1 waiting for over 10 minutes\n")


def test_a_database_that_is_away_is_said_on_every_page(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error page asks the database for nothing, or it would fail as well."""

    def away(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("SELECT", {}, ConnectionError("gone"))

    monkeypatch.setattr(Session, "execute", away)
    monkeypatch.setattr(Session, "scalar", away)
    monkeypatch.setattr(Session, "scalars", away)
    for path in ("/", "/privasi", "/masukan", "/readyz"):
        page = browser.get(path, status=503)
        assert page.texts("h1") == ["Layanan sedang tidak tersedia"], path
    assert browser.client.get("/healthz").status_code == 200
