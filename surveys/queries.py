"""Reading surveys: for the lists, the answer pages and the home page."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.errors import N_, NotFound
from core.units.models import Unit
from surveys.answer_models import AnswerCount, Intake, Participation
from surveys.enums import Access, Act, Purpose, SurveyState
from surveys.models import Question, Survey, SurveyLink, SurveyVersion

_NO_SURVEY = N_("Survei ini tidak ada. Periksa alamatnya.")


def survey_by_key(session: Session, key: str) -> Survey:
    """The survey at an address. Raises NotFound."""
    survey = session.scalar(select(Survey).where(Survey.key == key))
    if survey is None:
        raise NotFound(_NO_SURVEY)
    return survey


def published_survey(session: Session, key: str) -> Survey:
    """A survey that the public may know of: drafts stay hidden. Raises NotFound."""
    survey = survey_by_key(session, key)
    if survey.state == SurveyState.DRAFT:
        raise NotFound(_NO_SURVEY)
    return survey


def all_surveys(session: Session) -> list[Survey]:
    """For staff: the newest first."""
    return list(session.scalars(select(Survey).order_by(Survey.id.desc())))


def open_surveys(session: Session, cycle_id: int) -> list[Survey]:
    """The open surveys of a cycle, in the order they were made."""
    return list(
        session.scalars(
            select(Survey)
            .where(Survey.cycle_id == cycle_id, Survey.state == SurveyState.OPEN)
            .order_by(Survey.id)
        )
    )


def feedback_form(session: Session, *, today: date) -> Survey | None:
    """The public feedback form of the current cycle; of several the newest whose days it is.

    One that begins next month does not hide the one that people can fill in now.
    """
    shut = case((or_(Survey.opens_on > today, Survey.closes_on < today), 1), else_=0)
    return session.scalar(
        select(Survey)
        .join(Cycle)
        .where(
            Cycle.current,
            Survey.purpose == Purpose.FEEDBACK,
            Survey.access == Access.PUBLIC,
            Survey.state == SurveyState.OPEN,
        )
        .order_by(shut, Survey.id.desc())
        .limit(1)
    )


def latest_version(session: Session, survey: Survey) -> SurveyVersion | None:
    """What respondents get now; None for a draft."""
    return session.scalar(
        select(SurveyVersion)
        .where(SurveyVersion.survey_id == survey.id)
        .order_by(SurveyVersion.number.desc())
        .limit(1)
    )


def version_to_answer(session: Session, survey: Survey, number: int | None) -> SurveyVersion:
    """The version a form was made from: an answer keeps its questions. Without a number the latest."""
    version = None
    if number is not None:
        version = session.scalar(
            select(SurveyVersion).where(SurveyVersion.survey_id == survey.id, SurveyVersion.number == number)
        )
    version = version or latest_version(session, survey)
    if version is None:
        raise NotFound(_NO_SURVEY)
    return version


def question_of(session: Session, survey: Survey, number: int) -> Question:
    """A question of this survey. Raises NotFound, also for a question of another one."""
    question = session.scalar(select(Question).where(Question.id == number, Question.survey_id == survey.id))
    if question is None:
        raise NotFound(N_("Pertanyaan ini tidak ada, atau sudah dihapus."))
    return question


def has_taken_part(session: Session, survey: Survey, account_id: int | None) -> bool:
    """Whether the account has answered the survey."""
    if account_id is None or survey.access != Access.ACCOUNT:
        return False
    return session.get(Participation, (survey.id, account_id)) is not None


def progress(session: Session, survey: Survey) -> tuple[int, int]:
    """How many answers are in the figures, and how many new ones wait for their batch."""
    return progress_of(session, [survey])[survey.id]


def progress_of(session: Session, surveys: Sequence[Survey]) -> dict[int, tuple[int, int]]:
    """The progress of several surveys by their id, in two queries."""
    wanted = [survey.id for survey in surveys]
    shown = session.execute(
        select(AnswerCount.survey_id, AnswerCount.count).where(
            AnswerCount.survey_id.in_(wanted),
            AnswerCount.unit_key == "",
            AnswerCount.question == "",
            AnswerCount.value == "",
        )
    )
    waiting = session.execute(
        select(Intake.survey_id, func.count())
        .where(Intake.survey_id.in_(wanted), Intake.act == Act.NEW)
        .group_by(Intake.survey_id)
    )
    final, on_their_way = dict(shown.tuples().all()), dict(waiting.tuples().all())
    return {number: (final.get(number, 0), on_their_way.get(number, 0)) for number in wanted}


def public_units(session: Session) -> list[Unit]:
    """The units citizens can speak about."""
    return list(
        session.scalars(
            select(Unit).where(Unit.serves_public, Unit.active).order_by(Unit.position, Unit.name)
        )
    )


def public_unit(session: Session, key: str) -> Unit:
    """A unit citizens can speak about. Raises NotFound."""
    unit = session.scalar(select(Unit).where(Unit.key == key, Unit.serves_public, Unit.active))
    if unit is None:
        raise NotFound(N_("Unit layanan ini tidak ada. Pilih dari daftar unit."))
    return unit


def link_by_code(session: Session, code: str) -> tuple[Survey, Unit | None]:
    """Where a printed code leads. Raises NotFound."""
    link = session.get(SurveyLink, code.strip().lower())
    if link is None:
        raise NotFound(N_("Kode pada alamat ini tidak dikenal. Periksa lagi hurufnya."))
    unit = session.get(Unit, link.unit_id) if link.unit_id is not None else None
    return session.get_one(Survey, link.survey_id), unit


def links_of(session: Session, survey: Survey) -> Sequence[tuple[SurveyLink, Unit | None]]:
    """The printed addresses of a survey: the one for all first, then by unit."""
    rows = session.execute(
        select(SurveyLink, Unit)
        .outerjoin(Unit, Unit.id == SurveyLink.unit_id)
        .where(SurveyLink.survey_id == survey.id)
        .order_by(Unit.position, Unit.name)
    )
    return sorted(((link, unit) for link, unit in rows), key=lambda pair: pair[1] is not None)


def cycles(session: Session) -> list[Cycle]:
    """All cycles, the newest first."""
    return list(session.scalars(select(Cycle).order_by(Cycle.year.desc(), Cycle.id.desc())))


def cycle_by_key(session: Session, key: str) -> Cycle:
    """A cycle. Raises NotFound."""
    cycle = session.scalar(select(Cycle).where(Cycle.key == key))
    if cycle is None:
        raise NotFound(N_("Siklus ini tidak ada."))
    return cycle
