"""Read the audit log: by who, what, on which object, and when; newest first."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.audit import AuditEvent

PAGE_SIZE = 25
NOBODY = 0


@dataclass(frozen=True)
class Wanted:
    """Which events. `actor_id` NOBODY finds none; `concerns` are those by or about one account."""

    actor_id: int | None = None
    action: str = ""
    kind: str = ""
    key: str = ""
    since: datetime | None = None
    until: datetime | None = None
    concerns: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who did it, as far as it may be shown. The name is empty where it is hidden or erased."""

    id: int
    role: str
    erased: bool
    name: str = field(default="", repr=False)


@dataclass(frozen=True)
class Event:
    """One line of the log; `actor` None is the system itself."""

    id: int
    at: datetime
    actor: Actor | None
    action: str
    kind: str
    key: str
    facts: dict[str, object]

    def without_name(self) -> "Event":
        """The same for eyes that may not see who somebody is."""
        return replace(self, actor=replace(self.actor, name="")) if self.actor else self


@dataclass(frozen=True)
class EventPage:
    """One page of the log, and where it stands."""

    rows: list[Event]
    page: int
    pages: int
    total: int


def concerning(account_id: int) -> ColumnElement[bool]:
    """What an account did, and what was done to it."""
    done_to = and_(AuditEvent.object_kind == "account", AuditEvent.object_key == str(account_id))
    return or_(AuditEvent.actor_id == account_id, done_to)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.actor_id is not None:
        found.append(AuditEvent.actor_id == wanted.actor_id)
    if wanted.action:
        found.append(AuditEvent.action == wanted.action)
    if wanted.kind:
        found.append(AuditEvent.object_kind == wanted.kind)
    if wanted.key:
        found.append(AuditEvent.object_key == wanted.key)
    if wanted.since is not None:
        found.append(AuditEvent.at >= wanted.since)
    if wanted.until is not None:
        found.append(AuditEvent.at < wanted.until)
    if wanted.concerns is not None:
        found.append(concerning(wanted.concerns))
    return found


def _statement(wanted: Wanted) -> Select[AuditEvent, str, str, datetime | None]:
    return (
        select(AuditEvent, Account.name, Account.role, Account.erased_at)
        .outerjoin(Account, Account.id == AuditEvent.actor_id)
        .where(*_conditions(wanted))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    )


def _event(event: AuditEvent, name: str | None, role: str | None, erased_at: datetime | None) -> Event:
    actor = None
    if event.actor_id is not None:
        actor = Actor(event.actor_id, role or "", erased_at is not None, name or "")
    return Event(
        event.id, event.at, actor, event.action, event.object_kind, event.object_key, dict(event.facts)
    )


def count_events(session: Session, wanted: Wanted) -> int:
    """How many there are."""
    counted = select(func.count()).select_from(AuditEvent).where(*_conditions(wanted))
    return session.scalar(counted) or 0


def list_events(session: Session, wanted: Wanted, *, page: int = 1) -> EventPage:
    """A page of events; a page past the end is the last one."""
    total = count_events(session, wanted)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    found = session.execute(_statement(wanted).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return EventPage([_event(*row) for row in found], page, pages, total)


def all_events(session: Session, wanted: Wanted) -> Iterator[Event]:
    """Every event, in small portions."""
    for row in session.execute(_statement(wanted).execution_options(yield_per=500)):
        yield _event(*row)


def find_actor(session: Session, who: str, *, by_login: bool) -> int | None:
    """The account somebody asked for by number or, where names may be seen, by login; NOBODY if unknown."""
    asked = who.strip().lower()
    if not asked:
        return None
    if asked.isdecimal() and len(asked) < 10:
        return int(asked)
    known = select(Account.id).where(Account.login == asked)
    return (session.scalar(known) or NOBODY) if by_login else NOBODY
