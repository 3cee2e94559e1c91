"""Find usulan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.accounts.models import Account
from core.errors import N_, NotFound
from plan.enums import ItemState
from plan.item_models import PlanItem
from plan.item_rules import moves_from
from plan.proposals.enums import ProposalState
from plan.proposals.models import Proposal, ProposalItem, ProposalStep

# What the agency has not brought to an end.
WAITING = (ItemState.PROPOSED, ItemState.VERIFIED, ItemState.BUDGETED, ItemState.POSTPONED)


def proposal_by_key(session: Session, key: str) -> Proposal:
    """The usulan at this address."""
    proposal = session.scalar(select(Proposal).where(Proposal.key == key))
    if proposal is None:
        raise NotFound(N_("Usulan itu tidak ada."))
    return proposal


def proposals_of(session: Session, cycle_id: int) -> list[Proposal]:
    """The usulan of a cycle, the newest first."""
    query = select(Proposal).where(Proposal.cycle_id == cycle_id).order_by(Proposal.id.desc())
    return list(session.scalars(query.options(selectinload(Proposal.lines))))


def signed_with(session: Session, item: PlanItem) -> Proposal | None:
    """The usulan in which an item was signed last."""
    return session.scalar(
        select(Proposal)
        .join(ProposalItem, ProposalItem.proposal_id == Proposal.id)
        .where(ProposalItem.item_id == item.id, Proposal.state == ProposalState.SIGNED)
        .order_by(Proposal.dated.desc(), Proposal.id.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class StepTaken:
    """A step with the name of who took it; empty where the account was erased."""

    step: ProposalStep
    name: str


def steps_of(session: Session, proposal: Proposal) -> list[StepTaken]:
    """The way of a usulan, in order."""
    rows = session.execute(
        select(ProposalStep, Account.name)
        .outerjoin(Account, Account.id == ProposalStep.actor_id)
        .where(ProposalStep.proposal_id == proposal.id)
        .order_by(ProposalStep.number)
    )
    return [StepTaken(step, name or "") for step, name in rows]


def waiting_at_agency(session: Session, cycle_id: int) -> list[PlanItem]:
    """The items of a cycle about which the agency can still say something."""
    query = select(PlanItem).where(PlanItem.cycle_id == cycle_id, PlanItem.state.in_(WAITING))
    return list(session.scalars(query.order_by(PlanItem.id)))


def answers_for(items: Sequence[PlanItem]) -> Mapping[ItemState, list[PlanItem]]:
    """Each state that the agency's answer can lead to, with the items that can go there."""
    found: dict[ItemState, list[PlanItem]] = {}
    for item in items:
        for move in moves_from(item.state):
            found.setdefault(move.after, []).append(item)
    return {state: found[state] for state in ItemState if state in found}
