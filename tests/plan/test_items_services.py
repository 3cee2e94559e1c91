"""Plan items in the database: keys, steps, who comes second, what is refused."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.audit import AuditEvent
from core.cycles.enums import Action
from core.errors import Closed, Conflict, Invalid
from core.policy import Role
from plan import items
from plan.enums import ItemState
from plan.item_models import Indicator, ItemStep, Measurement, PlanItem, plan_item_need
from plan.item_queries import item_by_key
from plan.item_rules import MOVES
from plan.models import Need
from tests.plan import factories_items as made

pytestmark = pytest.mark.database
TODAY = date(2026, 6, 1)


def move(session: Session, item: PlanItem, before: ItemState, after: ItemState, **changes: object) -> None:
    arguments = {"on": TODAY, "reason": "Dana terbatas.", "actor_id": None, **changes}
    items.move_item(session, item, before=before, after=after, **arguments)  # type: ignore[arg-type]


def events(session: Session) -> list[tuple[str, str, dict[str, object], int | None]]:
    rows = session.scalars(
        select(AuditEvent).where(AuditEvent.object_kind == "plan_item").order_by(AuditEvent.id)
    )
    return [(row.action, row.object_key, row.facts, row.actor_id) for row in rows]


def test_created_item_holds_everything_exactly(
    session: Session, account_of: Callable[[Role], Account]
) -> None:
    cycle = made.open_cycle(session)
    noise, first, second = (made.need(session, cycle) for _ in range(3))
    made.item(session, cycle, needs=(noise,))
    actor = account_of(Role.PLANNER).id
    wanted = made.details(budget=Decimal("68500000.05"), curriculum="Baris satu\nbaris dua")
    item = items.create_item(session, cycle, details=wanted, needs=[first, second], actor_id=actor)
    session.commit()

    found = item_by_key(session, item.key)
    assert {name: getattr(found, name) for name in asdict(wanted)} == asdict(wanted)
    assert (found.cycle_id, found.state, found.steps) == (cycle.id, ItemState.DRAFT, [])
    assert found.needs == [first, second]
    assert events(session)[-1] == ("plan_item.create", item.key, {"needs": 2}, actor)


def test_a_key_that_is_taken_gets_another_end(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle = made.open_cycle(session)
    ends = iter(["sama", "sama", "sama", "lain"])
    monkeypatch.setattr(items, "new_key", lambda title: f"judul-{next(ends)}")
    assert [made.item(session, cycle).key for _ in range(2)] == ["judul-sama", "judul-lain"]


def test_keys_that_never_become_free_are_a_conflict(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = made.open_cycle(session)
    monkeypatch.setattr(items, "new_key", lambda title: "judul-sama")
    made.item(session, cycle)
    with pytest.raises(Conflict):
        made.item(session, cycle)
    assert session.scalar(select(func.count()).select_from(PlanItem)) == 1


def test_needs_of_another_cycle_are_refused(session: Session) -> None:
    cycle, other = made.open_cycle(session), made.open_cycle(session)
    foreign = made.need(session, other)
    with pytest.raises(Invalid):
        made.item(session, cycle, needs=(foreign,))
    item = made.item(session, cycle)
    with pytest.raises(Invalid):
        items.change_item(session, item, details=made.details(), needs=[foreign], actor_id=None)
    assert item.needs == []


def test_change_rewrites_columns_and_needs_but_not_the_address(session: Session) -> None:
    cycle = made.open_cycle(session)
    before, after = made.need(session, cycle), made.need(session, cycle)
    noise = made.item(session, cycle, needs=(before,))
    item = made.item(session, cycle, state=ItemState.PROPOSED, needs=(before,))
    key = item.key
    wanted = made.details(title_id="Judul baru", budget=Decimal("1.50"))
    items.change_item(session, item, details=wanted, needs=[after], actor_id=None)
    session.commit()
    session.expire_all()
    assert (item.key, item.title_id, item.budget, item.needs) == (
        key,
        "Judul baru",
        Decimal("1.50"),
        [after],
    )
    assert (noise.title_id, noise.needs) == ("Pelatihan komputer", [before])
    assert events(session)[-1] == ("plan_item.change", key, {"needs": 1}, None)


@pytest.mark.parametrize("state", list(ItemState))
def test_what_was_verified_is_not_rewritten(session: Session, state: ItemState) -> None:
    item = made.item(session, made.open_cycle(session), state=state)
    wanted = made.details(title_id="Judul baru")
    if state in {ItemState.DRAFT, ItemState.PROPOSED, ItemState.POSTPONED}:
        items.change_item(session, item, details=wanted, needs=[], actor_id=None)
        assert item.title_id == "Judul baru"
    else:
        with pytest.raises(Conflict):
            items.change_item(session, item, details=wanted, needs=[], actor_id=None)
        assert item.title_id == "Pelatihan komputer"


def test_every_allowed_step_is_taken_with_its_date_reason_and_audit(
    session: Session, account_of: Callable[[Role], Account]
) -> None:
    actor = account_of(Role.PLANNER).id
    for allowed in MOVES:
        item = made.item(session, made.open_cycle(session), state=allowed.before)
        noise = made.item(session, item.cycle, state=allowed.before)
        earlier = len(item.steps)
        move(session, item, allowed.before, allowed.after, reason="  Dana terbatas. ", actor_id=actor)
        session.expire_all()
        step = item.steps[-1]
        assert (item.state, len(item.steps)) == (allowed.after, earlier + 1)
        assert (step.state, step.on, step.reason, step.actor_id) == (
            allowed.after,
            TODAY,
            "Dana terbatas.",
            actor,
        )
        assert (noise.state, len(noise.steps)) == (allowed.before, earlier)
        assert events(session)[-1] == (
            "plan_item.move",
            item.key,
            {"before": allowed.before, "after": allowed.after},
            actor,
        )


def test_every_other_step_is_refused(session: Session) -> None:
    allowed = {(m.before, m.after) for m in MOVES}
    cycle = made.open_cycle(session)
    for before in ItemState:
        item = made.item(session, cycle, state=before)
        for after in set(ItemState) - {a for b, a in allowed if b == before}:
            with pytest.raises(Invalid):
                move(session, item, before, after)
        assert item.state == before


@pytest.mark.parametrize("reason", ["", "   \n"])
@pytest.mark.parametrize("after", [ItemState.POSTPONED, ItemState.REFUSED])
def test_stopping_without_a_reason_is_refused(session: Session, after: ItemState, reason: str) -> None:
    item = made.item(session, made.open_cycle(session), state=ItemState.PROPOSED)
    with pytest.raises(Invalid):
        move(session, item, ItemState.PROPOSED, after, reason=reason)
    assert (item.state, len(item.steps)) == (ItemState.PROPOSED, 1)


def test_steps_do_not_go_back_in_time(session: Session) -> None:
    item = made.item(session, made.open_cycle(session), state=ItemState.PROPOSED)
    with pytest.raises(Invalid):
        move(session, item, ItemState.PROPOSED, ItemState.VERIFIED, on=date(2026, 2, 8))
    move(session, item, ItemState.PROPOSED, ItemState.VERIFIED, on=made.START)
    assert [step.on for step in item.steps] == [made.START, made.START]


def test_who_comes_second_gets_a_conflict(session: Session) -> None:
    item = made.item(session, made.open_cycle(session), state=ItemState.PROPOSED)
    # Another planner moved the row after this session had read it.
    elsewhere = update(PlanItem).where(PlanItem.id == item.id).values(state=ItemState.VERIFIED)
    session.execute(elsewhere.execution_options(synchronize_session=False))
    assert item.state == ItemState.PROPOSED
    with pytest.raises(Conflict):
        move(session, item, ItemState.PROPOSED, ItemState.POSTPONED)
    with pytest.raises(Conflict):
        move(session, item, ItemState.DRAFT, ItemState.PROPOSED)
    session.expire_all()
    steps = session.scalars(select(ItemStep.state).where(ItemStep.item_id == item.id)).all()
    assert (item.state, steps) == (ItemState.VERIFIED, [ItemState.PROPOSED])


def test_what_the_phase_has_not_opened_is_closed(session: Session) -> None:
    cycle = made.open_cycle(session)
    draft = made.item(session, cycle)
    proposed = made.item(session, cycle, state=ItemState.PROPOSED)
    made.close(session, cycle, Action.REPORT_PROGRESS)
    with pytest.raises(Closed):
        made.item(session, cycle)
    with pytest.raises(Closed):
        items.change_item(session, draft, details=made.details(), needs=[], actor_id=None)
    with pytest.raises(Closed):
        items.delete_item(session, draft, actor_id=None)
    with pytest.raises(Closed):
        move(session, draft, ItemState.DRAFT, ItemState.PROPOSED)
    move(session, proposed, ItemState.PROPOSED, ItemState.VERIFIED)
    made.close(session, cycle, Action.MEASURE, Action.DECIDE_THEMES)
    with pytest.raises(Closed):
        move(session, proposed, ItemState.VERIFIED, ItemState.BUDGETED)
    made.close(session, cycle, Action.EDIT_PLAN)
    move(session, proposed, ItemState.VERIFIED, ItemState.BUDGETED)
    assert (draft.state, proposed.state) == (ItemState.DRAFT, ItemState.BUDGETED)


def test_deleting_a_draft_takes_everything_of_it_and_nothing_else(session: Session) -> None:
    cycle = made.open_cycle(session)
    need = made.need(session, cycle)
    kept = made.item(session, cycle, needs=(need,))
    made.indicator(session, kept, values=((date(2026, 3, 1), "30"),))
    gone = made.item(session, cycle, needs=(need,))
    made.indicator(session, gone, values=((date(2026, 3, 1), "30"),))
    key = gone.key
    session.commit()
    items.delete_item(session, gone, actor_id=None)
    session.commit()
    assert session.scalars(select(PlanItem.id)).all() == [kept.id]
    assert session.scalars(select(Indicator.item_id)).all() == [kept.id]
    assert session.scalar(select(func.count()).select_from(Measurement)) == 1
    assert session.execute(select(plan_item_need)).all() == [(kept.id, need.id, "course")]
    assert events(session)[-1] == ("plan_item.delete", key, {}, None)


@pytest.mark.parametrize("state", [s for s in ItemState if s != ItemState.DRAFT])
def test_what_was_public_is_not_deleted(session: Session, state: ItemState) -> None:
    item = made.item(session, made.open_cycle(session), state=state)
    with pytest.raises(Conflict):
        items.delete_item(session, item, actor_id=None)
    assert session.scalars(select(PlanItem.id)).all() == [item.id]


def test_a_need_that_was_withdrawn_meanwhile_is_a_conflict(session: Session) -> None:
    cycle = made.open_cycle(session)
    item = made.item(session, cycle)
    kept, withdrawn = made.need(session, cycle), made.need(session, cycle)
    gone = delete(Need).where(Need.id == withdrawn.id)
    session.execute(gone.execution_options(synchronize_session=False))
    with pytest.raises(Conflict):
        items.change_item(session, item, details=made.details(), needs=[kept, withdrawn], actor_id=None)
    assert session.execute(select(plan_item_need)).all() == []
