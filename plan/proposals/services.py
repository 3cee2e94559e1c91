"""Draft, check, send back and sign a usulan. Each step is one conditional UPDATE: who comes second is told."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.cycles.enums import Action
from core.cycles.rules import require_open
from core.errors import N_, Conflict, Invalid, NotAllowed
from plan.consulting.enums import VersionState
from plan.consulting.models import PlanVersion
from plan.consulting.rules import difference
from plan.consulting.snapshots import snapshot_line
from plan.consulting.versions import lines_of, settle_version
from plan.enums import ItemState
from plan.item_models import PlanItem
from plan.items import move_item
from plan.ledger import Node, link
from plan.ledger_models import NodeKind
from plan.proposals.enums import ProposalState
from plan.proposals.models import Proposal, ProposalItem, ProposalStep, is_frozen

# What a usulan can hold: what the agency has not decided about.
OPEN_STATES = (ItemState.DRAFT, ItemState.PROPOSED, ItemState.POSTPONED)
_LATE = N_("Usulan ini sudah diubah orang lain. Muat ulang halaman, lalu lihat lagi.")
_NUMBER_USED = N_("Nomor itu sudah dipakai usulan lain. Periksa buku nomor surat.")


def items_to_propose(session: Session, version: PlanVersion) -> list[PlanItem]:
    """The items of a version that a usulan can hold, in the order of the plan."""
    keys = [line["key"] for line in lines_of(version)]
    found = (
        select(PlanItem)
        .where(PlanItem.key.in_(keys), PlanItem.state.in_(OPEN_STATES), ~is_frozen())
        .order_by(PlanItem.id)
    )
    return list(session.scalars(found))


def draft_proposal(
    session: Session,
    version: PlanVersion,
    *,
    items: Sequence[PlanItem],
    note_number: str,
    note_on: date,
    actor_id: int | None,
) -> Proposal:
    """Put items of a version into a usulan, with the nota dinas that brings it to whoever checks it."""
    _check_draft(session, version, items)
    proposal = Proposal(
        key=_next_key(session, version),
        cycle_id=version.cycle_id,
        version_id=version.id,
        note_number=note_number,
        note_on=note_on,
        lines=[ProposalItem(item_id=item.id) for item in items],
    )
    _store(session, proposal)
    _note_step(session, proposal, ProposalState.DRAFTED, actor_id)
    return proposal


def _check_draft(session: Session, version: PlanVersion, items: Sequence[PlanItem]) -> None:
    require_open(version.cycle, Action.EDIT_PLAN)
    if version.state == VersionState.CONSULTATION:
        raise Conflict(N_("Konsultasi versi ini masih berjalan. Tutup dahulu konsultasinya."))
    possible = {item.id for item in items_to_propose(session, version)}
    if not items or any(item.id not in possible for item in items):
        raise Invalid(N_("Pilih paling sedikit satu butir yang masih dapat diusulkan."))


def _next_key(session: Session, version: PlanVersion) -> str:
    mine = select(func.count()).select_from(Proposal).where(Proposal.cycle_id == version.cycle_id)
    return f"usulan-{version.cycle.key}-{(session.scalar(mine) or 0) + 1}"


def _store(session: Session, proposal: Proposal) -> None:
    try:
        with session.begin_nested():
            session.add(proposal)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(_NUMBER_USED) from clash


def redraft_proposal(
    session: Session,
    proposal: Proposal,
    *,
    version: PlanVersion,
    items: Sequence[PlanItem],
    note_number: str,
    note_on: date,
    actor_id: int | None,
) -> None:
    """Send what came back on its way again, perhaps with another version of the plan."""
    _check_draft(session, version, items)
    if version.cycle_id != proposal.cycle_id:
        raise Invalid(N_("Pilih versi dari siklus yang sama."))
    written = {"version_id": version.id, "note_number": note_number, "note_on": note_on}
    try:
        with session.begin_nested():
            _step(session, proposal, (ProposalState.RETURNED,), ProposalState.DRAFTED, written)
    except IntegrityError as clash:
        raise Conflict(_NUMBER_USED) from clash
    proposal.lines = [ProposalItem(item_id=item.id) for item in items]
    session.flush()
    _note_step(session, proposal, ProposalState.DRAFTED, actor_id)


def check_proposal(session: Session, proposal: Proposal, *, actor_id: int) -> None:
    """Say that it is in order. Nobody checks what they drafted themselves."""
    _refuse_own(session, proposal, actor_id)
    own = _drafted_by(actor_id)
    _step(session, proposal, (ProposalState.DRAFTED,), ProposalState.CHECKED, {}, ~own)
    _note_step(session, proposal, ProposalState.CHECKED, actor_id)


def return_proposal(session: Session, proposal: Proposal, *, reason: str, actor_id: int) -> None:
    """Send it back to the planner, with what has to change."""
    if not reason.strip():
        raise Invalid(N_("Tulis apa yang perlu diperbaiki."))
    before = (ProposalState.DRAFTED, ProposalState.CHECKED)
    _step(session, proposal, before, ProposalState.RETURNED, {})
    _note_step(session, proposal, ProposalState.RETURNED, actor_id, reason=reason.strip())


def sign_proposal(session: Session, proposal: Proposal, *, number: str, dated: date, actor_id: int) -> None:
    """Sign it: its items are now proposed, as the version has them, in the same transaction."""
    require_open(proposal.cycle, Action.EDIT_PLAN)
    _refuse_own(session, proposal, actor_id)
    if dated < proposal.note_on:
        raise Invalid(N_("Tanggalnya lebih awal daripada tanggal nota dinas."))
    try:
        with session.begin_nested():
            written = {"number": number, "dated": dated}
            own = _drafted_by(actor_id)
            _step(session, proposal, (ProposalState.CHECKED,), ProposalState.SIGNED, written, ~own)
    except IntegrityError as clash:
        raise Conflict(_NUMBER_USED) from clash
    items = [line.item for line in proposal.lines]
    _require_unchanged(proposal, items)
    settle_version(session, proposal.version)
    for item in items:
        if item.state != ItemState.PROPOSED:
            move_item(
                session,
                item,
                before=ItemState(item.state),
                after=ItemState.PROPOSED,
                on=dated,
                actor_id=actor_id,
            )
        source, target = Node(NodeKind.PLAN_ITEM, item.key), Node(NodeKind.PROPOSAL, proposal.key)
        link(session, source, target, action="proposal.sign", actor_id=actor_id)
    _note_step(session, proposal, ProposalState.SIGNED, actor_id)


def _require_unchanged(proposal: Proposal, items: Sequence[PlanItem]) -> None:
    """What is signed is what was frozen, consulted on and checked."""
    keys = {item.key for item in items}
    frozen = [line for line in lines_of(proposal.version) if line["key"] in keys]
    if not items or not difference(frozen, [snapshot_line(item) for item in items]).is_empty:
        raise Conflict(
            N_(
                "Isi butir sudah berubah sejak versi ini dibekukan. Kembalikan usulan, lalu bekukan versi baru."
            )
        )


def drafters_of(session: Session, proposal: Proposal) -> set[int | None]:
    """Who drafted it, also before it came back."""
    drafted = select(ProposalStep.actor_id).where(
        ProposalStep.proposal_id == proposal.id, ProposalStep.state == ProposalState.DRAFTED
    )
    return set(session.scalars(drafted))


def _refuse_own(session: Session, proposal: Proposal, actor_id: int) -> None:
    if actor_id in drafters_of(session, proposal):
        raise NotAllowed(N_("Penyusun usulan tidak memeriksa atau menandatangani usulannya sendiri."))


def _drafted_by(actor_id: int) -> ColumnElement[bool]:
    return exists().where(
        ProposalStep.proposal_id == Proposal.id,
        ProposalStep.state == ProposalState.DRAFTED,
        ProposalStep.actor_id == actor_id,
    )


def _step(
    session: Session,
    proposal: Proposal,
    before: Sequence[ProposalState],
    after: ProposalState,
    written: dict[str, object],
    *conditions: ColumnElement[bool],
) -> None:
    taken = session.execute(
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.state.in_(before), *conditions)
        .values(state=after, **written)
        .returning(Proposal.id)
    ).scalar()
    if taken is None:
        raise Conflict(_LATE)
    session.refresh(proposal)


def _note_step(
    session: Session, proposal: Proposal, state: ProposalState, actor_id: int | None, *, reason: str = ""
) -> None:
    last = max((step.number for step in proposal.steps), default=0)
    step = ProposalStep(number=last + 1, state=state, reason=reason, actor_id=actor_id, at=utc_now())
    proposal.steps.append(step)
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action=f"proposal.{_VERBS[state]}",
        kind="proposal",
        key=proposal.key,
        count=len(proposal.lines),
    )


_VERBS = {
    ProposalState.DRAFTED: "draft",
    ProposalState.CHECKED: "check",
    ProposalState.SIGNED: "sign",
    ProposalState.RETURNED: "return",
}
