"""Bring a database to the newest structure; forward only."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(database_url: str) -> Config:
    """Alembic's settings without a file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["database_url"] = database_url
    return config


def newest() -> str:
    """The revision this code expects."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def current(database_url: str) -> str | None:
    """The revision the database has; None for an empty one."""
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def upgrade(database_url: str) -> None:
    """Run the missing migrations."""
    command.upgrade(alembic_config(database_url), "head")
