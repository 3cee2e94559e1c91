"""How answers are stored so that nobody can link them to people (docs/privacy.md).

A submit writes participation, intake and spent; the mixer later moves batches in random order
under new random keys into the answers. No table here has a time, an account (but participation,
which has no answer) or a serial number. On SQLite they have no rowid, which would be an order.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from surveys.enums import Act

_NO_ORDER = {"sqlite_with_rowid": False}


class Participation(Base):
    """This account has answered this survey: so that nobody answers twice."""

    __tablename__ = "participation"
    __table_args__ = (_NO_ORDER,)

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class UsedCode(Base):
    """With this invitation somebody has answered. The invitation itself is not touched by an answer."""

    __tablename__ = "used_code"
    __table_args__ = (_NO_ORDER,)

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    code_hash: Mapped[str] = mapped_column(primary_key=True)


class Intake(Base):
    """What waits for the mixer: a new answer, or what becomes of one that is mixed already.

    An edit holds the whole new answer, a withdrawal nothing; both find the old one by `receipt_hash`.
    """

    __tablename__ = "intake"
    __table_args__ = (CheckConstraint("act IN ('new', 'edit', 'withdrawal')", name="act"), _NO_ORDER)

    key: Mapped[str] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id", ondelete="RESTRICT"))
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    act: Mapped[str] = mapped_column(default=Act.NEW, server_default=Act.NEW)
    body: Mapped[dict[str, object]]


class Spent(Base):
    """A nonce that was used: its SHA-256, and an HMAC of nonce and body to tell a repeat from a clash."""

    __tablename__ = "spent"
    __table_args__ = (_NO_ORDER,)

    nonce_hash: Mapped[str] = mapped_column(primary_key=True)
    body_hmac: Mapped[str]


class Draft(Base):
    """An answer that somebody has begun (drafts.py): sealed under a key that only its writer holds."""

    __tablename__ = "draft"
    __table_args__ = (_NO_ORDER,)

    key: Mapped[str] = mapped_column(primary_key=True)
    nonce_hash: Mapped[str] = mapped_column(unique=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[str]
    expires_on: Mapped[date] = mapped_column(index=True)


class DraftPicture(Base):
    """A picture of a form that is not sent yet (draft_pictures.py): sealed like the draft, and gone with it.

    `slot` is a hash of code and fingerprint: the same picture of two people has nothing in common here.
    """

    __tablename__ = "draft_picture"
    __table_args__ = (_NO_ORDER,)

    draft_key: Mapped[str] = mapped_column(ForeignKey("draft.key", ondelete="CASCADE"), primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


class Answer(Base):
    """One person's final answer. `body` maps question name to value; `unit_id` is the unit spoken about."""

    __tablename__ = "answer"
    __table_args__ = (_NO_ORDER,)

    key: Mapped[str] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id", ondelete="RESTRICT"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    receipt_hash: Mapped[str | None] = mapped_column(unique=True)
    body: Mapped[dict[str, object]]


class AnswerPicture(Base):
    """A picture of an answer: it belongs to a row of the intake or of the answers and goes wherever that goes.

    `row_key` is the key of that row, `digest` what its body says (answer_pictures.py keeps them together).
    """

    __tablename__ = "answer_picture"
    __table_args__ = (_NO_ORDER,)

    row_key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    data: Mapped[bytes]


class SuspectAnswer(Base):
    """An answer to a public form that may not come from a person (junk.py): counted once staff accept it.

    `body` is emptied when they throw it away; the row stays so that the code says what became of it.
    """

    __tablename__ = "suspect_answer"
    __table_args__ = (
        CheckConstraint("reason IN ('trap', 'fast', 'old', 'unsigned')", name="reason"),
        _NO_ORDER,
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id", ondelete="RESTRICT"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str]
    discarded: Mapped[bool] = mapped_column(default=False)
    body: Mapped[dict[str, object]]


class AnswerCount(Base):
    """How often a value was given; updated in the transaction that makes the answer final.

    `unit_key` is "" for all units together. `value` "" of question "" counts the answers themselves, of
    question "@2" those to version 2. "warna@3" counts what "warna" means since version 3 (columns.py).
    """

    __tablename__ = "answer_count"
    __table_args__ = (_NO_ORDER,)

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    unit_key: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class QuotaCount(Base):
    """How many answers a survey with a quota has taken (quotas.py): "" for all, else of one unit.

    In the end it says no more than the figures do; what comes and goes between says neither who nor when.
    """

    __tablename__ = "quota_count"
    __table_args__ = (CheckConstraint("taken >= 0", name="taken"), _NO_ORDER)

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    unit_key: Mapped[str] = mapped_column(primary_key=True)
    taken: Mapped[int]


class Tombstone(Base):
    """A text that was taken back or replaced: its address and a number, and never a word of it.

    Themes, needs and the ledger point at the address and go on standing. The number is random: a
    counted one would tell in which order people changed their minds.
    """

    __tablename__ = "tombstone"
    __table_args__ = (
        CheckConstraint("reason IN ('withdrawn', 'replaced')", name="reason"),
        UniqueConstraint("contribution_key", "contribution_field", "contribution_kind"),
        _NO_ORDER,
    )

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    contribution_kind: Mapped[str]
    contribution_key: Mapped[str]
    contribution_field: Mapped[str]
    reason: Mapped[str]


class WithdrawnAnswer(Base):
    """The hash of a tracking code whose answer was taken back, so that its holder reads that it is gone.

    It leads to the survey and no further: neither to the tombstones nor to a value of the answer.
    """

    __tablename__ = "withdrawn_answer"
    __table_args__ = (_NO_ORDER,)

    receipt_hash: Mapped[str] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
