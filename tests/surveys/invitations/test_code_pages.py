"""Answering with a code as people do it: typed or scanned, page by page, on another device, twice."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.policy import Role
from surveys import publishing
from surveys.answer_models import Draft, Intake, UsedCode
from surveys.models import Survey
from surveys.views import answer as view
from surveys.views import resuming
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_invitations as invite
from tests.surveys import factories_surveys as make

PAGED = (make.NEED, replace(make.POST, starts_page=True))
BrowserOf = Callable[[Role], Browser]


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (view, resuming):
        monkeypatch.setattr(module, "today", lambda: make.TODAY)


@pytest.fixture
def survey(session: Session) -> Survey:
    cycle = factories.cycle(session)
    invite.invitation(session, invite.survey(session, cycle=cycle), name="Tamu")
    return invite.survey(session, cycle=cycle)


def sent(browser: Browser, path: str, status: int = 200, **data: object) -> Page:
    page = browser.post(path, data, status=status)
    assert isinstance(page, Page)
    return page


def number(session: Session, model: type[object]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.database
def test_typed_then_answered_once(session: Session, browser: Browser, survey: Survey) -> None:
    code = invite.invitation(session, survey, name="Yosef Bria")
    session.commit()
    asked = f"/survei/{survey.key}"
    wrong = sent(browser, asked, 404, code="ABCD-EFGH-JKMN-PQRS")
    assert "Kode undangan itu tidak dikenal" in wrong.text
    led = browser.post(asked, {"code": code.lower().replace("-", " ")})
    assert led.headers["Location"] == f"/undangan/{code}"
    form = browser.get(f"/undangan/{code}")
    assert form.response.headers["Referrer-Policy"] == "no-referrer"
    assert "Yosef" not in form.text
    thanks = sent(browser, f"/undangan/{code}", kebutuhan="Excel")
    assert thanks.texts("h1") == ["Terima kasih, jawaban Anda sudah kami terima"]
    # Whoever holds a printed code does not learn from the form whether it is used.
    assert browser.get(f"/undangan/{code}").all("textarea")
    again = sent(browser, f"/undangan/{code}", 409, kebutuhan="Lagi")
    assert "sudah dipakai untuk mengirim satu jawaban" in again.text
    assert again.texts("textarea") == ["Lagi"]
    assert (number(session, Intake), number(session, UsedCode)) == (1, 1)


def test_an_unknown_code_says_what_to_do(session: Session, browser: Browser, survey: Survey) -> None:
    session.commit()
    page = browser.get("/undangan/ABCD-EFGH-JKMN-PQRS", status=404)
    assert "lalu ketik sekali lagi" in page.text
    assert browser.client.post(f"/survei/{survey.key}", data={"kebutuhan": "x"}).status_code == 400


def test_an_account_makes_no_difference(session: Session, browser_of: BrowserOf, survey: Survey) -> None:
    code = invite.invitation(session, survey)
    session.commit()
    citizen = browser_of(Role.CITIZEN)
    assert citizen.get(f"/survei/{survey.key}").all("input[name=code]")
    assert sent(citizen, f"/undangan/{code}", kebutuhan="Loket").texts("h1")
    assert f"/survei/{survey.key}" not in citizen.get("/").text
    assert f"/survei/{survey.key}" in citizen.get("/survei").text


def test_page_by_page_and_on_another_device(session: Session, browser: Browser, survey: Survey) -> None:
    paged = invite.survey(session, cycle=survey.cycle, questions=PAGED)
    code = invite.invitation(session, paged)
    session.commit()
    path = f"/undangan/{code}"
    sent(browser, path, kebutuhan="Arsip", **{"form-act": "next"})
    resume = browser.get(path).texts('[data-testid="kode-lanjut"]')[0]
    for cookie in ("lanjut",):
        browser.client.delete_cookie(cookie, path=path)
    led = browser.client.get(f"/lanjut/{resume}")
    assert (led.status_code, led.headers["Location"]) == (303, path)
    there = browser.get(path)
    assert there.all("input[name=jabatan]")
    assert sent(browser, path, jabatan="pelaksana").texts("h1")[0].startswith("Terima kasih")
    assert number(session, Draft) == 1  # it goes with the mixer, never in the transaction of the answer


def test_a_draft_is_thrown_away_at_its_own_address(
    session: Session, browser: Browser, survey: Survey
) -> None:
    paged = invite.survey(session, cycle=survey.cycle, questions=PAGED)
    code = invite.invitation(session, paged)
    session.commit()
    path = f"/undangan/{code}"
    sent(browser, path, kebutuhan="Arsip", **{"form-act": "next"})
    page = sent(browser, path, **{"form-act": "discard"})
    gone = browser.client.post(path, data={**page.fields(path), "form-act": "discard-yes"})
    assert (gone.status_code, gone.headers["Location"]) == (303, path)
    assert number(session, Draft) == 0


def test_after_closing(session: Session, browser: Browser, survey: Survey) -> None:
    code = invite.invitation(session, survey)
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    session.commit()
    page = browser.get(f"/undangan/{code}", status=409)
    assert "Survei ini sudah ditutup" in page.text


def test_wrong_codes_are_counted_right_ones_are_not(
    session: Session, browser: Browser, survey: Survey
) -> None:
    code = invite.invitation(session, survey)
    session.commit()
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}

    def opens(tried: str) -> int:
        return browser.client.get(f"/undangan/{tried}", environ_base=elsewhere).status_code

    tries = [opens(code), *(opens("ABCD-EFGH-JKMN-PQRS") for _ in range(120)), opens(code)]
    assert tries == [200, *[404] * 120, 429]
    assert browser.client.get(f"/undangan/{code}").status_code == 200
