"""Bring a form into a survey, and take it out again."""

from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, NotFound
from core.tables import plain_filename
from surveys import rules
from surveys.changing import claim
from surveys.definition import drafted
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
    survey.questions.clear()
    session.flush()
    survey.questions += [
        Question(position=place, **question.to_json())
        for place, question in enumerate(form.questions, start=1)
    ]
    _keep(session, survey, form, content=content, filename=filename)
    session.flush()
    count = len(form.questions)
    audit.record(session, actor_id=actor_id, action=IMPORT, kind="survey", key=survey.key, questions=count)
    return form


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
