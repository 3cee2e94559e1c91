"""What the two engines need done each in its own way. Knows nothing of the web."""

from typing import Any

from sqlalchemy import Engine, Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_into(session: Session, model: type[Any]) -> Any:
    """An INSERT that knows ON CONFLICT, of the engine in use."""
    table: Table = model.__table__
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def erase_bytes_after_commit(session: Session) -> None:
    """For an act that erases what somebody wrote: leave no byte of it in the file of SQLite and its log.

    The rows are gone with the act, and `secure_delete` (core/db.py) overwrites them. But a page that was split
    keeps older copies of its rows in its gaps, which only rewriting the whole file clears. That is noted in the
    same transaction (in `user_version`, a number in the file's head) and done by the mixer's next turn.
    """
    if _on_sqlite(session) is not None:
        session.execute(text("PRAGMA user_version=1"))
    truncate_log_after_commit(session)


def truncate_log_after_commit(session: Session) -> None:
    """SQLite's write-ahead log still holds what was there before; empty it once the change is durable.

    While somebody still reads an older state the log stays; writers are not held up for that, and the mixer's
    next turn empties it.
    """
    engine = _on_sqlite(session)
    if engine is None:
        return

    def truncate(_session: Session) -> None:
        connection = engine.raw_connection()
        try:
            _truncate_log(connection.cursor())
        finally:
            connection.close()

    event.listen(session, "after_commit", truncate, once=True)


def rewrite_file_after_commit(session: Session) -> None:
    """If something was erased since the last time, write SQLite's file anew; else only empty its log.

    Nobody can write meanwhile: about 15 ms for each MB of the file. What is erased while it runs, a kill, a full
    disk or a long reader leave it noted for the next turn.
    """
    engine = _on_sqlite(session)
    if engine is None:
        return

    def rewrite(_session: Session) -> None:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            if _noted(cursor) == _NOTHING:
                _truncate_log(cursor)
                return
            cursor.execute("PRAGMA user_version=2")
            cursor.execute("VACUUM")
            if _truncate_log(cursor):
                cursor.execute("BEGIN IMMEDIATE")
                if _noted(cursor) == _REWRITING:
                    cursor.execute("PRAGMA user_version=0")
                cursor.execute("COMMIT")
        finally:
            connection.close()

    event.listen(session, "after_commit", rewrite, once=True)


# What `user_version` says; 1 is "something was erased".
_NOTHING, _REWRITING = 0, 2


def _noted(cursor: Any) -> int:
    return int(cursor.execute("PRAGMA user_version").fetchone()[0])


def _truncate_log(cursor: Any) -> bool:
    """Whether it is empty now. Half a second for readers, as nobody can write meanwhile."""
    cursor.execute("PRAGMA busy_timeout=500")
    busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    cursor.execute("PRAGMA busy_timeout=15000")  # what core/db.py sets
    return not busy


def _on_sqlite(session: Session) -> Engine | None:
    engine = session.get_bind()
    return engine if isinstance(engine, Engine) and engine.dialect.name == "sqlite" else None
