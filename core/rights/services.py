"""Consent: shown, recorded with its words and time, provable, and taken back as easily as given."""

import hashlib

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account
from core.accounts.services import keep_one_administrator
from core.base import utc_now
from core.errors import N_, Conflict
from core.policy import Role
from core.rights.models import Consent, ConsentKind, ConsentText
from core.sql import insert_into

# What everybody is told before an account is theirs. A change makes a new version by itself.
ACCOUNT_NOTICE = N_(
    "Kantor ini menyimpan nama, nama akun, peran, dan unit Anda agar Anda dapat masuk, dan mencatat bahwa"
    " akun Anda sudah menjawab suatu survei; jawabannya disimpan terpisah, tanpa nama. Data Anda tidak"
    " diberikan kepada pihak lain. Anda dapat melihat, mengunduh, dan menghapus data Anda, atau menarik"
    " persetujuan ini kapan saja di halaman Data saya."
)
NOTICES = {ConsentKind.ACCOUNT: ACCOUNT_NOTICE}


def text_version(text: str, lang: str) -> str:
    """The version of a text: the hash of its language and words."""
    return hashlib.sha256(f"{lang}\n{text}".encode()).hexdigest()


def record_consent(session: Session, *, account_id: int, kind: ConsentKind, text: str, lang: str) -> None:
    """Remember that an account agreed to this text, as it was shown. Repeating it changes nothing."""
    version, now = text_version(text, lang), utc_now()
    known = insert_into(session, ConsentText).values(version=version, lang=lang, text=text, created_at=now)
    session.execute(known.on_conflict_do_nothing())
    given = insert_into(session, Consent).values(
        account_id=account_id, kind=kind, version=version, given_at=now
    )
    if session.execute(given.on_conflict_do_nothing().returning(Consent.id)).scalar() is None:
        return
    audit.record(
        session,
        actor_id=account_id,
        action="consent.give",
        kind="account",
        key=str(account_id),
        consent=kind,
        version=version[:12],
    )


def consents_of(session: Session, account_id: int) -> list[Consent]:
    """Everything an account agreed to, latest first."""
    mine = select(Consent).where(Consent.account_id == account_id)
    return list(session.scalars(mine.order_by(Consent.given_at.desc(), Consent.id.desc())))


def withdraw_consent(session: Session, account: Account, *, actor_id: int | None) -> None:
    """Take consent back: from now on the account only serves its holder's rights."""
    if account.restricted_at is not None:
        raise Conflict(N_("Persetujuan Anda sudah ditarik."))
    if account.role == Role.ADMINISTRATOR:
        keep_one_administrator(session, account)
    now = utc_now()
    account.restricted_at = now
    standing = (Consent.account_id == account.id, Consent.withdrawn_at.is_(None))
    session.execute(update(Consent).where(*standing).values(withdrawn_at=now))
    session.flush()
    audit.record(session, actor_id=actor_id, action="consent.withdraw", kind="account", key=str(account.id))


def give_consent_again(session: Session, account: Account, *, text: str, lang: str) -> None:
    """Agree once more: the account is whole again."""
    record_consent(session, account_id=account.id, kind=ConsentKind.ACCOUNT, text=text, lang=lang)
    account.restricted_at = None
    session.flush()
