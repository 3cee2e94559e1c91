"""Changing and taking back an answer as people do it: from the trail, without an account or JavaScript."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.codes import code_hash
from surveys import mixer, publishing, store
from surveys.answer_models import Answer, Intake
from surveys.models import Survey
from surveys.views import by_code as view
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make

NEW = {"kebutuhan": "Excel", "jabatan": "pelaksana", "jam": "7,5"}
OLD: dict[str, object] = {"kebutuhan": "Arsip & surat", "cara": ["kelas", "daring"], "jam": 1.234}


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "today", lambda: make.TODAY)


@pytest.fixture
def survey(session: Session) -> Survey:
    made = make.survey(session, batch_size=2, questions=make.ALL_KINDS)
    session.commit()
    return made


def answered(session: Session, survey: Survey, body: dict[str, object]) -> str:
    person = factories.account(session)
    session.commit()
    sent = make.submission(survey, body, account_id=person.id)
    return store.append(session, sent, secret=make.SECRET).code


def mixed(session: Session, survey: Survey) -> str:
    code = answered(session, survey, OLD)
    answered(session, survey, {"kebutuhan": "lain"})
    mixer.mix(session, {})(session)
    session.commit()
    return code


def links(page: Page) -> list[str]:
    return [a.get("href") for a in page.all("main .acts a")]


def sent(browser: Browser, path: str, data: dict[str, object], *, status: int = 200) -> Page:
    page = browser.post(path, data, status=status)
    assert isinstance(page, Page)
    return page


def test_from_the_trail_to_the_form_as_it_was_answered(
    session: Session, browser: Browser, survey: Survey
) -> None:
    code = answered(session, survey, OLD)
    assert links(browser.get(f"/lacak/{code}"))[:2] == [f"/lacak/{code}/ubah", f"/lacak/{code}/tarik"]
    page = browser.get(f"/lacak/{code.lower().replace('-', '')}/ubah")
    assert page.texts("textarea") == ["Arsip & surat"]
    assert [i.get("value") for i in page.all("input[type=checkbox][checked]")] == ["kelas", "daring"]
    assert page.one("input[name=jam]").get("value") == "1,234"
    assert "Set-Cookie" not in page.response.headers


def test_what_was_typed_replaces_the_answer_and_is_told(
    session: Session, browser: Browser, survey: Survey
) -> None:
    code = mixed(session, survey)
    page = sent(browser, f"/lacak/{code}/ubah", NEW)
    assert page.texts("h1") == ["Perubahan tersimpan"]
    session.expire_all()
    waiting = session.scalars(select(Intake)).one()
    assert (waiting.act, waiting.body) == ("edit", {**NEW, "jam": 7.5})
    trail = browser.get(f"/lacak/{code}")
    assert trail.texts(".note-t") == ["Perubahan jawaban Anda sudah diterima"]
    assert "Arsip" not in trail.text
    assert browser.get(f"/lacak/{code}/ubah").texts("textarea") == ["Excel"]


def test_sending_the_form_twice_changes_once(session: Session, browser: Browser, survey: Survey) -> None:
    code = answered(session, survey, OLD)
    path = f"/lacak/{code}/ubah"
    data = {**browser.get(path).fields(path), **NEW}
    assert [Page(browser.client.post(path, data=data)).status for _ in range(2)] == [200, 200]
    other = Page(browser.client.post(path, data={**data, "kebutuhan": "Word"}))
    assert (other.status, other.texts("textarea")) == (409, ["Word"])
    assert session.scalars(select(Intake.body)).one()["kebutuhan"] == "Excel"
    again = {**other.fields(path), **NEW, "kebutuhan": "Word"}
    assert browser.client.post(path, data=again).status_code == 200
    session.expire_all()
    assert session.scalars(select(Intake.body)).one()["kebutuhan"] == "Word"


@pytest.mark.parametrize(
    ("wrong", "status"), [({"kebutuhan": "x" * 5001}, 422), ({"nonce": "x"}, 422), ({"jam": "banyak"}, 422)]
)
def test_a_refused_change_comes_back_with_the_text(
    session: Session, browser: Browser, survey: Survey, wrong: dict[str, str], status: int
) -> None:
    code = answered(session, survey, OLD)
    page = sent(browser, f"/lacak/{code}/ubah", {**NEW, **wrong}, status=status)
    typed = {**NEW, **wrong}
    assert (page.texts("textarea"), page.one("input[name=jam]").get("value")) == (
        [typed["kebutuhan"]],
        typed["jam"],
    )
    session.expire_all()
    assert session.scalars(select(Intake.body)).one() == OLD


def test_a_survey_that_closed_meanwhile_takes_no_change_and_keeps_the_text(
    session: Session, browser: Browser, survey: Survey
) -> None:
    code = mixed(session, survey)
    path = f"/lacak/{code}/ubah"
    data = {**browser.get(path).fields(path), **NEW}
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    session.commit()
    page = Page(browser.client.post(path, data=data))
    assert (page.status, page.texts("textarea")) == (409, ["Excel"])
    closed = browser.get(path, status=409)
    assert (closed.texts(".note-t"), links(closed)) == (
        ["Jawaban tidak dapat diubah lagi"],
        [f"/lacak/{code}/tarik"],
    )
    assert links(browser.get(f"/lacak/{code}"))[0] == f"/lacak/{code}/tarik"


def test_the_withdrawal_says_what_happens_asks_and_does_it(
    session: Session, browser: Browser, survey: Survey
) -> None:
    code = mixed(session, survey)
    path = f"/lacak/{code}/tarik"
    page = browser.get(path)
    assert page.texts("blockquote") == ["Arsip & surat"]
    assert page.texts("main li")[-3].startswith("Bila tulisan Anda sudah dikelompokkan")
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert session.scalar(select(func.count()).select_from(Intake)) == 0
    told = sent(browser, path, {})
    assert told.texts("h1") == ["Jawaban Anda sudah ditarik"]
    assert told.texts("main ul:not(.crumbs) li")[0].startswith("Tulisan Anda dihapus saat itu juga.")
    session.expire_all()
    answer = session.scalars(select(Answer).where(Answer.receipt_hash == code_hash(code))).one()
    assert answer.body["kebutuhan"] == ""
    again = browser.get(path)
    assert "sudah Anda tarik sebelumnya" in again.text
    assert browser.get(f"/lacak/{code}").texts(".note-t") == ["Anda sudah menarik jawaban ini"]
    assert browser.get(f"/lacak/{code}/ubah", status=409).texts("h1") == ["Jawaban Anda sudah ditarik"]


def test_a_change_after_the_withdrawal_is_refused_with_its_text(
    session: Session, browser: Browser, survey: Survey
) -> None:
    code = answered(session, survey, OLD)
    path = f"/lacak/{code}/ubah"
    data = {**browser.get(path).fields(path), **NEW}
    sent(browser, f"/lacak/{code}/tarik", {})
    page = Page(browser.client.post(path, data=data))
    assert (page.status, page.texts("textarea")) == (409, ["Excel"])
    assert session.scalar(select(func.count()).select_from(Intake)) == 0


@pytest.mark.parametrize("way", ["ubah", "tarik"])
def test_unknown_codes_and_tokens_of_other_pages_do_nothing(
    app: Flask, session: Session, browser: Browser, survey: Survey, way: str
) -> None:
    code = answered(session, survey, OLD)
    browser.get(f"/lacak/0000-0000-0000-0000/{way}", status=404)
    foreign = browser.get("/lacak").fields("/lacak")
    assert browser.client.post(f"/lacak/{code}/{way}", data={**foreign, **NEW}).status_code == 400
    assert session.scalars(select(Intake.body)).one() == OLD
