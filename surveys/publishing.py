"""Publish, close, and hand out addresses. What was published does not change; what was closed stays closed."""

import secrets
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import audit
from core.codes import ALPHABET
from core.errors import N_, Closed, Conflict, Invalid
from surveys import checking, mixer, opening, quotas, rules
from surveys.definition import QuestionDef, definition_of, drafted, questions_of
from surveys.enums import SurveyState
from surveys.models import Survey, SurveyLink, SurveyVersion
from surveys.queries import latest_version
from surveys.questions import answerable, kind_of

_LINK_LETTERS = 8


def check_questions(questions: Sequence[QuestionDef]) -> None:
    """Raise Invalid unless these questions can be asked."""
    if not questions:
        raise Invalid(N_("Survei ini belum berisi pertanyaan. Tambahkan paling sedikit satu."))
    names = [question.name for question in questions]
    if len(set(names)) < len(names):
        raise Invalid(N_("Ada dua pertanyaan dengan nama kolom yang sama."))
    for question in questions:
        if kind_of(question).identifies:
            raise Invalid(
                N_(
                    "“%(label)s” menanyakan surel atau nomor telepon, padahal jawaban survei ini anonim:"
                    " isiannya akan menunjukkan siapa yang menjawab. Hapus pertanyaan itu, lalu tanyakan lewat"
                    " formulir pendaftaran workshop."
                ),
                label=question.label_id,
            )
        kind_of(question).check(question)
    if not answerable(questions):
        raise Invalid(N_("Survei ini hanya berisi keterangan. Tambahkan paling sedikit satu pertanyaan."))


def has_changes(session: Session, survey: Survey) -> bool:
    """Whether the questions being written differ from what respondents get."""
    version = latest_version(session, survey)
    return version is None or questions_of(version) != drafted(survey.questions)


def publish_survey(session: Session, survey: Survey, *, today: date, actor_id: int | None) -> SurveyVersion:
    """Freeze the questions as the next version and open the survey."""
    rules.require_editable(survey)
    questions = drafted(survey.questions)
    check_questions(questions)
    before = latest_version(session, survey)
    if before is not None and questions_of(before) == questions:
        raise Conflict(N_("Tidak ada pertanyaan yang berubah sejak versi terakhir."))
    _check_kinds(survey, questions)
    opening.require_publishable(survey, today=today)
    checking.require_publishable(questions)
    version = SurveyVersion(
        survey=survey,
        number=before.number + 1 if before else 1,
        definition=definition_of(questions),
        published_on=today,
    )
    session.add(version)
    survey.state = SurveyState.OPEN
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="survey.publish",
        kind="survey",
        key=survey.key,
        version=version.number,
        questions=len(questions),
    )
    return version


def _check_kinds(survey: Survey, questions: Sequence[QuestionDef]) -> None:
    """A column keeps its kind through all versions, or its figures would mix two things."""
    known = {q.name: q.kind for version in survey.versions for q in questions_of(version)}
    for question in questions:
        if known.get(question.name, question.kind) != question.kind:
            raise Invalid(
                N_(
                    "Jenis pertanyaan “%(label)s” berubah sejak versi lama. Beri pertanyaan ini nama kolom baru."
                ),
                label=question.label_id,
            )


def close_survey(session: Session, survey: Survey, *, today: date, actor_id: int | None) -> None:
    """Close for good: mix what waits, and leave no order by which answers and accounts could be linked."""
    closed = session.execute(
        update(Survey)
        .where(Survey.id == survey.id, Survey.state == SurveyState.OPEN)
        .values(state=SurveyState.CLOSED, closed_on=today)
        .returning(Survey.id)
    ).scalar()
    if closed is None:
        raise Closed(N_("Hanya survei yang sedang dibuka yang dapat ditutup."))
    mixer.unlink(session, survey)
    quotas.drop(session, survey)
    audit.record(session, actor_id=actor_id, action="survey.close", kind="survey", key=survey.key)


def delete_draft(session: Session, survey: Survey, *, actor_id: int | None) -> None:
    """Delete a survey that was never published."""
    if survey.state != SurveyState.DRAFT:
        raise Closed(N_("Hanya draf yang dapat dihapus. Survei yang sudah terbit dapat ditutup."))
    audit.record(session, actor_id=actor_id, action="survey.delete", kind="survey", key=survey.key)
    session.delete(survey)
    session.flush()


def set_results_public(session: Session, survey: Survey, *, public: bool, actor_id: int | None) -> None:
    """Show the results to everybody, or to staff only."""
    survey.results_public = public
    session.flush()
    audit.record(
        session, actor_id=actor_id, action="survey.results", kind="survey", key=survey.key, public=public
    )


def ensure_link(session: Session, survey: Survey, *, unit_id: int | None, actor_id: int | None) -> SurveyLink:
    """The printed address of the survey for a unit (None: for all); made when first asked for."""
    unit = SurveyLink.unit_id.is_(None) if unit_id is None else SurveyLink.unit_id == unit_id
    link = session.scalar(select(SurveyLink).where(SurveyLink.survey_id == survey.id, unit))
    if link is None:
        letters = ALPHABET.lower()
        code = "".join(secrets.choice(letters) for _ in range(_LINK_LETTERS))
        link = SurveyLink(code=code, survey_id=survey.id, unit_id=unit_id)
        session.add(link)
        session.flush()
        audit.record(session, actor_id=actor_id, action="survey.link", kind="survey", key=survey.key)
    return link
