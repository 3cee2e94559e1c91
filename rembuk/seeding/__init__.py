"""Load a district from a seed folder, through the same services that people use."""

from core.site import set_site_value
from rembuk.seeding.answers import load_surveys
from rembuk.seeding.base import load_accounts, load_cycle, load_office, load_units
from rembuk.seeding.decisions import load_decisions
from rembuk.seeding.duties import load_duties
from rembuk.seeding.folder import Seed
from rembuk.seeding.items import load_items
from rembuk.seeding.loading import Loading
from rembuk.seeding.staff import load_staff

__all__ = ["Loading", "Seed", "load_seed"]


def load_seed(loading: Loading) -> None:
    """Everything, in the caller's transaction: all of it or nothing."""
    load_office(loading)
    load_units(loading)
    load_accounts(loading)
    load_staff(loading)
    load_cycle(loading)
    load_surveys(loading)
    load_decisions(loading)
    load_items(loading)
    load_duties(loading)
    set_site_value(loading.session, "demo", "1")
