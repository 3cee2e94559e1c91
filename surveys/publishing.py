"""Publish, close, and hand out addresses. What was published does not change; what was closed stays closed."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import audit
from core.codes import ALPHABET
from core.errors import N_, Closed, Conflict, Invalid
from surveys import checking, columns, mixer, opening, quotas, rules
from surveys.changing import Overtaken
from surveys.definition import QuestionDef, definition_of, drafted, questions_of
from surveys.enums import SurveyState
from surveys.held import lock_survey
from surveys.invitations.forgetting import forget_invited
from surveys.models import Survey, SurveyLink, SurveyVersion
from surveys.queries import latest_version
from surveys.questions import answerable, kind_of
from surveys.results import load_counters
from surveys.versions import Change, Decision, Difference, Status, stored_changes

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


def differences(session: Session, survey: Survey) -> tuple[Difference, ...]:
    """Each question being written beside what it was when it was last asked; nothing for what never was published."""
    before = columns.versions_of(session, survey)
    return _compared(session, survey, before) if before else ()


def _compared(session: Session, survey: Survey, before: Sequence[SurveyVersion]) -> tuple[Difference, ...]:
    figures = load_counters(session, survey)[""]
    return columns.differences(before, drafted(survey.questions), figures)


def removed_questions(session: Session, survey: Survey) -> tuple[QuestionDef, ...]:
    """What the next version no longer asks."""
    before = columns.versions_of(session, survey)
    return _removed(before, drafted(survey.questions))


def _removed(before: Sequence[SurveyVersion], questions: Sequence[QuestionDef]) -> tuple[QuestionDef, ...]:
    asked = {question.name for question in questions}
    return tuple(q for q in questions_of(before[0]) if q.name not in asked) if before else ()


def publish_survey(
    session: Session,
    survey: Survey,
    *,
    today: date,
    actor_id: int | None,
    decisions: Mapping[str, Decision] | None = None,
    seen: int | None = None,
) -> SurveyVersion:
    """Freeze the questions as the next version, say what became of each, and open the survey.

    `seen` is the revision that was shown beside the decisions. Raises Overtaken, Invalid or Conflict.
    """
    session.flush()
    lock_survey(session, survey.id)
    rules.require_editable(survey)
    if seen is not None and seen != survey.revision:
        raise Overtaken(
            N_("Orang lain mengubah survei ini setelah Anda membuka halaman ini. Periksa sekali lagi.")
        )
    questions = drafted(survey.questions)
    check_questions(questions)
    before = columns.versions_of(session, survey)
    if before and questions_of(before[0]) == questions:
        raise Conflict(N_("Tidak ada pertanyaan yang berubah sejak versi terakhir."))
    opening.require_publishable(survey, today=today)
    number = before[0].number + 1 if before else 1
    said = decisions or {}
    changes = {
        d.question.name: d.decide(said.get(d.question.name, Decision()), number=number)
        for d in _compared(session, survey, before)
    }
    checking.require_publishable(questions)
    removed = [question.name for question in _removed(before, questions)]
    version = SurveyVersion(
        survey=survey,
        number=number,
        definition=definition_of(questions),
        changes=stored_changes(changes, removed),
        published_on=today,
    )
    session.add(version)
    survey.state = SurveyState.OPEN
    session.flush()
    _record(session, survey, version, changes, actor_id)
    return version


def _record(
    session: Session,
    survey: Survey,
    version: SurveyVersion,
    changes: Mapping[str, Change],
    actor_id: int | None,
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action="survey.publish",
        kind="survey",
        key=survey.key,
        version=version.number,
        questions=len(changes),
        recoded=sum(change.status == Status.RECODED for change in changes.values()),
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
    forget_invited(session, survey)
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
