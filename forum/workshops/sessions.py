"""Write the sessions of a workshop and the parts of their agendas."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict, Invalid
from forum.workshops.enums import WorkshopState
from forum.workshops.models import AgendaItem, Workshop, WorkshopSession
from forum.workshops.services import require_editable, touch_calendar

MOST_SESSIONS = 60
MOST_PARTS = 60


@dataclass(frozen=True)
class SessionDetails:
    """When a session is; place and link only where they differ from the workshop's."""

    starts_at: datetime
    ends_at: datetime
    title_id: str = ""
    title_en: str = ""
    place: str = ""
    link: str = ""


@dataclass(frozen=True)
class PartDetails:
    """A part of an agenda."""

    title_id: str
    minutes: int
    title_en: str = ""
    speaker: str = ""


def add_session(
    session: Session, workshop: Workshop, *, details: SessionDetails, actor_id: int | None
) -> WorkshopSession:
    """Add a time at which people come together."""
    require_editable(workshop)
    _check(details)
    if len(workshop.sessions) >= MOST_SESSIONS:
        raise Invalid(N_("Satu workshop paling banyak %(count)d sesi."), count=MOST_SESSIONS)
    made = WorkshopSession(**asdict(details))
    workshop.sessions.append(made)
    _record(session, workshop, "workshop.session.add", actor_id)
    return made


def change_session(
    session: Session, one: WorkshopSession, *, details: SessionDetails, actor_id: int | None
) -> None:
    """Move a session to another time or place."""
    require_editable(one.workshop)
    _check(details)
    for name, value in asdict(details).items():
        setattr(one, name, value)
    _record(session, one.workshop, "workshop.session.change", actor_id)


def delete_session(session: Session, one: WorkshopSession, *, actor_id: int | None) -> None:
    """Take a session out with its agenda; the last one of an announced workshop stays."""
    workshop = one.workshop
    require_editable(workshop)
    if workshop.state != WorkshopState.DRAFT and len(workshop.sessions) == 1:
        raise Conflict(N_("Workshop yang sudah diumumkan harus mempunyai paling sedikit satu sesi."))
    try:
        with session.begin_nested():
            session.delete(one)
            session.flush()
    except IntegrityError as held:
        raise Conflict(
            N_("Sesi ini sudah mempunyai catatan (misalnya kehadiran) dan tidak dapat dihapus.")
        ) from held
    session.expire(workshop, ["sessions"])
    _record(session, workshop, "workshop.session.delete", actor_id)


def _check(details: SessionDetails) -> None:
    if details.ends_at <= details.starts_at:
        raise Invalid(N_("Sesi harus selesai sesudah mulai."))


def add_part(
    session: Session, one: WorkshopSession, *, details: PartDetails, actor_id: int | None
) -> AgendaItem:
    """Append a part to the agenda."""
    require_editable(one.workshop)
    if len(one.agenda) >= MOST_PARTS:
        raise Invalid(N_("Satu sesi paling banyak %(count)d bagian acara."), count=MOST_PARTS)
    last = max((item.position for item in one.agenda), default=0)
    made = AgendaItem(position=last + 1, **asdict(details))
    one.agenda.append(made)
    _record_part(session, one, actor_id)
    return made


def change_part(session: Session, item: AgendaItem, *, details: PartDetails, actor_id: int | None) -> None:
    """Rewrite a part."""
    require_editable(item.session.workshop)
    for name, value in asdict(details).items():
        setattr(item, name, value)
    _record_part(session, item.session, actor_id)


def move_part(session: Session, item: AgendaItem, *, steps: int, actor_id: int | None) -> None:
    """Move a part up (-1) or down (+1); at the end of the agenda nothing happens."""
    one = item.session
    require_editable(one.workshop)
    order = list(one.agenda)
    place = order.index(item)
    order.insert(max(0, place + steps), order.pop(place))
    _renumber(order)
    session.flush()
    session.expire(one, ["agenda"])
    _record_part(session, one, actor_id)


def delete_part(session: Session, item: AgendaItem, *, actor_id: int | None) -> None:
    """Take a part out."""
    one = item.session
    require_editable(one.workshop)
    one.agenda.remove(item)
    _renumber(one.agenda)
    _record_part(session, one, actor_id)


def _renumber(order: list[AgendaItem]) -> None:
    for place, item in enumerate(order, start=1):
        item.position = place


def _record_part(session: Session, one: WorkshopSession, actor_id: int | None) -> None:
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="workshop.agenda",
        kind="workshop",
        key=one.workshop.key,
        parts=len(one.agenda),
    )


def _record(session: Session, workshop: Workshop, action: str, actor_id: int | None) -> None:
    """A session that is added, moved or taken out changes what calendars show."""
    touch_calendar(workshop)
    session.flush()
    session.expire(workshop, ["sessions"])
    audit.record(
        session,
        actor_id=actor_id,
        action=action,
        kind="workshop",
        key=workshop.key,
        sessions=len(workshop.sessions),
    )
