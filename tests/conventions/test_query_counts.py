"""A page asks the database as often for thirty rows as for one.

The world's rows are multiplied: every table that has a row gets thirty copies of it under new keys, and
each page that could be opened before is opened again. Where a page asks more often, a list loads row by row.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, Connection, Integer, String, Table, event, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.db import db
from core.policy import Duty, Role
from rembuk.models import METADATA
from tests.conventions.examples import World, routes
from tests.guarantees.visits import People, Visitor, adds_something

COPIES = 30
# Rows that stand for the installation or for a process, and rows that may not be doubled.
LEFT_ALONE = {
    "site_setting",
    "login_session",
    "second_factor",
    "worker_heartbeat",
    "consent_text",
    "office_title",
    "phase_opening",
    "setup_link",
    "survey_version",
    "attempt_count",
    "schema_state",
}
# Endpoint -> why its number of queries may follow its rows, with how many more for thirty.
GROWING: dict[str, str] = {}


def fresh(column: Column[Any], value: Any, number: int, *, unique: bool) -> Any:
    """The value of a copy: another one where it must be unique."""
    if column.foreign_keys or not unique or value is None:
        return value
    if isinstance(column.type, Integer):
        return int(value) + 1000 + number
    return f"{value}-{number}" if isinstance(column.type, String) else value


def copy(connection: Connection, table: Table, row: Mapping[str, Any], number: int) -> None:
    """One more row like this; where the database refuses one, there is none."""
    single = len(table.primary_key.columns) == 1
    serial = [c for c in table.primary_key if single and isinstance(c.type, Integer) and not c.foreign_keys]
    new = {
        c.name: fresh(c, row[c.name], number, unique=bool(c.unique or c.primary_key or c.name in _UNIQUE))
        for c in table.columns
        if c not in serial
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(new))
    except IntegrityError:
        return


_UNIQUE = {"key", "name", "sha256", "position", "number", "theme_key", "contribution_key", "on"}


def multiply(connection: Connection) -> set[str]:
    """Thirty copies of the last row of each table; the tables that took them."""
    grown = set()
    for table in METADATA.sorted_tables:
        rows = connection.execute(select(table)).mappings().all()
        if rows and table.name not in LEFT_ALONE:
            for number in range(COPIES):
                copy(connection, table, rows[-1], number)
            if len(connection.execute(select(table)).all()) >= len(rows) + COPIES:
                grown.add(table.name)
    return grown


@contextmanager
def counted(connection: Connection) -> Iterator[list[str]]:
    """The statements that run inside."""
    statements: list[str] = []

    def keep(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    event.listen(connection, "before_cursor_execute", keep)
    try:
        yield statements
    finally:
        event.remove(connection, "before_cursor_execute", keep)


def visitors(route: Any) -> list[Visitor]:
    """Whoever may do most, and a holder of each duty that opens the door."""
    roles = [v for v in (None, *Role) if adds_something(route.policy, v)]
    return [*roles[-1:], *(d for d in Duty if adds_something(route.policy, d))]


def counts(
    app: Flask, world: World, connection: Connection, people: People, only: str = ""
) -> dict[tuple[str, str], list[str]]:
    """The statements of each page that opens, by endpoint and visitor."""
    found = {}
    for route in (r for r in routes(app, world, "GET") if only in {"", r.endpoint}):
        for visitor in visitors(route):
            client = people.client(visitor)
            with counted(connection) as statements, client.get(route.path) as response:
                response.get_data()
            if response.status_code == 200:
                found[(route.endpoint, str(visitor))] = list(statements)
    return found


def growth(before: Mapping[Any, list[str]], after: Mapping[Any, list[str]]) -> dict[str, str]:
    """The endpoints that ask more often, with how much and what is repeated."""
    grown = {}
    for (endpoint, visitor), statements in after.items():
        known = before.get((endpoint, visitor))
        if known is not None and len(statements) > len(known):
            repeated = max(set(statements), key=statements.count)
            grown[endpoint] = (
                f"{len(known)} -> {len(statements)} ({visitor}): {' '.join(repeated.split())[:160]}"
            )
    return grown


def measured(
    app: Flask, session: Session, connection: Connection, world: World, only: str = ""
) -> dict[str, str]:
    """What grows when the rows do."""
    people = People(app, session)
    counts(app, world, connection, people, only)  # what is cached once is cached now
    before = counts(app, world, connection, people, only)
    grown = multiply(connection)
    assert {"account", "unit", "answer", "plan_item", "survey"} <= grown, sorted(grown)
    return growth(before, counts(app, world, connection, people, only))


def test_no_page_asks_more_often_for_more_rows(
    app: Flask, session: Session, connection: Connection, world: World
) -> None:
    grown = measured(app, session, connection, world)
    lines = "\n".join(f"{endpoint}: {what}" for endpoint, what in grown.items() if endpoint not in GROWING)
    assert not lines, f"load what a list needs in one query:\n{lines}"


def test_sabotage_a_list_that_loads_row_by_row_is_seen(
    app: Flask, session: Session, connection: Connection, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.units.models import Unit

    honest: Callable[[], Any] = app.view_functions["units.index"]

    def row_by_row() -> Any:
        for number in db.session.scalars(select(Unit.id)).all():
            db.session.scalar(select(Unit.name).where(Unit.id == number))
        return honest()

    monkeypatch.setitem(app.view_functions, "units.index", row_by_row)
    assert "units.index" in measured(app, session, connection, world, only="units.index")
