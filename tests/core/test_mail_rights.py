"""Mails belong to whoever has their address: handed out without text, erased, kept ninety days."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.base import utc_now
from core.mail import rights
from core.mail.models import Mail, MailAttachment
from core.mail.sender import Attachment
from core.mail.services import send_mail
from tests import factories

FILE = Attachment("undangan.ics", "text/calendar", b"rahasia")


def mails(session: Session) -> list[str]:
    return list(session.scalars(select(Mail.to_address).order_by(Mail.id)))


@pytest.mark.database
def test_own_mails_are_handed_out_without_their_text_and_erased(session: Session) -> None:
    yosef, maria, nobody = (factories.account(session) for _n in range(3))
    yosef.email, maria.email = "yosef@example.go.id", "maria@example.go.id"
    for address in (yosef.email, maria.email, "lain@example.go.id"):
        send_mail(
            session,
            to=address,
            subject="Kata sandi baru",
            body="Kode: rahasia",
            key=f"k:{address}",
            attachments=(FILE,),
        )
    session.flush()
    told = rights.collect(session, yosef.id)
    assert isinstance(told, list)
    assert [(row["to_address"], row["subject"], row["state"]) for row in told] == [
        ("yosef@example.go.id", "Kata sandi baru", "waiting")
    ]
    assert "rahasia" not in str(told)
    assert told[0]["attachments"] == ["undangan.ics"]
    assert rights.collect(session, nobody.id) == []
    rights.erase(session, nobody.id)
    rights.erase(session, yosef.id)
    assert mails(session) == ["maria@example.go.id", "lain@example.go.id"]
    assert len(session.scalars(select(MailAttachment.id)).all()) == 2


@pytest.mark.database
def test_old_mails_go(session: Session) -> None:
    old = send_mail(session, to="lama@example.go.id", subject="Lama", body="", attachments=(FILE,))
    send_mail(session, to="baru@example.go.id", subject="Baru", body="")
    old.created_at = utc_now() - timedelta(days=91)
    session.flush()
    before = utc_now() - timedelta(days=rights.RETENTION.days or 0)
    assert rights.RETENTION.due is not None
    assert rights.RETENTION.purge is not None
    assert rights.RETENTION.due(session, before) == 1
    assert rights.RETENTION.purge(session, before) == 1
    assert mails(session) == ["baru@example.go.id"]
    assert session.scalars(select(MailAttachment.id)).all() == []
