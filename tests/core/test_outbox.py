"""The outbox page: what waits can be read, handed on, sent again or taken back; what arrived has no text."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.db import db
from core.mail.models import Mail, MailState
from core.mail.services import send_mail
from core.policy import Role
from tests.page import Browser

BrowserOf = Callable[[Role], Browser]
BODY = "Kode Anda: 7XK2-contoh"


def mail(session: Session, subject: str = "Kata sandi baru", state: MailState = MailState.WAITING) -> Mail:
    made = send_mail(session, to="yosef@example.go.id", subject=subject, body=BODY)
    made.state = state
    session.commit()
    return made


def test_the_list_is_filtered_by_state_and_paged(browser_of: BrowserOf, session: Session) -> None:
    for number in range(27):
        mail(session, f"Surel {number}")
    mail(session, "Gagal", MailState.FAILED)
    admin = browser_of(Role.ADMINISTRATOR)
    page = admin.get("/kelola/surat-keluar")
    assert page.texts("tbody a")[:2] == ["Gagal", "Surel 26"]
    assert (len(page.all("tbody tr")), page.texts(".pages span")) == (25, ["Halaman 1 dari 2"])
    last = admin.get(page.one("a[rel=next]").get("href") or "")
    assert last.texts("tbody a") == ["Surel 2", "Surel 1", "Surel 0"]
    assert admin.get("/kelola/surat-keluar?keadaan=failed").texts("tbody a") == ["Gagal"]
    assert admin.get("/kelola/surat-keluar?keadaan=sent").texts(".empty p") == ["Tidak ada surel di sini."]
    assert len(admin.get("/kelola/surat-keluar?keadaan=lain&hal=99").all("tbody tr")) == 3


def queries(app: Flask, browser: Browser) -> int:
    seen: list[str] = []
    with app.app_context():
        connection = db.engines[None]
    event.listen(connection, "before_cursor_execute", lambda *args: seen.append(args[2]))
    browser.get("/kelola/surat-keluar")
    return len(seen)


def test_the_list_asks_as_often_for_one_row_as_for_many(
    app: Flask, browser_of: BrowserOf, session: Session
) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    mail(session)
    few = queries(app, admin)
    for _number in range(29):
        mail(session)
    assert queries(app, admin) == few


def test_a_waiting_mail_shows_its_text_and_is_handed_on(browser_of: BrowserOf, session: Session) -> None:
    waiting, other = mail(session), mail(session)
    admin = browser_of(Role.ADMINISTRATOR)
    address = f"/kelola/surat-keluar/{waiting.id}"
    assert admin.get(address).texts("textarea") == [BODY]
    admin.post(f"{address}/disampaikan", form_at=address)
    page = admin.get(address)
    assert BODY not in page.text
    assert page.all("main form") == []
    session.expire_all()
    assert (waiting.state, waiting.body, other.state, other.body) == ("handed", "", "waiting", BODY)
    events = session.execute(select(AuditEvent.action, AuditEvent.object_key, AuditEvent.facts)).all()
    assert [tuple(e) for e in events] == [("mail.hand", str(waiting.id), {})]


def test_sending_again_is_offered_where_there_is_a_server(
    app: Flask, browser_of: BrowserOf, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = mail(session, state=MailState.FAILED)
    failed.error = "SMTPRecipientsRefused"
    session.commit()
    admin = browser_of(Role.ADMINISTRATOR)
    address = f"/kelola/surat-keluar/{failed.id}"
    page = admin.get(address)
    assert page.texts(".note.warn p:last-child") == ["Server menolak alamat penerima."]
    assert [f.get("action") for f in page.all("main form")] == [f"{address}/disampaikan"]
    settings = replace(app.config["REMBUK_SETTINGS"], mail_url="smtp://localhost?from=a@b.id")
    monkeypatch.setitem(app.config, "REMBUK_SETTINGS", settings)
    admin.post(f"{address}/kirim-lagi", form_at=address)
    session.expire_all()
    assert failed.state == MailState.WAITING


def test_taking_a_mail_back_asks_once_more(browser_of: BrowserOf, session: Session) -> None:
    gone, kept = mail(session), mail(session)
    admin = browser_of(Role.ADMINISTRATOR)
    address = f"/kelola/surat-keluar/{gone.id}"
    page = admin.get(f"{address}/batalkan")
    assert len(page.all("form.card button.bad")) == 1
    assert len(session.scalars(select(Mail.id)).all()) == 2
    admin.post(f"{address}/batalkan")
    session.expire_all()
    assert session.scalars(select(Mail.id)).all() == [kept.id]
    assert session.scalars(select(AuditEvent.action)).all() == ["mail.cancel"]
    admin.get(address, status=404)


@pytest.mark.parametrize("action", ["disampaikan", "kirim-lagi", "batalkan"])
def test_a_mail_that_went_out_meanwhile_stays_as_it_is(
    browser_of: BrowserOf, session: Session, action: str
) -> None:
    gone = mail(session)
    address = f"/kelola/surat-keluar/{gone.id}"
    admin = browser_of(Role.ADMINISTRATOR)
    hidden = admin.get(address).fields()
    gone.state, gone.body = MailState.SENT, ""
    session.commit()
    assert admin.client.post(f"{address}/{action}", data=hidden).status_code == 409
    session.expire_all()
    assert gone.state == MailState.SENT
