"""What the current phase of a cycle allows. The phase is data; nothing else asks for its name."""

from core.cycles.enums import ACTION_LABELS, Action
from core.cycles.models import Cycle
from core.errors import N_, Closed


def is_open(cycle: Cycle, action: Action) -> bool:
    """Whether the cycle's current phase opens the action."""
    return any(o.phase == cycle.phase and o.action == action for o in cycle.openings)


def require_open(cycle: Cycle, action: Action) -> None:
    """Raise Closed unless the current phase opens the action."""
    if not is_open(cycle, action):
        raise Closed(
            N_("Tahap siklus saat ini belum membuka: %(action)s. Penyusun rencana dapat mengubah tahapnya."),
            action=ACTION_LABELS[action],
        )
