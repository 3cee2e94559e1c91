"""The words about privacy follow the survey's settings, and an answer is taken under them only."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.policy import STAFF, Duty, Role
from core.rights.models import RetentionSetting
from surveys import publishing
from surveys.answer_models import Answer
from surveys.definition import questions_of
from surveys.models import Survey, SurveyPromise
from surveys.personal import RETENTION
from surveys.promises import PARTICIPATION_DAYS, Promise, promise_of
from surveys.slice import POLICIES
from surveys.views.promising import note_promises
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make

BrowserOf = Callable[[Role], Browser]


@pytest.fixture
def cycle(session: Session) -> Cycle:
    return factories.cycle(session)


def said(session: Session, survey: Survey) -> str:
    promise = told(session, survey)
    lines = (*promise.main, *promise.more, *promise.limits)
    return "\n".join(line.text % line.values if line.values else line.text for line in lines)


def told(session: Session, survey: Survey) -> Promise:
    return promise_of(session, survey, questions_of(survey.versions[-1]))


def test_a_survey_with_accounts(session: Session, cycle: Cycle) -> None:
    survey = make.survey(session, cycle=cycle, batch_size=12)
    words = said(session, survey)
    assert "akun Anda sudah mengisi" in words
    assert "dihapus 365 hari setelah survei ditutup" in words
    assert "Setiap 12 jawaban diacak" in words
    assert "Kata-kata Anda dibaca fasilitator, penyusun rencana, dan administrator" in words
    assert "dapat dibuka untuk umum; jumlah di bawah 5" in words
    assert "Petugas masukan" not in words


def test_a_public_form_says_other_things(session: Session, cycle: Cycle) -> None:
    words = said(session, make.feedback(session, cycle=cycle, questions=(make.NEED,)))
    assert "unit yang Anda pilih" in words
    assert "Yang tidak disimpan: nama, akun, waktu" in words
    assert "Petugas masukan membaca kata-kata tentang unitnya bila sedikitnya 5 orang" in words
    assert "akun Anda sudah mengisi" not in words


def test_without_questions_for_words_nobody_is_said_to_read_any(session: Session, cycle: Cycle) -> None:
    assert "Kata-kata Anda" not in said(session, make.survey(session, cycle=cycle, questions=(make.POST,)))


def test_it_names_exactly_those_who_may_read() -> None:
    """Whoever opens the texts to another role or duty has to change the promise, too."""
    assert POLICIES["survey_results.texts"] == STAFF
    assert STAFF.roles == {Role.FACILITATOR, Role.PLANNER, Role.ADMINISTRATOR}
    assert POLICIES["survey_results.export_answers"] == STAFF
    assert POLICIES["survey_duties.unit_texts"].duties == {Duty.FEEDBACK_OFFICER}
    assert POLICIES["survey_duties.unit_texts"].roles == set()
    kept = next(kept for kept in RETENTION if kept.tables == {"participation"})
    assert (kept.key, kept.days) == ("participation", PARTICIPATION_DAYS)


def test_settings_change_the_wording_and_its_mark(session: Session, cycle: Cycle) -> None:
    survey, other = make.survey(session, cycle=cycle), make.survey(session, cycle=cycle, key="lain")
    first = told(session, survey)
    assert told(session, other).mark == first.mark
    publishing.set_results_public(session, survey, public=True, actor_id=None)
    second = told(session, survey)
    session.add(RetentionSetting(key="participation", days=30))
    session.flush()
    third = told(session, survey)
    assert len({first.mark, second.mark, third.mark}) == 3
    assert "dihapus 30 hari" in said(session, survey)
    assert "Angka hasil dibuka untuk umum" in said(session, survey)


def test_an_answer_is_taken_under_the_wording_in_force(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    survey = make.feedback(session, cycle=cycle, questions=(make.NEED,))
    session.commit()
    path = f"/survei/{survey.key}"
    hidden = browser.get(path).fields(path)
    publishing.set_results_public(session, survey, public=True, actor_id=None)
    session.commit()
    told_again = Page(browser.client.post(path, data={**hidden, "kebutuhan": "Meja"}))
    assert told_again.status == 422
    assert "Angka hasil dibuka untuk umum" in told_again.texts("main .note.info")[0]
    assert told_again.one("textarea").text_content().strip() == "Meja"
    assert list(session.scalars(select(Answer))) == []
    now = {**told_again.fields(path), "kebutuhan": "Meja"}
    assert now["nonce"] == hidden["nonce"]
    assert Page(browser.client.post(path, data=now)).status == 200
    session.expire_all()
    assert [answer.body for answer in session.scalars(select(Answer))] == [{"kebutuhan": "Meja"}]


def test_a_program_that_knows_no_wording_is_served(session: Session, cycle: Cycle, browser: Browser) -> None:
    survey = make.feedback(session, cycle=cycle, questions=(make.NEED,))
    session.commit()
    path = f"/survei/{survey.key}"
    hidden = {n: v for n, v in browser.get(path).fields(path).items() if n in {"csrf_token", "nonce"}}
    assert browser.client.post(path, data={**hidden, "kebutuhan": "Meja"}).status_code == 200


def test_each_wording_is_recorded_once_in_both_languages(
    app: Flask, session: Session, cycle: Cycle, browser_of: BrowserOf, browser: Browser
) -> None:
    draft = make.draft(session, cycle=cycle)
    session.commit()
    browser_of(Role.FACILITATOR).post(f"/kelola/survei/{draft.key}/terbitkan")
    session.expire_all()

    def recorded() -> list[SurveyPromise]:
        found = select(SurveyPromise).where(SurveyPromise.survey_id == draft.id)
        return list(session.scalars(found.order_by(SurveyPromise.shown_from)))

    (first,) = recorded()
    assert first.mark == told(session, draft).mark
    assert first.text_id.startswith("Kami mencatat bahwa akun Anda")
    assert first.text_en.startswith("We note that your account")
    assert len(first.text_id.splitlines()) == len(first.text_en.splitlines())
    first.shown_from = date(2020, 1, 1)
    publishing.set_results_public(session, draft, public=True, actor_id=None)
    session.commit()
    assert [run(app, session), run(app, session)] == [{"promises": 1}, None]
    assert [row.mark for row in recorded()] == [first.mark, told(session, draft).mark]
    page = browser.get(f"/survei/{draft.key}/privasi")
    assert page.texts("main details summary") == [f"Teks {first.mark}, mulai 1 Januari 2020"]
    assert any("Angka hasil dibuka untuk umum" in line for line in page.texts("main > div > div li, main li"))


def run(app: Flask, session: Session) -> object:
    """The periodic job, once."""
    with app.app_context():
        done = note_promises(session, {})(session)
    session.commit()
    return done


def test_the_privacy_page_says_it_of_every_open_survey(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    inner, form = make.survey(session, cycle=cycle), make.feedback(session, cycle=cycle)
    closed = make.survey(session, cycle=cycle, key="tutup")
    publishing.close_survey(session, closed, today=make.TODAY, actor_id=None)
    session.commit()
    page = browser.get("/privasi")
    links = [a.get("href") for a in page.all("main details a")]
    assert links == [f"/survei/{inner.key}/privasi", f"/survei/{form.key}/privasi"]
    assert re.search("Setiap 10 jawaban diacak", page.texts("main details")[0])
    assert "Yang tidak disimpan" in page.texts("main details")[1]
