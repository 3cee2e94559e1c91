"""Erase an account: every slice removes or unlinks what it holds, in one transaction."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account
from core.accounts.services import set_active
from core.base import utc_now
from core.errors import N_, Conflict
from core.keeping import PersonalData
from core.sql import erase_bytes_after_commit


class ErasureReason(StrEnum):
    """Why an account was erased. The first is the holder's own doing, the others an administrator's."""

    SELF = "self"
    REQUEST = "request"
    LEFT = "left"
    MISTAKE = "mistake"
    DECEASED = "deceased"


REASON_LABELS = {
    ErasureReason.REQUEST: N_("Pemilik akun memintanya"),
    ErasureReason.LEFT: N_("Pemilik akun tidak lagi bekerja di sini"),
    ErasureReason.MISTAKE: N_("Akun dibuat keliru"),
    ErasureReason.DECEASED: N_("Pemilik akun meninggal"),
}


def erase_account(
    session: Session,
    account: Account,
    *,
    providers: Sequence[PersonalData],
    reason: ErasureReason,
    actor_id: int | None,
) -> None:
    """Leave a tombstone without a person. The last administrator stays; nobody is erased twice.

    The providers go last to first: the account itself, which others look things up by, goes at the end.
    """
    set_active(session, account, active=False, actor_id=actor_id)
    erased = session.execute(
        update(Account)
        .where(Account.id == account.id, Account.erased_at.is_(None))
        .values(erased_at=utc_now())
        .returning(Account.id)
    ).scalar()
    if erased is None:
        raise Conflict(N_("Akun ini sudah dihapus."))
    for provider in reversed(providers):
        provider.erase(session, account.id)
    session.expire(account)
    audit.record(
        session,
        actor_id=actor_id,
        action="account.erase",
        kind="account",
        key=str(account.id),
        reason=reason,
    )
    session.flush()
    erase_bytes_after_commit(session)
