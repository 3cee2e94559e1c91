"""Answers that were set aside: what staff see and decide, what their writers may do, and when the rest goes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.codes import code_hash
from core.errors import Conflict
from core.policy import Role
from surveys import answer_pictures, junk, publishing, quotas, reviewing, store, tracking, withdrawing
from surveys.answer_models import (
    Answer,
    AnswerCount,
    AnswerPicture,
    QuotaCount,
    SuspectAnswer,
    WithdrawnAnswer,
)
from surveys.definition import QuestionDef
from surveys.enums import Purpose
from surveys.held import held_by
from surveys.junk import Sign
from surveys.models import Survey
from surveys.personal import SET_ASIDE
from surveys.pictures import digest_of
from surveys.reviewing import Accepted
from surveys.withdrawing import Change
from tests import factories
from tests.page import Page
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET, TODAY
from tests.surveys.suspects import (
    BODY,
    OTHER,
    TEXT,
    BrowserOf,
    answered,
    audited,
    key_of,
    set_aside,
    suspects,
)
from tests.surveys.suspects import clock as clock
from tests.surveys.suspects import survey as survey


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
    assert reviewing.accept(session, survey, [key_of(session)], actor_id=None) == Accepted(0, 1, 0)
    session.commit()
    assert suspects(session) == [("fast", False, BODY)]
    assert audited(session) == []


@pytest.mark.database
def test_of_many_as_many_are_accepted_as_there_are_places(session: Session, survey: Survey) -> None:
    survey.quota = 5
    unit = factories.unit(session)
    session.commit()
    for _ in range(3):
        store.append(session, make.submission(survey, BODY), secret=SECRET)
    for _ in range(3):
        set_aside(session, survey, unit=unit)
    keys = sorted(session.scalars(select(SuspectAnswer.key)))
    chosen = [*keys, keys[0], "no such key"]
    assert reviewing.accept(session, survey, chosen, actor_id=None) == Accepted(2, 1, 1)
    session.commit()
    assert (answered(session, survey), len(suspects(session))) == (5, 1)
    assert session.scalars(select(QuotaCount.taken).where(QuotaCount.survey_id == survey.id)).all() == [5]
    assert audited(session) == [("survey.review.accept", survey.key, {"answers": 2})]
    assert quotas.full_keys(session, survey) == {""}


@pytest.mark.database
def test_after_closing_it_is_accepted_without_a_place(session: Session, survey: Survey) -> None:
    survey.quota = 5
    session.commit()
    set_aside(session, survey)
    publishing.close_survey(session, survey, today=TODAY, actor_id=None)
    session.commit()
    assert reviewing.accept(session, survey, [key_of(session)], actor_id=None) == Accepted(1, 0, 0)
    session.commit()
    assert (answered(session, survey), suspects(session)) == (1, [])
    assert session.scalars(select(QuotaCount)).all() == []


@pytest.mark.database
def test_accepted_it_is_an_answer_like_any_other(session: Session, survey: Survey) -> None:
    unit = factories.unit(session)
    session.commit()
    code = set_aside(session, survey, unit=unit)
    actor = factories.account(session, role=Role.FACILITATOR)
    before = key_of(session)
    assert reviewing.accept(session, survey, [before], actor_id=actor.id) == Accepted(1, 0, 0)
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
    assert audited(session) == [("survey.review.accept", survey.key, {"answers": 1})]
    assert reviewing.accept(session, survey, [before], actor_id=actor.id) == Accepted(0, 0, 1)
    assert withdrawing.withdraw(session, code) == "at_once"
    assert answered(session, survey) == 0


@pytest.mark.database
def test_discarded_its_text_is_gone_and_its_code_says_so(session: Session, survey: Survey) -> None:
    code, kept = set_aside(session, survey), set_aside(session, survey, Sign.TRAP)
    held = held_by(session, code)
    assert held is not None
    assert held.suspect is not None
    assert reviewing.discard(session, survey, [held.suspect.key], actor_id=None) == 1
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
    assert audited(session) == [("survey.review.discard", survey.key, {"answers": 1})] * 2


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
def test_staff_see_what_waits_and_why_and_decide(
    session: Session, survey: Survey, browser_of: BrowserOf
) -> None:
    set_aside(session, survey)
    set_aside(session, survey, Sign.TRAP)
    staff, at = browser_of(Role.FACILITATOR), "/kelola/survei/disaring/pemeriksaan"
    page = staff.get("/kelola/survei/disaring")
    assert at in {a.get("href") for a in page.all("main a")}
    assert page.texts("main .stat span") == ["jawaban dalam hitungan", "menunggu pemeriksaan"]
    results = staff.get("/kelola/survei/disaring/hasil")
    assert "2 kiriman yang tampak otomatis menunggu pemeriksaan" in results.texts("main .note.warn")[0]
    page = staff.get(at)
    told = page.texts("main article p.mute")
    assert sorted(told) == sorted([junk.SIGN_LABELS[Sign.FAST], junk.SIGN_LABELS[Sign.TRAP]])
    assert page.texts("main article dd") == [TEXT, "4", TEXT, "4"]
    assert page.texts("main article h2") == ["Kiriman 1", "Kiriman 2"]
    first, second = (box.get("value") for box in page.all("main article input"))
    token = {"csrf_token": page.fields()["csrf_token"]}
    none = staff.client.post(f"{at}/terima", data=token, follow_redirects=True)
    assert "Pilih dahulu" in none.text
    asked = Page(staff.client.post(f"{at}/buang", data={**token, "kiriman": [second]}))
    assert len(suspects(session)) == 2, "asked first"
    assert staff.client.post(f"{at}/buang", data={**asked.fields(), "kiriman": [second]}).status_code == 303
    accepted = staff.client.post(
        f"{at}/terima", data={**token, "kiriman": [first, second]}, follow_redirects=True
    )
    assert "1 kiriman dimasukkan ke hasil." in accepted.text
    assert "1 kiriman tidak menunggu lagi" in accepted.text
    assert answered(session, survey) == 1
    assert [gone for _r, gone, _b in suspects(session)] == [True]
    assert staff.get(at).all("main article") == []


@pytest.mark.database
def test_a_photo_goes_wherever_its_answer_goes(
    session: Session, survey: Survey, browser_of: BrowserOf
) -> None:
    photo = QuestionDef("bukti", "image", "Foto")
    made = make.feedback(session, cycle=survey.cycle, questions=(photo,), purpose=Purpose.ASPIRATION)
    session.commit()
    codes = []
    for one in (b"diterima", b"dibuang", b"ditarik", b"habis"):
        sent = make.submission(made, {"bukti": digest_of(one)})
        sent = replace(sent, sign=Sign.FAST, pictures={digest_of(one): one})
        codes.append(store.append(session, sent, secret=SECRET).code)
    page = browser_of(Role.FACILITATOR).get(f"/kelola/survei/{made.key}/pemeriksaan")
    assert page.texts("main article dd") == ["Ada foto; tampil sesudah dimasukkan."] * 4
    wanted = [
        session.scalars(select(SuspectAnswer.key).where(SuspectAnswer.receipt_hash == code_hash(code))).one()
        for code in codes[:2]
    ]
    assert reviewing.accept(session, made, wanted[:1], actor_id=None).counted == 1
    assert reviewing.discard(session, made, wanted[1:], actor_id=None) == 1
    session.commit()
    withdrawing.withdraw(session, codes[2])
    answer = session.scalars(select(Answer).where(Answer.survey_id == made.id)).one()
    kept = select(AnswerPicture.data).where(AnswerPicture.survey_id == made.id)
    assert answer_pictures.of_row(session, answer.key) == {digest_of(b"diterima"): b"diterima"}
    assert sorted(session.scalars(kept)) == [b"diterima", b"habis"]
    publishing.close_survey(session, made, today=TODAY, actor_id=None)
    assert SET_ASIDE.purge(session, datetime(2026, 11, 24, tzinfo=UTC)) == 2
    assert session.scalars(kept).all() == [b"diterima"]


@pytest.mark.database
def test_one_surveys_page_decides_nothing_of_another(session: Session, survey: Survey) -> None:
    set_aside(session, survey)
    noise = session.scalars(select(Survey).where(Survey.key == "lain")).one()
    mine = [key_of(session)]
    assert reviewing.accept(session, noise, mine, actor_id=None) == Accepted(0, 0, 1)
    assert reviewing.discard(session, noise, mine, actor_id=None) == 0
    assert reviewing.discard_all(session, noise, actor_id=None) == 0
    session.commit()
    assert suspects(session) == [("fast", False, BODY)]


def test_words_are_shown_as_words(session: Session, survey: Survey, browser_of: BrowserOf) -> None:
    written: dict[str, object] = {"nama_layanan": "<b>Beli</b> <script>alert(1)</script>"}
    sent = replace(make.submission(survey, written), sign=Sign.TRAP)
    store.append(session, sent, secret=SECRET)
    page = browser_of(Role.PLANNER).get("/kelola/survei/disaring/pemeriksaan")
    assert page.texts("main article dd") == [written["nama_layanan"]]
    assert page.all("main article script, main article b") == []


def test_what_waits_can_be_reached_after_the_switch_is_off(
    session: Session, survey: Survey, browser_of: BrowserOf
) -> None:
    staff, at = browser_of(Role.FACILITATOR), "/kelola/survei/disaring/pemeriksaan"
    survey.screened = False
    session.commit()
    assert at not in {a.get("href") for a in staff.get("/kelola/survei/disaring").all("main a")}
    set_aside(session, survey)
    assert at in {a.get("href") for a in staff.get("/kelola/survei/disaring").all("main a")}
    assert (
        "1 kiriman yang disisihkan masih menunggu"
        in staff.get("/kelola/survei/disaring/tutup").texts("main form p")[0]
    )


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
