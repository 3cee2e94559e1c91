"""Duties beside the roles."""

from core.duties import services
from core.duties.enums import DUTY_LABELS
from core.errors import N_
from core.pages.duties import duties
from core.policy import ADMINISTRATORS, Policy
from core.slices import NavGroup, NavItem, PersonalData, Retention, Slice

POLICIES: dict[str, Policy] = {
    "duties.index": ADMINISTRATORS,
    "duties.people": ADMINISTRATORS,
    "duties.choose": ADMINISTRATORS,
    "duties.create": ADMINISTRATORS,
    "duties.end": ADMINISTRATORS,
}

NAVIGATION = (
    NavItem(
        N_("Tugas"),
        "duties.index",
        order=87,
        staff=True,
        about=N_("Atasan, pemeriksa, penanda tangan, mitra, pemeriksa audit, petugas masukan."),
        group=NavGroup.PEOPLE,
    ),
)

ACTIONS = {
    "duty.assign": N_("memberi tugas kepada akun"),
    "duty.end": N_("mengakhiri tugas akun"),
}

PART = Slice(
    name="duties",
    blueprints=(duties.blueprint,),
    policies=POLICIES,
    navigation=NAVIGATION,
    actions=ACTIONS,
    fact_values={"duty.assign": DUTY_LABELS, "duty.end": DUTY_LABELS},
    personal_data=(
        PersonalData(
            key="duties",
            label=N_("Tugas"),
            columns=frozenset({"duty_assignment.account_id"}),
            collect=services.collect,
            erase=services.erase,
            merge=services.merge,
        ),
    ),
    retention=(
        Retention(
            key="duties",
            label=N_("Tugas yang sedang dipegang"),
            reason=N_("Menentukan siapa boleh membuka apa; dihapus saat tugas diakhiri."),
            tables=frozenset({"duty_assignment"}),
        ),
    ),
)
