"""What of the usulan waits for a visitor."""

from flask import url_for
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.slices import HomeCard, Viewer
from core.web.guard import may_call
from plan.proposals.enums import PROPOSAL_STATE_LABELS, ProposalState
from plan.proposals.models import Proposal

_NEXT = {
    ProposalState.DRAFTED: "proposals.check",
    ProposalState.CHECKED: "proposals.sign",
    ProposalState.RETURNED: "proposals.redraft",
}


def home_cards(session: Session, viewer: Viewer) -> list[HomeCard]:
    """The usulan whose next step is this visitor's."""
    states = [state for state, endpoint in _NEXT.items() if may_call(endpoint)]
    if not states:
        return []
    found = session.scalars(select(Proposal).where(Proposal.state.in_(states)).order_by(Proposal.id))
    return [
        HomeCard(
            title=gettext("Usulan %(number)s", number=proposal.note_number),
            text=gettext("Usulan ini menunggu langkah Anda."),
            url=url_for("proposals.show", key=proposal.key),
            action=gettext("Buka usulan"),
            badge=gettext(PROPOSAL_STATE_LABELS[ProposalState(proposal.state)]),
            order=15,
        )
        for proposal in found
    ]
