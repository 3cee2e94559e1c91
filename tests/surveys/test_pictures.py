"""Pictures beside answers: where the row goes they go, and when it leaves no byte of them is left."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys import answer_pictures, store, withdrawing
from surveys.answer_models import Answer, AnswerPicture, Intake
from surveys.answer_pictures import PictureMissing
from surveys.columns import columns_of
from surveys.held import Leaving, held_by
from surveys.models import Survey
from surveys.pictures import clean_picture, digest_of
from surveys.withdrawing import Change
from tests import factories
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import NEED, PHOTO, POST, SECRET
from tests.surveys.pictures import photo
from tests.surveys.test_withdrawing import close, figures, mine, mix, stones

pytestmark = pytest.mark.database
ONE, TWO = (clean_picture(photo(colour=colour)) for colour in (10, 240))
QUESTIONS = (NEED, POST, PHOTO)


def body(picture: bytes | None = ONE, need: str = "Lampu") -> dict[str, object]:
    return {"kebutuhan": need} | ({"foto": digest_of(picture)} if picture else {})


def answered(session: Session, survey: Survey, picture: bytes | None = ONE, *, need: str = "Lampu") -> str:
    person = factories.account(session).id if survey.access == "account" else None
    session.commit()
    pictures = {digest_of(picture): picture} if picture else {}
    sent = make.submission(survey, body(picture, need), account_id=person, pictures=pictures)
    return store.append(session, sent, secret=SECRET).code


def changed(
    session: Session, code: str, wanted: dict[str, object], *new: bytes, nonce: str = "c" * 32
) -> bool:
    held = held_by(session, code)
    assert held is not None
    version = held.version_id or make.version_of(held.survey).id
    change = Change(code, nonce, version, wanted, {digest_of(one): one for one in new})
    return withdrawing.change(session, change, today=make.TODAY, secret=SECRET)


def kept(session: Session) -> set[tuple[str, bytes]]:
    """Row and picture, after looking that every picture that is named is there, and no other."""
    session.expire_all()
    found = session.execute(select(AnswerPicture.row_key, AnswerPicture.digest, AnswerPicture.data)).all()
    assert all(digest_of(row.data) == row.digest for row in found)
    named = {
        (row.key, row.body["foto"])
        for model in (Answer, Intake)
        for row in session.scalars(select(model))
        if row.body.get("foto")
    }
    assert {(row.row_key, row.digest) for row in found} == named
    return {(row.row_key, row.data) for row in found}


def shown(session: Session, survey: Survey, *, name: str = "foto") -> bytes | None:
    """What those who may read the answers to a question see of ONE."""
    column = next(one for one in columns_of(survey.versions) if one.question.name == name)
    return answer_pictures.shown(session, survey, column, digest_of(ONE))


def pictures(session: Session) -> list[bytes]:
    return sorted(data for _, data in kept(session))


def mixed(session: Session) -> tuple[Survey, str]:
    survey = make.survey(session, batch_size=2, questions=QUESTIONS)
    code = answered(session, survey)
    answered(session, survey, TWO)
    mix(session)
    return survey, code


def test_a_picture_waits_with_its_answer_and_is_mixed_with_it(session: Session) -> None:
    survey = make.survey(session, batch_size=2, questions=QUESTIONS)
    answered(session, survey)
    before = kept(session)
    assert {data for _, data in before} == {ONE}
    answered(session, survey, TWO)
    mix(session)
    after = kept(session)
    assert {data for _, data in after} == {ONE, TWO}
    assert not {key for key, _ in after} & {key for key, _ in before}
    assert figures(session, survey)[("", "foto", "")] == 2
    key = next(key for key, data in after if data == ONE)
    assert session.get_one(Answer, key).body["foto"] == digest_of(ONE)


def test_what_waits_is_shown_to_nobody(session: Session) -> None:
    survey = make.survey(session, batch_size=2, questions=QUESTIONS)
    answered(session, survey)
    assert shown(session, survey) is None
    answered(session, survey, TWO)
    mix(session)
    assert shown(session, survey) == ONE
    other = make.survey(session, title="Lain", questions=QUESTIONS)
    assert shown(session, other) is None
    assert shown(session, survey, name="kebutuhan") is None


def test_the_same_nonce_twice_is_one_answer_with_one_picture(session: Session) -> None:
    survey = make.feedback(session, questions=QUESTIONS)
    session.commit()
    sent = make.submission(survey, body(), pictures={digest_of(ONE): ONE})
    first = store.append(session, sent, secret=SECRET)
    again = store.append(session, sent, secret=SECRET)
    assert (again.repeated, again.code) == (True, first.code)
    assert pictures(session) == [ONE]


def test_two_people_may_send_the_same_picture(session: Session) -> None:
    survey = make.feedback(session, questions=QUESTIONS)
    first, _second = answered(session, survey), answered(session, survey)
    assert pictures(session) == [ONE, ONE]
    withdrawing.withdraw(session, first)
    assert pictures(session) == [ONE]
    assert shown(session, survey) == ONE


def test_a_waiting_answer_changes_its_picture_or_takes_it_back(session: Session) -> None:
    survey = make.survey(session, batch_size=3, questions=QUESTIONS)
    code = answered(session, survey)
    assert changed(session, code, body(need="Lampu mati")) is True
    assert pictures(session) == [ONE]
    assert changed(session, code, body(TWO), TWO, nonce="d" * 32) is True
    assert pictures(session) == [TWO]
    assert changed(session, code, body(None), nonce="e" * 32) is True
    assert pictures(session) == []
    assert changed(session, code, body(ONE), ONE, nonce="f" * 32) is True
    assert withdrawing.withdraw(session, code) == Leaving.BEFORE_COUNTED
    assert pictures(session) == []


def test_of_a_mixed_answer_the_picture_goes_at_once(session: Session) -> None:
    survey, code = mixed(session)
    assert withdrawing.withdraw(session, code) == Leaving.WITH_A_BATCH
    assert pictures(session) == [TWO]
    assert mine(session, code).body == {"kebutuhan": "", "foto": ""}
    answered(session, survey, None)
    mix(session)
    assert pictures(session) == [TWO]
    assert figures(session, survey)[("", "foto", "")] == 1


def test_a_new_picture_waits_for_a_batch_and_the_old_one_goes_at_once(session: Session) -> None:
    survey, code = mixed(session)
    key = mine(session, code).key
    three = clean_picture(photo(colour=150))
    assert changed(session, code, body(three), three) is True
    assert pictures(session) == sorted([TWO, three])
    assert mine(session, code).body == {"kebutuhan": "Lampu", "foto": ""}
    answered(session, survey, None)
    mix(session)
    assert pictures(session) == sorted([TWO, three])
    # No word changed: the key stays, and with it the trace.
    assert (mine(session, code).key, mine(session, code).body) == (key, body(three))
    assert stones(session) == set()


def test_a_picture_that_stays_comes_along_with_new_words(session: Session) -> None:
    survey, code = mixed(session)
    assert changed(session, code, body(need="Jalan")) is True
    assert pictures(session) == sorted([ONE, TWO])
    assert mine(session, code).body == {"kebutuhan": "", "foto": ""}
    answered(session, survey, None)
    mix(session)
    assert pictures(session) == sorted([ONE, TWO])
    assert mine(session, code).body == body(need="Jalan")


def test_a_public_form_changes_at_once(session: Session) -> None:
    survey = make.feedback(session, questions=QUESTIONS)
    code = answered(session, survey)
    answered(session, survey, TWO)
    for number, wanted in enumerate((body(need="Jalan"), body(TWO), body(None)), start=1):
        assert changed(session, code, wanted, TWO, nonce=f"{number:032x}") is True
        assert mine(session, code).body == wanted
        kept(session)
    assert pictures(session) == [TWO]
    assert figures(session, survey)[("", "foto", "")] == 1


def test_after_closing_the_picture_goes_with_the_row(session: Session) -> None:
    survey, code = mixed(session)
    close(session, survey)
    assert pictures(session) == sorted([ONE, TWO])
    assert withdrawing.withdraw(session, code) == Leaving.FIGURES_STAND
    assert pictures(session) == [TWO]
    assert figures(session, survey)[("", "foto", "")] == 2


def test_closing_mixes_what_waits(session: Session) -> None:
    survey = make.survey(session, batch_size=5, questions=QUESTIONS)
    answered(session, survey)
    close(session, survey)
    assert pictures(session) == [ONE]
    assert session.scalars(select(Intake)).all() == []


def test_nobody_names_a_picture_they_did_not_send(session: Session) -> None:
    survey = make.feedback(session, questions=QUESTIONS)
    answered(session, survey, TWO)
    code = answered(session, survey, None)
    with pytest.raises(PictureMissing):
        changed(session, code, body(TWO))
    assert mine(session, code).body == body(None)
    assert pictures(session) == [TWO]
