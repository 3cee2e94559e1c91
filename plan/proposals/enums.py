"""The way of a usulan through the office."""

from enum import StrEnum

from core.errors import N_


class ProposalState(StrEnum):
    """Drafted by a planner, checked, signed; sent back with a reason before that."""

    DRAFTED = "drafted"
    CHECKED = "checked"
    SIGNED = "signed"
    RETURNED = "returned"


PROPOSAL_STATE_LABELS = {
    ProposalState.DRAFTED: N_("Menunggu pemeriksaan"),
    ProposalState.CHECKED: N_("Menunggu tanda tangan"),
    ProposalState.SIGNED: N_("Ditandatangani"),
    ProposalState.RETURNED: N_("Dikembalikan"),
}
