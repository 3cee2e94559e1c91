"""The core's own slice: home, accounts."""

from core.errors import N_
from core.pages import accounts, home
from core.policy import ANYONE, SIGNED_IN, Policy
from core.slices import NavItem, Slice

POLICIES: dict[str, Policy] = {
    "home.index": ANYONE,
    "home.privacy": ANYONE,
    "home.accessibility": ANYONE,
    "home.healthz": ANYONE,
    "home.readyz": ANYONE,
    "accounts.login": ANYONE,
    "accounts.logout": SIGNED_IN,
    "accounts.register": ANYONE,
    "accounts.setup": ANYONE,
}

SLICE = Slice(
    name="core",
    blueprints=(home.blueprint, accounts.blueprint),
    policies=POLICIES,
    navigation=(NavItem(N_("Beranda"), "home.index", order=0),),
)
