"""Calls to answer a survey, and the invitations with their codes."""

from datetime import datetime
from secrets import token_hex

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.mail.models import Mail
from surveys.invitations.enums import CallState, Notice, Way
from surveys.models import Survey


class SurveyCall(Base):
    """One press of "send": whom, and the letter. `pasted` is emptied when the last letter is written."""

    __tablename__ = "survey_call"
    __table_args__ = (
        CheckConstraint("notice IN ('survey.invitation', 'survey.reminder')", name="notice"),
        CheckConstraint("state IN ('queued', 'done')", name="state"),
        CheckConstraint("lang IN ('id', 'en')", name="lang"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    notice: Mapped[str] = mapped_column(default=Notice.INVITATION)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    state: Mapped[str] = mapped_column(default=CallState.QUEUED)
    lang: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    choice: Mapped[dict[str, object]]
    pasted: Mapped[list[object]]
    list_unit: Mapped[str] = mapped_column(default="")

    survey: Mapped[Survey] = relationship()


class SurveyInvitation(Base):
    """One person invited, and how their code is found again. An answer never touches this row.

    The code is an HMAC of `salt` under the server's key, so that a reminder can repeat it and a copy of the
    database cannot. Closing the survey leaves the unit and the hash, under another key (forgetting.py).
    """

    __tablename__ = "survey_invitation"
    __table_args__ = (
        CheckConstraint("state IN ('mailed', 'paper', 'phone', 'brought')", name="state"),
        Index("ix_survey_invitation_survey_id_unit_key", "survey_id", "unit_key"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(primary_key=True, default=lambda: token_hex(8))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    recipient: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    unit_key: Mapped[str] = mapped_column(default="")
    salt: Mapped[str] = mapped_column(default="")
    code_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=Way.MAILED)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id", ondelete="SET NULL"), index=True)

    mail: Mapped[Mail | None] = relationship()
