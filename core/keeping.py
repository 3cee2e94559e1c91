"""What a slice says about the data it keeps: whose it is, and for how long."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, delete, func, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.sql import insert_into

Row = dict[str, object]


@dataclass(frozen=True)
class PersonalData:
    """What a slice keeps about the holder of an account, for the rights of UU 27/2022.

    `collect` returns it as JSON-ready data, `erase` removes or unlinks it, `merge` moves it from one
    account (first) to another. `columns` names every "table.column" that it answers for; a test wants
    each column that points at an account to be in one of them.
    """

    key: str
    label: str
    columns: frozenset[str]
    collect: Callable[[Session, int], object]
    erase: Callable[[Session, int], None]
    merge: Callable[[Session, int, int], None]


@dataclass(frozen=True)
class Retention:
    """How long some tables are kept. `days` is the default, None: as long as the installation stands.

    `purge` deletes what ended before a time and returns how many rows; `due` counts them. Each table
    of the product is in exactly one class (a test). `label` and `reason` are source strings.
    """

    key: str
    label: str
    reason: str
    tables: frozenset[str]
    days: int | None = None
    purge: Callable[[Session, datetime], int] | None = None
    due: Callable[[Session, datetime], int] | None = None


@dataclass(frozen=True)
class Ended:
    """The rows of a table that ended before a time: counted and deleted by the same condition."""

    model: type[Any]
    before: Callable[[datetime], ColumnElement[bool]]

    def count(self, session: Session, time: datetime) -> int:
        return session.scalar(select(func.count()).select_from(self.model).where(self.before(time))) or 0

    def purge(self, session: Session, time: datetime) -> int:
        key = self.model.__table__.primary_key.columns.values()[0]
        return len(session.execute(delete(self.model).where(self.before(time)).returning(key)).all())


def plain(value: object) -> object:
    """A value of a column as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def rows_of(
    session: Session, column: InstrumentedAttribute[Any], value: object, *, hidden: Collection[str] = ()
) -> list[Row]:
    """Every row whose column has this value (points at the account), with all columns but the hidden ones.

    So a column that is added later is handed out, too. Hide hashes, secrets, and what is about others.
    """
    table = column.class_.__table__
    found = session.execute(
        select(table).where(column == value).order_by(*table.primary_key.columns)
    ).mappings()
    return [{name: plain(cell) for name, cell in row.items() if name not in hidden} for row in found]


def unlink(session: Session, column: InstrumentedAttribute[Any], account_id: int) -> None:
    """Forget in these rows who it was."""
    session.execute(update(column.class_).where(column == account_id).values({column.key: None}))


def repoint(session: Session, column: InstrumentedAttribute[Any], old: int, new: int) -> None:
    """Let the rows point at another account; for columns that no key holds."""
    session.execute(update(column.class_).where(column == old).values({column.key: new}))


def drop_rows(session: Session, column: InstrumentedAttribute[Any], account_id: int) -> None:
    """Delete the account's rows."""
    session.execute(delete(column.class_).where(column == account_id))


def move_rows(session: Session, column: InstrumentedAttribute[Any], old: int, new: int) -> None:
    """Give the rows to another account; where it has the same one already, that one stays."""
    model: Any = column.class_
    table = model.__table__
    copied = [c for c in table.columns if c.name != "id"]
    values = [literal(new).label(c.name) if c.name == column.key else c for c in copied]
    moved = insert_into(session, model).from_select(
        [c.name for c in copied], select(*values).where(column == old)
    )
    session.execute(moved.on_conflict_do_nothing())
    drop_rows(session, column, old)


def name_of(column: InstrumentedAttribute[Any]) -> str:
    """ "table.column"."""
    return f"{column.class_.__tablename__}.{column.key}"


def pointing(
    key: str, label: str, columns: Mapping[InstrumentedAttribute[Any], Collection[str]]
) -> PersonalData:
    """The provider of rows that only note who did something: handed out with what is not hidden,
    unlinked when the account is erased."""

    def collect(session: Session, account_id: int) -> object:
        return {
            c.class_.__tablename__: rows_of(session, c, account_id, hidden=hidden)
            for c, hidden in columns.items()
        }

    def erase(session: Session, account_id: int) -> None:
        for column in columns:
            unlink(session, column, account_id)

    def merge(session: Session, old: int, new: int) -> None:
        for column in columns:
            repoint(session, column, old, new)

    return PersonalData(key, label, frozenset(map(name_of, columns)), collect, erase, merge)
