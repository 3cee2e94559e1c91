"""Goals of a plan, and the hours that it owes."""

from dataclasses import asdict

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.cycles.enums import Action
from core.cycles.models import Cycle
from core.cycles.rules import require_open
from core.errors import N_, Conflict
from plan.item_models import PlanGoal
from plan.scheduling.models import PlanDuty
from plan.scheduling.rules import Duty


def add_goal(
    session: Session, cycle: Cycle, *, title_id: str, title_en: str, actor_id: int | None
) -> PlanGoal:
    """Add a goal behind the others."""
    require_open(cycle, Action.EDIT_PLAN)
    last = session.scalar(select(func.max(PlanGoal.position)).where(PlanGoal.cycle_id == cycle.id))
    goal = PlanGoal(cycle_id=cycle.id, position=(last or 0) + 1, title_id=title_id, title_en=title_en)
    session.add(goal)
    session.flush()
    audit.record(session, actor_id=actor_id, action="plan_goal.add", kind="cycle", key=cycle.key)
    return goal


def change_goal(
    session: Session, goal: PlanGoal, *, title_id: str, title_en: str, actor_id: int | None
) -> None:
    """Write it otherwise."""
    require_open(goal.cycle, Action.EDIT_PLAN)
    goal.title_id, goal.title_en = title_id, title_en
    session.flush()
    audit.record(session, actor_id=actor_id, action="plan_goal.change", kind="cycle", key=goal.cycle.key)


def delete_goal(session: Session, goal: PlanGoal, *, actor_id: int | None) -> None:
    """Take it away while no item names it; the foreign key decides a race."""
    cycle = goal.cycle
    require_open(cycle, Action.EDIT_PLAN)
    try:
        with session.begin_nested():
            session.execute(delete(PlanGoal).where(PlanGoal.id == goal.id))
    except IntegrityError as clash:
        raise Conflict(N_("Tujuan ini masih disebut butir rencana.")) from clash
    audit.record(session, actor_id=actor_id, action="plan_goal.delete", kind="cycle", key=cycle.key)


def set_duty(session: Session, cycle: Cycle, *, duty: Duty, actor_id: int | None) -> None:
    """Say what this cycle's plan owes, and by which rule."""
    session.merge(PlanDuty(cycle_id=cycle.id, **asdict(duty)))
    session.flush()
    audit.record(session, actor_id=actor_id, action="plan_duty.set", kind="cycle", key=cycle.key)
