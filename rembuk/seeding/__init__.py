"""Load a district from a seed folder, through the same services that people use."""

from core.site import set_site_value
from rembuk.seeding.answers import load_surveys
from rembuk.seeding.attendance import load_attendance
from rembuk.seeding.base import load_accounts, load_cycle, load_office, load_units
from rembuk.seeding.calls import load_calls
from rembuk.seeding.decisions import load_decisions
from rembuk.seeding.duties import load_duties
from rembuk.seeding.folder import Seed
from rembuk.seeding.forum import load_forum
from rembuk.seeding.items import load_items
from rembuk.seeding.loading import Loading
from rembuk.seeding.moderation import load_moderation
from rembuk.seeding.needing import load_needing
from rembuk.seeding.notes import load_notes
from rembuk.seeding.rooms import load_rooms
from rembuk.seeding.seats import load_seats
from rembuk.seeding.staff import load_staff
from rembuk.seeding.taxonomies import load_taxonomies
from rembuk.seeding.workshops import load_workshops

__all__ = ["Loading", "Seed", "load_seed"]

# Whoever describes another district may leave these files out.
_WITH_FILE = (
    ("needing.toml", (load_needing,)),
    ("workshops.toml", (load_workshops, load_seats)),
    ("rooms.toml", (load_rooms,)),
    ("calls.toml", (load_calls,)),
    ("forum.toml", (load_forum,)),
    ("workshops.toml", (load_attendance,)),
    ("notes.toml", (load_notes,)),
    ("moderation.toml", (load_moderation,)),
    ("taxonomies.toml", (load_taxonomies,)),
)


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
    for name, loaders in _WITH_FILE:
        for load in loaders if loading.seed.has(name) else ():
            load(loading)
    set_site_value(loading.session, "demo", "1")
