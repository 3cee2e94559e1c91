"""The pictures of answers. A picture belongs to the row whose body names it, and is moved and deleted with it.

Whoever could tell when a picture was written could tell when its answer came. So it is never left behind:
the mixer writes it anew with the answer, under the answer's new key, and closing writes all of them anew in
random order. It has no name, no time and no number of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from secrets import SystemRandom

from sqlalchemy import CTE, ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from core.errors import N_, Invalid
from core.sql import erase_bytes_after_commit, insert_into
from surveys.answer_models import Answer, AnswerPicture
from surveys.columns import Column
from surveys.models import Survey

Pictures = Mapping[str, bytes]
"""Bytes by their fingerprint (pictures.digest_of)."""
_random = SystemRandom()
_IN_ONE_STATEMENT = 500


GONE = N_("Foto yang Anda pilih tidak tersimpan lagi. Pilih fotonya sekali lagi.")


class PictureMissing(Invalid):
    """A form names a picture that is no longer kept for it."""


def require_all(named: Iterable[str], pictures: Pictures) -> dict[str, bytes]:
    """Of these pictures the ones that are named. Raises PictureMissing where one is not among them."""
    named = set(named)
    if not named <= pictures.keys():
        raise PictureMissing(GONE)
    return {digest: pictures[digest] for digest in named}


def of_row(session: Session, row_key: str) -> dict[str, bytes]:
    """The pictures of one row."""
    found = session.execute(
        select(AnswerPicture.digest, AnswerPicture.data).where(AnswerPicture.row_key == row_key)
    )
    return {row.digest: row.data for row in found}


def put(session: Session, survey_id: int, row_key: str, pictures: Pictures) -> None:
    """Lay pictures beside a row that was just written."""
    for digest, data in pictures.items():
        values = {"row_key": row_key, "digest": digest, "survey_id": survey_id, "data": data}
        session.execute(insert_into(session, AnswerPicture).values(values))


def take(session: Session, row_key: str) -> dict[str, bytes]:
    """The pictures of a row that is about to go somewhere else."""
    found = of_row(session, row_key)
    if found:
        drop(session, [row_key])
    return found


def drop(session: Session, row_keys: Sequence[str], *, but: Iterable[str] = ()) -> None:
    """The pictures of rows that go, or that name only those left in `but`."""
    for start in range(0, len(row_keys), _IN_ONE_STATEMENT):
        among = AnswerPicture.row_key.in_(row_keys[start : start + _IN_ONE_STATEMENT])
        session.execute(delete(AnswerPicture).where(among, AnswerPicture.digest.not_in(list(but))))


def rewrite(session: Session, survey: Survey) -> None:
    """Each picture of a survey anew, in random order: no place and no transaction tells when it came."""
    if _on_postgresql(session):
        _rewrite_inside(session, survey)
        return
    mine = AnswerPicture.survey_id == survey.id
    keys = [
        tuple(row) for row in session.execute(select(AnswerPicture.row_key, AnswerPicture.digest).where(mine))
    ]
    _random.shuffle(keys)
    for row_key, digest in keys:
        one = (AnswerPicture.row_key == row_key, AnswerPicture.digest == digest)
        data = session.execute(delete(AnswerPicture).where(*one).returning(AnswerPicture.data)).scalar_one()
        put(session, survey.id, row_key, {digest: data})


def _rewrite_inside(session: Session, survey: Survey) -> None:
    """PostgreSQL does it alone: no byte goes to the program and back. Sorted, so all are gone before one comes."""
    table = AnswerPicture.__table__
    gone = delete(AnswerPicture).where(table.c.survey_id == survey.id).returning(*table.c).cte("gone")
    anew = select(*gone.c).order_by(_random_place(gone))
    session.execute(insert_into(session, AnswerPicture).from_select(list(table.c.keys()), anew))


def _random_place(rows: CTE) -> ColumnElement[object]:
    """Random from the system, unlike random(), whose next numbers can be told from the last ones."""
    return func.gen_random_uuid()


def settle(session: Session, survey: Survey) -> None:
    """After a batch: PostgreSQL's rows tell the batches apart by their transaction, SQLite's file by its pages."""
    if _on_postgresql(session):
        rewrite(session, survey)
    else:
        erase_bytes_after_commit(session)


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def shown(session: Session, survey: Survey, column: Column, digest: str) -> bytes | None:
    """A picture of a final answer to this question; what waits to be mixed is shown to nobody."""
    name = column.steps[0].piece.name
    return session.scalar(
        select(AnswerPicture.data)
        .join(Answer, Answer.key == AnswerPicture.row_key)
        .where(
            AnswerPicture.survey_id == survey.id,
            AnswerPicture.digest == digest,
            Answer.version_id.in_([step.version.id for step in column.steps]),
            Answer.body[name].as_string() == digest,
        )
        .limit(1)
    )
