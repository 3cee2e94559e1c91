"""Taxonomies of the office: themes by which free texts are read, as versions that never change, and one draft."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from plan.taxonomies.content import Content
from plan.taxonomies.enums import TrialState, Use

_USES = ", ".join(f"'{use}'" for use in Use)
_STATES = ", ".join(f"'{state}'" for state in TrialState)


class Taxonomy(Base):
    """A list of themes with an address. The shipped ones have no row: their keys are taken."""

    __tablename__ = "taxonomy"
    __table_args__ = (
        CheckConstraint(f"purpose IN ({_USES})", name="purpose"),
        CheckConstraint("key NOT IN ('asn', 'skm', 'none')", name="key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name_id: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default=Use.ANY)
    archived: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    versions: Mapped[list["TaxonomyVersion"]] = relationship(
        back_populates="taxonomy", order_by="TaxonomyVersion.number", viewonly=True
    )
    draft: Mapped["TaxonomyDraft | None"] = relationship(
        back_populates="taxonomy", uselist=False, viewonly=True
    )


class TaxonomyVersion(Base):
    """A published state. The database refuses to change or delete it (`rembuk/migrations/append_only.py`)."""

    __tablename__ = "taxonomy_version"
    __table_args__ = (
        UniqueConstraint("taxonomy_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    taxonomy_id: Mapped[int] = mapped_column(ForeignKey("taxonomy.id", ondelete="RESTRICT"))
    number: Mapped[int]
    content: Mapped[dict[str, object]]
    digest: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(default=utc_now)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    taxonomy: Mapped[Taxonomy] = relationship(back_populates="versions", lazy="joined", innerjoin=True)

    @property
    def told(self) -> Content:
        return Content.from_dict(self.content)


class TaxonomyDraft(Base):
    """What will be the next version; a taxonomy has one at most. Each change counts `revision` up."""

    __tablename__ = "taxonomy_draft"

    taxonomy_id: Mapped[int] = mapped_column(ForeignKey("taxonomy.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[dict[str, object]]
    revision: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime] = mapped_column(default=utc_now)

    taxonomy: Mapped[Taxonomy] = relationship(back_populates="draft", lazy="joined", innerjoin=True)

    @property
    def told(self) -> Content:
        return Content.from_dict(self.content)


class TaxonomyTrial(Base):
    """Sentences that somebody tries a draft with, and what came out. Seen by them alone, erased after a day.

    `texts` are the sentences; `found` one [theme key or null, second or null, sureness 0 to 1] for each.
    """

    __tablename__ = "taxonomy_trial"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        Index("uq_taxonomy_trial_account", "taxonomy_id", "created_by", unique=True),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    taxonomy_id: Mapped[int] = mapped_column(ForeignKey("taxonomy.id", ondelete="CASCADE"))
    created_by: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(default=TrialState.QUEUED)
    texts: Mapped[list[object]]
    found: Mapped[list[object]] = mapped_column(default=list)
    revision: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
