"""Office, units, accounts and the cycle."""

from core.accounts.services import create_account
from core.cycles.enums import Action, Phase
from core.cycles.services import create_cycle, move_to_phase, set_openings
from core.policy import Role
from core.site import set_site_value
from core.units.models import Unit
from rembuk.seeding.loading import Loading


def load_office(loading: Loading) -> None:
    """What the office calls itself."""
    for key, value in loading.seed.told["office"].items():
        set_site_value(loading.session, key, value)


def load_units(loading: Loading) -> None:
    """Units in file order; a parent stands before its children."""
    for position, row in enumerate(loading.seed.rows("units.csv")):
        parent = loading.units.get(row["parent"])
        unit = Unit(
            key=row["key"],
            name=row["name"],
            kind=row["kind"],
            code=row["code"],
            parent_id=parent.id if parent else None,
            position=position,
            serves_public=row["serves_public"] == "1",
        )
        loading.session.add(unit)
        loading.session.flush()
        loading.units[unit.key] = unit


def load_accounts(loading: Loading) -> None:
    """The accounts, all with the seed's password; the first of a role acts for it in this load."""
    for told in loading.seed.list_of("accounts"):
        unit = loading.units.get(told.get("unit", ""))
        role = Role(told["role"])
        account = create_account(
            loading.session,
            login=told["login"],
            name=told["name"],
            password=loading.seed.told["password"],
            role=role,
            unit_id=unit.id if unit else None,
        )
        loading.accounts.setdefault(role, account)


def load_cycle(loading: Loading) -> None:
    """The cycle, what its phases open, and the phase it is in."""
    told = dict(loading.seed.told["cycle"])
    openings, phase = told.pop("openings", None), Phase(told.pop("phase"))
    actor_id = loading.actor_id(Role.PLANNER)
    loading.cycle = create_cycle(loading.session, **told, actor_id=actor_id)
    if openings is not None:
        wanted = [(Phase(name), Action(action)) for name, actions in openings.items() for action in actions]
        set_openings(loading.session, loading.cycle, openings=wanted, actor_id=actor_id)
    move_to_phase(loading.session, loading.cycle, phase=phase, actor_id=actor_id)
