"""The table of what people uploaded; the bytes lie beside it in files."""

from datetime import datetime
from secrets import token_hex

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base, utc_now


class Upload(Base):
    """One file. `owner_kind` and `owner_key` say whose it is; whoever owns it says who may read it."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        Index("ix_upload_owner", "owner_kind", "owner_key"),
    )

    key: Mapped[str] = mapped_column(primary_key=True, default=lambda: token_hex(16))
    owner_kind: Mapped[str]
    owner_key: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
