"""Surveys and their published versions, links and imports. Answers are in `answer_models`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint, event, false
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from core.base import Base, utc_now
from core.cycles.models import Cycle
from surveys.enums import MIXED, Access, Purpose, SurveyState


class Survey(Base):
    """An aspiration survey or a public feedback form. What is asked is in its questions (draft) or version.

    `state` says what its authors decided; on which days an open survey takes answers say `opens_on` and
    `closes_on`, read when somebody asks, so that no job has to run at midnight.
    """

    __tablename__ = "survey"
    __table_args__ = (
        CheckConstraint("purpose IN ('aspiration', 'feedback')", name="purpose"),
        CheckConstraint("access IN ('public', 'account', 'code')", name="access"),
        CheckConstraint("state IN ('draft', 'open', 'closed')", name="state"),
        CheckConstraint("batch_size >= 1", name="batch_size"),
        CheckConstraint("opens_on <= closes_on", name="window"),
        CheckConstraint("quota >= 1", name="quota"),
        CheckConstraint("unit_quota >= 1", name="unit_quota"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    purpose: Mapped[str] = mapped_column(default=Purpose.ASPIRATION)
    access: Mapped[str] = mapped_column(default=Access.ACCOUNT)
    state: Mapped[str] = mapped_column(default=SurveyState.DRAFT)
    title_id: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    intro_id: Mapped[str] = mapped_column(default="")
    intro_en: Mapped[str] = mapped_column(default="")
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    quota: Mapped[int | None]
    unit_quota: Mapped[int | None]
    one_page: Mapped[bool] = mapped_column(default=False, server_default=false())
    screened: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_on: Mapped[date | None]
    results_public: Mapped[bool] = mapped_column(default=False)
    batch_size: Mapped[int] = mapped_column(default=10)
    population: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    revision: Mapped[int] = mapped_column(default=0)

    cycle: Mapped[Cycle] = relationship(lazy="joined", innerjoin=True)
    questions: Mapped[list["Question"]] = relationship(
        back_populates="survey",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Question.position",
    )
    versions: Mapped[list["SurveyVersion"]] = relationship(
        back_populates="survey", order_by="SurveyVersion.number"
    )

    @property
    def is_mixed(self) -> bool:
        """Whether it is known who took part, so that answers go through the mixer."""
        return self.access in MIXED

    @property
    def screens(self) -> bool:
        """Whether answers that look like junk are set aside; with accounts there is nothing to look for."""
        return self.screened and self.access == Access.PUBLIC

    @property
    def has_quota(self) -> bool:
        """Whether the number of answers is limited, in all or for each unit."""
        return self.quota is not None or self.unit_quota is not None


class Question(Base):
    """A question being written. `config` holds what its kind needs (options, limits), `logic` its expressions."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("survey_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str]
    kind: Mapped[str]
    label_id: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="")
    help_id: Mapped[str] = mapped_column(default="")
    help_en: Mapped[str] = mapped_column(default="")
    required: Mapped[bool] = mapped_column(default=False)
    starts_page: Mapped[bool] = mapped_column(default=False)
    config: Mapped[dict[str, object]] = mapped_column(default=dict)
    logic: Mapped[dict[str, object]] = mapped_column(default=dict)

    survey: Mapped[Survey] = relationship(back_populates="questions")


class SurveyUndo(Base):
    """What a survey asked before its last change: `{"questions": [{id, …}], "texts": {…}}`.

    It can be taken back while the survey is at `revision`; only the last one is kept.
    """

    __tablename__ = "survey_undo"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    action: Mapped[str]
    definition: Mapped[dict[str, object]]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class SurveyVersion(Base):
    """What was published: never changed afterwards, so that every answer keeps its questions.

    `definition` is `{"questions": [{name, kind, label_id, label_en, help_id, help_en, required, config, logic}]}`;
    `changes` says what became of each question since it was last asked (versions.py).
    """

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="RESTRICT"))
    number: Mapped[int]
    definition: Mapped[dict[str, object]]
    changes: Mapped[dict[str, object]] = mapped_column(default=dict)
    published_on: Mapped[date]

    survey: Mapped[Survey] = relationship(back_populates="versions")


@event.listens_for(SurveyVersion, "before_update")
def _refuse_change(_mapper: Mapper[Any], _connection: Connection, version: SurveyVersion) -> None:
    raise RuntimeError(f"survey version {version.id} is published and cannot change")


class SurveyLink(Base):
    """A short printed address (`/s/<code>`, QR) of a public form, for one unit or for all."""

    __tablename__ = "survey_link"
    __table_args__ = (UniqueConstraint("survey_id", "unit_id"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))


class AnswerImport(Base):
    """A CSV file on its way into a survey. `content` is emptied once the rows are in."""

    __tablename__ = "answer_import"
    __table_args__ = (
        UniqueConstraint("survey_id", "sha256"),
        CheckConstraint("state IN ('uploaded', 'done')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    filename: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    mapping: Mapped[dict[str, object]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="uploaded")
    row_count: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class SurveyPromise(Base):
    """What respondents were told about privacy, in both languages, from a day on; each wording once."""

    __tablename__ = "survey_promise"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)
    text_id: Mapped[str]
    text_en: Mapped[str]
    shown_from: Mapped[date]
