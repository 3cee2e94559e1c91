"""What a superior sees of a survey: figures that everybody of the office may know, never more.

The page of the superior and the page that shows an ASN "what my superior sees" print the same object
through the same template part. There is no other way for a superior's eyes into a survey.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.duties.queries import Scope
from surveys import disclosure
from surveys.answer_models import AnswerCount
from surveys.enums import Access, Purpose, SurveyState
from surveys.models import Survey
from surveys.results import load_counters, named_units, unit_answers
from surveys.skm_results import UnitIndex, skm_report


@dataclass(frozen=True)
class SuperiorsView:
    """A survey as a superior sees it. `answers` counts mixed batches only; None: fewer than five."""

    survey: Survey
    answers: int | None
    is_open: bool
    results_public: bool


def superiors_views(session: Session, surveys: Sequence[Survey]) -> list[SuperiorsView]:
    """What there is to see of surveys, the same for every superior."""
    whole = (AnswerCount.unit_key == "") & (AnswerCount.question == "") & (AnswerCount.value == "")
    wanted = AnswerCount.survey_id.in_([survey.id for survey in surveys])
    found = session.execute(select(AnswerCount.survey_id, AnswerCount.count).where(whole, wanted))
    counted = {survey_id: count for survey_id, count in found if not disclosure.is_small(count)}
    return [
        SuperiorsView(
            survey=survey,
            answers=counted.get(survey.id),
            is_open=survey.state == SurveyState.OPEN,
            results_public=survey.results_public,
        )
        for survey in surveys
    ]


def superiors_view(session: Session, survey: Survey) -> SuperiorsView:
    """The same of one survey."""
    return superiors_views(session, [survey])[0]


def surveys_for_superiors(session: Session, cycle_id: int) -> list[SuperiorsView]:
    """The surveys of a cycle that ask people of the office, the newest first."""
    asked = (
        select(Survey)
        .where(
            Survey.cycle_id == cycle_id,
            Survey.access == Access.ACCOUNT,
            Survey.state != SurveyState.DRAFT,
        )
        .order_by(Survey.id.desc())
    )
    return superiors_views(session, session.scalars(asked).all())


def feedback_surveys(session: Session, cycle_id: int) -> list[Survey]:
    """The feedback forms of a cycle, the newest first."""
    asked = (
        select(Survey)
        .where(
            Survey.cycle_id == cycle_id,
            Survey.purpose == Purpose.FEEDBACK,
            Survey.state != SurveyState.DRAFT,
        )
        .order_by(Survey.id.desc())
    )
    return list(session.scalars(asked))


def answers_by_unit(session: Session, survey: Survey) -> dict[str, int]:
    """How many answers speak about each unit whose figures and texts may stand with its name."""
    counters = load_counters(session, survey)
    answers = unit_answers(counters)
    return {unit.key: answers[unit.key] for unit in named_units(session, counters)}


def indexes_in_scope(session: Session, survey: Survey, scope: Scope) -> list[UnitIndex]:
    """The satisfaction index of the units covered, as far as the gate lets it out."""
    report = skm_report(session, survey)
    return [row for row in report.units if scope.covers_unit(row.unit.id)] if report else []
