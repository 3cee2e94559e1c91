"""Every row of every table, read again only where something was written."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, event, select

from rembuk.models import METADATA

Rows = Mapping[tuple[Any, ...], Mapping[str, Any]]
Dump = Mapping[str, Rows]

READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SET ", "SHOW")
WRITES = re.compile(r'\b(?:INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def cascade(tables: set[str]) -> set[str]:
    """With the tables whose rows the database itself changes when rows of these go."""
    found = set(tables)
    while True:
        further = {
            table.name
            for table in METADATA.sorted_tables
            for key in table.foreign_keys
            if key.ondelete in {"CASCADE", "SET NULL"} and key.column.table.name in found
        }
        if further <= found:
            return found
        found |= further


def written(statement: str) -> set[str]:
    """The tables that a statement may change; all of them, where it does not say."""
    if statement.lstrip().upper().startswith(READS):
        return set()
    named = {name.lower() for name in WRITES.findall(statement)} & set(METADATA.tables)
    if not named:
        return set(METADATA.tables)
    return cascade(named) if "DELETE" in statement.upper() else named


class Tables:
    """The rows that a connection sees. `dump` costs what was written since the last one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, Rows] = {}
        self._stale = set(METADATA.tables)
        event.listen(connection, "before_cursor_execute", self._note)

    def _note(self, _connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        self._stale |= written(statement)

    def dump(self) -> Dump:
        """Every row of every table, by its key."""
        fresh = {name: rows_of(self._connection, METADATA.tables[name]) for name in self._stale}
        self._known = {**self._known, **fresh}
        self._stale.clear()
        return self._known

    def back_to(self, before: Dump) -> None:
        """Everything was rolled back to where this dump was taken."""
        self._known = dict(before)
        self._stale.clear()


def rows_of(connection: Connection, table: Table) -> Rows:
    keys = [column.name for column in table.primary_key]
    return {
        tuple(row[key] for key in keys): dict(row) for row in connection.execute(select(table)).mappings()
    }


def touched(before: Dump, after: Dump) -> Iterator[str]:
    """The tables that differ."""
    return (name for name in after if after[name] is not before[name] and after[name] != before[name])
