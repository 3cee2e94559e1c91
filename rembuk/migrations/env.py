"""Alembic's environment.

SQLite's batch mode rebuilds a table by dropping it; with foreign keys on, that deletes every child
row. So the pragma is off before the transaction begins, and the keys are checked before it ends.
All missing migrations are one transaction on both engines: a killed upgrade leaves the old structure.
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy import create_engine, pool

from core import db  # noqa: F401  registers the SQLite settings
from core.db import writing
from rembuk.models import METADATA

PLAIN_TYPES = {"UtcDateTime": "sa.DateTime(timezone=True)", "Exact": "sa.BigInteger()"}


def render_plain(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as plain ones: a migration must not depend on later code."""
    return PLAIN_TYPES.get(type(thing).__name__, False) if kind == "type" else False


url = context.config.attributes["database_url"]
engine = create_engine(url, poolclass=pool.NullPool)


def run() -> None:
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            render_as_batch=sqlite,
            render_item=render_plain,
            transaction_per_migration=False,
            transactional_ddl=True,  # Alembic would end SQLite's transaction after each migration
        )
        with writing(), context.begin_transaction():
            context.run_migrations()
            if sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"migration left {len(broken)} rows without their parent")
    engine.dispose()


run()
