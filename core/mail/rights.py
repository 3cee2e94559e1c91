"""What the outbox keeps about the holder of an account, and for how long."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.errors import N_
from core.keeping import Ended, PersonalData, Retention, plain
from core.mail.models import Mail, MailAttachment

KEPT_DAYS = 90
# The text may hold a code, the key is ours; both are about nobody.
_HIDDEN = {"body", "key"}
_OLD = Ended(Mail, lambda time: Mail.created_at < time)


def _address(session: Session, account_id: int) -> str:
    return session.scalar(select(Account.email).where(Account.id == account_id)) or ""


def collect(session: Session, account_id: int) -> object:
    """The mails to the account's address, without their text; of attachments the name."""
    address = _address(session, account_id)
    if not address:
        return []
    found = session.execute(
        select(Mail.__table__).where(Mail.to_address == address).order_by(Mail.id)
    ).mappings()
    return [
        {name: plain(value) for name, value in row.items() if name not in _HIDDEN}
        | {"attachments": _attachments(session, row["id"])}
        for row in found
    ]


def _attachments(session: Session, mail_id: int) -> list[str]:
    found = select(MailAttachment.name).where(MailAttachment.mail_id == mail_id)
    return list(session.scalars(found.order_by(MailAttachment.id)))


def erase(session: Session, account_id: int) -> None:
    """Nothing of the mails to the account's address stays, sent or not."""
    if address := _address(session, account_id):
        session.execute(delete(Mail).where(Mail.to_address == address))


def _merge(_session: Session, _old: int, _new: int) -> None:
    """Mails point at an address, not at an account."""


PERSONAL_DATA = PersonalData(
    "mail", N_("Surel kepada Anda"), frozenset({"mail.to_address"}), collect, erase, _merge
)
RETENTION = Retention(
    "mail",
    N_("Surel keluar"),
    N_("Untuk melihat apakah surel terkirim. Isi dan lampirannya dihapus begitu surel sampai."),
    frozenset({Mail.__tablename__, MailAttachment.__tablename__}),
    days=KEPT_DAYS,
    purge=_OLD.purge,
    due=_OLD.count,
)
