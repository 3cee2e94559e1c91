"""The sent ledger: one row per notice, so that nothing goes out twice and nothing is forgotten."""

from datetime import datetime

from sqlalchemy.orm import Mapped, Session, mapped_column

from core.base import Base, utc_now
from core.sql import insert_into


class SentItem(Base):
    """One notice about one thing to one recipient ("account:12", "registration:34"); never a time window.

    The row is written in the transaction that writes the mail: whoever comes second finds it.
    """

    __tablename__ = "sent_item"

    recipient: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(default=utc_now)


def claim_item(session: Session, *, recipient: str, kind: str, key: str) -> bool:
    """Whether this is the first notice of this kind about this thing to this recipient.

    Part of the caller's transaction: if writing the notice fails, the claim is gone, too.
    """
    claimed = session.execute(
        insert_into(session, SentItem)
        .values(recipient=recipient, kind=kind, key=key)
        .on_conflict_do_nothing()
        .returning(SentItem.recipient)
    )
    return claimed.first() is not None
