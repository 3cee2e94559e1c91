"""Retention: what is past its time goes once a day, counted; the office sets the days."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account, LoginSession
from core.audit import AuditEvent
from core.base import utc_now
from core.jobs.runner import run_periodic
from core.policy import Role
from core.rights import retention
from core.rights.models import PurgeDay, RetentionSetting
from rembuk.slices import SLICES
from surveys.answer_models import Participation
from surveys.enums import SurveyState
from tests import factories
from tests.conftest import make_app
from tests.core.test_jobs import at_once
from tests.page import Browser, Page
from tests.surveys import factories_surveys

CLASSES = tuple(kept for s in SLICES for kept in s.retention)
URL = "/kelola/pengaturan/retensi"
BrowserOf = Callable[[Role], Browser]


def old_and_new(session: Session) -> tuple[Account, LoginSession, LoginSession]:
    """One session long ended, one just ended, one that lives."""
    account, now = factories.account(session), utc_now()
    for token, ends in (("lama", -3), ("baru", 0), ("hidup", 5)):
        session.add(
            LoginSession(token_hash=token, account_id=account.id, expires_at=now + timedelta(days=ends))
        )
    session.flush()
    return account, session.get_one(LoginSession, "baru"), session.get_one(LoginSession, "hidup")


def tokens(session: Session) -> list[str]:
    return sorted(session.scalars(select(LoginSession.token_hash)))


def purges(session: Session) -> list[dict[str, object]]:
    return [
        dict(facts)
        for facts in session.scalars(
            select(AuditEvent.facts).where(AuditEvent.action == "retention.purge").order_by(AuditEvent.id)
        )
    ]


@pytest.mark.database
def test_a_purge_deletes_what_the_plan_says_and_repeats_nothing(session: Session) -> None:
    old_and_new(session)
    planned = {p.kept.key: p.due for p in retention.retention_plan(session, CLASSES)}
    assert planned["logins"] == 1
    assert planned["audit"] is None
    assert retention.purge(session, CLASSES) == 1
    assert tokens(session) == ["baru", "hidup"]
    assert retention.purge(session, CLASSES) == 0
    assert purges(session) == [{"deleted": 1, "logins": 1}]


@pytest.mark.database
def test_participation_goes_a_year_after_closing(session: Session) -> None:
    account, today = factories.account(session), utc_now().date()
    kept = []
    for days in (None, 364, 366):
        survey = factories_surveys.survey(session)
        if days is not None:
            survey.state, survey.closed_on = SurveyState.CLOSED, today - timedelta(days=days)
        session.add(Participation(survey_id=survey.id, account_id=account.id))
        kept.append(survey.id)
    session.flush()
    assert retention.purge(session, CLASSES) == 1
    assert sorted(session.scalars(select(Participation.survey_id))) == sorted(kept[:2])


@pytest.mark.database
def test_the_periodic_job_purges_once_a_day(app: Flask, session: Session) -> None:
    old_and_new(session)
    session.commit()
    with time_machine.travel(utc_now(), tick=False) as clock:
        run_periodic(app)
        assert tokens(session) == ["baru", "hidup"]
        session.add(
            LoginSession(
                token_hash="zz", account_id=factories.account(session).id, expires_at=utc_now() - timedelta(9)
            )
        )
        session.commit()
        run_periodic(app)
        assert tokens(session) == ["baru", "hidup", "zz"], "the day's purge is done"
        clock.shift(timedelta(days=1))
        run_periodic(app)
    session.expire_all()
    assert "zz" not in tokens(session)
    assert len(session.scalars(select(PurgeDay)).all()) == 1


def test_after_a_long_pause_the_first_day_deletes_nothing(app: Flask, session: Session) -> None:
    """The server was off, or its clock is wrong: only a second day tells."""
    with time_machine.travel(utc_now(), tick=False) as clock:
        run_periodic(app)
        session.add(
            LoginSession(token_hash="lama", account_id=factories.account(session).id, expires_at=utc_now())
        )
        session.commit()
        clock.shift(timedelta(days=400))
        run_periodic(app)
        session.expire_all()
        assert "lama" in tokens(session)
        clock.shift(timedelta(days=1))
        run_periodic(app)
    session.expire_all()
    assert "lama" not in tokens(session)


@pytest.mark.database
def test_of_racing_workers_one_purges_the_day(tmp_path: Path, engine_name: str) -> None:
    app = make_app(tmp_path, engine_name)
    got = at_once(app, lambda session: retention.purge_daily(session, CLASSES), count=4)
    assert sorted(got, key=str) == [0, None, None, None]


def test_the_page_shows_everything_and_changes_days(browser_of: BrowserOf, session: Session) -> None:
    browser = browser_of(Role.ADMINISTRATOR)
    page = browser.get(URL)
    assert len(page.all("tbody tr")) == len(CLASSES)
    ends = [kept for kept in CLASSES if kept.purge]
    form = {kept.key: str(kept.days) for kept in ends}
    assert {f.get("name"): f.get("value") for f in page.all("main input[type=number]")} == form
    browser.post(URL, {**form, "logins": "7"})
    rows = session.scalars(select(RetentionSetting)).all()
    assert [(row.key, row.days) for row in rows] == [("logins", 7)]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "retention.change")).one()
    assert (event.object_key, event.facts) == ("logins", {"before": 1, "after": 7})
    for wrong in ("0", "", "banyak", "99999"):
        refused = browser.post(URL, {**form, "logins": wrong}, status=200)
        assert isinstance(refused, Page)
        assert refused.all(".note.bad")
    assert [row.days for row in session.scalars(select(RetentionSetting))] == [7]


def test_running_now_asks_once_more_and_is_logged(browser_of: BrowserOf, session: Session) -> None:
    old_and_new(session)
    session.commit()
    browser = browser_of(Role.ADMINISTRATOR)
    assert browser.get(f"{URL}/jalankan").texts("form.card li") == ["Sesi masuk dan kode sekali pakai: 1"]
    assert "lama" in tokens(session)
    browser.post(f"{URL}/jalankan")
    assert "lama" not in tokens(session)
    assert purges(session) == [{"deleted": 1, "logins": 1}]
    assert browser.get(f"{URL}/jalankan").texts("form.card li") == []


def test_others_do_not_see_it(browser_of: BrowserOf) -> None:
    for path in (URL, f"{URL}/jalankan"):
        browser_of(Role.PLANNER).get(path, status=403)
