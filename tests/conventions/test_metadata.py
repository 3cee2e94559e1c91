"""The migrations make exactly the tables that the models describe."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from rembuk import migrate
from rembuk.models import METADATA


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [d for d in compare_metadata(context, METADATA) if "alembic_version" not in str(d)]


@pytest.mark.database
def test_migrated_database_equals_the_models(connection: Connection) -> None:
    assert differences(connection) == []


@pytest.mark.database
def test_a_missing_column_is_seen(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE unit DROP COLUMN kind"))
    assert [d[0] for d in differences(connection)] == ["add_column"]  # type: ignore[index]


@pytest.mark.database
def test_database_stands_at_the_newest_revision(connection: Connection) -> None:
    assert MigrationContext.configure(connection).get_current_revision() == migrate.newest()


def test_every_constraint_has_a_name() -> None:
    nameless = [c for table in METADATA.tables.values() for c in table.constraints if not c.name]
    assert nameless == []
