"""Read the invitations of a workshop and who can be reached by WhatsApp."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from core.errors import N_, NotFound
from core.mail.models import Mail, MailState
from core.outreach.ledger import SentItem
from core.staff.models import Person
from forum.calls.enums import CallState, InvitationState, Notice, Shown
from forum.calls.models import WorkshopCall, WorkshopInvitation
from forum.calls.notices import name_of
from forum.calls.recipients import Recipient
from forum.seats.enums import ACTIVE, PARTICIPANT, RegistrationState
from forum.seats.models import Registration
from forum.workshops.models import Workshop

PAGE_SIZE = 50
SLIPS = 100
MOST_CHATS = 200


@dataclass(frozen=True)
class InvitationPage:
    """One page of invitations, each with what staff see of it."""

    rows: list[tuple[WorkshopInvitation, Shown]]
    page: int
    pages: int


def _registered() -> ColumnElement[bool]:
    """Whether an invited person took it up: the same account, or the same address."""
    same = or_(
        Registration.account_id == WorkshopInvitation.account_id,
        and_(WorkshopInvitation.address != "", Registration.email == WorkshopInvitation.address),
    )
    return exists().where(
        Registration.workshop_id == WorkshopInvitation.workshop_id,
        Registration.state.in_(ACTIVE | PARTICIPANT),
        same,
    )


def _shown() -> ColumnElement[str]:
    mailed = WorkshopInvitation.state == InvitationState.MAILED
    return case(
        (_registered(), Shown.REGISTERED.value),
        (mailed & (Mail.state == MailState.FAILED), Shown.FAILED.value),
        (mailed & (Mail.state == MailState.WAITING), Shown.WAITING.value),
        # Mails are kept for a while only: what has gone had arrived.
        (mailed, Shown.SENT.value),
        else_=WorkshopInvitation.state,
    )


def _of(workshop: Workshop) -> Select[WorkshopInvitation, str]:
    return (
        select(WorkshopInvitation, _shown())
        .outerjoin(Mail, Mail.id == WorkshopInvitation.mail_id)
        .where(WorkshopInvitation.workshop_id == workshop.id)
    )


def invitation_counts(session: Session, workshop: Workshop) -> dict[Shown, int]:
    """How many invitations are in each state; those of which there are none are left out."""
    inner = _of(workshop).with_only_columns(_shown().label("shown")).subquery()
    found = session.execute(select(inner.c.shown, func.count()).group_by(inner.c.shown)).all()
    counts = {Shown(shown): count for shown, count in found}
    return {shown: counts[shown] for shown in Shown if shown in counts}


def list_invitations(
    session: Session, workshop: Workshop, *, shown: Shown | None = None, page: int = 1
) -> InvitationPage:
    """In the order in which they were written; a page past the end is the last one."""
    wanted = _of(workshop) if shown is None else _of(workshop).where(_shown() == shown.value)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = session.execute(
        wanted.order_by(WorkshopInvitation.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    )
    return InvitationPage([(invitation, Shown(state)) for invitation, state in rows], page, pages)


def calls_running(session: Session, workshop: Workshop) -> int:
    """How many calls the worker is still writing letters for."""
    return (
        session.scalar(
            select(func.count(WorkshopCall.id)).where(
                WorkshopCall.workshop_id == workshop.id, WorkshopCall.state == CallState.QUEUED
            )
        )
        or 0
    )


def load_invitation(session: Session, workshop: Workshop, number: int) -> WorkshopInvitation:
    """An invitation of this workshop."""
    found = session.scalar(
        select(WorkshopInvitation).where(
            WorkshopInvitation.id == number, WorkshopInvitation.workshop_id == workshop.id
        )
    )
    if found is None:
        raise NotFound(N_("Undangan itu tidak ada."))
    return found


def list_slips(session: Session, workshop: Workshop) -> list[WorkshopInvitation]:
    """The first invitations that are to be printed; the next ones when these were handed out."""
    return list(
        session.scalars(
            select(WorkshopInvitation)
            .where(
                WorkshopInvitation.workshop_id == workshop.id,
                WorkshopInvitation.state == InvitationState.PAPER,
            )
            .options(joinedload(WorkshopInvitation.call))
            .order_by(WorkshopInvitation.name, WorkshopInvitation.id)
            .limit(SLIPS)
        )
    )


def already_invited(session: Session, workshop: Workshop, recipients: Sequence[Recipient]) -> set[str]:
    """Of these, whom the ledger knows."""
    known = set(
        session.scalars(
            select(SentItem.recipient).where(SentItem.kind == Notice.INVITATION, SentItem.key == workshop.key)
        )
    )
    return known & {recipient.key for recipient in recipients}


def rank_groups(session: Session) -> list[str]:
    """The ranks that stand in the register."""
    found = select(Person.rank_group).where(Person.rank_group != "", Person.left_on.is_(None))
    return list(session.scalars(found.distinct().order_by(Person.rank_group)))


@dataclass(frozen=True)
class Chat:
    """Somebody to write to by WhatsApp. `who` names them in the form: a registration's key or a number."""

    kind: Notice
    who: str
    name: str
    phone: str
    recipient: str
    key: str
    registration: Registration | None = None


def chats(session: Session, workshop: Workshop) -> list[Chat]:
    """Whoever has a number and is to be invited, reminded of the next session, or answers an offer."""
    return [*_invited(session, workshop), *_registered_chats(session, workshop)][:MOST_CHATS]


def _invited(session: Session, workshop: Workshop) -> list[Chat]:
    found = session.scalars(
        select(WorkshopInvitation)
        .where(
            WorkshopInvitation.workshop_id == workshop.id, WorkshopInvitation.state == InvitationState.PHONE
        )
        .order_by(WorkshopInvitation.id)
    )
    return [
        Chat(Notice.INVITATION, str(row.id), row.name, row.phone, row.recipient, workshop.key)
        for row in found
    ]


def _registered_chats(session: Session, workshop: Workshop) -> list[Chat]:
    states = (RegistrationState.OFFERED, RegistrationState.REGISTERED)
    found = session.scalars(
        select(Registration)
        .where(
            Registration.workshop_id == workshop.id,
            Registration.state.in_(states),
            Registration.phone != "",
        )
        .order_by(Registration.state, Registration.name, Registration.id)
    )
    made = []
    for row in found:
        until = row.offered_until
        kind = Notice.WA_OFFER if until else Notice.WA_REMINDER
        key = until.isoformat() if until else f"{workshop.key}:{workshop.calendar_sequence}"
        made.append(Chat(kind, row.key, row.name, row.phone, name_of(row), key, row))
    return made


def ticked(session: Session, found: Sequence[Chat]) -> set[tuple[str, str]]:
    """The chats that somebody has noted as written: (recipient, key)."""
    kinds = (Notice.WA_OFFER, Notice.WA_REMINDER)
    keys = {chat.key for chat in found}
    rows = session.execute(
        select(SentItem.recipient, SentItem.key).where(SentItem.kind.in_(kinds), SentItem.key.in_(keys))
    )
    return {(recipient, key) for recipient, key in rows}
