"""What follows from a workshop's times: when a part begins, how many JP, whether one can register now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.errors import N_
from forum.workshops.enums import WorkshopState
from forum.workshops.models import AgendaItem, Workshop, WorkshopSession

JP_MINUTES = 45


def jp_of(workshop: Workshop) -> int:
    """The lesson hours: what was given, else the whole ones in the time of the sessions."""
    if workshop.jp is not None:
        return workshop.jp
    seconds = sum((s.ends_at - s.starts_at).total_seconds() for s in workshop.sessions)
    return int(seconds // 60) // JP_MINUTES


def begins_of(session: WorkshopSession) -> list[tuple[AgendaItem, datetime]]:
    """Each part with the time at which it begins by the plan."""
    found, begin = [], session.starts_at
    for item in session.agenda:
        found.append((item, begin))
        begin += timedelta(minutes=item.minutes)
    return found


def minutes_over(session: WorkshopSession) -> int:
    """By how much the parts last longer than the session; 0 where they fit."""
    planned = sum(item.minutes for item in session.agenda)
    return max(0, planned - int((session.ends_at - session.starts_at).total_seconds() // 60))


def first_begin(workshop: Workshop) -> datetime | None:
    """When the first session begins."""
    return min((s.starts_at for s in workshop.sessions), default=None)


def last_end(workshop: Workshop) -> datetime | None:
    """When the last session ends."""
    return max((s.ends_at for s in workshop.sessions), default=None)


def why_closed(workshop: Workshop, *, now: datetime) -> str:
    """Why nobody can register now, as a source string; empty where one can (or can wait)."""
    if workshop.state == WorkshopState.CANCELLED:
        return N_("Workshop ini dibatalkan.")
    if workshop.state == WorkshopState.HELD:
        return N_("Workshop ini sudah selesai.")
    if workshop.state != WorkshopState.OPEN:
        return N_("Pendaftaran belum dibuka atau sudah ditutup.")
    if workshop.registration_until is not None and workshop.registration_until <= now:
        return N_("Batas waktu pendaftaran sudah lewat.")
    end = last_end(workshop)
    return N_("Workshop ini sudah lewat.") if end is not None and end <= now else ""


def by_time(workshops: Sequence[Workshop], *, now: datetime) -> tuple[list[Workshop], list[Workshop]]:
    """Those still to come, the next first; those past or cancelled, the latest first."""
    far = datetime.max.replace(tzinfo=now.tzinfo)
    over = {WorkshopState.HELD, WorkshopState.CANCELLED}
    past = [w for w in workshops if w.state in over or (last_end(w) or far) <= now]
    coming = [w for w in workshops if w not in past]
    return (
        sorted(coming, key=lambda w: (not w.cycle.current, first_begin(w) or far)),
        sorted(past, key=lambda w: (w.cycle.current, first_begin(w) or far), reverse=True),
    )
