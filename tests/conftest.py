"""Shared fixtures. Each test runs in one outer transaction that is rolled back afterwards.

Tests marked `database` run on SQLite and on a real PostgreSQL from a wheel.
"""

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.config import Settings, load_settings
from core.db import db, stop_writing
from core.duties.models import DutyAssignment
from core.duties.services import assign_duty
from core.policy import Duty, Role
from rembuk import migrate
from rembuk.app import create_app
from tests import factories
from tests.chromium import chromium as chromium
from tests.page import Browser
from tests.postgres import new_database


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped and config.getoption("--no-skips"):
        terminalreporter.write_line(
            f"{len(skipped)} tests were skipped; a check that cannot run fails", red=True
        )
        terminalreporter._session.exitstatus = pytest.ExitCode.TESTS_FAILED


# The longest of all: begun last, one of two workers would wait for the other for minutes.
LONGEST = ("test_every_page.py", "test_xss.py", "test_hostile.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("database") is not None
        metafunc.parametrize("engine_name", ["sqlite", "postgresql"] if both else ["sqlite"], scope="session")


# Most tests send faster than people do, from one address; both limits have tests of their own.
WITHOUT_LIMIT = {"REMBUK_ANSWERS_PER_MINUTE": "1000000", "REMBUK_LEAST_SECONDS": "0"}


def settings_for(data: Path, engine_name: str, *, like: str = "") -> Settings:
    """Of an installation without a database; on PostgreSQL with an empty one, or a copy of another."""
    environ = {
        "REMBUK_DATA": str(data),
        "REMBUK_SECRET_KEY": "a key for tests only",
        "REMBUK_LOG_LEVEL": "WARNING",
        **WITHOUT_LIMIT,
    }
    if engine_name == "postgresql":
        environ["REMBUK_DATABASE_URL"] = new_database(like=like)
    return load_settings(environ)


@cache
def _migrated(engine_name: str) -> str:
    """The file (SQLite) or the name (PostgreSQL) of a migrated, empty database, made once to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="rembuk-migrated-"))
    atexit.register(shutil.rmtree, folder, True)
    url = settings_for(folder, engine_name).database_url
    migrate.upgrade(url)
    if engine_name == "postgresql":
        return url.partition("?")[0].rsplit("/", 1)[1]
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def make_app(data: Path, engine_name: str) -> Flask:
    """An application on a migrated, empty database of its own."""
    if engine_name == "sqlite":
        settings = settings_for(data, engine_name)
        settings.data.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_migrated("sqlite"), settings.database_url.removeprefix("sqlite:///"))
    else:
        settings = settings_for(data, engine_name, like=_migrated("postgresql"))
    app = create_app(settings)
    app.config["TESTING"] = True
    return app


@pytest.fixture
def own_app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    """An application with a database and connections of its own, for what commits: races, faults, threads."""
    app = make_app(tmp_path, engine_name)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _reading() -> None:
    """What the last request of the test before was about must not decide how this one begins transactions."""
    stop_writing()


@pytest.fixture(scope="session")
def shared_app(engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(tmp_path_factory.mktemp(engine_name), engine_name)
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def connection(shared_app: Flask) -> Iterator[Connection]:
    """The one connection of the test; whatever is committed on it is undone at the end."""
    with shared_app.app_context():
        engines = db.engines
        engine = engines[None]
    with engine.connect() as connection:
        transaction = connection.begin()
        engines[None] = connection  # type: ignore[assignment]
        try:
            yield connection
        finally:
            engines[None] = engine
            transaction.rollback()


@pytest.fixture
def app(shared_app: Flask, connection: Connection) -> Flask:
    return shared_app


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """For arranging and asserting; requests have sessions of their own on the same connection."""
    with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=True) as session:
        yield session


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A guest."""
    return Browser(app.test_client())


@pytest.fixture
def account_of(session: Session) -> Callable[[Role], Account]:
    """One account per role, made when first asked for."""
    made: dict[Role, Account] = {}

    def account(role: Role) -> Account:
        if role not in made:
            made[role] = factories.account(session, role=role)
            session.commit()
        return made[role]

    return account


def browser_for(app: Flask, session: Session, account: Account) -> Browser:
    """A browser in which this account is logged in."""
    token = factories.login_token(session, account)
    session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return Browser(client)


@pytest.fixture
def browser_with(app: Flask, session: Session) -> Callable[..., Browser]:
    """A logged-in browser of a civil servant with a duty: `browser_with(Duty.SUPERIOR, unit_id=unit.id)`."""

    def make(duty: Duty, **scope: Any) -> Browser:
        account = factories.account(session, role=Role.ASN)
        assign_duty(session, account, duty=duty, actor_id=None, **scope)
        return browser_for(app, session, account)

    return make


@pytest.fixture
def browser_of(
    app: Flask, session: Session, account_of: Callable[[Role], Account]
) -> Callable[[Role | Duty], Browser]:
    """A logged-in browser for a role, or for whoever has a duty in the world of the test."""

    def holder(duty: Duty) -> Account:
        of_duty = select(Account).join(DutyAssignment, DutyAssignment.account_id == Account.id)
        return session.scalars(of_duty.where(DutyAssignment.duty == duty).distinct()).one()

    def make(who: Role | Duty) -> Browser:
        return browser_for(app, session, holder(who) if isinstance(who, Duty) else account_of(who))

    return make
