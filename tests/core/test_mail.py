"""Mails: a row in the caller's transaction, sent once by a job, tried again, handed on by people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.base import utc_now
from core.errors import Conflict, Invalid
from core.jobs import runner
from core.jobs.models import Job
from core.mail import sender, services
from core.mail.models import Mail, MailAttachment, MailState
from core.mail.queries import count_by_state, list_mails
from tests.core.smtp import Mailbox, mail_server

BODY = "Buka tautan ini:\nhttps://contoh/pulih/rahasia-sekali\n"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as running:
        yield running


@pytest.fixture
def mailing(app: Flask, box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """The application sends to the test server."""
    settings = replace(app.config["REMBUK_SETTINGS"], mail_url=box.url)
    monkeypatch.setitem(app.config, "REMBUK_SETTINGS", settings)
    return box


def write(session: Session, to: str = "yosef@example.go.id", key: str | None = None) -> Mail:
    mail = services.send_mail(session, to=to, subject="Kata sandi baru", body=BODY, key=key)
    session.commit()
    return mail


def tick(app: Flask, session: Session) -> None:
    """What the worker does now."""
    session.commit()
    runner.run_due(app)
    session.expire_all()


def facts(mail: Mail) -> tuple[str, int, str | None, str]:
    return (mail.state, mail.attempts, mail.error, mail.body)


@pytest.mark.database
def test_a_mail_is_sent_once_and_its_text_is_not_kept(app: Flask, session: Session, mailing: Mailbox) -> None:
    other, mail = write(session, "Maria@Example.go.id"), write(session)
    tick(app, session)
    tick(app, session)
    assert [m["To"] for m in mailing.arrived] == ["maria@example.go.id", "yosef@example.go.id"]
    assert mailing.recipients == [["maria@example.go.id"], ["yosef@example.go.id"]]
    sent = mailing.arrived[1]
    assert (sent["From"], sent["Subject"], sent["Auto-Submitted"]) == (
        "kantor@example.go.id",
        "Kata sandi baru",
        "auto-generated",
    )
    assert sent.get_payload(decode=True).decode().splitlines() == BODY.splitlines()  # type: ignore[union-attr]
    assert [facts(m) for m in (other, mail)] == [(MailState.SENT, 1, None, "")] * 2
    assert mail.sent_at is not None


CALENDAR = sender.Attachment(
    "lokakarya é.ics", "text/calendar; method=PUBLISH; charset=utf-8", b"BEGIN:VCALENDAR\r\nX:\xc3\xa9\r\n"
)
PICTURE = sender.Attachment("foto.png", "image/png", b"\x89PNG\r\n\x1a\n\x00")


@pytest.mark.database
def test_attachments_go_along_and_are_not_kept(app: Flask, session: Session, mailing: Mailbox) -> None:
    services.send_mail(
        session, to="a@example.go.id", subject="Surat", body=BODY, attachments=(CALENDAR, PICTURE)
    )
    services.send_mail(session, to="b@example.go.id", subject="Tanpa", body=BODY)
    tick(app, session)
    text, *files = mailing.arrived[0].get_payload()
    assert text.get_payload(decode=True).decode().splitlines() == BODY.splitlines()  # type: ignore[union-attr]
    read = [(f.get_content_type(), f.get_filename(), f.get_payload(decode=True)) for f in files]  # type: ignore[union-attr]
    assert read == [
        ("text/calendar", CALENDAR.name, CALENDAR.content),
        ("image/png", PICTURE.name, PICTURE.content),
    ]
    assert files[0].get_param("method") == "PUBLISH"  # type: ignore[union-attr]
    assert not mailing.arrived[1].is_multipart()
    kept = session.execute(select(MailAttachment.name, MailAttachment.content).order_by(MailAttachment.id))
    assert kept.all() == [(CALENDAR.name, b""), (PICTURE.name, b"")]


@pytest.mark.database
def test_attachments_of_a_mail_that_a_person_brought_are_not_kept_either(session: Session) -> None:
    mails = [
        services.send_mail(session, to="a@example.go.id", subject="S", body=BODY, attachments=(CALENDAR,))
        for _n in range(3)
    ]
    services.hand_on(session, mails[0], actor_id=None)
    services.cancel(session, mails[1], actor_id=None)
    kept = select(MailAttachment.mail_id, MailAttachment.content).order_by(MailAttachment.mail_id)
    assert session.execute(kept).all() == [(mails[0].id, b""), (mails[2].id, CALENDAR.content)]


@pytest.mark.database
def test_an_attachment_cannot_carry_a_header(app: Flask, session: Session, mailing: Mailbox) -> None:
    bad = replace(CALENDAR, name="a.ics\r\nBcc: semua@example.go.id")
    mail = services.send_mail(session, to="a@example.go.id", subject="S", body=BODY, attachments=(bad,))
    tick(app, session)
    assert (mailing.arrived, mail.state, mail.error) == ([], MailState.FAILED, "ValueError")


@pytest.mark.database
def test_without_a_server_mails_wait(app: Flask, session: Session) -> None:
    mail = write(session)
    tick(app, session)
    assert facts(mail) == (MailState.WAITING, 0, None, BODY)
    assert session.scalars(select(Job.state)).all() == ["done"]


@pytest.mark.database
def test_a_mail_that_waited_for_a_server_is_sent_on_request(
    app: Flask, session: Session, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = write(session)
    tick(app, session)
    settings = replace(app.config["REMBUK_SETTINGS"], mail_url=box.url)
    monkeypatch.setitem(app.config, "REMBUK_SETTINGS", settings)
    services.send_again(session, mail, actor_id=None)
    tick(app, session)
    assert (mail.state, len(box.arrived)) == (MailState.SENT, 1)


@pytest.mark.database
def test_a_rolled_back_action_writes_no_mail(app: Flask, session: Session, mailing: Mailbox) -> None:
    services.send_mail(session, to="yosef@example.go.id", subject="Halo", body=BODY)
    session.rollback()
    tick(app, session)
    assert mailing.arrived == []
    assert session.scalars(select(Mail.id)).all() == []


@pytest.mark.database
def test_the_same_key_is_one_mail(session: Session) -> None:
    first, again = write(session, key="reset:7"), write(session, key="reset:7")
    assert again is first
    assert len(session.scalars(select(Job.id)).all()) == 1
    assert write(session, key="reset:8") is not first


@pytest.mark.database
def test_a_passing_failure_is_tried_again_later(app: Flask, session: Session, mailing: Mailbox) -> None:
    mail = write(session)
    mailing.refuse = "450 nanti dulu"
    tick(app, session)
    assert facts(mail) == (MailState.WAITING, 1, "SMTPRecipientsRefused", BODY)
    tick(app, session)
    assert mail.attempts == 1
    mailing.refuse = ""
    with time_machine.travel(utc_now() + timedelta(minutes=2), tick=False):
        tick(app, session)
    assert facts(mail) == (MailState.SENT, 2, None, "")


@pytest.mark.database
def test_after_five_failures_a_person_is_asked(app: Flask, session: Session, mailing: Mailbox) -> None:
    mail = write(session)
    mailing.refuse = "450 nanti dulu"
    for day in range(8):
        with time_machine.travel(utc_now() + timedelta(days=day), tick=False):
            tick(app, session)
    assert facts(mail) == (MailState.FAILED, services.MAX_ATTEMPTS, "SMTPRecipientsRefused", BODY)
    mailing.refuse = ""
    services.send_again(session, mail, actor_id=None)
    tick(app, session)
    assert facts(mail) == (MailState.SENT, services.MAX_ATTEMPTS + 1, None, "")


def test_a_refusal_for_good_is_not_tried_again(app: Flask, session: Session, mailing: Mailbox) -> None:
    mail = write(session)
    mailing.refuse = "550 tidak ada orang itu"
    tick(app, session)
    assert facts(mail) == (MailState.FAILED, 1, "SMTPRecipientsRefused", BODY)


def test_a_server_that_is_away_is_a_passing_failure(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as gone:
        url = gone.url
    settings = replace(app.config["REMBUK_SETTINGS"], mail_url=url)
    monkeypatch.setitem(app.config, "REMBUK_SETTINGS", settings)
    mail = write(session)
    tick(app, session)
    assert facts(mail) == (MailState.WAITING, 1, "ConnectionRefusedError", BODY)


def test_a_repeated_sending_is_recognised_by_its_message_id(
    app: Flask, session: Session, mailing: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that dies after the server accepted leaves the mail waiting: it goes out once more."""
    write(session)
    monkeypatch.setattr(services, "_note_sent", lambda *_a: 1 / 0)
    tick(app, session)
    monkeypatch.undo()
    settings = replace(app.config["REMBUK_SETTINGS"], mail_url=mailing.url)
    monkeypatch.setitem(app.config, "REMBUK_SETTINGS", settings)
    with time_machine.travel(utc_now() + timedelta(minutes=2), tick=False):
        tick(app, session)
    first, second = mailing.arrived
    assert first["Message-ID"] == second["Message-ID"]
    write(session)
    tick(app, session)
    assert mailing.arrived[2]["Message-ID"] != first["Message-ID"]


def test_an_old_job_sends_nothing_after_somebody_sent_again(
    app: Flask, session: Session, mailing: Mailbox
) -> None:
    mail = write(session)
    services.send_again(session, mail, actor_id=None)
    tick(app, session)
    assert (len(mailing.arrived), mail.state) == (1, MailState.SENT)


@pytest.mark.database
def test_a_person_hands_a_mail_on_or_takes_it_back(app: Flask, session: Session, mailing: Mailbox) -> None:
    handed, gone, sent = write(session), write(session), write(session)
    services.hand_on(session, handed, actor_id=None)
    services.cancel(session, gone, actor_id=None)
    tick(app, session)
    assert len(mailing.arrived) == 1
    assert facts(handed) == (MailState.HANDED, 0, None, "")
    for action in (services.hand_on, services.cancel, services.send_again):
        with pytest.raises(Conflict):
            action(session, sent, actor_id=None)
    assert set(session.scalars(select(Mail.state))) == {MailState.HANDED, MailState.SENT}
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [(e.action, e.object_key, e.facts) for e in events] == [
        ("mail.hand", str(handed.id), {}),
        ("mail.cancel", str(int(sent.id) - 1), {}),
    ]


@pytest.mark.database
def test_the_number_of_a_mail_is_not_given_again(app: Flask, session: Session, mailing: Mailbox) -> None:
    """A job knows its mail by number: a new mail must not meet the job of one that was taken back."""
    gone = write(session)
    number = gone.id
    services.cancel(session, gone, actor_id=None)
    assert write(session).id > number
    tick(app, session)
    assert len(mailing.arrived) == 1


@pytest.mark.parametrize(
    "to",
    [
        "",
        "yosef",
        "yosef@",
        "@example.id",
        "a@b.id, c@d.id",
        "a@b.id\nBcc: c@d.id",
        "Yosef <a@b.id>",
        "ä@b.id",
    ],
)
def test_what_is_no_address_is_refused(session: Session, to: str) -> None:
    with pytest.raises(Invalid):
        services.send_mail(session, to=to, subject="Halo", body=BODY)
    assert session.scalars(select(Mail.id)).all() == []


def test_a_subject_is_one_line(app: Flask, session: Session, mailing: Mailbox) -> None:
    services.send_mail(session, to="a@b.id", subject="Halo\r\nBcc: c@d.id", body=BODY)
    tick(app, session)
    assert [(m["Subject"], m["Bcc"]) for m in mailing.arrived] == [("Halo Bcc: c@d.id", None)]


def test_a_header_with_a_line_break_is_never_composed(mailing: Mailbox) -> None:
    letter = sender.trial_letter("a@b.id\r\nBcc: c@d.id", utc_now())
    with pytest.raises(ValueError, match="linefeed"):
        sender.compose(letter, services.parse_mail_url(mailing.url))


def test_logs_tell_neither_address_nor_text(
    app: Flask, session: Session, mailing: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    write(session)
    mailing.refuse = "550 yosef@example.go.id tidak ada"
    tick(app, session)
    mailing.refuse = ""
    write(session)
    tick(app, session)
    own = " ".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    assert len(mailing.arrived) == 1
    assert not [word for word in ("yosef", "example", "Kata sandi", "rahasia") if word in own]


@pytest.mark.database
def test_a_private_mail_leaves_no_row_once_it_has_gone_or_failed(
    app: Flask, session: Session, mailing: Mailbox
) -> None:
    services.send_mail(session, to="yosef@example.go.id", subject="Pengingat", body="Isi", private=True)
    write(session, "lain@example.go.id")
    assert [m.to_address for m in list_mails(session).rows] == ["lain@example.go.id"]
    assert count_by_state(session)[MailState.WAITING] == 1
    tick(app, session)
    assert len(mailing.arrived) == 2
    assert session.scalars(select(Mail.to_address)).all() == ["lain@example.go.id"]
