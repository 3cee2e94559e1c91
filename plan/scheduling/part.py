"""What the slice learns of this subject: routes, policies, menu, data kept."""

from core.errors import N_
from core.keeping import Retention
from core.policy import PLANNERS, STAFF, Duty, Policy
from core.slices import Slice
from plan.scheduling.views import goals

POLICIES: dict[str, Policy] = {
    "plan_goals.index": STAFF.also(Duty.CHECKER, Duty.SIGNER, Duty.AUDITOR),
    "plan_goals.create": PLANNERS,
    "plan_goals.change": PLANNERS,
    "plan_goals.delete": PLANNERS,
    "plan_goals.duty": PLANNERS,
}

ACTIONS = {
    "plan_goal.add": N_("menambah tujuan rencana"),
    "plan_goal.change": N_("mengubah tujuan rencana"),
    "plan_goal.delete": N_("menghapus tujuan rencana"),
    "plan_duty.set": N_("mengubah kewajiban JP siklus"),
}

RETENTION = (
    Retention(
        key="plan_goals",
        label=N_("Tujuan dan kewajiban JP rencana"),
        reason=N_("Bagian dari rencana kantor; tidak memuat data orang."),
        tables=frozenset({"plan_goal", "plan_item_unit", "plan_duty"}),
    ),
)

PART = Slice(
    name="scheduling",
    blueprints=(goals.blueprint,),
    policies=POLICIES,
    actions=ACTIONS,
    retention=RETENTION,
)
