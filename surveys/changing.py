"""Two authors at once: every change of a survey is counted, none overwrites what its author has not seen."""

import hashlib
import json
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.errors import N_, Conflict, NotFound
from surveys.definition import QuestionDef
from surveys.models import Question, Survey

DESCRIBED = (
    "title_id",
    "title_en",
    "intro_id",
    "intro_en",
    "purpose",
    "access",
    "opens_on",
    "closes_on",
    "quota",
    "unit_quota",
    "one_page",
    "screened",
    "population",
)


class Overtaken(Conflict):
    """Somebody else changed the same thing after it was shown to this author."""


def claim(session: Session, survey: Survey, *, seen: int | None = None) -> None:
    """Count a change and hold the survey until the commit; what was read before is read again.

    A second author waits here and then sees what the first one wrote. With `seen` nobody may have
    changed anything since that revision. Raises Overtaken.
    """
    session.flush()
    unchanged = () if seen is None else (Survey.revision == seen,)
    counted = session.execute(
        update(Survey)
        .where(Survey.id == survey.id, *unchanged)
        .values(revision=Survey.revision + 1)
        .returning(Survey.revision)
        .execution_options(synchronize_session=False)
    ).scalar()
    if counted is None:
        raise Overtaken(N_("Survei ini baru saja diubah orang lain. Muat ulang halamannya."))
    session.expire(survey)
    fresh = select(Question).where(Question.survey_id == survey.id)
    session.scalars(fresh.execution_options(populate_existing=True)).all()


def claim_question(session: Session, question: Question, *, seen: str | None = None) -> Survey:
    """The same for a change of one question: it must still be there, and be as it was shown."""
    survey = question.survey
    claim(session, survey)
    if question not in survey.questions:
        raise NotFound(N_("Pertanyaan ini tidak ada, atau sudah dihapus."))
    require_seen(seen, question_mark(question))
    return survey


def require_seen(seen: str | None, now: str) -> None:
    """Raise Overtaken unless the thing is as it was shown. None: nobody was shown anything."""
    if seen is not None and seen != now:
        raise Overtaken(N_("Orang lain mengubah bagian ini setelah Anda membukanya."))


def mark_of(shown: Any) -> str:
    """A short hash of something as it was shown."""
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def question_mark(question: Question) -> str:
    """The hash of a question, without its place: moving it changes nothing in it."""
    return mark_of(QuestionDef.from_question(question).to_json())


def details_mark(survey: Survey) -> str:
    """The hash of a survey's description."""
    return mark_of([getattr(survey, name) for name in DESCRIBED])
