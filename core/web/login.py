"""Flask-Login over sessions kept on the server: the cookie carries only a random token."""

from flask import Flask, g, session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user, logout_user

from core.accounts import services
from core.accounts.models import Account
from core.db import db, stop_writing, write_from_here


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
    account = services.find_session(db.session(), token)
    return LoggedIn(account, token) if account else None


def check_password(login: str, password: str) -> Account:
    """The account with this password. It is checked before the write lock is taken: that is slow on purpose."""
    stop_writing()
    account = services.authenticate(db.session(), login=login, password=password)
    write_from_here()
    return account


def log_in(account: Account) -> None:
    """Open a new session; whatever the browser carried before ends, on the server too."""
    if current_user.is_authenticated:
        services.end_session(db.session(), current_user.token)
    session.clear()
    login_user(LoggedIn(account, services.open_session(db.session(), account)))


def log_out(user: LoggedIn) -> None:
    """End this browser's session on the server and in the cookie."""
    services.end_session(db.session(), user.token)
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
