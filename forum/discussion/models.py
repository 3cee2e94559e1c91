"""Topics and posts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.cycles.models import Cycle
from forum.discussion.enums import Identity, PostState, TopicState


class Topic(Base):
    """Something to talk about. `about_kind`, `about_key` name the thing, wherever it is kept.

    `guests`: people without an account may post, too; they get a tracking code like everybody.
    """

    __tablename__ = "topic"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'locked', 'closed')", name="state"),
        CheckConstraint("identity IN ('name', 'pseudonym')", name="identity"),
        CheckConstraint("about_kind IN ('cycle', 'workshop', 'theme', 'plan_item')", name="about_kind"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    about_kind: Mapped[str]
    about_key: Mapped[str]
    title_id: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    intro_id: Mapped[str] = mapped_column(default="")
    intro_en: Mapped[str] = mapped_column(default="")
    identity: Mapped[str] = mapped_column(default=Identity.NAME)
    guests: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default=TopicState.OPEN)
    outcome_id: Mapped[str] = mapped_column(default="")
    outcome_en: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    cycle: Mapped[Cycle] = relationship(lazy="joined", innerjoin=True)


class TopicPost(Base):
    """What somebody wrote in a topic, or in answer to a post of it (one level).

    In a topic with names `author_id` is the account. Where the topic hides names it is never set:
    `author_tag`, keyed with the server's secret, tells only that two posts of one topic are by one
    person, and lets the author edit. A guest's post has neither; the tracking code opens it. Only the
    day is kept, never the time.
    """

    __tablename__ = "topic_post"
    __table_args__ = (
        CheckConstraint("state IN ('visible', 'hidden', 'withdrawn')", name="state"),
        CheckConstraint("support >= 0", name="support"),
        CheckConstraint("author_id IS NULL OR author_tag IS NULL", name="author"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="RESTRICT"), index=True)
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("topic_post.id", ondelete="RESTRICT"), index=True
    )
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("topic_post.id", ondelete="RESTRICT"))
    body: Mapped[str]
    shown_name: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    author_tag: Mapped[str | None] = mapped_column(index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    nonce_hash: Mapped[str] = mapped_column(unique=True)
    # Tells the repeat of a post from another text under its nonce; says nothing without the nonce.
    body_hmac: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str] = mapped_column(default=PostState.VISIBLE)
    support: Mapped[int] = mapped_column(default=0)
    edits: Mapped[int] = mapped_column(default=0)
    written_on: Mapped[date]

    topic: Mapped[Topic] = relationship(lazy="joined", innerjoin=True)


class TopicPostEdit(Base):
    """What a post said before an edit; everybody may read it as long as the post is visible."""

    __tablename__ = "topic_post_edit"
    __table_args__ = (UniqueConstraint("post_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("topic_post.id", ondelete="CASCADE"))
    number: Mapped[int]
    body: Mapped[str]
    edited_on: Mapped[date]


class TopicPostSupport(Base):
    """One person's support for a post. The tag is keyed with the server's secret, and another than the
    author's: nobody can tell from the tables whose support this is, or that an author supported something."""

    __tablename__ = "topic_post_support"
    __table_args__ = {"sqlite_with_rowid": False}  # no order of arrival

    post_id: Mapped[int] = mapped_column(ForeignKey("topic_post.id", ondelete="CASCADE"), primary_key=True)
    supporter_tag: Mapped[str] = mapped_column(primary_key=True)


class TopicPseudonym(Base):
    """The name under which one person writes in one topic that hides names; unlike any other in it."""

    __tablename__ = "topic_pseudonym"
    __table_args__ = (UniqueConstraint("topic_id", "name"), {"sqlite_with_rowid": False})

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True)
    author_tag: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class TopicPostTerm(Base):
    """A word of a post, and its stem, for the search; gone with the text it was taken from."""

    __tablename__ = "topic_post_term"
    __table_args__ = {"sqlite_with_rowid": False}

    term: Mapped[str] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(
        ForeignKey("topic_post.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TopicFollow(Base):
    """An account wants to hear of what is new in a topic. Says nothing about whether it wrote there."""

    __tablename__ = "topic_follow"
    __table_args__ = {"sqlite_with_rowid": False}

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TopicNotice(Base):
    """A line in the inbox of a follower: a new post, or without a post the outcome of the topic."""

    __tablename__ = "topic_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("topic_post.id", ondelete="CASCADE"), index=True)
    told_on: Mapped[date]
    seen: Mapped[bool] = mapped_column(default=False)

    topic: Mapped[Topic] = relationship(lazy="joined", innerjoin=True)
    post: Mapped[TopicPost | None] = relationship(lazy="joined")


class TopicMailWish(Base):
    """An account wants its notices by mail, too."""

    __tablename__ = "topic_mail_wish"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
