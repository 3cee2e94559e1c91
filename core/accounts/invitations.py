"""Links by which a number of people make their own accounts, with a role and a unit given beforehand."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import audit
from core.accounts.models import Account
from core.accounts.services import create_account
from core.accounts.sessions import token_hash
from core.base import Base, utc_now
from core.errors import N_, Closed, Full
from core.policy import Role
from core.site import site_values
from core.units.models import Unit

PAGE_SIZE = 25
MOST_SEATS = 500
OFFERED_ROLES = (Role.CITIZEN, Role.ASN)
NO_SEAT = N_("Tempat di undangan ini sudah habis. Mintalah undangan baru kepada kantor yang mengundang Anda.")
OVER = N_("Undangan ini sudah tidak berlaku. Mintalah undangan baru kepada kantor yang mengundang Anda.")


class Registration(StrEnum):
    """Who may make an account for themselves."""

    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


class Invitation(Base):
    """One link for `seats` accounts, of which `taken` were made; only its hash is kept."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("role IN ('citizen', 'asn')", name="role"),
        CheckConstraint("seats BETWEEN 1 AND 500", name="seats"),
        CheckConstraint("taken >= 0", name="taken"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"))
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    def is_over(self) -> bool:
        """Whether it was taken back, or its time has passed."""
        return self.revoked_at is not None or self.expires_at <= utc_now()


@dataclass(frozen=True)
class InvitationPage:
    """One page of the list, and where it stands."""

    rows: list[tuple[Invitation, str]]
    page: int
    pages: int


def registration(session: Session) -> Registration:
    """Who may make an account now; open where nothing was set."""
    value = site_values(session).get("registration", "")
    return Registration(value) if value in set(Registration) else Registration.OPEN


def invite(
    session: Session, *, role: Role, unit_id: int | None, seats: int, days: int, actor_id: int | None
) -> tuple[Invitation, str]:
    """A link for some accounts; the token is shown once and stored as a hash."""
    token, now = secrets.token_urlsafe(16), utc_now()
    invitation = Invitation(
        token_hash=token_hash(token),
        role=role,
        unit_id=unit_id,
        seats=seats,
        created_by=actor_id,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(invitation)
    session.flush()
    _record(session, invitation, "invitation.create", actor_id)
    return invitation, token


def find_invitation(session: Session, token: str) -> Invitation | None:
    """The invitation behind a link, also one that is over."""
    return session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))


def list_invitations(session: Session, *, page: int = 1) -> InvitationPage:
    """Invitations with the name of their unit, the latest first; a page past the end is the last one."""
    total = session.scalar(select(func.count()).select_from(Invitation)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = session.execute(
        select(Invitation, Unit.name)
        .outerjoin(Unit, Unit.id == Invitation.unit_id)
        .order_by(Invitation.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return InvitationPage([(invitation, unit or "") for invitation, unit in rows], page, pages)


def accept_invitation(
    session: Session, invitation: Invitation, *, login: str, name: str, password: str
) -> Account:
    """Take a seat and make the account in one transaction: of many who come together, `seats` get one."""
    if invitation.is_over() or registration(session) == Registration.CLOSED:
        raise Closed(OVER)
    taken = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.taken < Invitation.seats)
        .values(taken=Invitation.taken + 1)
        .returning(Invitation.id)
    ).scalar()
    if taken is None:
        raise Full(NO_SEAT)
    return create_account(
        session,
        login=login,
        name=name,
        password=password,
        role=Role(invitation.role),
        unit_id=invitation.unit_id,
    )


def revoke_invitation(session: Session, invitation: Invitation, *, actor_id: int | None) -> None:
    """The link stops working; accounts made with it stay."""
    if invitation.revoked_at is None:
        invitation.revoked_at = utc_now()
        session.flush()
        _record(session, invitation, "invitation.revoke", actor_id)


def _record(session: Session, invitation: Invitation, action: str, actor_id: int | None) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=action,
        kind="invitation",
        key=str(invitation.id),
        role=invitation.role,
        seats=invitation.seats,
        taken=invitation.taken,
    )
