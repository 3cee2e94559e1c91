"""The room of a workshop: questions, answers without a name, groups, and what phones left at them.

No table here has a time or an account. Answers, marks and their keys have no order either (no rowid on
SQLite, random keys), and nothing joins an answer to the phone that sent it.
"""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from forum.room.enums import AnswerState, Phase, RoomState
from forum.workshops.models import Workshop

_NO_ORDER = {"sqlite_with_rowid": False}


class Room(Base):
    """One room per workshop. The join code stands on the projector; it exists while the room is open.

    `shown_key` is the key of the question that everybody sees now. `dots` is how many dots each phone has.
    """

    __tablename__ = "room"
    __table_args__ = (
        CheckConstraint("state IN ('prepared', 'open', 'closed')", name="state"),
        CheckConstraint("(state = 'open') = (join_code IS NOT NULL)", name="join_code"),
        CheckConstraint("dots BETWEEN 1 AND 10", name="dots"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), unique=True)
    state: Mapped[str] = mapped_column(default=RoomState.PREPARED)
    join_code: Mapped[str | None] = mapped_column(unique=True)
    shown_key: Mapped[str] = mapped_column(default="")
    dots: Mapped[int] = mapped_column(default=3)

    workshop: Mapped[Workshop] = relationship(lazy="joined", innerjoin=True)
    questions: Mapped[list["RoomQuestion"]] = relationship(
        back_populates="room",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="RoomQuestion.id",
    )


class RoomQuestion(Base):
    """A question of the room; `purpose` chooses the taxonomy that its answers are read by."""

    __tablename__ = "room_question"
    __table_args__ = (
        CheckConstraint("purpose IN ('aspiration', 'feedback')", name="purpose"),
        CheckConstraint("phase IN ('intro', 'write', 'sort', 'vote', 'result')", name="phase"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"), index=True)
    text_id: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="aspiration")
    phase: Mapped[str] = mapped_column(default=Phase.INTRO)

    room: Mapped[Room] = relationship(back_populates="questions")


class RoomGroup(Base):
    """Answers that say the same, under a name that the facilitator gave."""

    __tablename__ = "room_group"
    __table_args__ = (UniqueConstraint("question_id", "name"), CheckConstraint("dots >= 0", name="dots"))

    key: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("room_question.id", ondelete="CASCADE"))
    name: Mapped[str]
    dots: Mapped[int] = mapped_column(default=0)


class RoomAnswer(Base):
    """One answer. `table_number` is only there where somebody wrote for a table.

    Withdrawn, it keeps its place and its counts, but no text; its code still opens that news.
    """

    __tablename__ = "room_answer"
    __table_args__ = (
        CheckConstraint("state IN ('shown', 'hidden', 'withdrawn')", name="state"),
        CheckConstraint("state != 'withdrawn' OR text = ''", name="text"),
        CheckConstraint("table_number BETWEEN 1 AND 99", name="table_number"),
        CheckConstraint("likes >= 0 AND dots >= 0", name="counts"),
        _NO_ORDER,
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("room_question.id", ondelete="RESTRICT"), index=True)
    text: Mapped[str]
    table_number: Mapped[int | None]
    code_hash: Mapped[str] = mapped_column(unique=True)
    nonce_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=AnswerState.SHOWN)
    reason: Mapped[str] = mapped_column(default="")
    group_key: Mapped[str | None] = mapped_column(ForeignKey("room_group.key", ondelete="SET NULL"))
    starred: Mapped[bool] = mapped_column(default=False)
    likes: Mapped[int] = mapped_column(default=0)
    dots: Mapped[int] = mapped_column(default=0)


class RoomMark(Base):
    """A like or a dot of one phone at an answer or a group; erased when the room closes, the counts stay.

    The key makes it one of each kind per phone and target; a dot takes one of the phone's numbered slots,
    so that it has no more than there are.
    """

    __tablename__ = "room_mark"
    __table_args__ = (
        UniqueConstraint("question_id", "ticket_hash", "slot"),
        CheckConstraint("kind IN ('like', 'dot')", name="kind"),
        CheckConstraint("(kind = 'dot') = (slot IS NOT NULL)", name="slot"),
        CheckConstraint("slot BETWEEN 1 AND 10", name="slot_number"),
        _NO_ORDER,
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    target_key: Mapped[str] = mapped_column(primary_key=True)
    ticket_hash: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("room_question.id", ondelete="CASCADE"))
    slot: Mapped[int | None]
