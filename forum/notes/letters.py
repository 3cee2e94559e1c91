"""Numbers of the office's papers: counted per kind and year without a gap, and given once."""

import re
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict, Full, Invalid
from core.sql import insert_into
from forum.notes.enums import PaperKind
from forum.notes.models import Letter, LetterCounter, LetterPattern
from forum.workshops.models import Workshop

LAST = 99_999
MAX_PATTERN = 80
# 005 is the long-known classification of invitations; the office sets its own.
DEFAULT_PATTERNS: Mapping[PaperKind, str] = {
    PaperKind.INVITATION: "005/{nomor}/{bulan}/{tahun}",
    PaperKind.MINUTES: "{nomor}/NOT/{bulan}/{tahun}",
    PaperKind.RECORD: "{nomor}/BA/{bulan}/{tahun}",
}
_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PLACE = re.compile(r"\{[^{}]*\}")
_PLACES = {"{nomor}", "{bulan}", "{tahun}"}


def check_pattern(pattern: str) -> str:
    """The pattern as it is kept. Raises Invalid where numbers made with it would not tell papers apart."""
    kept = " ".join(pattern.split())
    found = _PLACE.findall(kept)
    rest = _PLACE.sub("", kept)
    if not {"{nomor}", "{tahun}"} <= set(found) <= _PLACES or "{" in rest or "}" in rest:
        raise Invalid(N_("Pola harus memuat {nomor} dan {tahun}, boleh memuat {bulan}, dan tidak yang lain."))
    if len(kept) > MAX_PATTERN:
        raise Invalid(N_("Pola paling panjang %(limit)s huruf."), limit=MAX_PATTERN)
    return kept


def written(pattern: str, *, number: int, dated: date) -> str:
    """A number as it stands on the paper."""
    filled = pattern.replace("{nomor}", f"{number:03d}").replace("{bulan}", _MONTHS[dated.month - 1])
    return filled.replace("{tahun}", str(dated.year))


def patterns(session: Session) -> dict[PaperKind, str]:
    """The pattern of each kind: the office's, else the usual one."""
    stored = {row.kind: row.pattern for row in session.scalars(select(LetterPattern))}
    return {kind: stored.get(kind, usual) for kind, usual in DEFAULT_PATTERNS.items()}


def set_pattern(session: Session, kind: PaperKind, *, pattern: str, actor_id: int | None) -> None:
    """For papers that get their number from now on."""
    session.merge(LetterPattern(kind=kind, pattern=check_pattern(pattern)))
    session.flush()
    audit.record(session, actor_id=actor_id, action="letter.pattern", kind="letter_pattern", key=kind)


def last_numbers(session: Session, *, year: int) -> dict[PaperKind, int]:
    """The last number of each kind in a year."""
    rows = select(LetterCounter.kind, LetterCounter.last).where(LetterCounter.year == year)
    stored = {row.kind: row.last for row in session.execute(rows)}
    return {kind: stored.get(kind, 0) for kind in DEFAULT_PATTERNS}


def begin_after(session: Session, kind: PaperKind, *, year: int, last: int, actor_id: int | None) -> None:
    """Go on after a number that the office's own book used already. Only forward."""
    _ensure_counter(session, kind, year)
    moved = session.execute(
        update(LetterCounter)
        .where(LetterCounter.kind == kind, LetterCounter.year == year, LetterCounter.last < last)
        .values(last=last)
        .returning(LetterCounter.last)
    )
    if moved.first() is None:
        raise Conflict(N_("Nomor itu tidak lebih besar daripada nomor terakhir. Nomor hanya dapat maju."))
    audit.record(
        session, actor_id=actor_id, action="letter.begin", kind="letter_pattern", key=kind, count=last
    )


def letters_of(session: Session, workshop: Workshop) -> dict[PaperKind, Letter]:
    """The numbers that the papers of a workshop have."""
    mine = select(Letter).where(Letter.workshop_id == workshop.id)
    return {PaperKind(letter.kind): letter for letter in session.scalars(mine)}


def letter_book(session: Session, *, year: int) -> list[Letter]:
    """Every number given in a year, the newest of each kind first."""
    order = (Letter.kind, Letter.number.desc())
    return list(session.scalars(select(Letter).where(Letter.year == year).order_by(*order)))


def number_letter(
    session: Session, workshop: Workshop, kind: PaperKind, *, dated: date, actor_id: int | None
) -> Letter:
    """The paper's number: the one it has, else the next of its year.

    Count and paper are one savepoint: whoever comes second for the same paper gives the number back.
    """
    mine = select(Letter).where(Letter.workshop_id == workshop.id, Letter.kind == kind)
    given = session.scalar(mine)
    if given is not None:
        return given
    _ensure_counter(session, kind, dated.year)
    pattern = patterns(session)[kind]
    try:
        with session.begin_nested():
            number = _next(session, kind, dated.year)
            letter = Letter(
                workshop_id=workshop.id,
                kind=kind,
                year=dated.year,
                number=number,
                text=written(pattern, number=number, dated=dated),
                dated=dated,
            )
            session.add(letter)
            session.flush()
    except IntegrityError:
        return session.scalars(mine).one()
    audit.record(
        session,
        actor_id=actor_id,
        action="letter.number",
        kind="workshop",
        key=workshop.key,
        type=kind,
        count=number,
    )
    return letter


def _ensure_counter(session: Session, kind: PaperKind, year: int) -> None:
    new = insert_into(session, LetterCounter).values(kind=kind, year=year, last=0)
    session.execute(new.on_conflict_do_nothing())


def _next(session: Session, kind: PaperKind, year: int) -> int:
    counter = (LetterCounter.kind == kind, LetterCounter.year == year, LetterCounter.last < LAST)
    counted = update(LetterCounter).where(*counter).values(last=LetterCounter.last + 1)
    number: int | None = session.scalar(counted.returning(LetterCounter.last))
    if number is None:
        raise Full(N_("Nomor untuk tahun ini sudah habis."))
    return number
