"""The agenda in the room: which part is on now, and how long it has left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict
from forum.workshops.models import AgendaItem, Workshop, WorkshopSession

STEP_MINUTES = 5
MOST_EXTRA = 600
CHANGED = N_("Acara sudah berjalan lebih jauh. Muat ulang halamannya.")


@dataclass(frozen=True)
class Clock:
    """Where a session stands. `ends_at` is when the part that is on should end; `left` its seconds, below 0 late."""

    now: AgendaItem | None
    following: AgendaItem | None
    ends_at: datetime | None
    left: int
    finished: bool


def clock_of(session: WorkshopSession, *, now: datetime) -> Clock:
    """The part that is on is the last one that began."""
    begun = [item for item in session.agenda if item.started_at is not None]
    running = begun[-1] if begun else None
    waiting = [item for item in session.agenda if running is None or item.position > running.position]
    finished = session.finished_at is not None
    ends_at = _end_of(running) if running is not None else None
    left = int((ends_at - now).total_seconds()) if ends_at is not None else 0
    return Clock(None if finished else running, waiting[0] if waiting else None, ends_at, left, finished)


def _end_of(item: AgendaItem) -> datetime:
    assert item.started_at is not None
    return item.started_at + timedelta(minutes=item.minutes + item.extra_minutes)


def session_for(workshop: Workshop, *, now: datetime) -> WorkshopSession | None:
    """The session that is on or comes next; else the last one."""
    coming = (s for s in workshop.sessions if s.ends_at > now and s.finished_at is None)
    return next(coming, workshop.sessions[-1] if workshop.sessions else None)


def start_part(session: Session, item: AgendaItem, *, now: datetime, actor_id: int | None) -> None:
    """Begin the next part. Of two people who press at once, one begins it."""
    clock = clock_of(item.session, now=now)
    if clock.finished or clock.following is not item:
        raise Conflict(CHANGED)
    _once(session, item, AgendaItem.started_at.is_(None), started_at=now)
    _record(session, item.session, "workshop.part.start", actor_id, part=item.position)


def add_minutes(session: Session, item: AgendaItem, *, now: datetime, actor_id: int | None) -> None:
    """Give the part that is on some minutes more."""
    if clock_of(item.session, now=now).now is not item:
        raise Conflict(CHANGED)
    room = AgendaItem.extra_minutes <= MOST_EXTRA - STEP_MINUTES
    _once(session, item, room, extra_minutes=AgendaItem.extra_minutes + STEP_MINUTES)
    _record(session, item.session, "workshop.part.more", actor_id, part=item.position)


def step_back(session: Session, item: AgendaItem, *, now: datetime, actor_id: int | None) -> None:
    """The part was begun by mistake: the one before it is on again."""
    if clock_of(item.session, now=now).now is not item:
        raise Conflict(CHANGED)
    _once(session, item, AgendaItem.started_at.is_not(None), started_at=None, extra_minutes=0)
    _record(session, item.session, "workshop.part.back", actor_id, part=item.position)


def finish_session(session: Session, one: WorkshopSession, *, now: datetime, actor_id: int | None) -> None:
    """The session is over in the room."""
    _set_finished(session, one, one_is=WorkshopSession.finished_at.is_(None), value=now)
    _record(session, one, "workshop.session.finish", actor_id)


def resume_session(session: Session, one: WorkshopSession, *, actor_id: int | None) -> None:
    """It was ended by mistake."""
    _set_finished(session, one, one_is=WorkshopSession.finished_at.is_not(None), value=None)
    _record(session, one, "workshop.session.resume", actor_id)


def _set_finished(session: Session, one: WorkshopSession, *, one_is: object, value: datetime | None) -> None:
    changed = session.execute(
        update(WorkshopSession)
        .where(WorkshopSession.id == one.id, one_is)  # type: ignore[arg-type]
        .values(finished_at=value)
        .returning(WorkshopSession.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if changed is None:
        raise Conflict(CHANGED)
    session.refresh(one)


def _once(session: Session, item: AgendaItem, condition: object, **values: object) -> None:
    changed = session.execute(
        update(AgendaItem)
        .where(AgendaItem.id == item.id, condition)  # type: ignore[arg-type]
        .values(**values)
        .returning(AgendaItem.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if changed is None:
        raise Conflict(CHANGED)
    session.refresh(item)


def _record(session: Session, one: WorkshopSession, action: str, actor_id: int | None, **facts: int) -> None:
    session.flush()
    audit.record(session, actor_id=actor_id, action=action, kind="workshop", key=one.workshop.key, **facts)
