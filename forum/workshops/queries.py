"""Find workshops, their sessions and the edition of the form that is asked now."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from core.errors import N_, NotFound
from forum.workshops.enums import ANNOUNCED, WorkshopState
from forum.workshops.models import AgendaItem, RegistrationForm, Workshop, WorkshopSession

PER_PAGE = 30
_WHOLE = (selectinload(Workshop.sessions).selectinload(WorkshopSession.agenda),)


@dataclass(frozen=True)
class Found:
    """A page of workshops."""

    rows: list[Workshop]
    total: int
    page: int
    pages: int


def load_workshop(session: Session, key: str, *, drafts: bool = False) -> Workshop:
    """The workshop at this address. Staff pages ask for drafts, too; for others they do not exist."""
    workshop = session.scalar(select(Workshop).where(Workshop.key == key).options(*_WHOLE))
    if workshop is None or (workshop.state == WorkshopState.DRAFT and not drafts):
        raise NotFound(N_("Workshop itu tidak ada."))
    return workshop


def load_session(workshop: Workshop, number: int) -> WorkshopSession:
    """A session of the workshop."""
    found = next((s for s in workshop.sessions if s.id == number), None)
    if found is None:
        raise NotFound(N_("Sesi itu tidak ada."))
    return found


def load_part(session: WorkshopSession, number: int) -> AgendaItem:
    """A part of the session's agenda."""
    found = next((item for item in session.agenda if item.id == number), None)
    if found is None:
        raise NotFound(N_("Bagian acara itu tidak ada."))
    return found


def announced(session: Session, *, cycle_id: int | None = None) -> list[Workshop]:
    """Everything that everybody may see."""
    wanted = select(Workshop).where(Workshop.state.in_(ANNOUNCED)).options(*_WHOLE)
    if cycle_id is not None:
        wanted = wanted.where(Workshop.cycle_id == cycle_id)
    return list(session.scalars(wanted.order_by(Workshop.id)))


def open_workshops(session: Session, cycle_id: int) -> list[Workshop]:
    """Those of a cycle whose registration is open."""
    wanted = select(Workshop).where(Workshop.cycle_id == cycle_id, Workshop.state == WorkshopState.OPEN)
    return list(session.scalars(wanted.options(*_WHOLE).order_by(Workshop.id)))


def list_workshops(
    session: Session, *, search: str = "", state: str = "", cycle_key: str = "", page: int = 1
) -> Found:
    """What staff look through, the newest first."""
    conditions = _conditions(search, state, cycle_key)
    total = session.scalar(select(func.count(Workshop.id)).where(*conditions)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    rows = session.scalars(
        select(Workshop)
        .where(*conditions)
        .options(*_WHOLE)
        .order_by(Workshop.id.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return Found(list(rows), total, page, pages)


def _conditions(search: str, state: str, cycle_key: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.strip():
        like = f"%{_escaped(search.strip().lower())}%"
        columns = (Workshop.title_id, Workshop.title_en, Workshop.place, Workshop.organiser)
        found.append(or_(*(func.lower(c).like(like, escape="\\") for c in columns)))
    if state:
        found.append(Workshop.state == state)
    if cycle_key:
        found.append(Workshop.cycle.has(key=cycle_key))
    return found


def _escaped(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text


def latest_form(session: Session, workshop: Workshop) -> RegistrationForm | None:
    """The edition that is asked now; None where only name and contact are asked."""
    return session.scalar(
        select(RegistrationForm)
        .where(RegistrationForm.workshop_id == workshop.id)
        .order_by(RegistrationForm.number.desc())
        .limit(1)
    )
