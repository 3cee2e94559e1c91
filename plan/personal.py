"""What the plan notes about accounts: who decided and who moved something. Erased, the deed stays."""

from core.errors import N_
from core.keeping import Retention, pointing
from plan.coding.models import CodingSample
from plan.item_models import ItemStep
from plan.ledger_models import TraceEdge
from plan.models import Theme, ThemeRun
from plan.needing.models import NeedHandover, NeedStep, PriorityWeights
from plan.replies.models import Reply
from plan.workbench.models import Placement, ThemeMemory

PERSONAL_DATA = (
    pointing(
        "plan",
        N_("Keputusan dan langkah Anda dalam rencana"),
        {
            ThemeRun.created_by: ("settings", "quality"),
            ThemeRun.cancelled_by: ("settings", "quality"),
            Theme.decided_by: ("terms",),
            ItemStep.actor_id: (),
            TraceEdge.actor_id: (),
            Reply.decided_by: (),
            Reply.retracted_by: (),
            NeedStep.actor_id: (),
            NeedHandover.actor_id: (),
            PriorityWeights.actor_id: (),
            Placement.placed_by: (),
            ThemeMemory.changed_by: (),
            CodingSample.created_by: (),
            CodingSample.first_id: (),
            CodingSample.second_id: (),
        },
    ),
)

RETENTION = (
    Retention(
        key="plan",
        label=N_("Tema, kebutuhan, dan rencana"),
        reason=N_("Hasil kerja kantor yang dapat diperiksa orang; tidak memuat nama pengirim masukan."),
        tables=frozenset(
            {"theme_run", "theme", "sub_theme", "theme_assignment", "need", "need_contribution", "trace_edge"}
            | {"reply", "reply_contribution", "reply_figures"}
            | {"competency", "post_standard", "need_unit", "need_step", "need_handover", "priority_weights"}
            | {"placement", "theme_memory", "coding_sample", "coding_sample_item", "coding"}
            | {"plan_item", "plan_item_need", "item_step", "indicator", "measurement"}
        ),
    ),
    Retention(
        key="text_vectors",
        label=N_("Makna masukan dalam angka, untuk mesin tema"),
        reason=N_("Agar masukan yang sama tidak dibaca mesin dua kali; dihapus bersama masukannya."),
        tables=frozenset({"text_vector"}),
    ),
)
