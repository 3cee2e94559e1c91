"""How often a secret may be guessed, counted in the database: workers and restarts share one count.

A try is claimed and committed before the secret is verified, so that guesses in parallel cannot pass
the limit together; it is given back when the secret was right. Names are stored as a keyed hash only.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import case, or_, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.base import Base, utc_now
from core.errors import N_, RembukError
from core.sql import insert_into


class Guess(StrEnum):
    """What is guessed; each is counted apart."""

    PASSWORD = "password"  # noqa: S105
    SECOND_STEP = "second_step"
    CODE = "code"
    MAIL = "mail"


class TooOften(RembukError):
    """The tries of this window are used up."""

    status = 429


LIMITS = (
    (
        "quarter",
        timedelta(minutes=15),
        5,
        N_(
            "Sudah beberapa kali tidak cocok. Tunggu 15 menit, lalu coba lagi. "
            "Bila kata sandi lupa, buka halaman Masuk dan pilih “Lupa kata sandi?”."
        ),
    ),
    (
        "day",
        timedelta(days=1),
        10,
        N_(
            "Sudah sepuluh kali tidak cocok hari ini. Coba lagi besok. "
            "Bila perlu masuk hari ini, mintalah kode sekali pakai kepada administrator di kantor Anda."
        ),
    ),
)


class AttemptCount(Base):
    """The tries at one secret in one window of time."""

    __tablename__ = "attempt_count"

    key: Mapped[str] = mapped_column(primary_key=True)
    span: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


def attempt_key(guess: Guess, name: str, *, secret: str) -> str:
    """What is stored of a name: the same for the same name, useless to learn it without the server's key."""
    told = f"{guess}:{name.strip().lower()}".encode()
    return hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()


def claim_try(session: Session, key: str) -> None:
    """Take one try of each window. Raises TooOften; the caller then rolls back."""
    for span, length, limit, message in LIMITS:
        if not _claim(session, key, span, length, limit):
            raise TooOften(message)


def _claim(session: Session, key: str, span: str, length: timedelta, limit: int) -> bool:
    """One conditional upsert: a window that is over begins anew, a full one gives no row."""
    now = utc_now()
    over = AttemptCount.ends_at <= now
    row = insert_into(session, AttemptCount).values(key=key, span=span, tries=1, ends_at=now + length)
    claimed = row.on_conflict_do_update(
        index_elements=["key", "span"],
        set_={
            "tries": case((over, 1), else_=AttemptCount.tries + 1),
            "ends_at": case((over, now + length), else_=AttemptCount.ends_at),
        },
        where=or_(over, AttemptCount.tries < limit),
    ).returning(AttemptCount.tries)
    return session.execute(claimed).scalar() is not None


def give_back(session: Session, key: str) -> None:
    """The try was right: it does not count."""
    session.execute(
        update(AttemptCount)
        .where(AttemptCount.key == key, AttemptCount.tries > 0)
        .values(tries=AttemptCount.tries - 1)
    )
