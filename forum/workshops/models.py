"""Workshops, their sessions and agenda, seats per unit, and the editions of the registration form."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.cycles.models import Cycle
from core.units.models import Unit
from forum.workshops.enums import Audience, Rule, WorkshopState


class Workshop(Base):
    """One workshop. `taken` counts the seats that are held; `queued` is the last number given to a waiting person.

    A seat is held while a registration is registered or offered (forum.seats). `jp` None: computed from
    the sessions (1 JP = 45 minutes). `development_code` is a kind of development of SIASN (1-25, 4 = workshop).
    """

    __tablename__ = "workshop"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'open', 'closed', 'held', 'cancelled')", name="state"),
        CheckConstraint("audience IN ('staff', 'account', 'public')", name="audience"),
        CheckConstraint("rule IN ('order', 'unit_balance', 'never_served')", name="rule"),
        CheckConstraint("seats BETWEEN 1 AND 5000", name="seats"),
        CheckConstraint("taken BETWEEN 0 AND seats", name="taken"),
        CheckConstraint("queued >= 0", name="queued"),
        CheckConstraint("offer_hours BETWEEN 1 AND 336", name="offer_hours"),
        CheckConstraint("jp BETWEEN 1 AND 1000", name="jp"),
        CheckConstraint("development_code BETWEEN 1 AND 25", name="development_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    state: Mapped[str] = mapped_column(default=WorkshopState.DRAFT)
    title_id: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    about_id: Mapped[str] = mapped_column(default="")
    about_en: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default=Audience.STAFF)
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    organiser: Mapped[str] = mapped_column(default="")
    development_code: Mapped[int] = mapped_column(default=4)
    jp: Mapped[int | None]
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    queued: Mapped[int] = mapped_column(default=0)
    approval: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[str] = mapped_column(default=Rule.ORDER)
    offer_hours: Mapped[int] = mapped_column(default=24)
    registration_until: Mapped[datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(default="")
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    cycle: Mapped[Cycle] = relationship(lazy="joined", innerjoin=True)
    sessions: Mapped[list["WorkshopSession"]] = relationship(
        back_populates="workshop",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="WorkshopSession.starts_at, WorkshopSession.id",
    )
    quotas: Mapped[list["UnitQuota"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="UnitQuota.unit_id"
    )

    @property
    def free(self) -> int:
        """Seats that nobody holds."""
        return self.seats - self.taken


class UnitQuota(Base):
    """The most seats that the people of a unit may hold, counted like the seats of the workshop."""

    __tablename__ = "workshop_unit_quota"
    __table_args__ = (
        CheckConstraint("seats >= 0", name="seats"),
        CheckConstraint("taken BETWEEN 0 AND seats", name="taken"),
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), primary_key=True)
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class WorkshopSession(Base):
    """A time at which people come together. Place and link stand here where they differ from the workshop's.

    `finished_at` is set in the room, when the last part of the agenda is over.
    """

    __tablename__ = "workshop_session"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    title_id: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]

    workshop: Mapped[Workshop] = relationship(back_populates="sessions")
    agenda: Mapped[list["AgendaItem"]] = relationship(
        back_populates="session",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="AgendaItem.position",
    )


class AgendaItem(Base):
    """A part of a session; when it begins by the plan follows from the parts before it.

    `started_at` is when it really began, in the room; of those that did the last one is running.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("extra_minutes BETWEEN 0 AND 600", name="extra_minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_session.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title_id: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int]
    speaker: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime | None]
    extra_minutes: Mapped[int] = mapped_column(default=0)

    session: Mapped[WorkshopSession] = relationship(back_populates="agenda")


class RegistrationForm(Base):
    """An edition of what is asked at registration; never changed once the workshop is announced.

    `definition` is that of `surveys.engine`; a question's config may hold `keep_days`: how long after the
    last session its answers are kept. `forgotten_on` is the last day on which that was seen to.
    """

    __tablename__ = "registration_form"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    number: Mapped[int]
    definition: Mapped[dict[str, object]]
    forgotten_on: Mapped[date | None]
