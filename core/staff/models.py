"""The staff register. A person is not an account; the NIP itself is stored nowhere."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base, utc_now
from core.staff.enums import Employment, PostKind, TitleKey


def _words(kinds: type[Employment] | type[PostKind] | type[TitleKey]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


class Post(Base):
    """A post (jabatan) that people hold."""

    __tablename__ = "post"
    __table_args__ = (CheckConstraint(f"kind IN ({_words(PostKind)})", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default=PostKind.OPERATIONAL)
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class Person(Base):
    """Somebody who works here. Of the NIP only a keyed hash and the last three digits are kept."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(f"employment IN ({_words(Employment)})", name="employment"),
        CheckConstraint("(nip_hmac IS NULL) = (nip_tail = '')", name="nip_pair"),
        CheckConstraint("superior_id <> id", name="own_superior"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    nip_hmac: Mapped[str | None] = mapped_column(unique=True)
    nip_tail: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="RESTRICT"), index=True)
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    rank_group: Mapped[str] = mapped_column(default="")
    employment: Mapped[str] = mapped_column(default=Employment.PNS)
    left_on: Mapped[date | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    @property
    def active(self) -> bool:
        return self.left_on is None


class PersonChange(Base):
    """One corrected field. References are kept as ids, so that names of others do not outlive them."""

    __tablename__ = "person_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    field: Mapped[str]
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")


class OfficeTitle(Base):
    """What the office calls those who act for it, and who that is today."""

    __tablename__ = "office_title"
    __table_args__ = (CheckConstraint(f"key IN ({_words(TitleKey)})", name="key"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    title_id: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class HolidayOverride(Base):
    """A day on which this office departs from the national calendar."""

    __tablename__ = "holiday_override"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]
    working: Mapped[bool] = mapped_column(default=False)


class StaffImport(Base):
    """An uploaded list on its way into the register. `content` is sealed, and emptied once it is in."""

    __tablename__ = "staff_import"
    __table_args__ = (CheckConstraint("state IN ('uploaded', 'done')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    mapping: Mapped[dict[str, object]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="uploaded")
    counts: Mapped[dict[str, object]] = mapped_column(default=dict)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
