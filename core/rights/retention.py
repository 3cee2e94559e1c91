"""How long data is kept: the slices' classes, the office's days, and the purge once a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.keeping import Retention
from core.rights.models import PurgeDay, RetentionSetting
from core.sql import erase_bytes_after_commit, insert_into

MINIMUM_DAYS = 1
MAXIMUM_DAYS = 36_500
# Longer without a purge than a server rests: it may have been off, or its clock is wrong.
LONGEST_PAUSE = timedelta(days=7)


@dataclass(frozen=True)
class Planned:
    """A class with the days in force; `due` is what the next purge would delete, None where none is."""

    kept: Retention
    days: int | None
    due: int | None


@dataclass(frozen=True)
class LastPurge:
    """When the latest purge was, and how many rows it deleted."""

    at: datetime
    deleted: int


def _days(session: Session, classes: Iterable[Retention]) -> list[tuple[Retention, int | None]]:
    chosen = {row.key: row.days for row in session.scalars(select(RetentionSetting))}
    return [(kept, chosen.get(kept.key, kept.days) if kept.purge else None) for kept in classes]


def retention_plan(session: Session, classes: Iterable[Retention]) -> list[Planned]:
    """Every class, what ends first standing first."""
    now = utc_now()
    planned = [
        Planned(kept, days, kept.due(session, now - timedelta(days=days)) if days and kept.due else None)
        for kept, days in _days(session, classes)
    ]
    return sorted(planned, key=lambda p: p.days is None)


def change_days(
    session: Session, classes: Iterable[Retention], *, days: Mapping[str, int], actor_id: int | None
) -> None:
    """Keep classes for other times. Only what changes is noted."""
    for kept, before in _days(session, classes):
        after = days.get(kept.key)
        if after is None or after == before or kept.purge is None:
            continue
        session.merge(RetentionSetting(key=kept.key, days=after))
        session.flush()
        audit.record(
            session,
            actor_id=actor_id,
            action="retention.change",
            kind="retention",
            key=kept.key,
            before=before,
            after=after,
        )


def purge(session: Session, classes: Iterable[Retention], *, actor_id: int | None = None) -> int:
    """Delete what is past its time; returns how many rows. A second one right after finds nothing."""
    now = utc_now()
    counts = {
        kept.key: kept.purge(session, now - timedelta(days=days))
        for kept, days in _days(session, classes)
        if kept.purge and days
    }
    found = {key: count for key, count in counts.items() if count}
    total = sum(found.values())
    if found or actor_id is not None:
        audit.record(
            session,
            actor_id=actor_id,
            action="retention.purge",
            kind="retention",
            key="purge",
            deleted=total,
            **found,
        )
        erase_bytes_after_commit(session)
    _note(session, now, total)
    return total


def _note(session: Session, now: datetime, deleted: int) -> None:
    """Today's row; earlier days go."""
    mine = insert_into(session, PurgeDay).values(day=now.date(), at=now, deleted=0)
    session.execute(mine.on_conflict_do_nothing())
    session.execute(
        update(PurgeDay).where(PurgeDay.day == now.date()).values(at=now, deleted=PurgeDay.deleted + deleted)
    )
    session.execute(delete(PurgeDay).where(PurgeDay.day < now.date()))


def is_due(session: Session) -> bool:
    """Whether nobody has purged today."""
    today = utc_now().date()
    return session.scalar(select(func.count()).select_from(PurgeDay).where(PurgeDay.day == today)) == 0


def purge_daily(session: Session, classes: Iterable[Retention]) -> int | None:
    """The day's purge, by whoever claims the day first; None for everybody else.

    After a long pause the first day deletes nothing: the clock may have jumped, and what a wrong clock
    deletes nobody brings back. If it is right, the next day deletes.
    """
    now = utc_now()
    last = last_purge(session)
    claimed = insert_into(session, PurgeDay).values(day=now.date(), at=now, deleted=0)
    if session.execute(claimed.on_conflict_do_nothing().returning(PurgeDay.day)).first() is None:
        return None
    if last is not None and now - last.at > LONGEST_PAUSE:
        return 0
    return purge(session, classes)


def last_purge(session: Session) -> LastPurge | None:
    """The latest one."""
    row = session.scalar(select(PurgeDay).order_by(PurgeDay.day.desc()).limit(1))
    return LastPurge(row.at, row.deleted) if row else None
