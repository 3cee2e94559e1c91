"""A database of which the n-th call fails, before it did anything or after it did everything."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from core.db import db

CALLS = ("do_execute", "do_executemany", "do_execute_no_params", "do_commit")
BEFORE, AFTER = "before", "after"


class NthCall:
    """Counts what the engine asks of the driver (statements, savepoints, commits) and fails once."""

    def __init__(self, dialect: Any, number: int, when: str) -> None:
        self.dialect, self.number, self.when = dialect, number, when
        self.calls = 0

    @property
    def failed(self) -> bool:
        return self.calls >= self.number

    def wrap(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: Any, **kwargs: Any) -> object:
            self.calls += 1
            mine = self.calls == self.number
            if mine and self.when == BEFORE:
                if real.__name__ == "do_commit" and self.dialect.name == "postgresql":
                    args[
                        0
                    ].rollback()  # a COMMIT that fails there ends the transaction; SQLite leaves it open
                raise self.dialect.dbapi.OperationalError("this call fails")
            value = real(*args, **kwargs)
            if mine:
                raise self.dialect.dbapi.OperationalError("the answer to this call is lost")
            return value

        return call


@contextmanager
def nth_call_fails(app: Flask, number: int, when: str) -> Iterator[NthCall]:
    with app.app_context():
        dialect: Any = db.engine.dialect
    fault = NthCall(dialect, number, when)
    with _wrapped(dialect, CALLS, fault.wrap):
        yield fault


@contextmanager
def _wrapped(dialect: Any, names: tuple[str, ...], wrap: Callable[..., object]) -> Iterator[None]:
    real = {name: getattr(dialect, name) for name in names}
    for name in names:
        setattr(dialect, name, wrap(real[name]))
    try:
        yield
    finally:
        for name in names:
            setattr(dialect, name, real[name])


@contextmanager
def commits_in_the_midst(app: Flask) -> Iterator[None]:
    """The sabotage: whoever inserts for the second time in a transaction finds the first made durable."""
    with app.app_context():
        dialect: Any = db.engine.dialect
    inserts = 0

    def wrap(real: Callable[..., object]) -> Callable[..., object]:
        def call(cursor: Any, statement: str = "", *rest: Any) -> object:
            nonlocal inserts
            if not statement:  # do_begin: a new transaction
                inserts = 0
                return real(cursor)
            inserts += statement.startswith("INSERT")
            if inserts == 2 and statement.startswith("INSERT"):
                _commit(cursor.connection, dialect.name)
            return real(cursor, statement, *rest)

        return call

    with _wrapped(dialect, ("do_begin", *CALLS[:2]), wrap):
        yield


def _commit(connection: Any, engine_name: str) -> None:
    """Durable now. On SQLite a transaction and a savepoint of the same name take the place of the old."""
    if engine_name == "postgresql":
        connection.commit()
        connection.execute("SAVEPOINT sa_savepoint_1")
        return
    for statement in ("COMMIT", "BEGIN IMMEDIATE", "SAVEPOINT sa_savepoint_1"):
        connection.execute(statement)
