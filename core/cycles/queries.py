"""Read cycles: all of them, one by its address, and how far its phases are."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cycles.enums import PHASE_LABELS, Phase
from core.cycles.models import Cycle


@dataclass(frozen=True)
class PhaseStep:
    """A phase as a step of the cycle. `label` is a source string; state is done, current or upcoming."""

    phase: Phase
    label: str
    state: str


def all_cycles(session: Session) -> list[Cycle]:
    """Every cycle, the newest year first."""
    return list(session.scalars(select(Cycle).order_by(Cycle.year.desc(), Cycle.id.desc())))


def find_cycle(session: Session, key: str) -> Cycle | None:
    """The cycle at this address."""
    return session.scalar(select(Cycle).where(Cycle.key == key))


def phase_steps(cycle: Cycle) -> list[PhaseStep]:
    """The five phases in order, seen from the current one."""
    order = list(Phase)
    now = order.index(Phase(cycle.phase))
    states = ["done"] * now + ["current"] + ["upcoming"] * (len(order) - now - 1)
    return [PhaseStep(p, PHASE_LABELS[p], state) for p, state in zip(order, states, strict=True)]
