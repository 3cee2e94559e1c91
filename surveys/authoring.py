"""Write surveys: their description and the questions of the next version."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.cycles.models import Cycle
from core.errors import N_, Conflict, Invalid
from surveys import opening, quotas, rules
from surveys.changing import claim, claim_question, details_mark, require_seen
from surveys.definition import QuestionDef, drafted
from surveys.enums import Access, Purpose
from surveys.models import Question, Survey
from surveys.naming import question_name, unused, words_of
from surveys.questions import KINDS
from surveys.undoing import remember

MAX_QUESTIONS = 100


@dataclass(frozen=True)
class SurveyDetails:
    """What a person writes about a survey."""

    title_id: str
    title_en: str = ""
    intro_id: str = ""
    intro_en: str = ""
    purpose: Purpose = Purpose.ASPIRATION
    access: Access = Access.ACCOUNT
    opens_on: date | None = None
    closes_on: date | None = None
    quota: int | None = None
    unit_quota: int | None = None
    one_page: bool = False
    screened: bool = True
    population: int | None = None


def create_survey(
    session: Session, cycle: Cycle, *, details: SurveyDetails, key: str = "", actor_id: int | None
) -> Survey:
    """Add a draft without questions. The address is made from the title unless one is given."""
    opening.require_sensible(details)
    base = key or words_of(details.title_id, joiner="-", longest=50) or "survei"
    taken = set(session.scalars(select(Survey.key).where(Survey.key.startswith(base))))
    if key and key in taken:
        raise Conflict(N_("Alamat itu sudah dipakai. Pilih alamat lain."))
    survey = Survey(key=unused(base, taken, joiner="-"), cycle=cycle, **asdict(details))
    try:
        with session.begin_nested():
            session.add(survey)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Alamat itu sudah dipakai. Pilih alamat lain.")) from clash
    audit.record(session, actor_id=actor_id, action="survey.create", kind="survey", key=survey.key)
    return survey


def change_survey(
    session: Session, survey: Survey, *, details: SurveyDetails, actor_id: int | None, seen: str | None = None
) -> None:
    """Change the description. Purpose and access are fixed once the survey has been published.

    `seen` is the mark of what the author was shown: raises Overtaken when somebody else changed it since.
    """
    claim(session, survey)
    rules.require_editable(survey)
    require_seen(seen, details_mark(survey))
    if (details.purpose, details.access) != (survey.purpose, survey.access):
        rules.require_draft(survey)
    opening.require_sensible(details)
    limits = (survey.quota, survey.unit_quota)
    for name, value in asdict(details).items():
        setattr(survey, name, value)
    session.flush()
    if limits != (survey.quota, survey.unit_quota):
        quotas.recount(session, survey)
    audit.record(session, actor_id=actor_id, action="survey.change", kind="survey", key=survey.key)


def copy_survey(session: Session, survey: Survey, *, cycle: Cycle, actor_id: int | None) -> Survey:
    """A new draft with the same description and questions, for the given cycle; its days are its own."""
    details = SurveyDetails(
        title_id=survey.title_id,
        title_en=survey.title_en,
        intro_id=survey.intro_id,
        intro_en=survey.intro_en,
        purpose=Purpose(survey.purpose),
        access=Access(survey.access),
        quota=survey.quota,
        unit_quota=survey.unit_quota,
        one_page=survey.one_page,
        screened=survey.screened,
        population=survey.population,
    )
    copy = create_survey(session, cycle, details=details, actor_id=actor_id)
    for definition in drafted(survey.questions):
        _append(session, copy, definition)
    session.flush()
    return copy


def add_question(
    session: Session, survey: Survey, *, definition: QuestionDef, actor_id: int | None
) -> Question:
    """Append a question. Without a name it gets one from its label."""
    return add_questions(session, survey, definitions=(definition,), actor_id=actor_id)[0]


def add_questions(
    session: Session, survey: Survey, *, definitions: Sequence[QuestionDef], actor_id: int | None
) -> list[Question]:
    """Append several questions as one change."""
    claim(session, survey)
    rules.require_editable(survey)
    if len(survey.questions) + len(definitions) > MAX_QUESTIONS:
        raise Invalid(N_("Satu survei paling banyak %(count)d pertanyaan."), count=MAX_QUESTIONS)
    remember(session, survey, action="survey.question.add", actor_id=actor_id)
    made = []
    for definition in definitions:
        made.append(_append(session, survey, _named(definition, survey, itself=None)))
        _record(session, survey, "survey.question.add", actor_id)
    return made


def change_question(
    session: Session,
    question: Question,
    *,
    definition: QuestionDef,
    actor_id: int | None,
    seen: str | None = None,
) -> None:
    """Rewrite a question in the draft; published versions keep theirs.

    `seen` is the mark of what the author was shown: raises Overtaken when somebody else changed it since.
    """
    survey = claim_question(session, question, seen=seen)
    rules.require_editable(survey)
    checked = _named(definition, survey, itself=question)
    remember(session, survey, action="survey.question.change", actor_id=actor_id)
    for name, value in checked.to_json().items():
        setattr(question, name, value)
    _record(session, survey, "survey.question.change", actor_id)


def move_question(session: Session, question: Question, *, steps: int, actor_id: int | None) -> None:
    """Move a question up (-1) or down (+1); at the end of the list nothing happens."""
    survey = claim_question(session, question)
    rules.require_editable(survey)
    remember(session, survey, action="survey.question.move", actor_id=actor_id)
    order = list(survey.questions)
    place = order.index(question)
    order.insert(max(0, place + steps), order.pop(place))
    _renumber(order)
    session.flush()
    session.expire(survey, ["questions"])
    _record(session, survey, "survey.question.move", actor_id)


def duplicate_question(session: Session, question: Question, *, actor_id: int | None) -> Question:
    """A copy of the question right below it, under another name."""
    survey = claim_question(session, question)
    rules.require_editable(survey)
    remember(session, survey, action="survey.question.duplicate", actor_id=actor_id)
    original = QuestionDef.from_question(question)
    taken = {q.name for q in survey.questions}
    copy = _append(
        session, survey, replace(original, name=unused(f"{original.name[:36]}_2", taken, joiner="_"))
    )
    order = [q for q in survey.questions if q is not copy]
    order.insert(order.index(question) + 1, copy)
    _renumber(order)
    session.flush()
    session.expire(survey, ["questions"])
    _record(session, survey, "survey.question.duplicate", actor_id)
    return copy


def delete_question(
    session: Session, question: Question, *, actor_id: int | None, seen: str | None = None
) -> None:
    """Take a question out of the next version, as it was shown."""
    survey = claim_question(session, question, seen=seen)
    rules.require_editable(survey)
    remember(session, survey, action="survey.question.delete", actor_id=actor_id)
    survey.questions.remove(question)
    _renumber(survey.questions)
    _record(session, survey, "survey.question.delete", actor_id)


def _named(definition: QuestionDef, survey: Survey, *, itself: Question | None) -> QuestionDef:
    kind = KINDS.get(definition.kind)
    if kind is None:
        raise Invalid(N_("Jenis pertanyaan itu tidak dikenal."))
    others = {q.name for q in survey.questions if q is not itself}
    named = replace(definition, name=question_name(definition.name, label=definition.label_id, taken=others))
    kind.check(named)
    return named


def _append(session: Session, survey: Survey, definition: QuestionDef) -> Question:
    question = Question(position=len(survey.questions) + 1, **definition.to_json())
    survey.questions.append(question)
    session.flush()
    return question


def _renumber(questions: list[Question]) -> None:
    for place, question in enumerate(questions, start=1):
        question.position = place


def _record(session: Session, survey: Survey, action: str, actor_id: int | None) -> None:
    session.flush()
    audit.record(session, actor_id=actor_id, action=action, kind="survey", key=survey.key)
