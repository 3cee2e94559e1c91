"""The weights of a cycle and the order of its needs by them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from core import audit
from core.accounts.models import Account
from core.cycles.models import Cycle
from core.cycles.rules import require_any_open
from core.errors import N_, Conflict, Invalid
from core.units.models import Unit
from plan.models import Need
from plan.needing.models import PriorityWeights
from plan.needing.priority import EVEN, Criterion, Facts, Ranked, Weights, rank
from plan.needing.shaping import SHAPING
from surveys.element_averages import element_averages

_HIGHEST = 100


@dataclass(frozen=True)
class SavedWeights:
    """The newest version of a cycle's weights; version 0 is the even start that nobody has saved."""

    version: int
    weights: Weights
    at: datetime | None = None
    by: str = ""


NEVER_SAVED = SavedWeights(0, EVEN)


def current_weights(session: Session, cycle_id: int) -> SavedWeights:
    """What counts now, and who said so."""
    return next(iter(weight_history(session, cycle_id)), NEVER_SAVED)


def weight_history(session: Session, cycle_id: int) -> list[SavedWeights]:
    """Every version, the newest first."""
    rows = session.execute(
        select(PriorityWeights, Account.name)
        .outerjoin(Account, Account.id == PriorityWeights.actor_id)
        .where(PriorityWeights.cycle_id == cycle_id)
        .order_by(PriorityWeights.version.desc())
    )
    return [
        SavedWeights(row.version, {c: getattr(row, c.value) for c in Criterion}, row.at, name or "")
        for row, name in rows
    ]


def save_weights(
    session: Session, cycle: Cycle, *, weights: Weights, seen: int, actor_id: int | None
) -> PriorityWeights:
    """Make a new version. `seen` is the version the actor started from: who comes second gets a Conflict."""
    require_any_open(cycle, SHAPING)
    if not all(0 <= weights[c] <= _HIGHEST for c in Criterion) or not any(weights.values()):
        raise Invalid(N_("Bobot ialah angka 0 sampai 100, dan paling sedikit satu lebih dari 0."))
    newest = current_weights(session, cycle.id).version
    values = {c.value: weights[c] for c in Criterion}
    made = PriorityWeights(cycle_id=cycle.id, version=seen + 1, actor_id=actor_id, **values)
    try:
        if newest != seen:
            raise Conflict(_CLASH)
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(_CLASH) from clash
    audit.record(
        session, actor_id=actor_id, action="priority.weigh", kind="cycle", key=cycle.key, version=made.version
    )
    return made


_CLASH = N_("Bobot baru saja disimpan orang lain. Muat ulang halaman, lalu lihat lagi.")


@dataclass(frozen=True)
class Standing:
    """A need with the facts its place comes from. `moved`: places up (positive) against the saved weights."""

    need: Need
    facts: Facts
    ranked: Ranked
    moved: int = 0

    @property
    def up(self) -> int:
        """Places nearer to the top."""
        return max(self.moved, 0)

    @property
    def down(self) -> int:
        """Places further from it."""
        return max(-self.moved, 0)


def facts_of_cycle(session: Session, cycle_id: int) -> list[tuple[Need, Facts]]:
    """What the formula reads, in a fixed number of queries."""
    needs = session.scalars(
        select(Need).where(Need.cycle_id == cycle_id).options(selectinload(Need.units)).order_by(Need.id)
    ).all()
    facts = facts_of_needs(session, cycle_id, needs)
    return [(need, facts[need.id]) for need in needs]


def facts_of_needs(session: Session, cycle_id: int, needs: Sequence[Need]) -> dict[int, Facts]:
    """The same for some needs, by id, where no order is asked for: `most` is only that of these."""
    units = session.scalar(select(func.count()).select_from(Unit).where(Unit.active)) or 0
    averages: Mapping[str, Decimal] = element_averages(session, cycle_id)
    most = max((need.people for need in needs), default=0)
    return {
        need.id: Facts(
            key=need.key,
            people=need.people,
            most=most,
            units=sum(unit.active for unit in need.units),
            all_units=units,
            nrr=averages.get(need.skm_element),
            legal=bool(need.legal_basis),
            urgency=need.urgency,
        )
        for need in needs
    }


def order_of(
    session: Session, cycle_id: int, *, weights: Weights, saved: Weights | None = None
) -> list[Standing]:
    """The needs of a cycle in the order of these weights, and how each moved against the saved ones."""
    known = facts_of_cycle(session, cycle_id)
    facts = [one for _, one in known]
    needs = {need.key: need for need, _ in known}
    by_key = {one.key: one for one in facts}
    before = {ranked.key: ranked.place for ranked in rank(facts, saved or weights)}
    return [
        Standing(needs[r.key], by_key[r.key], r, moved=before[r.key] - r.place) for r in rank(facts, weights)
    ]
