"""The number that a letter would get next: an offer only, the office's own book decides."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.notes.letters import written
from plan.proposals.models import Proposal

NOTE_PATTERN = "{nomor}/ND/{bulan}/{tahun}"
PATTERN = "{nomor}/USL/{bulan}/{tahun}"


def next_note_number(session: Session, day: date) -> str:
    """Of the nota dinas."""
    return written(NOTE_PATTERN, number=_count(session) + 1, dated=day)


def next_number(session: Session, day: date) -> str:
    """Of the letter with the usulan."""
    return written(PATTERN, number=_count(session, signed=True) + 1, dated=day)


def _count(session: Session, *, signed: bool = False) -> int:
    query = select(func.count()).select_from(Proposal)
    if signed:
        query = query.where(Proposal.number.is_not(None))
    return session.scalar(query) or 0
