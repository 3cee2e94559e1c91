"""Vectors of what people said, kept so that no theme run computes them twice. They go with their texts.

A vector is nearly the text itself: whoever holds it can find out what was said. So whatever erases a
contribution calls `forget_vectors` in the same transaction, and nothing is kept of a text that is gone.
"""

import zlib
from collections.abc import Iterable

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.base import Base

_AT_ONCE = 500
# Locks of PostgreSQL are few: so many stand for all contributions.
_BUCKETS = 64
_SPACE = 8


class TextVector(Base):
    """The vector of one contribution by one encoder; `digest` (keyed, 32 bytes) tells which wording it is of.

    No clock, no run, no person. A rowid on SQLite, unlike other tables of what is anonymous: without it each
    vector fills a page of its own (2.6 times the file). It tells the order in which runs encoded, which is
    alphabetical, and never that in which people wrote.
    """

    __tablename__ = "text_vector"

    contribution_key: Mapped[str] = mapped_column(primary_key=True)
    contribution_kind: Mapped[str] = mapped_column(primary_key=True)
    contribution_field: Mapped[str] = mapped_column(primary_key=True)
    encoder: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes]
    vector: Mapped[bytes]


def hold_contributions(session: Session, keys: Iterable[str]) -> None:
    """Who writes a vector and who erases its text come one after the other; SQLite's writers do so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        for bucket in sorted({zlib.crc32(key.encode()) % _BUCKETS for key in keys}):
            session.execute(select(func.pg_advisory_xact_lock(_SPACE, bucket)))


def forget_vectors(session: Session, keys: Iterable[str]) -> None:
    """Delete the vectors of the contributions with these random keys, in the transaction that erases their texts."""
    gone = sorted(set(keys))
    hold_contributions(session, gone)
    for start in range(0, len(gone), _AT_ONCE):
        among = TextVector.contribution_key.in_(gone[start : start + _AT_ONCE])
        session.execute(delete(TextVector).where(among))
