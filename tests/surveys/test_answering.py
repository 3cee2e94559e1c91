"""Answering as people do it: pages, refusals that keep the text, codes."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.accounts.models import Account
from core.codes import code_hash
from core.contributions import Tracked
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.cycles.models import Cycle
from core.policy import Role
from surveys import authoring, publishing, tracking
from surveys.answer_models import Answer, Intake, Participation, Spent
from surveys.definition import QuestionDef
from surveys.enums import Access, Purpose
from surveys.models import Survey
from surveys.views import answer as view
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make

BrowserOf = Callable[[Role], Browser]
TOO_LONG = "x" * 5001


@pytest.fixture
def cycle(session: Session) -> Cycle:
    """The current cycle, in its first phase, with another one beside it."""
    current = factories.cycle(session)
    make.survey(session, cycle=factories.cycle(session), title="Survei siklus lain")
    session.commit()
    return current


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "today", lambda: make.TODAY)


def sent(browser: Browser, path: str, data: dict[str, object], *, status: int = 200) -> Page:
    page = browser.post(path, data, status=status)
    assert isinstance(page, Page)
    return page


def code_on(page: Page) -> str:
    return str(page.texts('[data-testid="kode-lacak"]')[0])


def stored(session: Session) -> tuple[int, int, int, int]:
    """Rows in participation, intake, spent, answer."""
    session.expire_all()
    models = (Participation, Intake, Spent, Answer)
    counts = [session.scalar(select(func.count()).select_from(model)) or 0 for model in models]
    return counts[0], counts[1], counts[2], counts[3]


@pytest.mark.database
def test_an_asn_answers_and_gets_a_code(session: Session, cycle: Cycle, browser_of: BrowserOf) -> None:
    survey = make.survey(session, cycle=cycle, questions=make.ALL_KINDS)
    session.commit()
    filled = {
        "kebutuhan": "  Pelatihan\r\narsip ",
        "jabatan": "pejabat",
        "cara": ["kelas", "daring"],
        "mendesak": "3",
        "jam": "12,5",
        "hari": "2026-01-31",
    }
    page = sent(browser_of(Role.ASN), f"/survei/{survey.key}", filled)
    code = code_on(page)
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", code)
    assert page.one("main a.main").get("href") == f"/lacak/{code}"
    assert stored(session) == (1, 1, 1, 0)
    intake = session.scalars(select(Intake)).one()
    assert intake.receipt_hash == code_hash(code)
    assert intake.body == {
        "kebutuhan": "Pelatihan\narsip",
        "jabatan": "pejabat",
        "cara": ["kelas", "daring"],
        "mendesak": "3",
        "jam": 12.5,
        "hari": "2026-01-31",
    }
    found = tracking.find(session, code)
    assert found is not None
    assert replace(found, actions=()) == Tracked(survey.title_id, survey.title_en, waiting=True)
    assert [action.url for action in found.actions] == [f"/lacak/{code}/ubah", f"/lacak/{code}/tarik"]


def test_a_long_question_is_cut_in_the_list_of_errors(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    label = "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?"
    question = QuestionDef("syarat", "text", label, required=True)
    survey = make.feedback(session, cycle=cycle, questions=(question,))
    session.commit()
    page = sent(browser, f"/survei/{survey.key}", {}, status=422)
    told = "Bagaimana pendapat Saudara tentang kesesuaian persyaratan …: Bagian ini wajib diisi."
    assert page.texts('[role="alert"] li') == [told]
    assert page.texts("label[for=q-syarat]")[0].startswith(label)


@pytest.mark.database
def test_a_citizen_tells_an_office_without_an_account(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    survey, unit = make.feedback(session, cycle=cycle), factories.unit(session)
    session.commit()
    page = sent(browser, f"/masukan/{unit.key}", {"nama_layanan": "KTP", "mendesak": "4"})
    answer = session.scalars(select(Answer)).one()
    assert (answer.survey_id, answer.unit_id, answer.receipt_hash) == (
        survey.id,
        unit.id,
        code_hash(code_on(page)),
    )
    assert stored(session) == (0, 0, 1, 1)


def test_a_guest_who_answers_gets_no_cookie(session: Session, cycle: Cycle, browser: Browser) -> None:
    make.feedback(session, cycle=cycle)
    unit = factories.unit(session)
    session.commit()
    path = f"/masukan/{unit.key}"
    hidden = browser.get(path).fields()
    reply = browser.client.post(path, data={**hidden, "mendesak": "1"})
    assert (reply.status_code, reply.headers.getlist("Set-Cookie")) == (200, [])
    assert reply.headers["Cache-Control"] == "no-store"


def test_the_account_of_a_public_answer_is_not_stored(
    session: Session, cycle: Cycle, browser_of: BrowserOf
) -> None:
    survey = make.feedback(session, cycle=cycle)
    session.commit()
    browser = browser_of(Role.ASN)
    sent(browser, f"/survei/{survey.key}", {"mendesak": "1"})
    sent(browser, f"/survei/{survey.key}", {"mendesak": "1"})
    assert stored(session) == (0, 0, 2, 2)


def test_an_error_keeps_every_field_and_the_nonce(
    session: Session, cycle: Cycle, browser_of: BrowserOf
) -> None:
    survey = make.survey(session, cycle=cycle, questions=make.ALL_KINDS)
    session.commit()
    path, browser = f"/survei/{survey.key}", browser_of(Role.ASN)
    hidden = browser.get(path).fields()
    typed = {
        "kebutuhan": TOO_LONG,
        "jabatan": "pejabat",
        "cara": ["magang", "daring"],
        "mendesak": "2",
        "jam": "seribu",
        "hari": "kapan-kapan",
        "nama_layanan": 'KTP "baru" <b>',
    }
    page = Page(browser.client.post(path, data={**hidden, **typed}))
    assert page.status == 422
    assert page.fields()["nonce"] == hidden["nonce"]
    assert page.one("textarea[name=kebutuhan]").text_content().strip() == TOO_LONG
    checked = [(i.get("name"), i.get("value")) for i in page.all("input[checked]")]
    assert checked == [("jabatan", "pejabat"), ("cara", "magang"), ("cara", "daring"), ("mendesak", "2")]
    values = {i.get("name"): i.get("value") for i in page.all("main input:not([type=radio])")}
    assert (values["jam"], values["hari"], values["nama_layanan"]) == (
        "seribu",
        "kapan-kapan",
        'KTP "baru" <b>',
    )
    assert page.texts('[role="alert"] li') == [
        "Apa kebutuhan Anda?: Isian paling banyak 5000 karakter.",
        "Berapa jam?: Isi dengan angka.",
        "Sejak kapan?: Tanggal tidak benar. Contoh: 23/11/2026.",
    ]
    targets = [a.get("href") for a in page.all('[role="alert"] a')]
    assert all(page.all(str(target)) for target in targets)
    assert stored(session) == (0, 0, 0, 0)
    again = sent(
        browser, path, {**typed, "kebutuhan": "baik", "jam": "1", "hari": "", "nonce": hidden["nonce"]}
    )
    assert stored(session) == (1, 1, 1, 0)
    assert code_on(again)


def test_without_a_nonce_the_page_comes_back_with_one(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    survey = make.feedback(session, cycle=cycle)
    session.commit()
    page = sent(browser, f"/survei/{survey.key}", {"nama_layanan": "KTP", "nonce": "abc"}, status=422)
    assert len(page.fields()["nonce"]) == 32
    assert page.one("input[name=nama_layanan]").get("value") == "KTP"
    assert stored(session) == (0, 0, 0, 0)


def test_the_same_page_sent_with_another_text(session: Session, cycle: Cycle, browser: Browser) -> None:
    survey = make.feedback(session, cycle=cycle)
    session.commit()
    path = f"/survei/{survey.key}"
    hidden = browser.get(path).fields()
    browser.client.post(path, data={**hidden, "nama_layanan": "KTP"})
    page = Page(browser.client.post(path, data={**hidden, "nama_layanan": "KK"}))
    assert page.status == 409
    assert page.one("input[name=nama_layanan]").get("value") == "KK"
    assert stored(session) == (0, 0, 1, 1)
    assert page.fields()["nonce"] != hidden["nonce"]
    deliberate = browser.client.post(path, data={**page.fields(), "nama_layanan": "KK"})
    assert deliberate.status_code == 200
    assert stored(session) == (0, 0, 2, 2)


def test_an_account_answers_once(session: Session, cycle: Cycle, browser_of: BrowserOf) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    path, browser = f"/survei/{survey.key}", browser_of(Role.ASN)
    first, second = browser.get(path).fields(), browser.get(path).fields()
    browser.client.post(path, data={**first, "kebutuhan": "A"})
    page = Page(browser.client.post(path, data={**second, "kebutuhan": "B"}))
    assert page.status == 409
    assert page.one("textarea[name=kebutuhan]").text_content().strip() == "B"
    assert page.texts(".note.bad .note-t") == ["Belum terkirim"]
    assert stored(session) == (1, 1, 1, 0)
    assert page.fields()["nonce"] == second["nonce"]
    assert browser.get(path).texts("main .note.ok")[0].startswith("Akun Anda sudah mengisi survei ini.")


def test_who_logged_out_meanwhile_keeps_the_text(
    session: Session, cycle: Cycle, browser: Browser, browser_of: BrowserOf
) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    path = f"/survei/{survey.key}"
    hidden = browser_of(Role.ASN).get(path).fields()
    page = Page(browser.client.post(path, data={**hidden, "kebutuhan": "Lama ditulis"}))
    assert page.status == 403
    assert page.one("textarea[name=kebutuhan]").text_content().strip() == "Lama ditulis"
    assert page.one(".note.bad a").get("target") == "_blank"
    sent_after_login = browser_of(Role.ASN).client.post(
        path, data={**page.fields(), "kebutuhan": "Lama ditulis"}
    )
    assert sent_after_login.status_code == 200
    assert stored(session) == (1, 1, 1, 0)


def test_a_guest_is_sent_to_the_login(session: Session, cycle: Cycle, browser: Browser) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    reply: TestResponse = browser.client.get(f"/survei/{survey.key}")
    assert (reply.status_code, reply.headers["Location"]) == (303, f"/masuk?next=/survei/{survey.key}")


@pytest.mark.parametrize(
    ("purpose", "role", "status"),
    [
        (Purpose.ASPIRATION, Role.CITIZEN, 403),
        (Purpose.ASPIRATION, Role.ASN, 200),
        (Purpose.ASPIRATION, Role.PLANNER, 200),
        (Purpose.FEEDBACK, Role.CITIZEN, 200),
    ],
)
def test_aspirations_are_asked_of_staff(
    session: Session, cycle: Cycle, browser_of: BrowserOf, purpose: Purpose, role: Role, status: int
) -> None:
    survey = make.survey(session, cycle=cycle, purpose=purpose, access=Access.ACCOUNT)
    session.commit()
    path = f"/survei/{survey.key}"
    page = browser_of(role).get(path, status=status)
    assert len(page.all("textarea[name=kebutuhan]")) == (1 if status == 200 else 0)


def close(session: Session, survey: Survey) -> None:
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)


def end_phase(session: Session, survey: Survey) -> None:
    cycles.move_to_phase(session, survey.cycle, phase=Phase.DRAFT, actor_id=None)


def pass_by(session: Session, survey: Survey) -> None:
    survey.closes_on = make.TODAY - timedelta(days=1)


@pytest.mark.parametrize("shut", [close, end_phase, pass_by])
def test_what_is_shut_says_so_and_keeps_a_text_that_comes_late(
    session: Session, cycle: Cycle, browser_of: BrowserOf, shut: Callable[[Session, Survey], None]
) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    path, browser = f"/survei/{survey.key}", browser_of(Role.ASN)
    hidden = browser.get(path).fields()
    shut(session, survey)
    session.commit()
    page = Page(browser.client.post(path, data={**hidden, "kebutuhan": "Terlambat"}))
    assert page.status == 409
    assert page.one("textarea[name=kebutuhan]").text_content().strip() == "Terlambat"
    assert stored(session) == (0, 0, 0, 0)
    assert browser.get(path, status=409).all("main textarea") == []


def test_the_last_day_still_counts(session: Session, cycle: Cycle, browser_of: BrowserOf) -> None:
    survey = make.survey(session, cycle=cycle, closes_on=make.TODAY)
    session.commit()
    sent(browser_of(Role.ASN), f"/survei/{survey.key}", {"kebutuhan": "Tepat waktu"})
    assert stored(session) == (1, 1, 1, 0)


def test_what_was_accepted_is_acknowledged_after_closing(
    session: Session, cycle: Cycle, browser_of: BrowserOf
) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    path, browser = f"/survei/{survey.key}", browser_of(Role.ASN)
    data = {**browser.get(path).fields(), "kebutuhan": "A"}
    first = Page(browser.client.post(path, data=data))
    close(session, survey)
    session.commit()
    again = Page(browser.client.post(path, data=data))
    assert (again.status, code_on(again)) == (200, code_on(first))


def test_an_answer_keeps_the_version_its_form_was_made_from(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    survey = make.feedback(session, cycle=cycle)
    session.commit()
    path = f"/survei/{survey.key}"
    hidden = browser.get(path).fields()
    old = make.version_of(survey)
    authoring.delete_question(session, survey.questions[0], actor_id=None)
    new = publishing.publish_survey(session, survey, today=make.TODAY, actor_id=None)
    session.commit()
    assert browser.client.post(path, data={**hidden, "nama_layanan": "KTP"}).status_code == 200
    answers = [(a.version_id, a.body) for a in session.scalars(select(Answer))]
    assert answers == [(old.id, {"nama_layanan": "KTP"})]
    page = browser.get(path)
    assert (page.fields()["version"], page.all("input[name=nama_layanan]")) == (str(new.number), [])
    other = {**page.fields(), "version": "99", "mendesak": "1"}
    assert browser.client.post(path, data=other).status_code == 200
    assert {a.version_id for a in session.scalars(select(Answer))} == {old.id, new.id}


def test_a_draft_is_nobodys_business(session: Session, cycle: Cycle, browser_of: BrowserOf) -> None:
    survey = make.draft(session, cycle=cycle)
    session.commit()
    browser_of(Role.PLANNER).get(f"/survei/{survey.key}", status=404)


@pytest.mark.parametrize("path", ["/survei/tidak-ada", "/masukan/tidak-ada", "/s/tidakada"])
def test_what_is_not_there_is_not_found(cycle: Cycle, browser: Browser, path: str) -> None:
    browser.get(path, status=404)


def test_a_foreign_form_changes_nothing(session: Session, cycle: Cycle, browser: Browser) -> None:
    survey = make.feedback(session, cycle=cycle)
    session.commit()
    path = f"/survei/{survey.key}"
    hidden = browser.get(path).fields()
    for data, headers in (
        ({**hidden, "csrf_token": ""}, {}),
        ({**hidden, "csrf_token": "x"}, {}),
        (hidden, {"Origin": "https://jahat.example"}),
        (hidden, {"Sec-Fetch-Site": "cross-site"}),
    ):
        assert browser.client.post(path, data={**data, "mendesak": "1"}, headers=headers).status_code == 400
    assert stored(session) == (0, 0, 0, 0)


def test_the_promise_stands_before_the_first_question(
    session: Session, cycle: Cycle, browser_of: BrowserOf, browser: Browser
) -> None:
    survey, form = make.survey(session, cycle=cycle), make.feedback(session, cycle=cycle)
    session.commit()
    whole, mirror = f"/survei/{survey.key}/privasi", f"/survei/{survey.key}/dilihat-atasan"
    for who, key, links in (
        (browser_of(Role.ASN), survey.key, [whole, mirror]),
        (browser, form.key, [f"/survei/{form.key}/privasi"]),
    ):
        page = who.get(f"/survei/{key}")
        order = [e.get("class") for e in page.all("main .note, main .f")]
        assert order[0] == "note info"
        assert "Di luar janji ini" in page.texts("main .note.info")[0]
        assert [a.get("href") for a in page.all("main .note.info a")] == links
        page.one("main form")


def test_the_page_speaks_english(session: Session, cycle: Cycle, browser_of: BrowserOf) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    page = browser_of(Role.ASN).get(f"/survei/{survey.key}?lang=en")
    assert page.texts("h1") == ["Survei aspirasi (en)"]
    assert page.texts("label[for=q-kebutuhan]")[0].startswith("What do you need?")
    assert "Pelaksana" not in page.text
    assert "pelaksana (en)" in page.text


@pytest.mark.parametrize("about", ["account", "public"])
def test_staff_accounts_are_only_linked_by_participation(
    session: Session,
    cycle: Cycle,
    browser_of: BrowserOf,
    account_of: Callable[[Role], Account],
    about: str,
) -> None:
    survey = (make.survey if about == "account" else make.feedback)(session, cycle=cycle)
    session.commit()
    question = "kebutuhan" if about == "account" else "nama_layanan"
    sent(browser_of(Role.ASN), f"/survei/{survey.key}", {question: "A"})
    expected = [account_of(Role.ASN).id] if about == "account" else []
    assert session.scalars(select(Participation.account_id)).all() == expected
