"""`rembuk upgrade`, `rembuk backup`, `rembuk restore`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from core.config import load_settings
from rembuk import migrate
from rembuk.safety import SafetyError, archive
from rembuk.safety.backup import make_backup, record_backup
from rembuk.safety.restore import examine
from rembuk.safety.restore import restore as put_back

_OUT = click.Path(path_type=Path)
_IN = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@contextmanager
def refusals() -> Iterator[None]:
    """What was not done becomes one line and exit code 1."""
    try:
        yield
    except SafetyError as refusal:
        raise click.ClickException(str(refusal)) from refusal


@click.command()
def upgrade() -> None:
    """Bring the database to the newest structure, after a backup of it."""
    with refusals():
        made = migrate.bring_up(load_settings())
    if made:
        click.echo(f"backup before: {made.path}")
    click.echo(f"database at {migrate.newest()}")


@click.command()
@click.argument("path", type=_OUT)
def backup(path: Path) -> None:
    """Write a backup to PATH (a file, or a folder for a file named by the time); the server may run.

    It opens everything: keep it as safe as the server itself.
    """
    settings = load_settings()
    with refusals():
        made = make_backup(settings, path)
        record_backup(settings, made)
    rows = sum(made.manifest.rows.values())
    click.echo(f"{made.path}: {rows} rows, {_uploads(made.manifest)} uploads, {made.size} bytes")
    if not made.manifest.secret_key:
        click.echo("The secret key is not in it: REMBUK_SECRET_KEY is set outside. Keep it with the backup.")


@click.command()
@click.argument("path", type=_IN)
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(path: Path, yes: bool) -> None:
    """Put the backup at PATH in the place of what is there; what is there is kept aside.

    Stop the server first.
    """
    settings = load_settings()
    with refusals():
        manifest = examine(settings, path)
    click.echo(
        f"backup of {manifest.made_at}: {sum(manifest.rows.values())} rows, {_uploads(manifest)} uploads,"
        f" structure {manifest.revision}"
    )
    if not manifest.uploads:
        click.echo("it holds the database only: uploads and secret key stay as they are")
    if not yes:
        click.confirm(f"Replace what is in {settings.data}?", abort=True)
    with refusals():
        done = put_back(settings, path)
    click.echo(f"restored; database at {migrate.newest()}")
    for aside in done.aside:
        click.echo(f"what was there before: {aside}")


def _uploads(manifest: archive.Manifest) -> int:
    return sum(name.startswith("uploads/") for name in manifest.members)
