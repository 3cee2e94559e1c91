"""The way of a usulan in the visitor's words."""

from collections.abc import Sequence

from flask_babel import gettext

from core.errors import N_
from core.web.pages import date_time
from plan.proposals.enums import PROPOSAL_STATE_LABELS, ProposalState
from plan.proposals.queries import StepTaken

PROPOSAL_PILLS = {
    ProposalState.DRAFTED: "info",
    ProposalState.CHECKED: "info",
    ProposalState.SIGNED: "ok",
    ProposalState.RETURNED: "warn",
}
PROPOSAL_WORDS = {"labels": PROPOSAL_STATE_LABELS, "pills": PROPOSAL_PILLS}
STEP_LABELS = {
    ProposalState.DRAFTED: N_("Disusun oleh %(name)s"),
    ProposalState.CHECKED: N_("Diperiksa oleh %(name)s"),
    ProposalState.SIGNED: N_("Ditandatangani oleh %(name)s"),
    ProposalState.RETURNED: N_("Dikembalikan oleh %(name)s"),
}


def steps_words(steps: Sequence[StepTaken]) -> list[dict[str, str]]:
    """For the `trail` macro."""
    return [
        {
            "kind": date_time(taken.step.at),
            "title": _step_words(ProposalState(taken.step.state), taken.name),
            "text": taken.step.reason,
            "state": "stopped" if taken.step.state == ProposalState.RETURNED else "done",
        }
        for taken in steps
    ]


def _step_words(state: ProposalState, name: str) -> str:
    return str(gettext(STEP_LABELS[state], name=name or gettext("akun yang sudah dihapus")))
