"""Every column about a person has somebody who answers for it, and every table a time it is kept."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Column

from core.accounts.models import Account
from core.slices import PersonalData, Retention
from rembuk.models import METADATA
from rembuk.slices import SLICES

# "table.column" -> why no provider of personal data answers for it.
EXCEPTIONS: dict[str, str] = {}


def providers() -> list[PersonalData]:
    return [data for s in SLICES for data in s.personal_data]


def classes() -> list[Retention]:
    return [kept for s in SLICES for kept in s.retention]


def points_at_account(column: Column[object]) -> bool:
    """Whether it is a key to an account, or is named like one."""
    keys = any(key.target_fullname == "account.id" for key in column.foreign_keys)
    return keys or column.name in {"account_id", "actor_id", "created_by", "decided_by", "changed_by"}


def pointing_columns() -> set[str]:
    columns = [c for table in METADATA.tables.values() for c in table.columns]
    return {f"{c.table.name}.{c.name}" for c in columns if points_at_account(c)}


def unanswered(data: Iterable[PersonalData]) -> set[str]:
    """Columns about an account that nobody hands out and erases."""
    own = {f"account.{column.name}" for column in Account.__table__.columns}
    answered = {name for one in data for name in one.columns}
    return (pointing_columns() | own) - answered - EXCEPTIONS.keys()


def test_every_column_that_points_at_an_account_is_answered_for() -> None:
    assert len(pointing_columns()) > 8
    assert unanswered(providers()) == set(), "name it in a PersonalData of its slice (core/keeping.py)"


def test_nobody_answers_for_what_another_does_or_for_what_is_not_there() -> None:
    counted = Counter(name for one in providers() for name in one.columns)
    assert {name for name, times in counted.items() if times > 1} == set()
    known = {f"{t.name}.{c.name}" for t in METADATA.tables.values() for c in t.columns}
    assert counted.keys() - known == set()
    assert EXCEPTIONS.keys() <= pointing_columns() - counted.keys()


def test_sabotage_a_provider_taken_away_is_missed() -> None:
    for data in providers():
        left = unanswered(p for p in providers() if p is not data)
        assert left <= set(data.columns)
        assert bool(left) == bool(data.columns & (pointing_columns() | {"account.name"}))


def test_every_table_is_in_one_retention_class() -> None:
    counted = Counter(table for kept in classes() for table in kept.tables)
    assert {table: times for table, times in counted.items() if times != 1} == {}
    assert set(METADATA.tables) - counted.keys() == set(), "name it in a Retention of its slice"
    assert counted.keys() - set(METADATA.tables) == set()


def test_keys_are_given_once_and_what_ends_can_be_purged() -> None:
    for keys in ([k.key for k in classes()], [p.key for p in providers()]):
        assert sorted(keys) == sorted(set(keys))
    for kept in classes():
        assert (kept.days is None) == (kept.purge is None), kept.key
        assert (kept.due is None) == (kept.purge is None), kept.key
