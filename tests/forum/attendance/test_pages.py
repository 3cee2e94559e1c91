"""What people see of tickets and certificates."""

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.orm import Session

from core.base import utc_now
from core.policy import Role
from forum.attendance import certificate_queries, certificates, services
from forum.attendance.panels import own_box
from forum.attendance.tickets import ticket_of
from forum.seats.models import Registration
from tests.forum import factories
from tests.page import Browser, Page

SECRET = "a key for tests only"


def certified(session: Session) -> tuple[Registration, str]:
    """Somebody with a certificate, and its code."""
    workshop = factories.workshop(session, organiser="Kantor Contoh")
    at = workshop.sessions[0]
    at.starts_at, at.ends_at = utc_now() - timedelta(hours=4), utc_now() - timedelta(hours=1)
    person = factories.registration(session, workshop, name="Ada Lestari")
    services.mark_present(session, at, [person.key], actor_id=None)
    zone = ZoneInfo("Asia/Makassar")
    certificates.issue_certificates(
        session, workshop, on=date(2027, 3, 9), zone=zone, secret=SECRET, actor_id=None
    )
    made = certificate_queries.certificate_for(session, person)
    assert made is not None
    session.commit()
    return person, certificate_queries.code_of_certificate(made.key, secret=SECRET)


def test_anybody_with_the_code_sees_whether_it_holds(session: Session, browser: Browser) -> None:
    person, code = certified(session)
    answer = browser.post("/sertifikat", {"code": code.lower()})
    assert not isinstance(answer, Page)
    assert answer.headers["Location"] == f"/sertifikat/{code}"
    page = browser.get(f"/sertifikat/{code}")
    assert page.texts(".note-t") == ["Sertifikat berlaku"]
    assert page.texts("dd")[0] == "Ada Lestari"
    assert "800.2/001/2027" in page.texts("dd")
    made = certificate_queries.certificate_for(session, person)
    assert made is not None
    certificates.revoke_certificate(session, made, reason="Alasan rahasia.", actor_id=None)
    session.commit()
    page = browser.get(f"/sertifikat/{code}")
    assert page.texts(".note-t") == ["Dicabut"]
    assert "Alasan rahasia" not in page.text
    assert browser.client.get(f"/sertifikat/{code}/cetak").status_code == 404
    assert browser.get("/sertifikat/0000-0000-0000-0000", status=404).texts("h1") == [
        "Sertifikat tidak ditemukan"
    ]


def test_a_person_has_the_ticket_before_and_the_certificate_after(app: Flask, session: Session) -> None:
    person, code = certified(session)
    with app.test_request_context():
        box = own_box(person)
        assert box is not None
        assert (box.values["ticket"], box.values["code"]) == (ticket_of(person, 1, secret=SECRET), code)
        with app.app_context():
            shown = app.jinja_env.get_template(box.template).render(box=box.values)
    assert f"/sertifikat/{code}" in shown


def test_a_token_is_needed_for_a_queue(
    app: Flask, session: Session, browser_of: Callable[[Role], Browser]
) -> None:
    workshop = factories.workshop(session)
    session.commit()
    client = browser_of(Role.FACILITATOR).client
    address = f"/kelola/workshop/{workshop.key}/hadir/{workshop.sessions[0].id}"
    assert client.post(f"{address}/sinkron", json={"entries": []}).status_code == 400
    page = Page(client.get(address))
    assert page.response.headers["Permissions-Policy"].startswith("camera=(self)")
    token = {"X-CSRFToken": page.one("#ketik [name=csrf_token]").get("value")}
    sent = client.post(f"{address}/sinkron", json={"entries": []}, headers=token)
    assert (sent.status_code, sent.json) == (200, {"answers": []})
    assert client.post(f"{address}/sinkron", json={"entries": 7}, headers=token).status_code == 422
    with client.get("/static/check-in-worker.js") as worker:
        assert worker.headers["Service-Worker-Allowed"] == "/kelola/workshop/"
