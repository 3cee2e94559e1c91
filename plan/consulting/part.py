"""What the slice learns of this subject: routes, policies, menu, jobs, data kept."""

from core.errors import N_
from core.keeping import Retention, pointing
from core.policy import ANYONE, PLANNERS, STAFF, Duty, Policy, Role
from core.slices import NavItem, Slice
from plan.consulting.jobs import CLOSE_CONSULTATIONS, close_handler
from plan.consulting.models import PlanVersion
from plan.consulting.views import cards, public, versions, voices

READERS = STAFF.also(Duty.CHECKER, Duty.SIGNER, Duty.AUDITOR)
OFFICE = Policy(frozenset({Role.ASN, Role.FACILITATOR, Role.PLANNER, Role.ADMINISTRATOR}))

POLICIES: dict[str, Policy] = {
    "plan_versions.index": READERS,
    "plan_versions.show": READERS,
    "plan_versions.freeze": PLANNERS,
    "plan_versions.consult": PLANNERS,
    "plan_versions.close": PLANNERS,
    "public_versions.index": ANYONE,
    "public_versions.show": ANYONE,
    "consultation.index": OFFICE,
    "consultation.show": OFFICE,
    "consultation.speak": OFFICE,
}

NAVIGATION = (NavItem(N_("Konsultasi rencana"), "consultation.index", order=42),)

ACTIONS = {
    "plan_version.freeze": N_("membekukan versi rencana"),
    "plan_version.consult": N_("membuka konsultasi versi rencana"),
    "plan_version.close": N_("menutup konsultasi versi rencana"),
}

PERSONAL_DATA = (
    pointing(
        "plan_versions",
        N_("Versi rencana yang Anda bekukan"),
        {PlanVersion.made_by: ("snapshot",)},
    ),
)

RETENTION = (
    Retention(
        key="plan_versions",
        label=N_("Versi rencana dan hasil konsultasinya"),
        reason=N_(
            "Bukti apa yang diusulkan dan didukung; suara disimpan tanpa nama dan waktu, "
            "dan kodenya dihapus saat konsultasi ditutup."
        ),
        tables=frozenset({"plan_version", "plan_voice", "plan_comment", "plan_tally"}),
    ),
)

PART = Slice(
    name="consulting",
    blueprints=(versions.blueprint, public.blueprint, voices.blueprint),
    policies=POLICIES,
    navigation=NAVIGATION,
    home_cards=cards.home_cards,
    jobs={CLOSE_CONSULTATIONS: close_handler},
    job_labels={CLOSE_CONSULTATIONS: N_("Menutup konsultasi rencana yang sudah berakhir")},
    periodic=(CLOSE_CONSULTATIONS,),
    actions=ACTIONS,
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
)
