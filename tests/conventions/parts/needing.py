"""Examples of the work on needs: a need that waits for a superior, one that no course solves, weights, a standard."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core.staff.posts import add_post
from plan.enums import Competency
from plan.needing import competencies, handing, shaping, stepping, weighing
from plan.needing.enums import Hand, HandoverStep, Solution, Stage
from plan.needing.priority import EVEN
from tests.plan import factories_items, factories_needing


def build(session: Session, world: Any) -> dict[str, Any]:
    """What the addresses of this part speak of."""
    competency = competencies.add_competency(
        session, kind=Competency.TECHNICAL, name_id="Kearsipan", name_en="Archives", actor_id=None
    )
    post = add_post(session, name="Pengelola arsip", kind="operational", actor_id=None)
    competencies.set_standard(session, post, levels={competency.id: 4}, actor_id=None)
    waiting = factories_items.need(session, world.cycle, title="Menunggu atasan", title_en="Waiting")
    details = shaping.NeedDetails(Solution.COURSE, "", competency.id, post.id, 2, "Penilaian atasan")
    shaping.describe_need(session, waiting, details=details, units=[world.unit], actor_id=None)
    move = {"before": Stage.SURVEY, "after": Stage.INVENTORY, "hand": Hand.PLANNER}
    stepping.move_need(session, waiting, **move, actor_id=None)
    shaping.argue_need(
        session,
        waiting,
        arguments=shaping.Arguments("waktu", "PP 11/2017 pasal 203", 4, "Antrean panjang."),
        actor_id=None,
    )
    ready = factories_needing.need(session, world.cycle, units=[world.unit], title="Siap diperiksa")
    other = factories_items.need(session, world.cycle, title="Komputer rusak", title_en="Broken computers")
    details = shaping.NeedDetails(Solution.EQUIPMENT, "Bagian Umum", None, None, None, "")
    shaping.describe_need(session, other, details=details, units=[world.unit], actor_id=None)
    for step, on in ((HandoverStep.SENT, date(2026, 7, 1)), (HandoverStep.ANSWERED, date(2026, 8, 1))):
        handing.note_handover(session, other, step=step, on=on, text="Dianggarkan.", actor_id=None)
    weighing.save_weights(session, world.cycle, weights=EVEN, seen=0, actor_id=None)
    return {
        "need_waiting": waiting,
        "need_ready": ready,
        "need_other": other,
        "competency": competency,
        "standard_post": post,
    }


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "need_work": lambda w: {"key": w.need.key},
    "need_work.step": lambda w: {"key": w.more["need_ready"].key},
    "need_work.hand_over": lambda w: {"key": w.more["need_other"].key},
    "need_checks": lambda w: {"key": w.more["need_waiting"].key},
    "priorities": lambda w: {"key": w.cycle.key},
    "competencies": lambda w: {"number": w.more["competency"].id},
    "competencies.standard": lambda w: {"number": w.more["standard_post"].id},
}
