"""Questions that exist already: a draft from a template, questions of another survey, a cycle's surveys."""

import json
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.errors import N_, Conflict, Invalid
from surveys.authoring import SurveyDetails, add_questions, copy_survey, create_survey
from surveys.definition import QuestionDef
from surveys.enums import Access, Purpose
from surveys.library import Template
from surveys.models import Survey
from surveys.naming import RESERVED, unused

_REFERENCE = re.compile(r"\$\{(\w+)\}")
# A name may have 40 signs; a number needs some of them.
_LONGEST_STEM = 36


def begin_from(session: Session, cycle: Cycle, *, template: Template, actor_id: int | None) -> Survey:
    """A draft with a template's texts and questions."""
    details = SurveyDetails(
        title_id=template.title_id,
        title_en=template.title_en,
        intro_id=template.intro_id,
        intro_en=template.intro_en,
        purpose=Purpose(template.purpose),
        access=Access(template.access),
        screened=True,
    )
    survey = create_survey(session, cycle, details=details, actor_id=actor_id)
    add_questions(session, survey, definitions=template.questions, actor_id=actor_id)
    return survey


def take_questions(
    session: Session,
    survey: Survey,
    *,
    questions: Iterable[QuestionDef],
    chosen: Container[str],
    actor_id: int | None,
) -> int:
    """Append the chosen questions of another survey as one change; returns how many that were."""
    present = {question.name for question in survey.questions}
    wanted = [q for q in questions if q.name in chosen and not (q.is_skm and q.name in present)]
    if not wanted:
        raise Invalid(N_("Pilih paling sedikit satu pertanyaan yang belum ada di survei ini."))
    add_questions(session, survey, definitions=_renamed(wanted, present), actor_id=actor_id)
    return len(wanted)


def copy_cycle(session: Session, source: Cycle, *, target: Cycle, actor_id: int | None) -> list[Survey]:
    """Every survey of a cycle as a draft of another one, in the order they were made."""
    if source.id == target.id:
        raise Conflict(N_("Pilih siklus tujuan yang lain."))
    found = select(Survey).where(Survey.cycle_id == source.id).order_by(Survey.id)
    return [
        copy_survey(session, survey, cycle=target, actor_id=actor_id)
        for survey in session.scalars(found).all()
    ]


def _renamed(questions: Sequence[QuestionDef], present: Iterable[str]) -> list[QuestionDef]:
    """Under names that are free; where one of them speaks of another, it does so by the new name."""
    names: dict[str, str] = {}
    taken = {*present, *RESERVED}
    for question in questions:
        stem = question.name if question.name not in taken else question.name[:_LONGEST_STEM]
        names[question.name] = unused(stem, taken, joiner="_")
        taken.add(names[question.name])
    return [replace(_pointed(question, names), name=names[question.name]) for question in questions]


def _pointed(question: QuestionDef, names: Mapping[str, str]) -> QuestionDef:
    text = json.dumps(question.to_json())
    moved = _REFERENCE.sub(lambda found: f"${{{names.get(found[1], found[1])}}}", text)
    return QuestionDef.from_json(json.loads(moved))
