"""`rembuk user add|role|password|disable|second-step-off`."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts import services
from core.accounts.models import Account
from core.accounts.second_factor import remove_second_factor
from core.db import db, writing
from core.errors import RembukError
from core.policy import Role

ROLES = click.Choice([str(role) for role in Role])


@contextmanager
def database() -> Iterator[Session]:
    """A session in one transaction; a refusal becomes one line and exit code 1."""
    from rembuk.app import create_app

    with create_app().app_context(), writing():
        try:
            yield db.session()
            db.session.commit()
        except RembukError as refusal:
            db.session.rollback()
            raise click.ClickException(refusal.message % refusal.params) from refusal


def find(session: Session, login: str) -> Account:
    """The account with this login; exit code 1 when there is none."""
    account = session.scalar(select(Account).where(Account.login == login.lower()))
    if account is None:
        raise click.ClickException(f"no account {login}")
    return account


@click.group()
def user() -> None:
    """Accounts."""


@user.command()
@click.argument("login")
@click.option("--name", required=True)
@click.option("--role", type=ROLES, default=str(Role.CITIZEN), show_default=True)
@click.password_option()
def add(login: str, name: str, role: str, password: str) -> None:
    """Make an account."""
    with database() as session:
        services.create_account(session, login=login, name=name, password=password, role=Role(role))


@user.command("role")
@click.argument("login")
@click.argument("role", type=ROLES)
def change_role(login: str, role: str) -> None:
    """Give an account another role; its sessions end."""
    with database() as session:
        services.change_role(session, find(session, login), role=Role(role), actor_id=None)


@user.command()
@click.argument("login")
@click.password_option()
def password(login: str, password: str) -> None:
    """Set a password; the account's sessions end."""
    with database() as session:
        services.change_password(session, find(session, login), password=password, actor_id=None)


@user.command()
@click.argument("login")
def disable(login: str) -> None:
    """Lock an account out."""
    with database() as session:
        services.set_active(session, find(session, login), active=False, actor_id=None)


@user.command("second-step-off")
@click.argument("login")
def second_step_off(login: str) -> None:
    """Switch the second step off: for an administrator who lost phone and recovery codes."""
    with database() as session:
        remove_second_factor(session, find(session, login), actor_id=None)
