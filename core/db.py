"""The database handle and what SQLite needs to be durable and safe under concurrency."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, Pool, PoolResetState

from core.base import Base

db = SQLAlchemy(model_class=Base)

_writing: ContextVar[bool] = ContextVar("rembuk_writing", default=False)


def start_writing() -> None:
    """From here on this request's or job's transactions take SQLite's write lock at BEGIN.

    A deferred transaction that reads first and writes later fails at once when another writer
    came in between, whatever the busy timeout.
    """
    _writing.set(True)


def write_from_here() -> None:
    """End the read transaction so far, then start writing: SQLite can't turn the one into the other."""
    db.session.rollback()
    start_writing()


def stop_writing() -> None:
    """Back to read transactions."""
    _writing.set(False)


@contextmanager
def writing() -> Iterator[None]:
    """A block whose transactions write."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def engine_options(database_url: str) -> dict[str, object]:
    """How the engine is made. Parameters stay out of error texts: they are what people wrote."""
    options: dict[str, object] = {"hide_parameters": True, "pool_size": 20}
    if not database_url.startswith("sqlite"):
        options["pool_pre_ping"] = True  # a server that was restarted is not met with dead connections
    return options


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None  # the driver must not begin by itself; see _begin
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=15000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Pool, "reset")
def _end_failed_commit(
    connection: DBAPIConnection, _record: ConnectionPoolEntry, _state: PoolResetState
) -> None:
    """After a COMMIT that failed (disk full, a deferred constraint) SQLite's transaction is still open.

    SQLAlchemy takes it for ended and hands the connection out again: it would hold the write lock, and
    every later use of it would fail.
    """
    if isinstance(connection, sqlite3.Connection) and connection.in_transaction:
        connection.rollback()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
