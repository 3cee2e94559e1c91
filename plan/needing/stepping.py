"""Take a need from the survey to its priority; others than its planner look at it on the way."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import audit
from core.cycles.rules import require_any_open
from core.errors import N_, Conflict, Invalid, NotAllowed
from plan.models import Need
from plan.needing.enums import Hand, Solution, Stage
from plan.needing.models import NeedStep
from plan.needing.rules import find_stage_move
from plan.needing.shaping import SHAPING


def move_need(
    session: Session,
    need: Need,
    *,
    before: str,
    after: Stage,
    hand: Hand,
    reason: str = "",
    actor_id: int | None,
) -> None:
    """One step. `before` is the stage the actor saw, as the page sent it: who comes second gets a Conflict."""
    move = find_stage_move(before, after, hand)
    if move is None:
        raise Invalid(N_("Langkah itu tidak ada untuk kebutuhan ini."))
    require_any_open(need.cycle, SHAPING)
    if move.back and not reason.strip():
        raise Invalid(N_("Tulis alasan pengembalian, supaya dapat diperbaiki."))
    if after == Stage.INVENTORY:
        _require_complete(need)
    moved = session.execute(
        update(Need).where(Need.id == need.id, Need.stage == before).values(stage=after).returning(Need.id)
    ).scalar()
    if moved is None:
        raise Conflict(
            N_("Kebutuhan ini baru saja dipindahkan orang lain. Muat ulang halaman, lalu lihat lagi.")
        )
    session.refresh(need)
    _require_four_eyes(session, need, hand, actor_id)
    session.add(NeedStep(need_id=need.id, stage=after, hand=hand, reason=reason.strip(), actor_id=actor_id))
    session.flush()
    audit.record(
        session, actor_id=actor_id, action="need.step", kind="need", key=need.key, before=before, after=after
    )


def _require_complete(need: Need) -> None:
    if not need.units:
        raise Invalid(N_("Sebutkan dahulu unit yang berkepentingan, supaya jelas siapa atasannya."))
    if need.solution == Solution.COURSE and need.competency_id is None:
        raise Invalid(N_("Sebutkan dahulu kompetensi yang dikembangkan."))


def _require_four_eyes(session: Session, need: Need, hand: Hand, actor_id: int | None) -> None:
    """Superior and checker look at what somebody else brought to them."""
    last = session.scalar(
        select(NeedStep).where(NeedStep.need_id == need.id).order_by(NeedStep.id.desc()).limit(1)
    )
    if hand != Hand.PLANNER and last is not None and actor_id is not None and last.actor_id == actor_id:
        raise NotAllowed(
            N_("Langkah sebelumnya Anda sendiri yang membuat. Mintalah orang lain memeriksanya.")
        )
