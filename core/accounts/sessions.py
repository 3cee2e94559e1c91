"""Sessions kept on the server: open, find, list and end them."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account, LoginSession
from core.base import utc_now
from core.errors import N_, NotFound

SESSION_LENGTH = timedelta(days=14)
# So much of the stored hash names a session in the address of the button that ends it.
KEY_LENGTH = 16


def token_hash(token: str) -> str:
    """What is stored of a random token: enough to find it again, useless to log in with."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, account: Account, *, device: str = "") -> str:
    """Log the account in; returns the token for the cookie, which is stored nowhere else."""
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            token_hash=token_hash(token),
            account_id=account.id,
            expires_at=utc_now() + SESSION_LENGTH,
            device=device,
        )
    )
    session.flush()
    return token


def find_session(session: Session, token: str) -> Account | None:
    """The active account behind a token, None when the session has ended."""
    found = session.scalar(
        select(LoginSession).where(
            LoginSession.token_hash == token_hash(token), LoginSession.expires_at > utc_now()
        )
    )
    return found.account if found is not None and found.account.active else None


def sessions_of(session: Session, account_id: int) -> list[LoginSession]:
    """The sessions of an account that have not ended, the latest first."""
    mine = select(LoginSession).where(
        LoginSession.account_id == account_id, LoginSession.expires_at > utc_now()
    )
    return list(session.scalars(mine.order_by(LoginSession.created_at.desc(), LoginSession.token_hash)))


def end_session(session: Session, token: str) -> None:
    """Log this browser out."""
    session.execute(delete(LoginSession).where(LoginSession.token_hash == token_hash(token)))


def end_one_session(session: Session, account: Account, *, key: str, actor_id: int | None) -> None:
    """Log one browser of the account out, named by the beginning of its stored hash."""
    found = [held for held in sessions_of(session, account.id) if held.token_hash[:KEY_LENGTH] == key]
    if not found:
        raise NotFound(N_("Perangkat itu sudah keluar."))
    session.delete(found[0])
    session.flush()
    audit.record(session, actor_id=actor_id, action="account.logout", kind="account", key=str(account.id))


def end_all_sessions(session: Session, account: Account) -> None:
    """Log the account out everywhere."""
    session.execute(delete(LoginSession).where(LoginSession.account_id == account.id))


def log_out_everywhere(session: Session, account: Account, *, actor_id: int | None) -> None:
    """End every session of the account, on request."""
    end_all_sessions(session, account)
    audit.record(session, actor_id=actor_id, action="account.logout", kind="account", key=str(account.id))
