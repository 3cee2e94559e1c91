"""Triggers that let some tables only grow: the audit log, the trace ledger, published taxonomies.

SQLite drops a table's triggers with the table, and Alembic's batch mode rebuilds tables that way:
a migration that alters one of them in batch mode ends with `protect(op.get_bind(), ...)` again.
"""

from dataclasses import dataclass

from sqlalchemy.engine import Connection


@dataclass(frozen=True)
class Guarded:
    """A table that only grows. `kept` are the columns that never change; none named, no column does."""

    table: str
    key: tuple[str, ...]
    kept: tuple[str, ...] = ()

    @property
    def refusal(self) -> str:
        return f"{self.table} is append-only"

    def triggers(self, engine: str) -> dict[str, str]:
        """By their names, when they strike."""
        table = self.table
        update = f"BEFORE UPDATE OF {', '.join(self.kept)}" if self.kept else "BEFORE UPDATE"
        if engine == "postgresql":
            return {
                f"{table}_no_update": f"{update} OR DELETE ON {table} FOR EACH ROW",
                f"{table}_no_truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
            }
        same = " AND ".join(f"{column} = NEW.{column}" for column in self.key)
        return {
            f"{table}_no_update": f"{update} ON {table}",
            f"{table}_no_delete": f"BEFORE DELETE ON {table}",
            # INSERT OR REPLACE deletes without asking a delete trigger.
            f"{table}_no_replace": f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})",  # noqa: S608 (our own names)
        }


AUDIT = Guarded("audit_event", ("id",))
_EDGE = ("source_kind", "source_key", "source_field", "target_kind", "target_key", "turn")
# `actor_id` goes when its account is erased.
LEDGER = Guarded("trace_edge", _EDGE, (*_EDGE, "action", "reason", "at"))
# `published_by` goes when its account is erased.
TAXONOMY = Guarded(
    "taxonomy_version", ("id",), ("id", "taxonomy_id", "number", "content", "digest", "published_at")
)


def protect(connection: Connection, guarded: Guarded) -> None:
    """Refuse UPDATE, DELETE, REPLACE and TRUNCATE. Safe to repeat."""
    table, refusal = guarded.table, guarded.refusal
    triggers = guarded.triggers(connection.dialect.name)
    if connection.dialect.name == "sqlite":
        for name, when in triggers.items():
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(
                f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION refuse_{table}_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
    )
    for name, when in triggers.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION refuse_{table}_change()")


def triggers_of(connection: Connection, guarded: Guarded) -> set[str]:
    """The names of the triggers that are there."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (guarded.table,)
        )
    else:
        found = connection.exec_driver_sql(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            (guarded.table,),
        )
    return set(found.scalars())
