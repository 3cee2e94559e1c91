"""Whatever planners do and however often themes are run: no edge disappears, and what stands is what the tables say."""

import contextlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.errors import RembukError
from plan import indicators, items, needs, themes
from plan.item_models import Indicator, Measurement, PlanItem, plan_item_need
from plan.ledger import standing
from plan.ledger_models import TraceEdge
from plan.models import Need, NeedContribution, Theme, ThemeRun
from plan.replies.models import Reply, ReplyContribution
from tests.plan import factories_items as make_items
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices

pytestmark = pytest.mark.database
KEYS = ("digital", "arsip", "layanan")
Row = tuple[object, ...]
DEEDS = st.tuples(st.integers(0, 9), st.integers(0, 99), st.integers(0, 99))


@dataclass
class Office:
    """A cycle in which things are decided; `number` picks among what there is."""

    session: Session
    cycle: Cycle
    voices: Voices = field(default_factory=Voices)
    day: int = 0

    def act(self, deed: int, one: int, other: int) -> None:
        verbs = (
            self.say, self.run, self.accept, self.merge, self.reject,
            self.reopen, self.plan, self.replan, self.measure, self.delete,
        )  # fmt: skip
        with contextlib.suppress(RembukError, IndexError, ZeroDivisionError):
            verbs[deed](one, other)

    def say(self, one: int, other: int) -> None:
        self.voices.say(self.cycle, f"[{KEYS[one % 3]}/{KEYS[(one + 1) % 3]}] kata {one}", f"[] x{other}")

    def run(self, one: int, other: int) -> None:
        make.done_run(self.session, self.cycle, self.voices)

    def theme(self, number: int) -> Theme:
        newest = (
            select(ThemeRun.id)
            .where(ThemeRun.cycle_id == self.cycle.id)
            .order_by(ThemeRun.id.desc())
            .limit(1)
        )
        found = self.session.scalars(
            select(Theme).where(Theme.run_id == newest.scalar_subquery()).order_by(Theme.id)
        ).all()
        return found[number % len(found)]

    def accept(self, one: int, other: int) -> None:
        themes.accept_theme(self.session, self.theme(one), title_id=f"N{other}", title_en="", actor_id=None)

    def merge(self, one: int, other: int) -> None:
        themes.merge_theme(self.session, self.theme(one), into=self.theme(other), actor_id=None)

    def reject(self, one: int, other: int) -> None:
        themes.reject_theme(self.session, self.theme(one), reason="Cukup untuk sekarang.", actor_id=None)

    def reopen(self, one: int, other: int) -> None:
        themes.reopen_theme(self.session, self.theme(one), actor_id=None)

    def needs(self) -> list[Need]:
        return list(
            self.session.scalars(select(Need).where(Need.cycle_id == self.cycle.id).order_by(Need.id))
        )

    def item(self, number: int) -> PlanItem:
        found = self.session.scalars(
            select(PlanItem).where(PlanItem.cycle_id == self.cycle.id).order_by(PlanItem.id)
        ).all()
        return found[number % len(found)]

    def plan(self, one: int, other: int) -> None:
        make_items.item(self.session, self.cycle, needs=tuple(self.needs()[: one % 3]))

    def replan(self, one: int, other: int) -> None:
        chosen = self.needs()[other % 2 :]
        items.change_item(
            self.session, self.item(one), details=make_items.details(), needs=chosen, actor_id=None
        )

    def measure(self, one: int, other: int) -> None:
        item = self.item(one)
        made = item.indicators[0] if item.indicators else make_items.indicator(self.session, item)
        self.day += 1
        on = date(2026, 3, 1) + timedelta(days=self.day)
        indicators.add_measurement(self.session, made, on=on, value=Decimal(30), actor_id=None)

    def delete(self, one: int, other: int) -> None:
        item = self.item(one)
        if other % 2:
            items.delete_item(self.session, item, actor_id=None)
        else:
            indicators.delete_measurement(self.session, item.indicators[0].measurements[0], actor_id=None)


def history(session: Session) -> set[Row]:
    return {tuple(row) for row in session.execute(select(TraceEdge.__table__))}


def now_standing(session: Session) -> set[Row]:
    edge = TraceEdge
    ends = (edge.source_kind, edge.source_key, edge.source_field, edge.target_kind, edge.target_key)
    return {tuple(row) for row in session.execute(select(*ends).where(standing()))}


def as_the_tables_say(session: Session) -> set[Row]:
    session.expire_all()
    trace = NeedContribution
    said = select(trace.contribution_kind, trace.contribution_key, trace.contribution_field, Need.key)
    found: set[Row] = {
        (*row[:3], "need", row[3]) for row in session.execute(said.join(Need, Need.id == trace.need_id))
    }
    for theme in session.scalars(select(Theme)):
        if theme.need is not None:
            found.add(("theme", theme.key, "", "need", theme.need.key))
        if theme.merged_into is not None:
            found.add(("theme", theme.key, "", "theme", theme.merged_into.key))
    told = ReplyContribution
    given = select(told.contribution_kind, told.contribution_key, told.contribution_field, Reply.key)
    in_force = given.join(Reply, Reply.id == told.reply_id).where(Reply.retracted_at.is_(None))
    found |= {(*row[:3], "reply", row[3]) for row in session.execute(in_force)}
    links = (
        select(Need.key, PlanItem.key)
        .join(plan_item_need, plan_item_need.c.need_id == Need.id)
        .join(PlanItem, PlanItem.id == plan_item_need.c.plan_item_id)
    )
    found |= {("need", need, "", "plan_item", item) for need, item in session.execute(links)}
    measured = select(PlanItem.key, Measurement.id).join(Indicator, Indicator.item_id == PlanItem.id)
    values = session.execute(measured.join(Measurement, Measurement.indicator_id == Indicator.id))
    return found | {("plan_item", item, "", "measurement", str(value)) for item, value in values}


START = [(0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 0, 0), (2, 0, 0), (2, 1, 1)]


def live(session: Session, deeds: list[tuple[int, int, int]]) -> None:
    """Do all of it; after each deed every row of before is there and the ledger says what the tables say."""
    office = Office(session, make.deciding_cycle(session))
    make_items.set_openings_all(session, office.cycle)
    before: set[Row] = history(session)
    for deed in [*START, *deeds]:
        office.act(*deed)
        now = history(session)
        assert before <= now
        assert now_standing(session) == as_the_tables_say(session)
        before = now


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=st.lists(DEEDS, min_size=5, max_size=20))
def test_no_edge_disappears_and_the_ledger_agrees(
    session: Session, deeds: list[tuple[int, int, int]]
) -> None:
    live(session, deeds)


def test_sabotage_a_service_that_forgets_the_ledger_is_noticed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "write_down", lambda *_args, **_named: None)
    with pytest.raises(AssertionError):
        live(session, [])
