"""The audit log, one's own data, consent, retention."""

from core.errors import N_
from core.pages import audit
from core.policy import ADMINISTRATORS, Duty, Policy
from core.slices import NavGroup, NavItem, Slice

POLICIES: dict[str, Policy] = {
    "audit.index": ADMINISTRATORS.also(Duty.AUDITOR),
    "audit.export": ADMINISTRATORS.also(Duty.AUDITOR),
}

NAVIGATION = (
    NavItem(
        N_("Catatan audit"),
        "audit.index",
        order=95,
        staff=True,
        about=N_("Siapa mengubah apa, dan kapan."),
        group=NavGroup.SYSTEM,
    ),
)

ACTIONS = {
    "audit.export": N_("mengunduh catatan audit"),
    "consent.give": N_("memberi persetujuan"),
    "consent.withdraw": N_("menarik persetujuan"),
}

PART = Slice(
    name="rights",
    blueprints=(audit.blueprint,),
    policies=POLICIES,
    navigation=NAVIGATION,
    actions=ACTIONS,
)
