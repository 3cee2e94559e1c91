"""Batches, progress, closing: what the mixer moves and what it leaves."""

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import Closed
from core.jobs.runner import run_periodic
from surveys import mixer, publishing, queries, store
from surveys.answer_models import Answer, AnswerCount, Intake, Participation, Spent
from surveys.models import Survey
from tests import factories
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database


def fill(session: Session, survey: Survey, count: int, *, start: int = 0) -> list[str]:
    """So many accounts answer; returns their texts."""
    people = [factories.account(session) for _ in range(count)]
    session.commit()
    texts = [f"teks {number:03}" for number in range(start, start + count)]
    for person, text in zip(people, texts, strict=True):
        sent = make.submission(survey, {"kebutuhan": text}, account_id=person.id)
        store.append(session, sent, secret=SECRET)
    return texts


def texts_in(session: Session, model: type[Answer] | type[Intake], survey: Survey) -> list[str]:
    session.expire_all()
    found = session.scalars(select(model.body).where(model.survey_id == survey.id))
    return sorted(str(body["kebutuhan"]) for body in found)


def mix(session: Session) -> Mapping[str, object] | None:
    result = mixer.mix(session, {})(session)
    session.commit()
    return result


def test_only_whole_batches_are_moved(session: Session) -> None:
    survey, short = make.survey(session, batch_size=3), make.survey(session, batch_size=3)
    sent, waiting = fill(session, survey, 8), fill(session, short, 2)
    assert queries.progress(session, survey) == (0, 8)
    assert mix(session) == {"mixed": 6}
    assert queries.progress(session, survey) == (6, 2)
    assert queries.progress(session, short) == (0, 2)
    answers, left = texts_in(session, Answer, survey), texts_in(session, Intake, survey)
    assert (len(answers), len(left), sorted(answers + left)) == (6, 2, sent)
    assert texts_in(session, Intake, short) == waiting
    assert mix(session) == {"mixed": 0}


def test_keys_are_new_and_receipts_follow(session: Session) -> None:
    survey = make.survey(session, batch_size=4)
    fill(session, survey, 4)
    before = {row.receipt_hash: (row.key, row.body) for row in session.scalars(select(Intake))}
    mix(session)
    answers = {row.receipt_hash: (row.key, row.body) for row in session.scalars(select(Answer))}
    assert {receipt: body for receipt, (_, body) in answers.items()} == {
        receipt: body for receipt, (_, body) in before.items()
    }
    assert {key for key, _ in answers.values()}.isdisjoint({key for key, _ in before.values()})
    assert all(answer.unit_id is None for answer in session.scalars(select(Answer)))


def test_which_answers_go_first_is_random(session: Session) -> None:
    moved: set[tuple[str, ...]] = set()
    for _ in range(4):
        survey = make.survey(session, batch_size=6)
        fill(session, survey, 11)
        mix(session)
        moved.add(tuple(texts_in(session, Answer, survey)))
    assert len(moved) > 1


def test_a_closed_survey_and_a_public_one_are_not_the_mixers(session: Session) -> None:
    survey, public = make.survey(session, batch_size=1), make.feedback(session)
    public.batch_size = 1
    session.commit()
    store.append(session, make.submission(public, {"mendesak": "1"}), secret=SECRET)
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    session.commit()
    assert mix(session) == {"mixed": 0}
    assert queries.progress(session, public) == (1, 0)


def test_the_periodic_job_mixes(app: Flask, session: Session) -> None:
    survey = make.survey(session, batch_size=2)
    fill(session, survey, 2)
    run_periodic(app)
    session.expire_all()
    assert queries.progress(session, survey) == (2, 0)


def test_closing_mixes_the_rest_and_keeps_everything(session: Session) -> None:
    survey, other = make.survey(session, batch_size=3), make.survey(session, batch_size=2)
    sent = fill(session, survey, 5)
    fill(session, other, 3)
    mix(session)
    took_part = session.scalars(select(Participation.account_id).order_by(Participation.account_id)).all()
    spent = session.scalar(select(func.count()).select_from(Spent))
    keys = set(session.scalars(select(Answer.key)).all())
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    session.commit()
    session.expire_all()
    assert (survey.state, survey.closed_on) == ("closed", make.TODAY)
    assert texts_in(session, Answer, survey) == sent
    assert texts_in(session, Intake, survey) == []
    assert queries.progress(session, survey) == (5, 0)
    assert queries.progress(session, other) == (2, 1)
    now = session.scalars(select(Participation.account_id).order_by(Participation.account_id)).all()
    assert now == took_part
    assert session.scalar(select(func.count()).select_from(Spent)) == spent
    assert keys < set(session.scalars(select(Answer.key)).all())
    told = select(AnswerCount.count).where(
        AnswerCount.survey_id == survey.id, AnswerCount.question == "kebutuhan"
    )
    assert session.scalars(told).all() == [5]


def test_a_survey_closes_once(session: Session) -> None:
    survey = make.survey(session)
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    with pytest.raises(Closed):
        publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)


def test_a_draft_cannot_be_closed(session: Session) -> None:
    survey = make.draft(session)
    with pytest.raises(Closed):
        publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    assert survey.state == "draft"
