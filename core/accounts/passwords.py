"""Hash and verify passwords: exactly one hash is verified, whatever is known about the account."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from core.accounts.models import Account

# Stored where no password was chosen yet: no password has this hash.
NO_PASSWORD = "!"  # noqa: S105

# OWASP's smallest recommended cost: a hall of people may log in at once on a small server.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


@cache
def _decoy_hash() -> str:
    return _hasher.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _hasher.hash(password)


def waits_for_password(account: Account) -> bool:
    """Whether the account was opened for somebody who has not chosen a password yet."""
    return account.password_hash == NO_PASSWORD


def password_fits(account: Account | None, password: str) -> bool:
    """Verify exactly one hash, also where there is no account or it has no password yet."""
    usable = account is not None and not waits_for_password(account)
    stored = account.password_hash if account is not None and usable else _decoy_hash()
    try:
        return _hasher.verify(stored, password) and usable
    except VerifyMismatchError:
        return False
