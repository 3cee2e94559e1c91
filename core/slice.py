"""The core's own slice: home, accounts, cycles, units, settings."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from core.accounts.services import purge_sessions
from core.errors import N_
from core.pages import (
    accounts,
    cycles,
    health,
    home,
    manage,
    manage_accounts,
    manage_cycles,
    own_account,
    settings,
    units,
)
from core.policy import ADMINISTRATORS, ANYONE, CYCLE_KEEPERS, SIGNED_IN, STAFF, Policy
from core.slices import JobEffect, NavItem, Slice

POLICIES: dict[str, Policy] = {
    "home.index": ANYONE,
    "home.privacy": ANYONE,
    "home.accessibility": ANYONE,
    "health.healthz": ANYONE,
    "health.readyz": ANYONE,
    "accounts.login": ANYONE,
    "accounts.logout": SIGNED_IN,
    "accounts.register": ANYONE,
    "accounts.setup": ANYONE,
    "own_account.show": SIGNED_IN,
    "own_account.password": SIGNED_IN,
    "own_account.logout_everywhere": SIGNED_IN,
    "cycles.show": ANYONE,
    "manage.start": STAFF,
    "manage_cycles.index": CYCLE_KEEPERS,
    "manage_cycles.create": CYCLE_KEEPERS,
    "manage_cycles.show": CYCLE_KEEPERS,
    "manage_cycles.edit": CYCLE_KEEPERS,
    "manage_cycles.confirm_phase": CYCLE_KEEPERS,
    "manage_cycles.move_phase": CYCLE_KEEPERS,
    "manage_cycles.openings": CYCLE_KEEPERS,
    "manage_cycles.make_current": CYCLE_KEEPERS,
    "units.index": ADMINISTRATORS,
    "units.create": ADMINISTRATORS,
    "units.edit": ADMINISTRATORS,
    "manage_accounts.index": ADMINISTRATORS,
    "manage_accounts.create": ADMINISTRATORS,
    "manage_accounts.edit": ADMINISTRATORS,
    "manage_accounts.password": ADMINISTRATORS,
    "manage_accounts.disable": ADMINISTRATORS,
    "manage_accounts.enable": ADMINISTRATORS,
    "settings.edit": ADMINISTRATORS,
}

NAVIGATION = (
    NavItem(N_("Beranda"), "home.index", order=0),
    NavItem(N_("Akun saya"), "own_account.show", order=90),
    NavItem(N_("Ringkasan"), "manage.start", order=0, staff=True),
    NavItem(
        N_("Siklus"),
        "manage_cycles.index",
        order=10,
        staff=True,
        about=N_("Tujuan, tahap, dan apa yang dibuka di setiap tahap."),
    ),
    NavItem(N_("Unit"), "units.index", order=80, staff=True, about=N_("Kantor dan bagian-bagiannya.")),
    NavItem(
        N_("Akun"),
        "manage_accounts.index",
        order=85,
        staff=True,
        about=N_("Siapa yang dapat masuk, dengan peran apa."),
    ),
    NavItem(N_("Pengaturan"), "settings.edit", order=90, staff=True, about=N_("Nama kantor dan wilayah.")),
)


def _purge(_session: Session, _payload: Mapping[str, object]) -> JobEffect:
    def effect(session: Session) -> Mapping[str, object]:
        return {"sessions": purge_sessions(session)}

    return effect


SLICE = Slice(
    name="core",
    blueprints=(
        home.blueprint,
        health.blueprint,
        accounts.blueprint,
        own_account.blueprint,
        cycles.blueprint,
        manage.blueprint,
        manage_cycles.blueprint,
        units.blueprint,
        manage_accounts.blueprint,
        settings.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
    jobs={"core.purge_sessions": _purge},
    periodic=("core.purge_sessions",),
)
