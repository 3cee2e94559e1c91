"""Write, move and delete plan items."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, literal, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.cycles.enums import Action
from core.cycles.models import Cycle
from core.cycles.rules import require_any_open, require_open
from core.errors import N_, Conflict, Invalid
from core.units.models import Unit
from plan.enums import Competency, ItemState
from plan.item_models import ItemStep, PlanGoal, PlanItem
from plan.item_rules import EDITABLE, find_move, new_key
from plan.ledger import Deed, Node, edges_from, edges_to, link_select, unlink_select
from plan.ledger_models import NodeKind, TraceEdge
from plan.models import Need
from plan.needing.enums import Solution
from plan.proposals.models import is_frozen

_KEY_TRIES = 8


@dataclass(frozen=True)
class ItemDetails:
    """What a person writes about an item: its title and the seven columns, then the schedule in numbers.

    `jp` are hours of 45 minutes for each participant; `goal_id` is a goal of the same cycle.
    """

    title_id: str
    title_en: str
    competency: Competency
    target: str
    development_code: int
    organiser: str
    schedule: str
    curriculum: str
    budget: Decimal
    starts_on: date | None = None
    ends_on: date | None = None
    jp: int | None = None
    participants: int | None = None
    goal_id: int | None = None


def create_item(
    session: Session,
    cycle: Cycle,
    *,
    details: ItemDetails,
    needs: Sequence[Need],
    units: Sequence[Unit] = (),
    actor_id: int | None,
    key: str = "",
) -> PlanItem:
    """Add a draft under an address of its own; `key` chooses it, else it is made from the title.

    `units` are those that its participants come from.
    """
    require_open(cycle, Action.EDIT_PLAN)
    _check_needs(cycle, needs)
    _check_schedule(session, cycle, details)
    item = _insert(session, cycle, details, key)
    _choose_needs(session, item, needs, deed=Deed("plan_item.create", actor_id))
    item.units = list(units)
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="plan_item.create",
        kind="plan_item",
        key=item.key,
        needs=len(needs),
    )
    return item


def _insert(session: Session, cycle: Cycle, details: ItemDetails, key: str) -> PlanItem:
    for _ in range(_KEY_TRIES):
        item = PlanItem(cycle_id=cycle.id, key=key or new_key(details.title_id), **asdict(details))
        try:
            with session.begin_nested():
                session.add(item)
                session.flush()
        except IntegrityError:
            if session.scalar(select(PlanItem.id).where(PlanItem.key == item.key)) is None:
                raise  # not the address: some other constraint refused
        else:
            return item
    raise Conflict(N_("Judul itu sudah sering dipakai. Pilih judul lain."))


def change_item(
    session: Session,
    item: PlanItem,
    *,
    details: ItemDetails,
    needs: Sequence[Need],
    units: Sequence[Unit] | None = None,
    actor_id: int | None,
) -> None:
    """Rewrite an item and choose its needs (and units). The address stays: it may be printed already."""
    require_open(item.cycle, Action.EDIT_PLAN)
    _check_needs(item.cycle, needs)
    _check_schedule(session, item.cycle, details)
    changed = session.execute(
        update(PlanItem)
        .where(PlanItem.id == item.id, PlanItem.state.in_(EDITABLE), ~is_frozen())
        .values(**asdict(details))
        .returning(PlanItem.id)
    ).scalar()
    if changed is None:
        raise Conflict(
            N_(
                "Butir ini sudah ditandatangani dalam usulan atau diverifikasi, jadi isinya tidak diubah lagi."
            )
        )
    session.refresh(item)
    _choose_needs(session, item, needs, deed=Deed("plan_item.change", actor_id))
    if units is not None:
        item.units = list(units)
        session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="plan_item.change",
        kind="plan_item",
        key=item.key,
        needs=len(needs),
    )


def _choose_needs(session: Session, item: PlanItem, needs: Sequence[Need], *, deed: Deed) -> None:
    try:
        with session.begin_nested():
            item.needs = list(needs)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Salah satu kebutuhan itu baru saja ditarik. Pilih lagi kebutuhannya.")) from clash
    keys = [need.key for need in needs]
    came = select(
        literal(NodeKind.NEED), Need.key, literal(""), literal(NodeKind.PLAN_ITEM), literal(item.key)
    )
    link_select(session, came.where(Need.key.in_(keys)), deed=deed)
    gone = edges_to(NodeKind.PLAN_ITEM, item.key).where(
        TraceEdge.source_kind == NodeKind.NEED, TraceEdge.source_key.not_in(keys)
    )
    unlink_select(session, gone, deed=deed)


def _check_needs(cycle: Cycle, needs: Sequence[Need]) -> None:
    if any(need.cycle_id != cycle.id for need in needs):
        raise Invalid(N_("Pilih kebutuhan dari siklus yang sama."))
    if any(need.solution != Solution.COURSE for need in needs):
        raise Invalid(
            N_(
                "Kebutuhan yang tidak dijawab dengan pelatihan disampaikan ke instansinya, bukan masuk rencana."
            )
        )


def _check_schedule(session: Session, cycle: Cycle, details: ItemDetails) -> None:
    if details.goal_id is not None:
        goal = session.get(PlanGoal, details.goal_id)
        if goal is None or goal.cycle_id != cycle.id:
            raise Invalid(N_("Pilih tujuan dari siklus yang sama."))
    if (details.starts_on is None) != (details.ends_on is None):
        raise Invalid(N_("Isi tanggal mulai dan tanggal selesai, atau kosongkan keduanya."))
    if details.starts_on and details.ends_on and details.ends_on < details.starts_on:
        raise Invalid(N_("Tanggal selesai lebih awal daripada tanggal mulai."))


def move_item(
    session: Session,
    item: PlanItem,
    *,
    before: ItemState,
    after: ItemState,
    on: date,
    reason: str = "",
    actor_id: int | None,
) -> None:
    """Take an item one step further. `before` is the state the actor saw: who comes second gets a Conflict."""
    move = find_move(before, after)
    if move is None:
        raise Invalid(N_("Langkah itu tidak ada untuk status butir ini."))
    require_any_open(item.cycle, move.any_of)
    if move.needs_reason and not reason.strip():
        raise Invalid(N_("Tulis alasannya. Alasan ini tampil untuk umum."))
    if item.steps and on < item.steps[-1].on:
        raise Invalid(N_("Tanggalnya lebih awal daripada langkah sebelumnya."))
    moved = session.execute(
        update(PlanItem)
        .where(PlanItem.id == item.id, PlanItem.state == before)
        .values(state=after)
        .returning(PlanItem.id)
    ).scalar()
    if moved is None:
        raise Conflict(N_("Status butir ini sudah diubah orang lain. Muat ulang halaman, lalu lihat lagi."))
    session.refresh(item)
    item.steps.append(ItemStep(state=after, reason=reason.strip(), on=on, actor_id=actor_id))
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="plan_item.move",
        kind="plan_item",
        key=item.key,
        before=before,
        after=after,
    )


def delete_item(session: Session, item: PlanItem, *, actor_id: int | None) -> None:
    """Throw a draft away. What was once public stays."""
    require_open(item.cycle, Action.EDIT_PLAN)
    gone = session.execute(
        delete(PlanItem)
        .where(PlanItem.id == item.id, PlanItem.state == ItemState.DRAFT)
        .returning(PlanItem.id)
    ).scalar()
    if gone is None:
        raise Conflict(N_("Hanya draf yang dapat dihapus. Butir yang sudah diusulkan dapat ditolak."))
    deed = Deed("plan_item.delete", actor_id)
    unlink_select(session, edges_to(NodeKind.PLAN_ITEM, item.key), deed=deed)
    unlink_select(session, edges_from(Node(NodeKind.PLAN_ITEM, item.key)), deed=deed)
    audit.record(session, actor_id=actor_id, action="plan_item.delete", kind="plan_item", key=item.key)
