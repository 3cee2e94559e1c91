"""Places of a survey with a quota: one counter for all, and one for each unit spoken about.

A place is taken by ONE statement that adds only while there is room, in the transaction that stores the
answer; nobody counts first and inserts afterwards. A counter knows neither who nor when. Only surveys
with a quota have counters, and a closed one has none.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session

from core.errors import N_, Full, Invalid
from core.sql import insert_into
from core.units.models import Unit
from surveys.answer_models import Answer, Intake, QuotaCount
from surveys.enums import Act
from surveys.models import Survey

ALL = ""
_FULL = N_(
    "Kuota survei ini sudah penuh: jumlah jawaban yang diperlukan sudah terkumpul, jadi untuk sekarang tidak ada"
    " jawaban baru yang diterima."
)
_UNIT_FULL = N_(
    "Kuota untuk unit ini sudah penuh: jumlah jawaban yang diperlukan sudah terkumpul. Unit lain mungkin masih menerima."
)
FULL_MEANWHILE = N_(
    "Kuotanya penuh sebelum jawaban Anda sampai, jadi jawaban ini belum tersimpan sebagai jawaban. Tulisan Anda masih"
    " ada di bawah: salin bila masih diperlukan. Boleh dikirim lagi nanti, sebab tempat terbuka bila ada jawaban yang"
    " ditarik atau kuotanya ditambah. Bila mendesak, sampaikan langsung kepada penyelenggara."
)


def take(session: Session, survey: Survey, unit_key: str) -> None:
    """Take a place for one answer. Raises Full; then nothing of the caller's transaction may stay."""
    for key, limit in _limits(survey, unit_key):
        statement = insert_into(session, QuotaCount).values(survey_id=survey.id, unit_key=key, taken=1)
        statement = statement.on_conflict_do_update(
            index_elements=["survey_id", "unit_key"],
            set_={"taken": QuotaCount.taken + 1},
            where=QuotaCount.taken < limit,
        )
        if session.execute(statement.returning(QuotaCount.taken)).first() is None:
            raise Full(FULL_MEANWHILE)


def add(session: Session, survey: Survey, units: Iterable[str]) -> None:
    """Count answers that staff bring in from a file: they take places, but are not turned away."""
    counts: Counter[str] = Counter()
    for unit_key in units:
        counts.update(key for key, _limit in _limits(survey, unit_key))
    for key, count in sorted(counts.items()):
        statement = insert_into(session, QuotaCount).values(survey_id=survey.id, unit_key=key, taken=count)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["survey_id", "unit_key"],
                set_={"taken": QuotaCount.taken + statement.excluded.taken},
            )
        )


def give_back(session: Session, survey: Survey, unit_key: str) -> None:
    """The place of an answer that was taken back is free again."""
    for key, _limit in _limits(survey, unit_key):
        freed = update(QuotaCount).where(
            QuotaCount.survey_id == survey.id, QuotaCount.unit_key == key, QuotaCount.taken > 0
        )
        session.execute(freed.values(taken=QuotaCount.taken - 1).execution_options(synchronize_session=False))


def recount(session: Session, survey: Survey) -> None:
    """After the quota was changed, under the survey's lock: the counters as the stored answers are.

    Raises Invalid where more answers are there already than would be allowed.
    """
    session.flush()
    drop(session, survey)
    for key, taken in _stored(session, survey):
        if taken > _limit_of(survey, key):
            raise Invalid(
                N_(
                    "Jawaban yang sudah masuk lebih banyak daripada kuota itu. Naikkan kuotanya, atau tutup survei bila"
                    " tidak ada lagi jawaban yang ditunggu."
                )
            )
        row = insert_into(session, QuotaCount).values(survey_id=survey.id, unit_key=key, taken=taken)
        session.execute(row)


def drop(session: Session, survey: Survey) -> None:
    """No counters: the survey has no quota any more, or is closed."""
    session.execute(
        delete(QuotaCount).where(QuotaCount.survey_id == survey.id),
        execution_options={"synchronize_session": False},
    )


def why_full(session: Session, survey: Survey, unit_key: str = ALL) -> Full | None:
    """The refusal that a new answer would meet now; None while there is room."""
    full = full_keys(session, survey) if survey.has_quota else frozenset()
    if ALL in full:
        return Full(_FULL)
    return Full(_UNIT_FULL) if unit_key in full else None


def full_keys(session: Session, survey: Survey) -> frozenset[str]:
    """The units without room, by their keys; "" where the whole survey has none."""
    return full_of(session, [survey])[survey.id]


def full_of(session: Session, surveys: Sequence[Survey]) -> dict[int, frozenset[str]]:
    """The same for several surveys by their id, in one query, and in none without quotas."""
    found: dict[int, set[str]] = {survey.id: set() for survey in surveys}
    limited = {survey.id: survey for survey in surveys if survey.has_quota}
    if limited:
        rows = select(QuotaCount).where(QuotaCount.survey_id.in_(limited))
        for place in session.scalars(rows.execution_options(populate_existing=True)):
            if place.taken >= _limit_of(limited[place.survey_id], place.unit_key):
                found[place.survey_id].add(place.unit_key)
    return {number: frozenset(keys) for number, keys in found.items()}


def _limits(survey: Survey, unit_key: str) -> Iterator[tuple[str, int]]:
    """The counters that an answer touches. Always the whole first: crosswise locks would deadlock."""
    if survey.quota is not None:
        yield ALL, survey.quota
    if unit_key and survey.unit_quota is not None:
        yield unit_key, survey.unit_quota


def _limit_of(survey: Survey, key: str) -> float:
    limit = survey.unit_quota if key else survey.quota
    return limit if limit is not None else float("inf")


def _stored(session: Session, survey: Survey) -> Iterator[tuple[str, int]]:
    """How many answers take a place now: counted ones, and on their way in less on their way out."""
    final = select(func.count()).select_from(Answer).where(Answer.survey_id == survey.id)
    if survey.quota is not None:
        moving = case((Intake.act == Act.NEW, 1), (Intake.act == Act.WITHDRAWAL, -1), else_=0)
        waiting = select(func.coalesce(func.sum(moving), 0)).where(Intake.survey_id == survey.id)
        yield ALL, session.scalars(final).one() + int(session.scalars(waiting).one())
    if survey.unit_quota is not None:
        by_unit = select(Unit.key, func.count()).join(Answer, Answer.unit_id == Unit.id)
        by_unit = by_unit.where(Answer.survey_id == survey.id).group_by(Unit.key).order_by(Unit.key)
        yield from ((row[0], row[1]) for row in session.execute(by_unit).all())
