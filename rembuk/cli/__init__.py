"""The `rembuk` command. Exit 0 done, 1 refused with one clear line, 2 wrong call."""

import click

from rembuk import __version__
from rembuk.cli.database import backup, restore, upgrade
from rembuk.cli.demo import demo
from rembuk.cli.doctor import doctor
from rembuk.cli.forms import form_check
from rembuk.cli.mail import mail_test
from rembuk.cli.serve import serve, worker
from rembuk.cli.skm import skm
from rembuk.cli.themes import themes, themes_assign
from rembuk.cli.users import user


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Rembuk: surveys, forums and the plan that comes of them."""


for command in (
    serve,
    demo,
    worker,
    upgrade,
    backup,
    restore,
    doctor,
    user,
    themes,
    themes_assign,
    skm,
    form_check,
    mail_test,
):
    main.add_command(command)
