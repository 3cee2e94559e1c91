"""Duties beside the roles."""

from sqlalchemy import select

from core.accounts.models import Account
from core.duties.services import assign_duty
from core.policy import Duty, Role
from rembuk.seeding.loading import Loading


def load_duties(loading: Loading) -> None:
    """Each duty, for a unit, for a plan item of the seed, or for the whole office."""
    actor_id = loading.actor_id(Role.ADMINISTRATOR)
    for told in loading.seed.list_of("duties"):
        account = loading.session.scalars(select(Account).where(Account.login == told["login"])).one()
        item = told.get("item", "")
        assign_duty(
            loading.session,
            account,
            duty=Duty(told["duty"]),
            unit_id=loading.units[told["unit"]].id if "unit" in told else None,
            object_kind="plan_item" if item else "",
            object_key=item,
            actor_id=actor_id,
        )
