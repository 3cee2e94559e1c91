"""Bring a form into a survey, and take it out again."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, NotFound
from core.tables import plain_filename
from surveys import rules
from surveys.changing import claim
from surveys.definition import QuestionDef, drafted
from surveys.models import Question, Survey
from surveys.undoing import remember
from surveys.xlsform.models import SurveyXlsform
from surveys.xlsform.reading import ReadForm, read_form
from surveys.xlsform.settings import FormSettings
from surveys.xlsform.writing import write_form

IMPORT = "survey.xlsform.import"


def import_form(
    session: Session, survey: Survey, *, content: bytes, filename: str, seen: int, actor_id: int | None
) -> ReadForm:
    """Ask what the form asks instead of what was asked, as one change; with refusals nothing is changed.

    `seen` is the revision that the author was shown. Raises Overtaken, and Invalid for what is no form.
    """
    form = read_form(content)
    if form.refusals:
        return form
    claim(session, survey, seen=seen)
    rules.require_editable(survey)
    remember(session, survey, action=IMPORT, actor_id=actor_id)
    _replace(session, survey, form.questions)
    _keep(session, survey, form, content=content, filename=filename)
    session.flush()
    count = len(form.questions)
    audit.record(session, actor_id=actor_id, action=IMPORT, kind="survey", key=survey.key, questions=count)
    return form


def _replace(session: Session, survey: Survey, wanted: Sequence[QuestionDef]) -> None:
    """A question of the same name is rewritten; what is not asked any more goes first, to free its name."""
    names = {question.name for question in wanted}
    for question in [q for q in survey.questions if q.name not in names]:
        survey.questions.remove(question)
    session.flush()
    present = {question.name: question for question in survey.questions}
    for place, definition in enumerate(wanted, start=1):
        values = {**definition.to_json(), "position": place}
        if definition.name in present:
            for name, value in values.items():
                setattr(present[definition.name], name, value)
        else:
            survey.questions.append(Question(**values))
    session.flush()
    session.expire(survey, ["questions"])


def _keep(session: Session, survey: Survey, form: ReadForm, *, content: bytes, filename: str) -> None:
    kept = original_of(session, survey) or SurveyXlsform(survey_id=survey.id)
    kept.filename, kept.content = plain_filename(filename), content
    kept.settings = form.settings.to_json()
    session.add(kept)


def original_of(session: Session, survey: Survey) -> SurveyXlsform | None:
    """The file that was imported last."""
    return session.get(SurveyXlsform, survey.id)


def require_original(session: Session, survey: Survey) -> SurveyXlsform:
    """The same; raises NotFound."""
    kept = original_of(session, survey)
    if kept is None:
        raise NotFound(N_("Survei ini tidak dibuat dari XLSForm."))
    return kept


def export_form(session: Session, survey: Survey) -> bytes:
    """What is being written now, with what the imported file said about itself. Raises Invalid."""
    kept = original_of(session, survey)
    settings = FormSettings.from_json(kept.settings) if kept else FormSettings()
    return write_form(drafted(survey.questions), settings, title=survey.title_id, key=survey.key)
