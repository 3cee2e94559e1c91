"""Take back the last change of a survey's questions; never somebody else's later one."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account
from core.errors import N_
from surveys import rules
from surveys.changing import Overtaken, claim
from surveys.definition import QuestionDef
from surveys.models import Question, Survey, SurveyUndo

TEXTS = ("title_id", "title_en", "intro_id", "intro_en")
UNDO = "survey.question.undo"
LABELS = {
    "survey.question.add": N_("menambah pertanyaan"),
    "survey.question.change": N_("mengubah pertanyaan"),
    "survey.question.move": N_("memindahkan pertanyaan"),
    "survey.question.duplicate": N_("menggandakan pertanyaan"),
    "survey.question.delete": N_("menghapus pertanyaan"),
    "survey.translate": N_("menerjemahkan teks"),
    "survey.xlsform.import": N_("mengimpor XLSForm"),
    UNDO: N_("mengurungkan perubahan"),
}


def remember(session: Session, survey: Survey, *, action: str, actor_id: int | None) -> None:
    """Keep what is asked as it is before a change; whoever calls this holds the survey by `claim`."""
    session.execute(delete(SurveyUndo).where(SurveyUndo.survey_id == survey.id))
    session.add(
        SurveyUndo(
            survey_id=survey.id,
            revision=survey.revision,
            action=action,
            definition=_snapshot(survey),
            account_id=actor_id,
        )
    )


def last_change(session: Session, survey: Survey) -> tuple[SurveyUndo, Account | None] | None:
    """What can be taken back, and whose it is; None when the last change was of another kind."""
    step = session.get(SurveyUndo, (survey.id, survey.revision))
    if step is None:
        return None
    return step, session.get(Account, step.account_id) if step.account_id is not None else None


def undo_change(session: Session, survey: Survey, *, seen: int, actor_id: int | None) -> None:
    """Ask again what was asked before the last change, which must be the one that was shown."""
    step = session.get(SurveyUndo, (survey.id, survey.revision))
    if step is None or step.revision != seen:
        raise Overtaken(N_("Survei ini sudah diubah lagi setelah itu. Tidak ada yang diurungkan."))
    wanted = step.definition
    claim(session, survey, seen=seen)
    rules.require_editable(survey)
    remember(session, survey, action=UNDO, actor_id=actor_id)
    _restore(session, survey, wanted)
    audit.record(session, actor_id=actor_id, action=UNDO, kind="survey", key=survey.key)


def _snapshot(survey: Survey) -> dict[str, object]:
    asked = [{"id": q.id, **QuestionDef.from_question(q).to_json()} for q in survey.questions]
    return {"questions": asked, "texts": {name: getattr(survey, name) for name in TEXTS}}


def _restore(session: Session, survey: Survey, wanted: dict[str, Any]) -> None:
    """What was added goes first, so that its name is free; what was deleted comes back as a new row."""
    kept = {entry["id"] for entry in wanted["questions"]}
    for question in [q for q in survey.questions if q.id not in kept]:
        survey.questions.remove(question)
    session.flush()
    present = {question.id: question for question in survey.questions}
    for place, entry in enumerate(wanted["questions"], start=1):
        values = {**QuestionDef.from_json(entry).to_json(), "position": place}
        if entry["id"] in present:
            for name, value in values.items():
                setattr(present[entry["id"]], name, value)
        else:
            survey.questions.append(Question(**values))
    for name in TEXTS:
        setattr(survey, name, wanted["texts"][name])
    session.flush()
    session.expire(survey, ["questions"])
