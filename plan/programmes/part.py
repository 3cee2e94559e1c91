"""What the slice learns of this subject: routes, policies, data kept."""

from core.errors import N_
from core.keeping import Retention
from core.policy import PLANNERS, Policy
from core.slices import Slice
from plan.programmes.views import programmes

POLICIES: dict[str, Policy] = {
    "programmes.create": PLANNERS,
    "programmes.change": PLANNERS,
    "programmes.delete": PLANNERS,
}

ACTIONS = {
    "programme.add": N_("menambah program"),
    "programme.change": N_("mengubah program"),
    "programme.delete": N_("menghapus program"),
}

RETENTION = (
    Retention(
        key="programmes",
        label=N_("Program butir rencana"),
        reason=N_("Bagian dari rencana kantor; tidak memuat data orang."),
        tables=frozenset({"programme", "programme_session"}),
    ),
)

PART = Slice(
    name="programmes",
    blueprints=(programmes.blueprint,),
    policies=POLICIES,
    actions=ACTIONS,
    retention=RETENTION,
)
