"""Public forms against junk: what is set aside, what its writer sees, what staff decide, and what is never kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.base import Base
from core.codes import code_hash
from core.errors import Conflict, Full, NotFound
from core.policy import Role
from surveys import junk, publishing, reviewing, store, tracking, withdrawing
from surveys.answer_models import Answer, AnswerCount, Spent, SuspectAnswer, WithdrawnAnswer
from surveys.enums import Access, Purpose
from surveys.held import held_by
from surveys.junk import Sign
from surveys.models import Survey
from surveys.personal import SET_ASIDE
from surveys.views import answer as view
from surveys.withdrawing import Change
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET, TODAY

BrowserOf = Callable[[Role], Browser]
OPENED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NONCE, OTHER = "ab" * 16, "cd" * 16
TEXT = "Antrean KTP terlalu lama"
BODY: dict[str, object] = {"nama_layanan": TEXT, "mendesak": "4"}


class Clock:
    """The time that the pages see."""

    def __init__(self) -> None:
        self.now = OPENED

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(view, "now", made)
    monkeypatch.setattr(view, "today", lambda: TODAY)
    return made


@pytest.fixture
def survey(session: Session) -> Survey:
    """A screened public form, with an open one beside it that is not."""
    cycle = factories.cycle(session)
    made = make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, screened=True, key="disaring")
    noise = make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, key="lain")
    session.commit()
    store.append(session, make.submission(noise, {"nama_layanan": "Lain"}), secret=SECRET)
    return made


def set_aside(session: Session, survey: Survey, sign: Sign = Sign.FAST, **how: object) -> str:
    sent = replace(make.submission(survey, BODY, **how), sign=sign)  # type: ignore[arg-type]
    return store.append(session, sent, secret=SECRET).code


def suspects(session: Session) -> list[tuple[str, bool, dict[str, object]]]:
    session.expire_all()
    return [(one.reason, one.discarded, one.body) for one in session.scalars(select(SuspectAnswer))]


def answered(session: Session, survey: Survey) -> int:
    session.expire_all()
    mine = select(func.count()).select_from(Answer).where(Answer.survey_id == survey.id)
    return session.scalars(mine).one()


def key_of(session: Session) -> str:
    session.expire_all()
    return session.scalars(select(SuspectAnswer.key)).one()


SIGNS = [
    (timedelta(seconds=2), {}, Sign.FAST),
    (timedelta(seconds=3), {}, None),
    (timedelta(days=14), {}, None),
    (timedelta(seconds=-5), {}, Sign.FAST),
    (timedelta(hours=1), {"trap": "http://beli.example"}, Sign.TRAP),
    (timedelta(hours=1), {"trap": "   "}, None),
    (timedelta(hours=1), {"nonce": OTHER}, Sign.UNSIGNED),
    (timedelta(hours=1), {"raw": ""}, Sign.UNSIGNED),
    (timedelta(hours=1), {"raw": "1.x"}, Sign.UNSIGNED),
    (timedelta(hours=1), {"raw": "٣." + "0" * 32}, Sign.UNSIGNED),
    (timedelta(hours=1), {"raw": "9" * 4000}, Sign.UNSIGNED),
    (timedelta(hours=1), {"secret": "another key"}, Sign.UNSIGNED),
]


@pytest.mark.parametrize(("after", "changed", "expected"), SIGNS)
def test_what_speaks_against_an_answer(
    after: timedelta, changed: dict[str, str], expected: Sign | None
) -> None:
    raw = junk.stamp(NONCE, opened=OPENED, secret=SECRET)
    posted = {"nonce": NONCE, "raw": raw, "trap": "", "secret": SECRET, **changed}
    questions = (make.NAME, make.URGENT)
    assert junk.sign_of(questions, BODY, now=OPENED + after, **posted) == expected  # type: ignore[arg-type]


def test_a_form_from_long_ago_is_shown_again() -> None:
    raw = junk.stamp(NONCE, opened=OPENED, secret=SECRET)
    late = OPENED + timedelta(days=14, seconds=1)
    with pytest.raises(junk.Expired, match="tidak ada"):
        junk.sign_of((), {}, nonce=NONCE, raw=raw, trap="", now=late, secret=SECRET)


def test_longer_answers_take_longer() -> None:
    questions = (make.NEED, make.NAME, make.URGENT, make.POST, make.RATES)
    assert junk.least_seconds(questions, {}) == 3
    assert junk.least_seconds(questions, {"mendesak": "1", "jabatan": "pejabat"}) == 3
    everything = {"kebutuhan": "a", "nama_layanan": "b", "mendesak": "1", "nilai.loket": "1"}
    assert junk.least_seconds(questions, everything) == 10


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
def test_an_old_form_comes_back_with_its_text_and_goes_through(
    session: Session, survey: Survey, browser: Browser, clock: Clock
) -> None:
    path = "/survei/disaring"
    data = {**browser.get(path).fields(), **BODY}
    clock.now += timedelta(days=15)
    page = Page(browser.client.post(path, data=data))
    assert page.status == 422
    assert "terbuka lebih dari 14 hari" in page.texts("main .note.bad")[0]
    assert page.one("input[name=nama_layanan]").get("value") == TEXT
    assert Page(browser.client.post(path, data={**page.fields(), **BODY})).status == 200
    assert (suspects(session), answered(session, survey)) == ([], 1)


@pytest.mark.database
def test_a_kept_form_is_no_machine(session: Session, survey: Survey, browser: Browser, clock: Clock) -> None:
    paged = make.feedback(
        session,
        cycle=survey.cycle,
        purpose=Purpose.ASPIRATION,
        screened=True,
        questions=(make.NAME, replace(make.URGENT, starts_page=True)),
        key="berhalaman",
    )
    session.commit()
    path = "/survei/berhalaman"
    first = browser.get(path).fields()
    clock.now += timedelta(seconds=8)
    turned = Page(browser.client.post(path, data={**first, "nama_layanan": TEXT, "form-act": "next"}))
    assert turned.fields()["form-opened"] == first["form-opened"]
    opened_again = browser.get(path).fields()
    sent = {**opened_again, "mendesak": "4", "form-act": "send"}
    assert Page(browser.client.post(path, data=sent)).status == 200
    assert (suspects(session), answered(session, paged)) == ([], 1)


@pytest.mark.database
def test_what_waits_is_in_no_figure_and_takes_no_place(session: Session, survey: Survey) -> None:
    survey.quota = 1
    session.commit()
    counted = session.scalars(select(func.count()).select_from(AnswerCount)).one()
    code = set_aside(session, survey)
    assert answered(session, survey) == 0
    assert session.scalars(select(func.count()).select_from(AnswerCount)).one() == counted
    tracked = tracking.find(session, code)
    assert tracked is not None
    assert [one.title for one in tracked.notices] == ["Kiriman Anda menunggu pemeriksaan"]
    assert (tracked.waiting, tracked.contributions, len(tracked.actions)) == (False, (), 2)
    store.append(session, make.submission(survey, BODY), secret=SECRET)
    with pytest.raises(Full):
        reviewing.accept(session, survey, key_of(session), actor_id=None)
    session.rollback()
    assert suspects(session) == [("fast", False, BODY)]


@pytest.mark.database
def test_accepted_it_is_an_answer_like_any_other(session: Session, survey: Survey) -> None:
    unit = factories.unit(session)
    session.commit()
    code = set_aside(session, survey, unit=unit)
    actor = factories.account(session, role=Role.FACILITATOR)
    before = key_of(session)
    reviewing.accept(session, survey, before, actor_id=actor.id)
    session.commit()
    mine = session.scalars(select(Answer).where(Answer.survey_id == survey.id)).one()
    assert (mine.body, mine.unit_id, mine.receipt_hash) == (BODY, unit.id, code_hash(code))
    assert mine.key != before
    found = select(AnswerCount.unit_key, AnswerCount.question, AnswerCount.value, AnswerCount.count)
    rows = session.execute(found.where(AnswerCount.survey_id == survey.id)).all()
    values = [("", ""), ("mendesak", "4"), ("nama_layanan", "")]
    assert sorted(tuple(row) for row in rows) == sorted(
        (where, *value, 1) for where in ("", unit.key) for value in values
    )
    assert suspects(session) == []
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (event.action, event.object_key, event.facts) == (
        "survey.review.accept",
        survey.key,
        {"answers": 1},
    )
    with pytest.raises(NotFound):
        reviewing.accept(session, survey, before, actor_id=actor.id)
    assert withdrawing.withdraw(session, code) == "at_once"
    assert answered(session, survey) == 0


@pytest.mark.database
def test_discarded_its_text_is_gone_and_its_code_says_so(session: Session, survey: Survey) -> None:
    code, kept = set_aside(session, survey), set_aside(session, survey, Sign.TRAP)
    held = held_by(session, code)
    assert held is not None
    assert held.suspect is not None
    reviewing.discard(session, survey, held.suspect.key, actor_id=None)
    session.commit()
    assert sorted(suspects(session), key=str) == [("fast", True, {}), ("trap", False, BODY)]
    tracked = tracking.find(session, code)
    assert tracked is not None
    assert [one.title for one in tracked.notices] == ["Kiriman ini tidak dimasukkan"]
    assert tracked.actions == ()
    wanted = Change(code, OTHER, make.version_of(survey).id, BODY)
    with pytest.raises(Conflict):
        withdrawing.change(session, wanted, today=TODAY, secret=SECRET)
    assert reviewing.discard_all(session, survey, actor_id=None) == 1
    assert reviewing.discard_all(session, survey, actor_id=None) == 0
    session.commit()
    assert [body for _reason, _gone, body in suspects(session)] == [{}, {}]
    assert held_by(session, kept) is not None
    facts = [event.facts for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert facts[-2:] == [{"answers": 1}, {"answers": 1}]


@pytest.mark.database
def test_its_writer_changes_and_withdraws_it_while_it_waits(session: Session, survey: Survey) -> None:
    survey.quota = 5
    session.commit()
    code, other = set_aside(session, survey), set_aside(session, survey)
    wanted = Change(code, OTHER, make.version_of(survey).id, {"nama_layanan": "Baru"})
    assert withdrawing.change(session, wanted, today=TODAY, secret=SECRET)
    assert sorted(str(body["nama_layanan"]) for _r, _d, body in suspects(session)) == [TEXT, "Baru"]
    assert withdrawing.withdraw(session, code) == "before_counted"
    assert withdrawing.withdraw(session, code) is None
    assert suspects(session) == [("fast", False, BODY)]
    gone = session.scalars(select(WithdrawnAnswer.receipt_hash)).all()
    assert gone == [code_hash(code)]
    assert answered(session, survey) == 0
    assert held_by(session, other) is not None


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


@pytest.mark.database
def test_staff_see_what_waits_and_why_and_decide(
    session: Session, survey: Survey, browser_of: BrowserOf
) -> None:
    set_aside(session, survey)
    set_aside(session, survey, Sign.TRAP)
    staff, at = browser_of(Role.FACILITATOR), "/kelola/survei/disaring/pemeriksaan"
    page = staff.get("/kelola/survei/disaring")
    assert at in {a.get("href") for a in page.all("main a")}
    page = staff.get(at)
    told = page.texts("main article p.mute")
    assert sorted(told) == sorted([junk.SIGN_LABELS[Sign.FAST], junk.SIGN_LABELS[Sign.TRAP]])
    assert page.texts("main article dd") == [TEXT, "4", TEXT, "4"]
    assert page.texts("main article h2") == ["Kiriman 1", "Kiriman 2"]
    first, second = (a.get("href") for a in page.all("main article a"))
    staff.get(first)
    assert isinstance(staff.post(f"{second}/buang"), object)
    staff.post(f"{first}/terima", form_at=first)
    assert answered(session, survey) == 1
    assert [gone for _r, gone, _b in suspects(session)] == [True]
    assert staff.get(at).all("main article") == []
    staff.get(first, status=404)
    staff.get(f"/kelola/survei/lain/pemeriksaan/{first.rsplit('/', 1)[1]}", status=404)


def test_an_account_is_never_screened(session: Session, browser_of: BrowserOf, clock: Clock) -> None:
    cycle = factories.cycle(session)
    survey = make.survey(session, cycle=cycle, screened=True)
    session.commit()
    page = browser_of(Role.ASN).get(f"/survei/{survey.key}")
    assert "form-opened" not in page.fields()
    assert survey.access == Access.ACCOUNT
    assert page.all("[name=form-website]") == []


def test_what_nobody_decided_goes_after_the_survey_has_closed(session: Session, survey: Survey) -> None:
    set_aside(session, survey)
    other = make.feedback(session, screened=True)
    session.commit()
    set_aside(session, other)
    publishing.close_survey(session, survey, today=TODAY, actor_id=None)
    early = datetime(2026, 11, 23, tzinfo=UTC)
    late = datetime(2026, 11, 24, tzinfo=UTC)
    assert (SET_ASIDE.count(session, early), SET_ASIDE.count(session, late)) == (0, 1)
    SET_ASIDE.purge(session, late)
    session.expire_all()
    assert session.scalars(select(SuspectAnswer.survey_id)).all() == [other.id]
