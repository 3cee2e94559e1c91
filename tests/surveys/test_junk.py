"""Public forms against junk: what is set aside, what its writer sees of it, and what is never kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.base import Base
from core.policy import Role
from surveys import junk
from surveys.answer_models import Spent, SuspectAnswer
from surveys.enums import Access
from surveys.held import held_by
from surveys.junk import Sign
from surveys.models import Survey
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET
from tests.surveys.suspects import (
    BODY,
    NONCE,
    OPENED,
    OTHER,
    TEXT,
    BrowserOf,
    Clock,
    answered,
    paged,
    suspects,
)
from tests.surveys.suspects import clock as clock
from tests.surveys.suspects import survey as survey

STAMPED = int(OPENED.timestamp())
SIGNS = [
    (timedelta(seconds=2), [STAMPED], "", Sign.FAST),
    (timedelta(seconds=3), [STAMPED], "", None),
    (timedelta(days=2), [STAMPED], "", None),
    (timedelta(days=30), [STAMPED], "", None),
    (timedelta(days=30, seconds=1), [STAMPED], "", Sign.OLD),
    (timedelta(days=31), [STAMPED, STAMPED + 86_400], "", None),
    (timedelta(hours=-3), [STAMPED], "", None),
    (timedelta(seconds=1), [STAMPED, STAMPED - 60], "", None),
    (timedelta(hours=1), [STAMPED], "http://beli.example", Sign.TRAP),
    (timedelta(hours=1), [STAMPED], "   ", None),
    (timedelta(hours=1), [], "", Sign.UNSIGNED),
]


@pytest.mark.parametrize(("after", "opened", "trap", "expected"), SIGNS)
def test_what_speaks_against_an_answer(
    after: timedelta, opened: list[int], trap: str, expected: Sign | None
) -> None:
    questions, now = (make.NAME, make.URGENT), OPENED + after
    found = junk.sign_of(questions, BODY, opened=opened, trap=trap, now=now, least=3)
    assert found == expected
    unhurried = junk.sign_of(questions, BODY, opened=opened, trap=trap, now=now, least=0)
    assert unhurried == (None if expected == Sign.FAST else expected)


def test_only_our_stamp_for_this_form_tells_when_it_was_opened() -> None:
    raw = junk.stamp(NONCE, STAMPED, secret=SECRET)
    assert junk.second_of(NONCE, raw, secret=SECRET) == STAMPED
    seal = raw.partition(".")[2]
    forged = [f"{STAMPED - 60}.{seal}", f"{STAMPED}.", f"{STAMPED}", "", "1.x", "٣." + "0" * 32, "9" * 4000]
    assert [junk.second_of(NONCE, wrong, secret=SECRET) for wrong in forged] == [None] * len(forged)
    assert junk.second_of(OTHER, raw, secret=SECRET) is None
    assert junk.second_of(NONCE, raw, secret="another key") is None


def test_longer_answers_take_longer() -> None:
    questions = (make.NEED, make.NAME, make.URGENT, make.POST, make.RATES)
    everything = {"kebutuhan": "a", "nama_layanan": "b", "mendesak": "1", "nilai.loket": "1"}
    fast = {
        seconds: junk.sign_of(
            questions,
            everything,
            opened=[STAMPED],
            trap="",
            now=OPENED + timedelta(seconds=seconds),
            least=3,
        )
        for seconds in (3, 9, 10)
    }
    assert fast == {3: Sign.FAST, 9: Sign.FAST, 10: None}


@pytest.mark.database
@pytest.mark.parametrize(("seconds", "trap", "expected"), [(9, "", None), (1, "", "fast"), (9, "x", "trap")])
def test_a_person_sees_the_same_whatever_becomes_of_the_answer(
    session: Session,
    survey: Survey,
    browser: Browser,
    clock: Clock,
    seconds: int,
    trap: str,
    expected: str | None,
) -> None:
    path = "/survei/disaring"
    page = browser.get(path)
    hidden = page.one("main form [aria-hidden=true]")
    field = hidden.cssselect("input")[0]
    assert (field.get("tabindex"), field.get("autocomplete"), hidden.get("class")) == ("-1", "off", "vh")
    clock.now += timedelta(seconds=seconds)
    data = {**page.fields(), **BODY, "form-website": trap}
    sent = Page(browser.client.post(path, data=data))
    code = sent.texts('[data-testid="kode-lacak"]')[0]
    assert "Hanya kiriman yang tampak otomatis diperiksa petugas lebih dahulu" in sent.texts("main ol li")[0]
    assert suspects(session) == ([(expected, False, BODY)] if expected else [])
    assert answered(session, survey) == (0 if expected else 1)
    held = held_by(session, code)
    assert held is not None
    assert held.body == BODY
    # The same form once more is the same answer, though it is slow now.
    clock.now += timedelta(minutes=5)
    again = Page(browser.client.post(path, data={**data, "form-website": ""}))
    assert again.texts('[data-testid="kode-lacak"]') == [code]
    assert len(suspects(session)) == (1 if expected else 0)
    changed = browser.client.post(path, data={**data, "nama_layanan": "Lain"})
    assert changed.status_code == 409


@pytest.mark.database
@pytest.mark.parametrize(
    ("later", "expected"),
    [(timedelta(days=2), None), (timedelta(days=29), None), (timedelta(days=31), "old")],
)
def test_a_form_that_lay_open_is_suspect_only_after_a_month(
    session: Session, survey: Survey, browser: Browser, clock: Clock, later: timedelta, expected: str | None
) -> None:
    path = "/survei/disaring"
    data = {**browser.get(path).fields(), **BODY}
    clock.now += later
    sent = Page(browser.client.post(path, data=data))
    assert sent.status == 200
    assert len(sent.texts('[data-testid="kode-lacak"]')) == 1
    assert [reason for reason, _gone, _body in suspects(session)] == ([expected] if expected else [])


@pytest.mark.database
def test_a_text_that_the_device_kept_counts_from_when_it_was_typed(
    session: Session, survey: Survey, browser: Browser, clock: Clock
) -> None:
    """The script brings it back into a page opened anew; sent at once, it is still nobody's machine."""
    long = paged(session, survey)
    kept = browser.get(f"/survei/{long.key}").one("form#isian").get("data-opened")
    clock.now += timedelta(days=2)
    anew = {**browser.get(f"/survei/{long.key}").fields(), **BODY, "form-act": "send"}
    clock.now += timedelta(seconds=1)
    assert Page(browser.client.post(f"/survei/{long.key}", data={**anew, "form-earlier": kept})).status == 200
    assert (suspects(session), answered(session, long)) == ([], 1)
    # Another survey's stamp says nothing here.
    other = {**browser.get("/survei/disaring").fields(), **BODY, "form-earlier": kept}
    browser.client.post("/survei/disaring", data=other)
    assert [reason for reason, _gone, _body in suspects(session)] == ["fast"]


@pytest.mark.database
def test_a_page_that_somebody_else_has_sent_goes_through_as_a_further_answer(
    session: Session, survey: Survey, browser: Browser, clock: Clock
) -> None:
    """From a cache, or after going back: the page comes again under a new nonce, as old as it was."""
    path = "/survei/disaring"
    data = {**browser.get(path).fields(), **BODY}
    clock.now += timedelta(seconds=30)
    browser.client.post(path, data=data)
    refused = Page(browser.client.post(path, data={**data, "nama_layanan": "Lain"}))
    assert refused.status == 409
    again = {**refused.fields(), "nama_layanan": "Lain"}
    assert again["nonce"] != data["nonce"]
    assert again["form-opened"].split(".")[0] == data["form-opened"].split(".")[0]
    assert Page(browser.client.post(path, data=again)).status == 200
    assert (suspects(session), answered(session, survey)) == ([], 2)


@pytest.mark.database
def test_a_kept_form_is_no_machine(session: Session, survey: Survey, browser: Browser, clock: Clock) -> None:
    long = paged(session, survey)
    path = f"/survei/{long.key}"
    first = browser.get(path).fields()
    clock.now += timedelta(seconds=8)
    turned = Page(browser.client.post(path, data={**first, "nama_layanan": TEXT, "form-act": "next"}))
    assert turned.fields()["form-opened"] == first["form-opened"]
    opened_again = browser.get(path).fields()
    sent = {**opened_again, "mendesak": "4", "form-act": "send"}
    assert Page(browser.client.post(path, data=sent)).status == 200
    assert (suspects(session), answered(session, long)) == ([], 1)


@pytest.mark.database
def test_nothing_of_the_time_is_stored(
    session: Session, survey: Survey, browser: Browser, clock: Clock
) -> None:
    data = {**browser.get("/survei/disaring").fields(), **BODY}
    clock.now += timedelta(seconds=1)
    browser.client.post("/survei/disaring", data=data)
    second, seal = data["form-opened"].split(".")
    session.expire_all()
    for model in (SuspectAnswer, Spent):
        rows = session.execute(select(model.__table__)).all()
        told = " ".join(str(value) for row in rows for value in row)
        assert second not in told
        assert seal not in told
    assert second == str(int(OPENED.timestamp()))
    names = {column.name for column in Base.metadata.tables["suspect_answer"].columns}
    assert not [name for name in names if "at" in name.split("_") or "time" in name]


def test_an_account_is_never_screened(session: Session, browser_of: BrowserOf, clock: Clock) -> None:
    cycle = factories.cycle(session)
    survey = make.survey(session, cycle=cycle, screened=True)
    session.commit()
    page = browser_of(Role.ASN).get(f"/survei/{survey.key}")
    assert "form-opened" not in page.fields()
    assert survey.access == Access.ACCOUNT
    assert page.all("[name=form-website]") == []
