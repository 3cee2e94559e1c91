"""Who wants news about what. Nothing here leads to a contribution."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from plan.following.enums import TopicKind

_KINDS = ", ".join(f"'{kind}'" for kind in TopicKind)


class Follower(Base):
    """An address that asked for news and confirmed it: one topic in a cycle, and that is never a contribution.

    `address_sealed` holds the address and the token of the unsubscribe link, readable with the server's key only.
    An address stands once in a cycle (`address_hmac`): two topics of one address could meet in a single answer.
    Rows lie in the order of their random keys; days are kept, never hours.
    """

    __tablename__ = "follower"
    __table_args__ = (
        CheckConstraint(f"topic_kind IN ({_KINDS})", name="topic_kind"),
        Index("uq_follower_address", "cycle_id", "address_hmac", unique=True),
        {"sqlite_with_rowid": False},
    )

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"))
    topic_kind: Mapped[str]
    topic_key: Mapped[str]
    address_sealed: Mapped[str]
    address_hmac: Mapped[str]
    lang: Mapped[str]
    confirmed_on: Mapped[date]
    told_on: Mapped[date | None]


class FollowerTold(Base):
    """This follower has been told of this, or found it there when they came."""

    __tablename__ = "follower_told"
    __table_args__ = ({"sqlite_with_rowid": False},)

    token_hash: Mapped[str] = mapped_column(
        ForeignKey("follower.token_hash", ondelete="CASCADE"), primary_key=True
    )
    event_key: Mapped[str] = mapped_column(primary_key=True)
