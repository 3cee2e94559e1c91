"""Cases, the reports in them, decisions and appeals. Nothing here points at the author of a post."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from forum.discussion.models import TopicPost
from forum.moderation.enums import AppealState, CaseState, DecisionState

_REASONS = "('personal_data', 'insult', 'hate', 'off_topic', 'advert', 'other')"


class ModerationCase(Base):
    """A question to the moderators about one post: at most one is open at a time, and it is decided once."""

    __tablename__ = "moderation_case"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'decided', 'dropped')", name="state"),
        CheckConstraint("(state = 'decided') = (decided_on IS NOT NULL)", name="decided_on"),
        Index(
            "uq_moderation_case_open",
            "post_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("topic_post.id", ondelete="RESTRICT"), index=True)
    state: Mapped[str] = mapped_column(default=CaseState.OPEN)
    assigned_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    opened_on: Mapped[date]
    decided_on: Mapped[date | None]

    post: Mapped[TopicPost] = relationship(lazy="joined", innerjoin=True)


class PostReport(Base):
    """Somebody finds that a post should not stand. No account: `reporter_tag`, keyed with the server's
    secret, only tells that one person reported twice; of a guest it is the hash of the form's nonce."""

    __tablename__ = "post_report"
    __table_args__ = (
        CheckConstraint(f"reason IN {_REASONS}", name="reason"),
        UniqueConstraint("case_id", "reporter_tag"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id", ondelete="CASCADE"))
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    reporter_tag: Mapped[str]
    nonce_hash: Mapped[str] = mapped_column(unique=True)
    reported_on: Mapped[date]


class ModerationDecision(Base):
    """What was decided about a case, with what the author reads. `original` is the post as it was then."""

    __tablename__ = "moderation_decision"
    __table_args__ = (
        CheckConstraint("action IN ('hide', 'keep', 'merge', 'lock_topic', 'restore')", name="action"),
        CheckConstraint(f"reason = '' OR reason IN {_REASONS}", name="reason"),
        CheckConstraint("action NOT IN ('hide', 'lock_topic') OR reason <> ''", name="reasoned"),
        CheckConstraint("action = 'keep' OR text <> ''", name="text"),
        CheckConstraint("state IN ('standing', 'restored', 'overturned')", name="state"),
        CheckConstraint("action = 'hide' OR state = 'standing'", name="undone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id", ondelete="RESTRICT"), unique=True)
    action: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    original: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=DecisionState.STANDING)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    decided_on: Mapped[date]
    working_days: Mapped[int | None]

    case: Mapped[ModerationCase] = relationship(lazy="joined", innerjoin=True)


class Appeal(Base):
    """The author's objection to a decision; whoever decided first cannot decide about it."""

    __tablename__ = "moderation_appeal"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'upheld', 'overturned', 'dropped')", name="state"),
        CheckConstraint("(state IN ('upheld', 'overturned')) = (decided_on IS NOT NULL)", name="decided_on"),
        CheckConstraint("state IN ('open', 'dropped') OR answer <> ''", name="answer"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> first_actor_id", name="other_moderator"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(
        ForeignKey("moderation_decision.id", ondelete="RESTRICT"), unique=True
    )
    text: Mapped[str]
    state: Mapped[str] = mapped_column(default=AppealState.OPEN)
    answer: Mapped[str] = mapped_column(default="")
    first_actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    appealed_on: Mapped[date]
    decided_on: Mapped[date | None]

    decision: Mapped[ModerationDecision] = relationship()
