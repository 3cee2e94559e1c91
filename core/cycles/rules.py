"""What the current phase of a cycle allows. The phase is data; nothing else asks for its name."""

from collections.abc import Sequence

from core.cycles.enums import ACTION_LABELS, Action
from core.cycles.models import Cycle
from core.errors import N_, Closed


def is_open(cycle: Cycle, action: Action) -> bool:
    """Whether the cycle's current phase opens the action."""
    return any(o.phase == cycle.phase and o.action == action for o in cycle.openings)


def is_any_open(cycle: Cycle, actions: Sequence[Action]) -> bool:
    """Whether the cycle's current phase opens one of the actions."""
    return any(is_open(cycle, action) for action in actions)


def require_any_open(cycle: Cycle, actions: Sequence[Action]) -> None:
    """Raise Closed, naming the first action, unless the current phase opens one of them."""
    if not is_any_open(cycle, actions):
        raise Closed(
            N_("Tahap siklus saat ini belum membuka: %(action)s. Penyusun rencana dapat mengubah tahapnya."),
            action=ACTION_LABELS[actions[0]],
        )


def require_open(cycle: Cycle, action: Action) -> None:
    """Raise Closed unless the current phase opens the action."""
    require_any_open(cycle, (action,))
