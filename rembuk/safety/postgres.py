"""PostgreSQL's own tools: pg_dump, pg_restore, psql."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from core.config import outside_values
from rembuk.safety import SafetyError

# Everything the product made, and nothing of other extensions' or people's.
WIPE = """
DO $$ DECLARE thing record; BEGIN
  FOR thing IN SELECT oid::regclass AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') LOOP
    EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', thing.name);
  END LOOP;
  FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', thing.name);
  END LOOP;
END $$;
"""


def libpq_url(database_url: str) -> str:
    """The address as PostgreSQL's own library reads it."""
    url = make_url(database_url).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def find_tool(name: str) -> str:
    """A program of PostgreSQL, in REMBUK_PG_BIN or on the PATH."""
    folder = outside_values().get("REMBUK_PG_BIN")
    found = shutil.which(name, path=folder) if folder else shutil.which(name)
    if found is None:
        where = folder or "the PATH"
        raise SafetyError(f"{name} is not in {where}; install postgresql-client or set REMBUK_PG_BIN")
    return found


def run_tool(name: str, arguments: list[str], database_url: str = "") -> None:
    """Run a tool to its end; the password goes by the environment, where other users do not see it."""
    environ = dict(os.environ)
    if database_url:
        url = make_url(database_url).set(drivername="postgresql")
        if url.password:
            environ["PGPASSWORD"] = str(url.password)
        without = url.set(password=None).render_as_string(hide_password=False)
        arguments = [*arguments, "--dbname", without]
    done = subprocess.run(  # noqa: S603  a fixed program; no shell
        [find_tool(name), *arguments], env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise SafetyError(f"{name}: {lines[0]}")


@contextmanager
def frozen(database_url: str) -> Iterator[tuple[psycopg.Connection[tuple[object, ...]], str]]:
    """A connection that sees one moment, and the name under which pg_dump sees the same moment."""
    with psycopg.connect(libpq_url(database_url)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield connection, str(row[0])


def dump(database_url: str, path: Path, *, snapshot: str = "") -> None:
    """Write the database to a file in pg_dump's own format."""
    moment = [f"--snapshot={snapshot}"] if snapshot else []
    plain = ["--format=custom", "--no-owner", "--no-privileges", "--schema=public"]
    run_tool("pg_dump", [*plain, *moment, f"--file={path}"], database_url)


def load(database_url: str, path: Path) -> None:
    """Put a dump in the place of what the database holds, in a single transaction."""
    script, wipe = path.with_suffix(".sql"), path.with_suffix(".wipe.sql")
    run_tool(
        "pg_restore", ["--no-owner", "--no-privileges", "--schema=public", f"--file={script}", str(path)]
    )
    wipe.write_text(WIPE)
    whole = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    run_tool("psql", [*whole, f"--file={wipe}", f"--file={script}"], database_url)


def other_connections(database_url: str) -> int:
    """How many others are connected to this database."""
    with psycopg.connect(libpq_url(database_url)) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
    return int(row[0]) if row else 0
