"""`rembuk upgrade`."""

import click

from core.config import load_settings
from rembuk import migrate


@click.command()
def upgrade() -> None:
    """Bring the database to the newest structure."""
    migrate.upgrade(load_settings().database_url)
    click.echo(f"database at {migrate.newest()}")
