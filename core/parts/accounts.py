"""Accounts: one's own, and those that administrators look after."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from core.accounts.services import purge_sessions
from core.errors import N_
from core.pages import accounts, manage_accounts, own_account
from core.policy import ADMINISTRATORS, ANYONE, OWN_RIGHTS, SIGNED_IN, Policy
from core.slices import JobEffect, NavGroup, NavItem, Slice

POLICIES: dict[str, Policy] = {
    "accounts.login": ANYONE,
    "accounts.logout": OWN_RIGHTS,
    "accounts.register": ANYONE,
    "accounts.setup": ANYONE,
    "own_account.show": OWN_RIGHTS,
    "own_account.password": SIGNED_IN,
    "own_account.logout_everywhere": OWN_RIGHTS,
    "manage_accounts.index": ADMINISTRATORS,
    "manage_accounts.create": ADMINISTRATORS,
    "manage_accounts.edit": ADMINISTRATORS,
    "manage_accounts.password": ADMINISTRATORS,
    "manage_accounts.disable": ADMINISTRATORS,
    "manage_accounts.enable": ADMINISTRATORS,
}

NAVIGATION = (
    NavItem(N_("Akun saya"), "own_account.show", order=90),
    NavItem(
        N_("Akun"),
        "manage_accounts.index",
        order=85,
        staff=True,
        about=N_("Siapa yang dapat masuk, dengan peran apa."),
        group=NavGroup.PEOPLE,
    ),
)

ACTIONS = {
    "account.create": N_("membuat akun"),
    "account.password": N_("mengganti kata sandi akun"),
    "account.logout": N_("mengeluarkan akun dari semua perangkat"),
    "account.role": N_("mengganti peran akun"),
    "account.unit": N_("memindahkan akun ke unit lain"),
    "account.active": N_("mengaktifkan atau menonaktifkan akun"),
    "account.code": N_("mencetak kode sekali pakai untuk akun"),
}


def _purge(_session: Session, _payload: Mapping[str, object]) -> JobEffect:
    def effect(session: Session) -> Mapping[str, object]:
        return {"sessions": purge_sessions(session)}

    return effect


PART = Slice(
    name="accounts",
    blueprints=(accounts.blueprint, own_account.blueprint, manage_accounts.blueprint),
    policies=POLICIES,
    navigation=NAVIGATION,
    jobs={"core.purge_sessions": _purge},
    periodic=("core.purge_sessions",),
    actions=ACTIONS,
)
