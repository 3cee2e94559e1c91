"""Staff invite, print, remind and write by WhatsApp; no page tells of one person whether they have answered."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.codes import code_hash
from core.jobs.models import Job
from core.mail.models import Mail
from core.mail.services import JOB as MAIL_JOB
from core.mail.services import send_mail
from core.policy import Role
from surveys.answer_models import UsedCode
from surveys.invitations.enums import Way
from surveys.invitations.models import SurveyCall, SurveyInvitation
from surveys.models import Survey
from tests import factories
from tests.forum.calls.world import office, work
from tests.page import Browser
from tests.surveys import factories_invitations as made
from tests.surveys import factories_surveys as make

BrowserOf = Callable[[Role], Browser]


@pytest.fixture
def survey(session: Session) -> Survey:
    return made.survey(session, key="kode")


def send(browser: Browser, path: str, **fields: object) -> tuple[int, str]:
    """Post the page's form with these fields."""
    form = {e.get("name"): e.get("value") for e in browser.get(path).all("main form input[name=csrf_token]")}
    answer = browser.client.post(path, data={**form, **fields})
    return answer.status_code, answer.get_data(as_text=True)


def path(survey: Survey, rest: str = "") -> str:
    return f"/kelola/survei/{survey.key}/undangan{rest}"


@pytest.mark.database
def test_look_first_then_send_then_print(
    app: Flask, session: Session, browser_of: BrowserOf, survey: Survey
) -> None:
    office(session)
    staff = browser_of(Role.FACILITATOR)
    assert any(a.get("href") == path(survey) for a in staff.get("/kelola/survei/kode").all("main .acts a"))
    form = staff.get(path(survey, "/baru"))
    letter = {
        "who": "staff",
        "lang": "id",
        "list_unit": "",
        "subject": form.one("input[name=subject]").get("value"),
        "body": form.one("textarea[name=body]").text,
    }
    assert "http://localhost/undangan/{kode}" in str(letter["body"])
    new = path(survey, "/baru")
    status, page = send(staff, new, **letter, pasted="Ibu Nona; 0812-3456-7890", aksi="lihat")
    assert (status, "XXXX-XXXX-XXXX-XXXX" in page, "{kode}" in page.split("<form")[0]) == (200, True, False)
    assert session.scalars(select(SurveyCall.id)).all() == []
    status, page = send(staff, new, **letter, pasted="Ibu Ana; 0812-3456-7890\nIbu Nona; 12", aksi="kirim")
    assert (status, "Tidak terbaca: baris 2." in page) == (200, True)
    status, page = send(staff, new, **{**letter, "body": "tanpa kode"}, aksi="kirim")
    assert (status, "Isi surat harus memuat {kode}" in page) == (200, True)
    status, _page = send(staff, new, **letter, pasted="Ibu Nona; 0812-3456-7890", aksi="kirim")
    assert status == 303
    work(app, session)
    slips = staff.get(path(survey, "/cetak"))
    assert slips.texts(".slip h2") == ["Maria Tallo"]
    paper = session.scalars(select(SurveyInvitation).where(SurveyInvitation.name == "Maria Tallo")).one()
    assert code_hash(slips.texts(".slip b")[1]) == paper.code_hash
    assert staff.post(path(survey, "/cetak/sudah"), {}, form_at=path(survey, "/cetak")).status_code == 303
    assert staff.get(path(survey, "/cetak")).texts(".slip h2") == []
    page = staff.get(path(survey, "/cetak?semua=1"))
    assert sorted(page.texts(".slip h2")) == ["Ibu Nona", "Ina Lede", "Maria Tallo", "Yosef Bria"]


def test_chats_hold_the_code_of_each_and_are_ticked_once(
    session: Session, browser_of: BrowserOf, survey: Survey
) -> None:
    code = made.invitation(session, survey, name="Ibu Nona", phone="+6281234567890")
    made.invitation(session, survey, name="Kertas")
    session.commit()
    staff = browser_of(Role.PLANNER)
    page = staff.get(path(survey, "/whatsapp"))
    link = page.one("tbody a").get("href") or ""
    assert urlsplit(link).path == "/6281234567890"
    assert f"http://localhost/undangan/{code}" in parse_qs(urlsplit(link).query)["text"][0]
    tick = path(survey, "/whatsapp/sudah")
    fields = page.fields(tick)
    assert staff.client.post(tick, data=fields).status_code == 303
    assert staff.client.post(tick, data=fields).status_code == 409
    assert staff.get(path(survey, "/whatsapp")).all("tbody tr") == []


def test_no_page_of_staff_changes_with_one_person(
    session: Session, browser_of: BrowserOf, survey: Survey
) -> None:
    unit = factories.unit(session, name="Seksi Arsip")
    codes = [
        made.invitation(session, survey, name=f"Orang {n}", unit_key=unit.key, state=Way.PAPER)
        for n in range(9)
    ]
    for code in codes[:6]:
        session.add(UsedCode(survey_id=survey.id, code_hash=code_hash(code)))
    session.commit()
    staff = browser_of(Role.ADMINISTRATOR)
    pages = ("", "/cetak", f"/cetak?unit={unit.key}&semua=1", "/whatsapp")

    def told() -> list[list[str]]:
        return [staff.get(path(survey, one)).texts("main") for one in pages]

    before = told()
    assert "paling sedikit 5 (55%)" in before[0][0]
    session.add(UsedCode(survey_id=survey.id, code_hash=code_hash(codes[6])))
    session.commit()
    assert told() == before


@pytest.mark.database
def test_a_reminder_is_in_no_list(
    app: Flask, session: Session, browser_of: BrowserOf, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(6):
        mail = send_mail(session, to=f"o{n}@example.go.id", subject="Undangan", body="x")
        mail.state = "sent"
        code = made.invitation(session, survey, address=f"o{n}@example.go.id", mail_id=mail.id)
        if n:
            session.add(UsedCode(survey_id=survey.id, code_hash=code_hash(code)))
    session.commit()
    staff = browser_of(Role.ADMINISTRATOR)
    outbox = staff.get("/kelola/surat-keluar").texts("main")
    status, page = send(staff, path(survey, "/pengingat"), lang="id", subject="Ingat", body="{kode}")
    assert (status, "Server surel belum diatur" in page) == (200, True)
    monkeypatch.setattr("surveys.views.invitations.can_mail", lambda: True)
    status, _page = send(staff, path(survey, "/pengingat"), lang="id", subject="Ingat", body="{kode}")
    assert status == 303
    work(app, session)
    reminder = session.scalars(select(Mail).where(Mail.private)).one()
    assert reminder.to_address == "o0@example.go.id"
    staff.get(path(survey))  # shows what was done
    assert staff.get("/kelola/surat-keluar").texts("main") == outbox
    staff.get(f"/kelola/surat-keluar/{reminder.id}", status=404)
    facts = session.scalars(select(AuditEvent.facts).where(AuditEvent.action == "survey.remind")).all()
    assert facts == [{}]
    # Whoever counts the jobs counts everybody who was invited by mail.
    assert session.scalar(select(func.count(Job.id)).where(Job.name == MAIL_JOB)) == 6 + 6


def test_only_surveys_with_codes_invite(session: Session, browser_of: BrowserOf, survey: Survey) -> None:
    other = make.survey(session)
    session.commit()
    staff = browser_of(Role.FACILITATOR)
    assert "tidak memakai kode undangan" in staff.get(path(other)).text
    staff.get(path(other, "/baru"), status=409)
