"""The registration form: editions, order, names, days."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Conflict, Invalid, NotFound
from forum.workshops import questions, services
from forum.workshops.enums import WorkshopState
from forum.workshops.models import RegistrationForm, Workshop
from surveys.engine import QuestionDef
from tests.forum import factories as forum
from tests.forum.workshops.test_services import NOW

DIET = QuestionDef(name="", kind="text", label_id="Pantangan makanan", config={"keep_days": 7})


def editions(session: Session, workshop: Workshop) -> list[tuple[int, list[str]]]:
    session.expire_all()
    rows = session.scalars(
        select(RegistrationForm)
        .where(RegistrationForm.workshop_id == workshop.id)
        .order_by(RegistrationForm.number)
    )
    return [(row.number, [q.name for q in questions.asked(row)]) for row in rows]


@pytest.mark.database
def test_a_draft_keeps_one_edition_and_an_announced_workshop_gets_the_next(session: Session) -> None:
    workshop = forum.workshop(session, state=WorkshopState.DRAFT)
    other = forum.workshop(session)
    questions.add_usual(session, other, actor_id=None)
    questions.add_question(session, workshop, question=DIET, actor_id=None)
    questions.add_question(session, workshop, question=replace(DIET, label_id="Harapan"), actor_id=None)
    assert editions(session, workshop) == [(1, ["pantangan_makanan", "harapan"])]
    services.open_registration(session, workshop, now=NOW, actor_id=None)
    questions.move_question(session, workshop, name="harapan", steps=-1, actor_id=None)
    questions.move_question(session, workshop, name="harapan", steps=-1, actor_id=None)
    questions.delete_question(session, workshop, name="pantangan_makanan", actor_id=None)
    assert editions(session, workshop) == [
        (1, ["pantangan_makanan", "harapan"]),
        (2, ["harapan", "pantangan_makanan"]),
        (3, ["harapan"]),
    ], "what is at its end stays there and makes no edition"
    assert editions(session, other) == [(1, [q.name for q in questions.USUAL])]


def test_changing_a_question_keeps_its_kind_and_sets_its_days(session: Session) -> None:
    workshop = forum.workshop(session)
    questions.add_question(session, workshop, question=DIET, actor_id=None)
    wanted = QuestionDef(
        name="pantangan", kind="date", label_id="Pantangan apa?", required=True, config={"keep_days": 3}
    )
    made = questions.change_question(
        session, workshop, name="pantangan_makanan", question=wanted, actor_id=None
    )
    assert made == replace(wanted, kind="text")
    assert questions.keep_days(made) == 3
    assert editions(session, workshop) == [(1, ["pantangan_makanan"]), (2, ["pantangan"])]


def test_names_of_the_forms_own_fields_and_of_other_questions_are_refused(session: Session) -> None:
    workshop = forum.workshop(session)
    questions.add_question(session, workshop, question=DIET, actor_id=None)
    for name in ("phone", "nonce", "pantangan_makanan", "Bukan nama"):
        with pytest.raises(Invalid):
            questions.add_question(session, workshop, question=replace(DIET, name=name), actor_id=None)
    with pytest.raises(Invalid):
        questions.add_question(session, workshop, question=replace(DIET, kind="peta"), actor_id=None)
    with pytest.raises(NotFound):
        questions.delete_question(session, workshop, name="tidak_ada", actor_id=None)
    again = questions.add_question(session, workshop, question=DIET, actor_id=None)
    assert again.name == "pantangan_makanan_2"


def test_the_usual_questions_are_added_once_and_their_personal_ones_do_not_stay(session: Session) -> None:
    workshop = forum.workshop(session, state=WorkshopState.DRAFT)
    for _again in range(2):
        questions.add_usual(session, workshop, actor_id=None)
    names = ["pantangan_makanan", "kebutuhan_khusus", "harapan"]
    assert editions(session, workshop) == [(1, names)]
    assert [questions.keep_days(q) for q in questions.USUAL] == [7, 7, 180]
    assert not any(q.required for q in questions.USUAL)


def test_a_form_has_an_end_and_a_cancelled_workshop_none_at_all(session: Session) -> None:
    workshop = forum.workshop(session, state=WorkshopState.DRAFT)
    for number in range(questions.MOST_QUESTIONS):
        questions.add_question(
            session, workshop, question=replace(DIET, label_id=f"Hal {number}"), actor_id=None
        )
    with pytest.raises(Invalid):
        questions.add_question(session, workshop, question=DIET, actor_id=None)
    cancelled = forum.workshop(session, state=WorkshopState.CANCELLED)
    with pytest.raises(Conflict):
        questions.add_usual(session, cancelled, actor_id=None)
    assert editions(session, cancelled) == []
