"""Bring a database to the newest structure; forward only."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from core.config import Settings
from rembuk.safety import SafetyError
from rembuk.safety.backup import Made, backup_before
from rembuk.safety.locks import migrating

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


def known() -> set[str]:
    """Every revision this code knows how to bring up."""
    return {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def current(database_url: str) -> str | None:
    """The revision the database has; None for an empty one."""
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def upgrade(database_url: str, target: str = "head") -> None:
    """Run the missing migrations in one transaction, without a backup: for tests and tools."""
    command.upgrade(alembic_config(database_url), target)


def bring_up(settings: Settings, *, backup: bool = True) -> Made | None:
    """Bring the installation's database up, after a backup of what is there; the backup, if one was made.

    Of several processes that start together one migrates and the others wait.
    """
    with migrating(settings):
        revision = current(settings.database_url)
        if revision == newest():
            return None
        if revision is not None and revision not in known():
            raise SafetyError(
                f"the database has structure {revision}, which is newer than this version of Rembuk;"
                " install the newer version, or restore a backup of this one"
            )
        made = backup_before(settings, newest()) if backup and revision is not None else None
        upgrade(settings.database_url)
        return made
