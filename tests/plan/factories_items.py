"""Plan items and what stands around them. Flush, never commit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from core.cycles.enums import Action, Phase
from core.cycles.models import Cycle
from core.cycles.services import set_openings
from plan import indicators, items
from plan.enums import Competency, ItemState
from plan.item_models import Indicator, PlanItem
from plan.ledger import Deed
from plan.models import Need, NeedContribution
from plan.needs import write_down
from tests import factories

START = date(2026, 2, 9)
WAY_TO = {
    ItemState.DRAFT: (),
    ItemState.PROPOSED: (ItemState.PROPOSED,),
    ItemState.VERIFIED: (ItemState.PROPOSED, ItemState.VERIFIED),
    ItemState.BUDGETED: (ItemState.PROPOSED, ItemState.VERIFIED, ItemState.BUDGETED),
    ItemState.CARRIED_OUT: (
        ItemState.PROPOSED,
        ItemState.VERIFIED,
        ItemState.BUDGETED,
        ItemState.CARRIED_OUT,
    ),
    ItemState.POSTPONED: (ItemState.PROPOSED, ItemState.POSTPONED),
    ItemState.REFUSED: (ItemState.PROPOSED, ItemState.REFUSED),
}
_numbers = count(1)


def open_cycle(session: Session, *actions: Action) -> Cycle:
    """A cycle whose phase opens these actions (all by default)."""
    cycle = factories.cycle(session)
    openings = [(Phase(cycle.phase), action) for action in (actions or Action)]
    set_openings(session, cycle, openings=openings, actor_id=None)
    return cycle


def set_openings_all(session: Session, cycle: Cycle) -> None:
    """Open every action in the cycle's phase."""
    set_openings(session, cycle, openings=[(Phase(cycle.phase), a) for a in Action], actor_id=None)


def close(session: Session, cycle: Cycle, *actions: Action) -> None:
    """Leave only these actions open."""
    set_openings(session, cycle, openings=[(Phase(cycle.phase), a) for a in actions], actor_id=None)


def need(session: Session, cycle: Cycle, *, title: str = "", title_en: str = "") -> Need:
    number = next(_numbers)
    made = Need(
        key=f"kebutuhan-{number}",
        cycle_id=cycle.id,
        purpose="aspiration",
        title_id=title or f"Kebutuhan {number}",
        title_en=title_en,
    )
    session.add(made)
    session.flush()
    return made


def contribute(
    session: Session, need: Need, refs: Sequence[ContributionRef], *, quotes: Sequence[ContributionRef] = ()
) -> None:
    """Put contributions behind a need."""
    session.add_all(
        NeedContribution(
            need_id=need.id,
            contribution_kind=ref.kind,
            contribution_key=ref.key,
            contribution_field=ref.field,
            is_quote=ref in quotes,
        )
        for ref in refs
    )
    session.flush()
    write_down(session, need.id, need.key, deed=Deed("theme.accept", None))


def details(**changes: object) -> items.ItemDetails:
    base = items.ItemDetails(
        title_id="Pelatihan komputer",
        title_en="Computer training",
        competency=Competency.TECHNICAL,
        target="24 staf loket",
        development_code=8,
        organiser="Politeknik Negeri",
        schedule="Juni 2026, 4 hari",
        curriculum="SKKNI komputer perkantoran",
        budget=Decimal("20000000.00"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def item(
    session: Session,
    cycle: Cycle,
    *,
    state: ItemState = ItemState.DRAFT,
    needs: tuple[Need, ...] = (),
    **changes: object,
) -> PlanItem:
    """An item that went its way to a state, a week a step."""
    made = items.create_item(session, cycle, details=details(**changes), needs=needs, actor_id=None)
    before = ItemState.DRAFT
    for number, after in enumerate(WAY_TO[state]):
        reason = "Dana terbatas." if after in {ItemState.POSTPONED, ItemState.REFUSED} else ""
        on = START + timedelta(weeks=number)
        items.move_item(session, made, before=before, after=after, on=on, reason=reason, actor_id=None)
        before = after
    return made


def indicator(
    session: Session, item: PlanItem, *, values: tuple[tuple[date, str], ...] = (), **changes: object
) -> Indicator:
    """Minutes per letter, from 35 down to 20, with measurements."""
    base = indicators.IndicatorDetails(
        name_id="Lama membuat surat",
        name_en="Time per letter",
        measure_unit="menit",
        decreases=True,
        baseline=Decimal(35),
        baseline_on=date(2026, 1, 5),
        target=Decimal(20),
        source="Register",
    )
    made = indicators.add_indicator(
        session,
        item,
        details=replace(base, **changes),  # type: ignore[arg-type]
        actor_id=None,
    )
    for on, value in values:
        indicators.add_measurement(session, made, on=on, value=Decimal(value), actor_id=None)
    return made
