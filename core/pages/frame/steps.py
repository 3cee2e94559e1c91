"""The phases of a cycle as the stepper shows them."""

from flask_babel import gettext

from core.cycles.models import Cycle
from core.cycles.queries import phase_steps


def stepper(cycle: Cycle) -> list[dict[str, str]]:
    """Label and state of each phase, in the visitor's language."""
    return [{"label": gettext(step.label), "state": step.state} for step in phase_steps(cycle)]
