"""One moment of the database as a file, taken while others write; and what it holds."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from rembuk.safety import SafetyError, postgres

FILE_NAMES = {"sqlite": "database.sqlite", "postgresql": "database.dump"}


@dataclass(frozen=True)
class Holding:
    """The structure's revision and how many rows each table has."""

    revision: str
    rows: dict[str, int]


def engine_of(database_url: str) -> str:
    """sqlite or postgresql."""
    return make_url(database_url).get_backend_name()


def sqlite_path(database_url: str) -> Path:
    """The file of an SQLite database."""
    return Path(make_url(database_url).database or "").resolve()


def sqlite_holding(path: Path) -> Holding:
    """What an SQLite file holds."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as database:
        listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
        tables = [str(row[0]) for row in database.execute(listed)]
        if "alembic_version" not in tables:
            raise SafetyError(f"{path} holds no Rembuk database")
        rows = {
            table: int(database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608  its own names
            for table in tables
        }
        return Holding(
            _revision(database.execute("SELECT version_num FROM alembic_version").fetchone()), rows
        )


def _revision(row: tuple[object, ...] | None) -> str:
    return str(row[0]) if row else ""


def postgres_holding(connection: psycopg.Connection[tuple[object, ...]]) -> Holding:
    """What a PostgreSQL database holds, as this connection sees it."""
    listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    tables = [str(row[0]) for row in connection.execute(listed)]
    if "alembic_version" not in tables:
        raise SafetyError("the database holds no Rembuk tables")
    rows = {}
    for table in tables:
        counted = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))
        )
        row = counted.fetchone()
        rows[table] = int(str(row[0])) if row else 0
    return Holding(_revision(connection.execute("SELECT version_num FROM alembic_version").fetchone()), rows)


def holding(database_url: str) -> Holding:
    """What the live database holds now."""
    if engine_of(database_url) == "sqlite":
        return sqlite_holding(sqlite_path(database_url))
    with psycopg.connect(postgres.libpq_url(database_url)) as connection:
        return postgres_holding(connection)


def copy_sqlite(source: Path, target: Path) -> None:
    """A whole copy of a live file, its write-ahead log included."""
    with closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=30)) as database:
        database.execute("VACUUM INTO ?", (str(target),))


def take(database_url: str, folder: Path) -> tuple[Path, Holding]:
    """Copy the database of this moment into a folder; the file and what it holds."""
    engine = engine_of(database_url)
    target = folder / FILE_NAMES[engine]
    if engine == "sqlite":
        source = sqlite_path(database_url)
        if not source.is_file():
            raise SafetyError(f"there is no database at {source}")
        copy_sqlite(source, target)
        return target, sqlite_holding(target)
    with postgres.frozen(database_url) as (connection, snapshot):
        found = postgres_holding(connection)
        postgres.dump(database_url, target, snapshot=snapshot)
    return target, found
