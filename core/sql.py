"""What the two engines need done each in its own way. Knows nothing of the web."""

from typing import Any

from sqlalchemy import Engine, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_into(session: Session, model: type[Any]) -> Any:
    """An INSERT that knows ON CONFLICT, of the engine in use."""
    table: Table = model.__table__
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def truncate_log_after_commit(session: Session) -> None:
    """SQLite's write-ahead log still holds what was there before; empty it once the change is durable.

    Together with `secure_delete` (core/db.py) nothing of a deleted text is left in the files. While somebody
    still reads an older state the log stays; writers are not held up for that, and the mixer's next turn
    empties it.
    """
    engine = session.get_bind()
    if not isinstance(engine, Engine) or engine.dialect.name != "sqlite":
        return

    def truncate(_session: Session) -> None:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            # Half a second for readers, as nobody can write meanwhile; then again what core/db.py sets.
            cursor.execute("PRAGMA busy_timeout=500")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA busy_timeout=15000")
            cursor.close()
        finally:
            connection.close()

    event.listen(session, "after_commit", truncate, once=True)
