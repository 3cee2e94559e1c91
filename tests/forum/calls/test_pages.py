"""The pages: a letter is previewed and sent, chats are ticked, calendars are downloaded and subscribed to."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.codes import code_hash
from core.outreach.ledger import SentItem, claim_item
from core.policy import Role
from forum.calls import rights
from forum.calls.models import ReminderDays, WorkshopCall, WorkshopInvitation
from forum.seats.enums import RegistrationState
from forum.workshops.enums import WorkshopState
from tests.forum import factories, factories_calls
from tests.forum.calls.world import mails, office, work
from tests.page import Browser

CODE = "ABCD-EFGH-JKMN-PQRS"


def send(browser: Browser, path: str, **fields: str) -> tuple[int, str]:
    """Post the page's form with these fields."""
    form = {e.get("name"): e.get("value") for e in browser.get(path).all("main form input[name=csrf_token]")}
    answer = browser.client.post(path, data={**form, **fields})
    return answer.status_code, answer.get_data(as_text=True)


def test_look_first_then_send(app: Flask, session: Session, browser_of: Callable[[Role], Browser]) -> None:
    office(session)
    workshop = factories.workshop(session)
    session.commit()
    staff, path = browser_of(Role.FACILITATOR), f"/kelola/workshop/{workshop.key}/undangan/baru"
    letter = {"who": "staff", "lang": "id", "subject": "Undangan", "body": "Yth. {nama}\n\nsilakan datang."}
    status, page = send(staff, path, **letter, pasted="Ibu Nona; 0812-3456-7890", aksi="lihat")
    assert (status, "silakan datang." in page, "{nama}" in page) == (200, True, True)
    assert session.scalars(select(WorkshopCall.id)).all() == []
    status, page = send(staff, path, **letter, pasted="Ibu Nona; 12", aksi="kirim")
    assert (status, "Tidak terbaca: baris 1." in page) == (200, True)
    status, _page = send(staff, path, **letter, pasted="Ibu Nona; 0812-3456-7890", aksi="kirim")
    assert status == 303
    assert mails(session) == []
    work(app, session)
    assert set(session.scalars(select(WorkshopInvitation.name))) >= {"Ibu Nona", "Maria Tallo"}
    slips = staff.get(f"/kelola/workshop/{workshop.key}/undangan/cetak").text
    assert "Maria Tallo" in slips
    assert "Yosef Bria" not in slips


def test_chats_are_ticked_once(session: Session, browser_of: Callable[[Role], Browser]) -> None:
    workshop = factories.workshop(session)
    person = factories.registration(session, workshop, phone="0812 3456 7890")
    factories.registration(session, workshop, phone="0812 3456 7891", state=RegistrationState.CANCELLED)
    invited = factories_calls.invitation(
        session, factories_calls.call(session, workshop), phone="+6281234567892"
    )
    session.commit()
    staff, path = browser_of(Role.FACILITATOR), f"/kelola/workshop/{workshop.key}/whatsapp"
    links = [a.get("href") for a in staff.get(path).all("table a")]
    assert [urlsplit(link).path for link in links] == ["/6281234567892", "/6281234567890"]
    text = parse_qs(urlsplit(links[1]).query)["text"][0]
    assert f"Yth. {person.name}, kami mengingatkan workshop “{workshop.title_id}”" in text.replace(
        "Kami", "kami"
    )
    token = staff.get(path).all("main form input[name=csrf_token]")[0].get("value")
    answers = [
        staff.client.post(f"{path}/sudah", data={"csrf_token": token, "kind": kind, "who": who}).status_code
        for kind, who in [
            ("whatsapp.reminder", person.key),
            ("whatsapp.reminder", person.key),
            ("workshop.invitation", str(invited.id)),
            ("workshop.invitation", "abc"),
            ("lain", person.key),
        ]
    ]
    assert answers == [303, 409, 303, 404, 404]
    session.expire_all()
    kept = session.execute(select(SentItem.recipient, SentItem.kind)).all()
    assert [tuple(row) for row in kept] == [(f"registration:{person.id}", "whatsapp.reminder")]
    assert invited.state == "brought"


def test_reminder_days(session: Session, browser_of: Callable[[Role], Browser]) -> None:
    workshop = factories.workshop(session)
    session.commit()
    path = f"/kelola/workshop/{workshop.key}/pengingat"
    staff = browser_of(Role.FACILITATOR)
    results = [send(staff, path, days=text)[0] for text in ("7; 1", "besok", "31", "0")]
    assert results == [303, 200, 200, 200]
    assert session.get_one(ReminderDays, workshop.id).days == [7, 1]


def events(browser: Browser, path: str) -> list[tuple[str, str]]:
    """(summary, description) of every event of a calendar, its headers checked."""
    answer = browser.client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    found = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    return [(str(event["SUMMARY"]), str(event["DESCRIPTION"])) for event in found]


def test_calendars(session: Session, browser: Browser) -> None:
    workshop = factories.workshop(session, link="https://rapat.example/rahasia")
    draft = factories.workshop(session, state=WorkshopState.DRAFT)
    person = factories.registration(session, workshop)
    person.code_hash = code_hash(CODE)
    session.commit()
    ((title, text),) = events(browser, f"/workshop/{workshop.key}/kalender.ics")
    assert (title, "rahasia" in text) == (workshop.title_id, False)
    assert [name for name, _text in events(browser, "/workshop/kalender.ics")] == [workshop.title_id]
    ((_title, own),) = events(browser, f"/pendaftaran/{CODE}/kalender.ics")
    assert "https://rapat.example/rahasia" in own
    answer = browser.client.get(f"/pendaftaran/{CODE}/kalender.ics")
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert browser.client.get(f"/workshop/{draft.key}/kalender.ics").status_code == 404
    assert browser.client.get("/pendaftaran/0000-0000-0000-0000/kalender.ics").status_code == 404
    assert "webcal://localhost/workshop/kalender.ics" in browser.get("/workshop/kalender").text


@pytest.mark.database
def test_what_the_ledger_and_the_calls_keep_about_somebody(session: Session) -> None:
    made, workshop = office(session), factories.workshop(session)
    mine = factories.registration(session, workshop, account=made.reached)
    call = factories_calls.call(session, workshop, created_by=made.reached.id)
    for account in (made.reached, made.other):
        name = f"account:{account.id}"
        factories_calls.invitation(session, call, account_id=account.id, recipient=name)
        claim_item(session, recipient=name, kind="workshop.invitation", key=workshop.key)
    claim_item(session, recipient=f"registration:{mine.id}", kind="workshop.reminder", key="1")
    told = rights.collect(session, made.reached.id)
    assert isinstance(told, dict)
    assert {kind: len(rows) for kind, rows in told.items()} == {
        "workshop_invitation": 1,
        "workshop_call": 1,
        "sent_item": 2,
    }
    rights.merge(session, made.other.id, made.reached.id)
    left = set(session.scalars(select(SentItem.recipient)))
    assert left == {f"account:{made.reached.id}", f"registration:{mine.id}"}
    rights.erase(session, made.reached.id)
    assert session.scalars(select(SentItem.recipient)).all() == []
    assert session.scalars(select(WorkshopInvitation.id)).all() == []
    assert call.created_by is None or session.get_one(WorkshopCall, call.id, populate_existing=True)


def test_a_workshops_page_leads_to_its_calendar(session: Session, browser: Browser) -> None:
    workshop = factories.workshop(session)
    session.commit()
    links = [a.get("href") for a in browser.get(f"/workshop/{workshop.key}").all("main a")]
    assert f"/workshop/{workshop.key}/kalender.ics" in links
    assert "/workshop/kalender" in links
    assert "" not in links
