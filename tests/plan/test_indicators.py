"""Indicators and measurements: kept exactly, read exactly, changed only when the phase allows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.audit import AuditEvent
from core.cycles.enums import Action
from core.errors import Closed, Conflict, Invalid, NotFound
from core.policy import Role
from plan import indicators
from plan.enums import ItemState
from plan.item_models import Indicator, Measurement
from plan.item_rules import Standing
from tests.plan import factories_items as made

pytestmark = pytest.mark.database
MARCH, APRIL, MAY = date(2026, 3, 2), date(2026, 4, 6), date(2026, 5, 4)
DETAILS = indicators.IndicatorDetails(
    name_id="SKM unsur waktu",
    name_en="SKM: time",
    measure_unit="nilai 1–4",
    decreases=False,
    baseline=Decimal("3.021"),
    baseline_on=date(2026, 1, 5),
    target=Decimal("3.400"),
    source="SKM semester",
)


def last_event(session: Session) -> tuple[str, str, dict[str, object], int | None]:
    row = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert row is not None
    return row.action, row.object_key, row.facts, row.actor_id


def test_indicator_and_measurements_are_kept_exactly(
    session: Session, account_of: Callable[[Role], Account]
) -> None:
    actor = account_of(Role.PLANNER).id
    item = made.item(session, made.open_cycle(session))
    noise = made.indicator(session, item, values=((MARCH, "30"),))
    indicator = indicators.add_indicator(session, item, details=DETAILS, actor_id=actor)
    assert last_event(session) == ("indicator.add", item.key, {"indicator": indicator.id}, actor)
    for on, value in ((APRIL, "3.215"), (MARCH, "3.1")):
        indicators.add_measurement(
            session, indicator, on=on, value=Decimal(value), note=" 120 jawaban ", actor_id=actor
        )
    session.commit()
    found = session.scalars(select(Indicator).where(Indicator.id != noise.id)).one()
    assert {name: getattr(found, name) for name in DETAILS.__dataclass_fields__} == vars(DETAILS)
    assert [(m.on, m.value, m.note) for m in found.measurements] == [
        (MARCH, Decimal("3.100"), "120 jawaban"),
        (APRIL, Decimal("3.215"), "120 jawaban"),
    ]
    assert [(m.on, m.value) for m in noise.measurements] == [(MARCH, Decimal(30))]


def test_reading_uses_the_latest_day_and_is_exact(session: Session) -> None:
    item = made.item(session, made.open_cycle(session))
    indicator = made.indicator(session, item, values=((APRIL, "23.75"), (MARCH, "20")))
    reading = indicators.read(indicator)
    assert reading.latest is not None
    assert (reading.latest.on, reading.share, str(reading.percent), reading.standing) == (
        APRIL,
        Decimal("0.75"),
        "75.0",
        Standing.NEAR,
    )
    unmeasured = made.indicator(session, item)
    assert indicators.read(unmeasured) == indicators.Reading(None, None, None, Standing.NOT_MEASURED)


@pytest.mark.parametrize(
    ("decreases", "target"), [(True, "3.021"), (True, "3.1"), (False, "3.021"), (False, "3.0")]
)
def test_target_against_the_direction_is_refused(session: Session, decreases: bool, target: str) -> None:
    item = made.item(session, made.open_cycle(session))
    kept = made.indicator(session, item)
    wrong = replace(DETAILS, decreases=decreases, target=Decimal(target))
    with pytest.raises(Invalid):
        indicators.add_indicator(session, item, details=wrong, actor_id=None)
    with pytest.raises(Invalid):
        indicators.change_indicator(session, kept, details=wrong, actor_id=None)
    session.commit()
    assert session.scalars(select(Indicator.name_id)).all() == ["Lama membuat surat"]


def test_change_keeps_measurements_and_their_order_after_the_baseline(session: Session) -> None:
    item = made.item(session, made.open_cycle(session))
    indicator = made.indicator(session, item, values=((MARCH, "30"),))
    with pytest.raises(Invalid):
        indicators.change_indicator(
            session, indicator, details=replace(DETAILS, baseline_on=MARCH), actor_id=None
        )
    indicators.change_indicator(session, indicator, details=DETAILS, actor_id=None)
    session.commit()
    assert (indicator.name_id, indicator.baseline) == (DETAILS.name_id, DETAILS.baseline)
    assert [m.value for m in indicator.measurements] == [Decimal(30)]
    assert last_event(session) == ("indicator.change", item.key, {"indicator": indicator.id}, None)


def test_one_value_a_day_after_the_baseline(session: Session) -> None:
    item = made.item(session, made.open_cycle(session))
    indicator = made.indicator(session, item, values=((MARCH, "30"),))
    same_day_elsewhere = made.indicator(session, item, values=((MARCH, "31"),))
    with pytest.raises(Conflict):
        indicators.add_measurement(session, indicator, on=MARCH, value=Decimal(1), actor_id=None)
    with pytest.raises(Invalid):
        indicators.add_measurement(
            session, indicator, on=indicator.baseline_on, value=Decimal(1), actor_id=None
        )
    session.commit()
    assert [(m.on, m.value) for m in indicator.measurements] == [(MARCH, Decimal(30))]
    assert [m.value for m in same_day_elsewhere.measurements] == [Decimal(31)]


def test_measurement_is_corrected_but_not_onto_another_one(session: Session) -> None:
    item = made.item(session, made.open_cycle(session))
    indicator = made.indicator(session, item, values=((MARCH, "30"), (APRIL, "25")))
    first, second = indicator.measurements
    indicators.change_measurement(session, first, on=MAY, value=Decimal("29.5"), note="ulang", actor_id=None)
    session.commit()
    assert [(m.on, m.value, m.note) for m in indicator.measurements] == [
        (APRIL, Decimal(25), ""),
        (MAY, Decimal("29.5"), "ulang"),
    ]
    with pytest.raises(Conflict):
        indicators.change_measurement(session, second, on=MAY, value=Decimal(1), note="", actor_id=None)
    session.expire_all()
    assert [(m.on, m.value) for m in indicator.measurements] == [
        (APRIL, Decimal(25)),
        (MAY, Decimal("29.5")),
    ]


def test_deleting_takes_what_hangs_on_it_and_nothing_else(session: Session) -> None:
    item = made.item(session, made.open_cycle(session))
    kept = made.indicator(session, item, values=((MARCH, "30"), (APRIL, "25")))
    gone = made.indicator(session, item, values=((MARCH, "31"), (APRIL, "26")))
    number = gone.id
    session.commit()
    indicators.delete_indicator(session, gone, actor_id=None)
    session.commit()
    assert last_event(session) == (
        "indicator.delete",
        item.key,
        {"indicator": number, "measurements": 2},
        None,
    )
    assert item.indicators == [kept]
    assert session.scalar(select(func.count()).select_from(Measurement)) == 2
    indicators.delete_measurement(session, kept.measurements[0], actor_id=None)
    session.commit()
    assert [(m.on, m.value) for m in kept.measurements] == [(APRIL, Decimal(25))]
    assert session.scalar(select(func.count()).select_from(Measurement)) == 1
    assert last_event(session) == ("measurement.delete", item.key, {"indicator": kept.id}, None)


def test_children_are_found_only_through_their_parent(session: Session) -> None:
    cycle = made.open_cycle(session)
    item, other = made.item(session, cycle), made.item(session, cycle)
    indicator = made.indicator(session, item, values=((MARCH, "30"),))
    sibling = made.indicator(session, item)
    measurement = indicator.measurements[0]
    assert indicators.indicator_of(session, item, indicator.id) == indicator
    assert indicators.measurement_of(session, indicator, measurement.id) == measurement
    with pytest.raises(NotFound):
        indicators.indicator_of(session, other, indicator.id)
    with pytest.raises(NotFound):
        indicators.measurement_of(session, sibling, measurement.id)


def test_the_phase_decides_who_may_define_and_measure(session: Session) -> None:
    cycle = made.open_cycle(session)
    item = made.item(session, cycle, state=ItemState.CARRIED_OUT)
    indicator = made.indicator(session, item, values=((MARCH, "30"),))
    measurement = indicator.measurements[0]

    made.close(session, cycle, Action.EDIT_PLAN)
    indicators.change_indicator(session, indicator, details=DETAILS, actor_id=None)
    with pytest.raises(Closed):
        indicators.add_measurement(session, indicator, on=APRIL, value=Decimal(1), actor_id=None)
    with pytest.raises(Closed):
        indicators.change_measurement(session, measurement, on=MAY, value=Decimal(1), note="", actor_id=None)
    with pytest.raises(Closed):
        indicators.delete_measurement(session, measurement, actor_id=None)

    made.close(session, cycle, Action.MEASURE)
    indicators.add_measurement(session, indicator, on=APRIL, value=Decimal(1), actor_id=None)
    indicators.add_indicator(session, item, details=DETAILS, actor_id=None)

    made.close(session, cycle, Action.REPORT_PROGRESS, Action.DECIDE_THEMES)
    with pytest.raises(Closed):
        indicators.add_indicator(session, item, details=DETAILS, actor_id=None)
    with pytest.raises(Closed):
        indicators.change_indicator(session, indicator, details=DETAILS, actor_id=None)
    with pytest.raises(Closed):
        indicators.delete_indicator(session, indicator, actor_id=None)
    session.commit()
    assert [(m.on, m.value) for m in indicator.measurements] == [(MARCH, Decimal(30)), (APRIL, Decimal(1))]
    assert len(item.indicators) == 2
