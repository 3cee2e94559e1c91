"""What calls and the sent ledger keep about the holder of an account, and for how long."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.errors import N_
from core.keeping import Ended, PersonalData, Retention, repoint, rows_of, unlink
from core.outreach.ledger import SentItem
from core.sql import insert_into
from forum.calls.models import ReminderDays, WorkshopCall, WorkshopInvitation
from forum.seats.models import Registration

KEPT_DAYS = 365
_CALLS = Ended(WorkshopCall, lambda time: WorkshopCall.created_at < time)
_LEDGER = Ended(SentItem, lambda time: SentItem.sent_at < time)


def _names(session: Session, account_id: int) -> list[str]:
    """Every name that the ledger may have for somebody."""
    own = select(Registration.id).where(Registration.account_id == account_id)
    invited = select(WorkshopInvitation.recipient).where(WorkshopInvitation.account_id == account_id)
    names = [f"registration:{number}" for number in session.scalars(own)]
    return sorted({f"account:{account_id}", *names, *session.scalars(invited)})


def collect(session: Session, account_id: int) -> object:
    """The invitations, the calls they sent (not whom), and every notice the ledger knows."""
    found = [
        row for name in _names(session, account_id) for row in rows_of(session, SentItem.recipient, name)
    ]
    return {
        "workshop_invitation": rows_of(session, WorkshopInvitation.account_id, account_id),
        "workshop_call": rows_of(session, WorkshopCall.created_by, account_id, hidden={"pasted"}),
        "sent_item": found,
    }


def erase(session: Session, account_id: int) -> None:
    """Nothing of the person stays; a call stays without who sent it."""
    session.execute(delete(SentItem).where(SentItem.recipient.in_(_names(session, account_id))))
    session.execute(delete(WorkshopInvitation).where(WorkshopInvitation.account_id == account_id))
    unlink(session, WorkshopCall.created_by, account_id)


def merge(session: Session, old: int, new: int) -> None:
    """One person, one ledger: what either was told, the new account was told."""
    before, after = f"account:{old}", f"account:{new}"
    rows = session.execute(
        select(SentItem.kind, SentItem.key, SentItem.sent_at).where(SentItem.recipient == before)
    )
    for kind, key, sent_at in rows.all():
        session.execute(
            insert_into(session, SentItem)
            .values(recipient=after, kind=kind, key=key, sent_at=sent_at)
            .on_conflict_do_nothing()
        )
    session.execute(delete(SentItem).where(SentItem.recipient == before))
    own = update(WorkshopInvitation).where(
        WorkshopInvitation.account_id == old, WorkshopInvitation.recipient == before
    )
    session.execute(own.values(recipient=after))
    repoint(session, WorkshopInvitation.account_id, old, new)
    repoint(session, WorkshopCall.created_by, old, new)


PERSONAL_DATA = PersonalData(
    "calls",
    N_("Undangan dan pemberitahuan workshop"),
    frozenset({"workshop_invitation.account_id", "workshop_call.created_by"}),
    collect,
    erase,
    merge,
)
RETENTION = (
    Retention(
        "calls",
        N_("Undangan workshop"),
        N_("Untuk melihat siapa yang sudah diundang; daftar alamat yang ditempel dihapus setelah terkirim."),
        frozenset({WorkshopCall.__tablename__, WorkshopInvitation.__tablename__}),
        days=KEPT_DAYS,
        purge=_CALLS.purge,
        due=_CALLS.count,
    ),
    Retention(
        "sent_items",
        N_("Catatan pemberitahuan yang sudah dikirim"),
        N_("Agar tidak ada pemberitahuan yang dikirim dua kali."),
        frozenset({SentItem.__tablename__}),
        days=KEPT_DAYS,
        purge=_LEDGER.purge,
        due=_LEDGER.count,
    ),
    Retention(
        "reminder_days",
        N_("Hari pengingat workshop"),
        N_("Pengaturan workshop, bukan data tentang seseorang."),
        frozenset({ReminderDays.__tablename__}),
    ),
)
