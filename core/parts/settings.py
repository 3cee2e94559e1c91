"""What the administrator sets for the whole installation."""

from core.errors import N_
from core.pages import settings
from core.policy import ADMINISTRATORS, Policy
from core.slices import NavGroup, NavItem, Slice

POLICIES: dict[str, Policy] = {
    "settings.edit": ADMINISTRATORS,
}

NAVIGATION = (
    NavItem(
        N_("Pengaturan"),
        "settings.edit",
        order=90,
        staff=True,
        about=N_("Nama kantor dan wilayah."),
        group=NavGroup.SYSTEM,
    ),
)

PART = Slice(name="settings", blueprints=(settings.blueprint,), policies=POLICIES, navigation=NAVIGATION)
