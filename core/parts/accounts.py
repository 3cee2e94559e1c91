"""Accounts: one's own, and those that administrators look after."""

from core.accounts import kept, personal
from core.accounts.enums import ROLE_LABELS
from core.accounts.one_time import CodePurpose
from core.errors import N_
from core.pages.accounts import (
    accounts,
    forgotten,
    invitations,
    manage_accounts,
    manage_codes,
    manage_merge,
    own_account,
    second_step,
)
from core.policy import ADMINISTRATORS, ANYONE, OWN_RIGHTS, SIGNED_IN, Policy
from core.slices import NavGroup, NavItem, Slice

POLICIES: dict[str, Policy] = {
    "accounts.login": ANYONE,
    "accounts.logout": OWN_RIGHTS,
    "accounts.register": ANYONE,
    "accounts.second_step": ANYONE,
    "accounts.invited": ANYONE,
    "accounts.setup": ANYONE,
    "forgotten.ask": ANYONE,
    "forgotten.code": ANYONE,
    "forgotten.choose": ANYONE,
    "forgotten.by_mail": ANYONE,
    "own_account.show": OWN_RIGHTS,
    "own_account.password": SIGNED_IN,
    "own_account.email": SIGNED_IN,
    "own_account.devices": OWN_RIGHTS,
    "own_account.end_device": OWN_RIGHTS,
    "own_account.logout_everywhere": OWN_RIGHTS,
    "second_step.show": SIGNED_IN,
    "second_step.set_up": SIGNED_IN,
    "second_step.recovery": SIGNED_IN,
    "second_step.turn_off": SIGNED_IN,
    "manage_accounts.index": ADMINISTRATORS,
    "manage_accounts.create": ADMINISTRATORS,
    "manage_accounts.edit": ADMINISTRATORS,
    "manage_accounts.reset_second_step": ADMINISTRATORS,
    "manage_accounts.disable": ADMINISTRATORS,
    "manage_accounts.enable": ADMINISTRATORS,
    "manage_codes.one": ADMINISTRATORS,
    "manage_codes.many": ADMINISTRATORS,
    "manage_merge.choose": ADMINISTRATORS,
    "manage_merge.confirm": ADMINISTRATORS,
    "invitations.index": ADMINISTRATORS,
    "invitations.create": ADMINISTRATORS,
    "invitations.revoke": ADMINISTRATORS,
}

NAVIGATION = (
    NavItem(N_("Akun saya"), "own_account.show", order=90, own=True),
    NavItem(
        N_("Akun"),
        "manage_accounts.index",
        order=85,
        staff=True,
        about=N_("Siapa yang dapat masuk, dengan peran apa."),
        group=NavGroup.PEOPLE,
    ),
    NavItem(
        N_("Undangan"),
        "invitations.index",
        order=86,
        staff=True,
        about=N_("Tautan agar orang membuat akunnya sendiri."),
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
    "account.code": N_("membuat kode sekali pakai untuk akun"),
    "account.email": N_("mengubah alamat surel akun"),
    "account.merge": N_("menggabungkan akun"),
    "account.recovery_code": N_("masuk dengan kode cadangan"),
    "account.second_factor": N_("memasang kode dua langkah"),
    "account.second_factor_off": N_("mematikan kode dua langkah akun"),
    "invitation.create": N_("membuat undangan"),
    "invitation.revoke": N_("mencabut undangan"),
}

CODE_LABELS = {
    CodePurpose.FIRST: N_("masuk pertama kali"),
    CodePurpose.RESET: N_("kata sandi baru"),
    CodePurpose.MAIL: N_("kata sandi baru, lewat surel"),
}

PART = Slice(
    name="accounts",
    blueprints=(
        accounts.blueprint,
        forgotten.blueprint,
        own_account.blueprint,
        second_step.blueprint,
        manage_accounts.blueprint,
        manage_codes.blueprint,
        manage_merge.blueprint,
        invitations.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
    personal_data=(*personal.PERSONAL_DATA, *kept.PERSONAL_DATA),
    retention=(*personal.RETENTION, *kept.RETENTION),
    actions=ACTIONS,
    fact_values={
        "account.create": ROLE_LABELS,
        "account.role": ROLE_LABELS,
        "account.code": CODE_LABELS,
        "invitation.create": ROLE_LABELS,
        "invitation.revoke": ROLE_LABELS,
    },
)
