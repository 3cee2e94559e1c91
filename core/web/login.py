"""Flask-Login over sessions kept on the server: the cookie carries only a random token."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, g, request, session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user, logout_user

from core.accounts import services, sessions
from core.accounts.attempts import Guess, attempt_key, claim_try, give_back
from core.accounts.models import Account
from core.accounts.passwords import password_fits
from core.accounts.second_factor import has_second_factor
from core.base import utc_now
from core.db import db, stop_writing, write_from_here
from core.errors import N_, NotAllowed
from core.web.devices import device_of

HALF_WAY = "half_way"
HALF_WAY_LASTS = timedelta(minutes=10)


class LoggedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login holds: the account and the token it came with. The token is the id it stores."""

    def __init__(self, account: Account, token: str) -> None:
        self.account = account
        self.token = token
        self.id, self.name, self.role = account.id, account.name, account.role
        self.unit_id = account.unit_id
        self.restricted = account.restricted_at is not None

    def get_id(self) -> str:
        return self.token


def _load(token: str) -> LoggedIn | None:
    account = sessions.find_session(db.session(), token)
    return LoggedIn(account, token) if account else None


def server_secret() -> str:
    """The key that names and second factors are kept under."""
    return str(current_app.config["REMBUK_SETTINGS"].secret_key)


def count_try(guess: Guess, name: str) -> str:
    """Count a try and commit that, before anything is checked. Raises TooOften."""
    key = attempt_key(guess, name, secret=server_secret())
    write_from_here()
    claim_try(db.session(), key)
    db.session.commit()
    return key


@contextmanager
def one_try(guess: Guess, name: str, *, writes: bool = False) -> Iterator[None]:
    """Around the check of a secret: the try is counted before, and given back if nothing was refused.

    Unless the check `writes`, it runs outside the write lock: hashing is slow on purpose.
    """
    key = count_try(guess, name)
    if not writes:
        stop_writing()
    yield
    if not writes:
        write_from_here()
    give_back(db.session(), key)


def check_password(login: str, password: str) -> Account:
    """The account with this password."""
    with one_try(Guess.PASSWORD, login):
        return services.authenticate(db.session(), login=login, password=password)


def check_own_password(account: Account, password: str) -> None:
    """Asks for the present password, so that a phone left open is not enough."""
    with one_try(Guess.PASSWORD, account.login):
        if not password_fits(account, password):
            raise NotAllowed(N_("Kata sandi yang sekarang tidak cocok."))


def log_in(account: Account) -> None:
    """Open a new session; whatever the browser carried before ends, on the server too."""
    if current_user.is_authenticated:
        sessions.end_session(db.session(), current_user.token)
    session.clear()
    device = device_of(request.user_agent.string)
    login_user(LoggedIn(account, sessions.open_session(db.session(), account, device=device)))


def enter(account: Account) -> bool:
    """Log in, or remember in the signed cookie that only the second step is missing; whether it was all."""
    if not has_second_factor(db.session(), account.id):
        log_in(account)
        return True
    session[HALF_WAY] = {
        "account": account.id,
        "since": int(utc_now().timestamp()),
        "password": _mark_of(account),
    }
    return False


def half_way() -> Account | None:
    """Who gave the right password in this browser a short while ago, and not the second step yet."""
    held = session.get(HALF_WAY)
    if not held or datetime.fromtimestamp(held["since"], UTC) < utc_now() - HALF_WAY_LASTS:
        return None
    account = db.session.get(Account, held["account"])
    fits = account is not None and account.active and held["password"] == _mark_of(account)
    return account if fits else None


def _mark_of(account: Account) -> str:
    """Changes with the password: half a login ends then, like a whole one."""
    return sessions.token_hash(account.password_hash)[:16]


def log_out(user: LoggedIn) -> None:
    """End this browser's session on the server and in the cookie."""
    sessions.end_session(db.session(), user.token)
    logout_user()
    session.clear()


def be_a_guest() -> None:
    """Treat this request as a guest's, without asking the database: for pages shown when it is away."""
    g._login_user = AnonymousUserMixin()


def install_login(app: Flask) -> None:
    """Attach Flask-Login."""
    manager = LoginManager()
    manager.session_protection = None  # IP and user agent of phones change; the token is random
    manager.user_loader(_load)
    manager.init_app(app)
