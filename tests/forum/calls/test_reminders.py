"""Reminders from the ledger: nothing twice, nothing forgotten, nothing useless."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import Conflict, Invalid
from core.mail.models import Mail, MailAttachment
from core.outreach import ledger
from core.outreach.ledger import SentItem
from forum.calls import notices, reminders, services
from forum.calls.models import ReminderDays
from forum.seats.enums import RegistrationState
from forum.workshops import services as workshops
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from tests.forum import factories
from tests.forum.calls.world import clock, mails, tick, with_mail, work

# The session of the factory: Monday, 1 March 2027, 09.00 WITA.
EARLY = datetime(2027, 1, 4, tzinfo=UTC)
SUBJECT = "Pengingat: {}"


def people(session: Session, workshop: Workshop) -> None:
    """Two with an address (one of an account), one without, and all who are not to be reminded."""
    account = with_mail(session, "Ina", "ina@example.go.id")
    factories.registration(session, workshop, account=account, created_at=EARLY)
    guest = factories.registration(session, workshop, email="tamu@example.com", created_at=EARLY)
    guest.name = "Tamu"
    factories.registration(session, workshop, created_at=EARLY)
    workshop.seats = workshop.taken  # nobody of the waiting list is offered one
    for state in (RegistrationState.WAITING, RegistrationState.CANCELLED, RegistrationState.REQUESTED):
        factories.registration(session, workshop, state=state, email=f"{state}@example.com", created_at=EARLY)
    draft = factories.workshop(session, state=WorkshopState.CANCELLED)
    factories.registration(session, draft, email="batal@example.com", created_at=EARLY)
    session.commit()


def sent(app: Flask, session: Session, time: str) -> list[str]:
    """To whom a minute of the worker at that time writes."""
    before = len(mails(session))
    with clock(time):
        tick(app, session)
        tick(app, session)
    new = mails(session)[before:]
    return sorted(to for to, subject in new if subject.startswith(("Pengingat:", "Tawaran tempat segera")))


BOTH = ["ina@example.go.id", "tamu@example.com"]


@pytest.mark.database
def test_three_days_and_one_day_before(app: Flask, session: Session) -> None:
    workshop = factories.workshop(session)
    people(session, workshop)
    assert sent(app, session, "2027-02-26 06:59") == []
    assert sent(app, session, "2027-02-26 07:00") == BOTH
    assert sent(app, session, "2027-02-28 06:59") == []
    assert sent(app, session, "2027-02-28 07:00") == BOTH
    assert sent(app, session, "2027-03-01 08:59") == []
    assert sent(app, session, "2027-03-02 08:00") == []
    assert {subject for _to, subject in mails(session)} == {SUBJECT.format(workshop.title_id)}
    body = session.scalars(select(Mail.body).where(Mail.to_address == "tamu@example.com")).first()
    assert body is not None
    assert body.startswith("Yth. Tamu\n")
    assert "Senin, 1 Maret 2027, pukul 09.00–12.00 WITA\nTempat: Aula\n" in body
    for content in session.scalars(select(MailAttachment.content)):
        (found,) = Calendar.from_ical(content).walk("VEVENT")
        assert found["DTSTART"].dt == factories.FIRST_SESSION


@pytest.mark.database
def test_a_worker_that_was_off_sends_only_what_is_still_useful(app: Flask, session: Session) -> None:
    workshop = factories.workshop(session)
    people(session, workshop)
    assert sent(app, session, "2027-02-28 22:00") == BOTH
    assert sent(app, session, "2027-03-01 07:00") == []
    late = factories.workshop(session)
    people(session, late)
    assert sent(app, session, "2027-03-01 09:01") == []


@pytest.mark.database
def test_who_registered_after_the_mark_waits_for_the_next(app: Flask, session: Session) -> None:
    workshop = factories.workshop(session)
    registered = datetime(2027, 2, 27, 2, tzinfo=UTC)
    factories.registration(session, workshop, email="baru@example.com", created_at=registered)
    assert sent(app, session, "2027-02-27 12:00") == []
    assert sent(app, session, "2027-02-28 07:00") == ["baru@example.com"]


@pytest.mark.database
def test_a_session_that_is_moved_is_reminded_of_anew(app: Flask, session: Session) -> None:
    workshop = factories.workshop(session, sessions=2)
    people(session, workshop)
    assert sent(app, session, "2027-02-26 08:00") == BOTH
    assert sent(app, session, "2027-02-27 08:00") == BOTH
    moved = workshop.sessions[0]
    moved.starts_at, moved.ends_at = (time + timedelta(days=14) for time in (moved.starts_at, moved.ends_at))
    session.commit()
    assert sent(app, session, "2027-02-28 08:00") == []
    assert sent(app, session, "2027-03-12 08:00") == BOTH


@pytest.mark.database
def test_the_days_are_the_workshops_own(app: Flask, session: Session) -> None:
    workshop, silent = factories.workshop(session), factories.workshop(session)
    people(session, workshop)
    factories.registration(session, silent, email="sunyi@example.com", created_at=EARLY)
    services.set_reminder_days(session, workshop, days=[7, 2, 7], actor_id=None)
    services.set_reminder_days(session, silent, days=[], actor_id=None)
    assert reminders.days_of(session, workshop) == (7, 2)
    with pytest.raises(Invalid):
        services.set_reminder_days(session, workshop, days=[31], actor_id=None)
    assert sent(app, session, "2027-02-22 07:00") == BOTH
    assert sent(app, session, "2027-02-26 07:00") == []
    assert sent(app, session, "2027-02-27 07:00") == BOTH
    assert session.scalar(select(func.count()).select_from(ReminderDays)) == 2


@pytest.mark.database
def test_an_offer_that_ends_soon(app: Flask, session: Session) -> None:
    workshop = factories.workshop(session, offer_hours=24)
    until = datetime(2027, 2, 2, 4, tzinfo=UTC)  # 12.00 WITA
    how = {"state": RegistrationState.OFFERED, "offered_until": until, "created_at": EARLY}
    factories.registration(session, workshop, email="tawaran@example.com", **how)
    assert sent(app, session, "2027-02-02 05:59") == []
    assert sent(app, session, "2027-02-02 06:00") == ["tawaran@example.com"]
    assert sent(app, session, "2027-02-02 11:59") == []


@pytest.mark.database
def test_sabotage_without_the_ledger_everybody_is_told_again(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(session, factories.workshop(session))
    monkeypatch.setattr(reminders, "claim_item", lambda *_a, **_k: True)
    assert len(sent(app, session, "2027-02-26 08:00")) > len(BOTH)


@pytest.mark.database
def test_a_cancelled_workshop_is_told_once_with_a_calendar_that_takes_it_out(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "BATCH", 2)
    workshop = factories.workshop(session)
    people(session, workshop)
    workshops.cancel_workshop(session, workshop, reason="Banjir", actor_id=None)
    work(app, session)
    notices.cancelled_batch(session, {"key": workshop.key}, _office(app))(session)
    told = sorted(to for to, _subject in mails(session))
    assert told == sorted([*BOTH, "waiting@example.com", "requested@example.com"])
    for body in session.scalars(select(Mail.body)):
        assert "Alasan: Banjir" in body
    for content in session.scalars(select(MailAttachment.content)):
        read = Calendar.from_ical(content)
        (found,) = read.walk("VEVENT")
        assert (read["METHOD"], found["STATUS"], found["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def _office(app: Flask) -> notices.Office:
    settings = app.config["REMBUK_SETTINGS"]
    return notices.Office("https://rembuk.example", settings.timezone, secret=settings.secret_key)


@pytest.mark.database
def test_a_change_is_told_once_for_each_edition(app: Flask, session: Session) -> None:
    workshop = factories.workshop(session)
    people(session, workshop)
    assert notices.is_told(session, workshop)
    workshop.place = "Ruang rapat"
    workshops.touch_calendar(workshop)
    session.commit()
    assert not notices.is_told(session, workshop)
    notices.tell_change(session, workshop, actor_id=None)
    with pytest.raises(Conflict):
        notices.tell_change(session, workshop, actor_id=None)
    work(app, session)
    assert len(mails(session)) == 4
    assert all("Tempat: Ruang rapat" in body for body in session.scalars(select(Mail.body)))
    workshops.touch_calendar(workshop)
    session.commit()
    notices.tell_change(session, workshop, actor_id=None)
    work(app, session)
    assert len(mails(session)) == 8
    kinds = session.execute(select(SentItem.kind, func.count()).group_by(SentItem.kind)).all()
    assert dict(iter(kinds)) == {"workshop.changed": 10}
    assert ledger.claim_item(session, recipient="registration:0", kind="workshop.changed", key="x")
