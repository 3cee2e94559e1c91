"""Databases as a released version left them, on both engines from one neutral file.

`data/release_<revision>.json` has rows for every table of that revision, with whatever people may
have written: other scripts, quotes, nothing, very long texts.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    func,
    insert,
    inspect,
    select,
    text,
)

from core.db import writing
from rembuk import migrate

DATA = Path(__file__).parent / "data"
RELEASES = ("0001",)


def _value(value: Any, kind: object, *, sqlite: bool) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=None) if sqlite else moment
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value


def _fill(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    sqlite = connection.dialect.name == "sqlite"
    for row in rows:
        values = {name: _value(value, table.c[name].type, sqlite=sqlite) for name, value in row.items()}
        # A column that says nothing holds NULL, not the JSON word null.
        connection.execute(insert(table).values({n: v for n, v in values.items() if v is not None}))
    if not sqlite and "id" in table.c:
        top = select(func.max(table.c.id)).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), top)))


def release_tables(connection: Connection) -> list[Table]:
    """The tables as the database has them now, parents first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def make_release(database_url: str, revision: str) -> list[Table]:
    """An empty database becomes one of that release, with rows in every table; its tables."""
    rows: Mapping[str, list[dict[str, Any]]] = json.loads((DATA / f"release_{revision}.json").read_text())
    migrate.upgrade(database_url, revision)
    engine = create_engine(database_url)
    try:
        with writing(), engine.begin() as connection:
            tables = release_tables(connection)
            assert {table.name for table in tables} == set(rows), "the file and the release differ"
            assert all(rows.values()), "a table has no rows"
            for table in tables:
                _fill(connection, table, rows[table.name])
        return tables
    finally:
        engine.dispose()


def hashes(database_url: str, tables: list[Table]) -> dict[str, str]:
    """Per table the hash of its rows, in the columns that the release had."""
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            return {
                table.name: hashlib.sha256(
                    "\n".join(sorted(repr(tuple(row)) for row in connection.execute(select(table)))).encode()
                ).hexdigest()
                for table in tables
            }
    finally:
        engine.dispose()


def structure(database_url: str) -> tuple[str, dict[str, list[str]]]:
    """The revision, and every table with its columns."""
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            seen = inspect(connection)
            columns = {name: [c["name"] for c in seen.get_columns(name)] for name in seen.get_table_names()}
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            return str(revision), columns
    finally:
        engine.dispose()
