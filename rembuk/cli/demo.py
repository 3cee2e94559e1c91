"""`rembuk demo`."""

from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import select

from core.accounts.models import Account
from core.config import load_settings
from core.db import db, writing
from core.duties.enums import DUTY_LABELS
from core.policy import Duty
from core.site import load_site
from rembuk import migrate
from rembuk.cli.database import refusals
from rembuk.cli.serve import run_server
from rembuk.seeding import Loading, Seed, load_seed
from rembuk.seeding.folder import SHIPPED

ROLE_NAMES = {
    "citizen": "warga",
    "asn": "ASN",
    "facilitator": "fasilitator",
    "planner": "penyusun rencana",
    "administrator": "administrator",
}


def load_once(seed: Seed) -> bool:
    """Load the seed into an empty database; False when the demo is there already."""
    from rembuk.app import create_app

    settings = load_settings()
    with refusals():
        migrate.bring_up(settings)
    with create_app(settings).app_context(), writing():
        session = db.session()
        if load_site(session, "id").demo:
            return False
        if session.scalar(select(Account.id).limit(1)) is not None:
            raise click.ClickException(
                f"{settings.data} holds real data; the demo needs an empty folder (REMBUK_DATA)"
            )
        click.echo("loading the demo, less than a minute")
        today = datetime.now(settings.timezone).date()
        load_seed(Loading(session, seed, today, settings.secret_key, say=click.echo))
        session.commit()
    return True


@click.command()
@click.option(
    "--seed",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=SHIPPED,
    help="Seed folder of another district.",
)
@click.option("--serve", "and_serve", is_flag=True, help="Serve afterwards.")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True)
def demo(folder: Path, and_serve: bool, host: str, port: int) -> None:
    """Load the sample district once (and serve it)."""
    seed = Seed(folder)
    if not load_once(seed):
        click.echo("the demo is loaded already")
    click.echo("DATA CONTOH – bukan data resmi / SAMPLE DATA – not official")
    duties = {told["login"]: DUTY_LABELS[Duty(told["duty"])] for told in seed.list_of("duties")}
    for told in seed.list_of("accounts"):
        words = ", ".join(filter(None, (ROLE_NAMES[told["role"]], duties.get(told["login"], "").lower())))
        click.echo(f"  {words:<24} {told['login']:<12} {seed.told['password']}")
    if and_serve:
        run_server(host, port)
