"""What an item should change, and what was measured."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.cycles.enums import Action
from core.cycles.rules import require_any_open, require_open
from core.errors import N_, Conflict, Invalid, NotFound
from plan.item_models import Indicator, Measurement, PlanItem
from plan.item_rules import Standing, achieved_share, percent, standing, target_fits
from plan.ledger import Node, link, unlink
from plan.ledger_models import NodeKind

# Indicators are planned with the item and may be mended while measuring.
DEFINING = (Action.MEASURE, Action.EDIT_PLAN)


@dataclass(frozen=True)
class IndicatorDetails:
    """What a person writes about an indicator."""

    name_id: str
    name_en: str
    measure_unit: str
    decreases: bool
    baseline: Decimal
    baseline_on: date
    target: Decimal
    source: str


@dataclass(frozen=True)
class Reading:
    """Where an indicator stands by its latest measurement; `percent` is the achieved share, cut to one place."""

    latest: Measurement | None
    share: Decimal | None
    percent: Decimal | None
    standing: Standing


def read(indicator: Indicator) -> Reading:
    """The achieved share of the latest measurement, in numbers and words."""
    latest = max(indicator.measurements, key=lambda m: m.on, default=None)
    if latest is None:
        return Reading(None, None, None, standing(None))
    share = achieved_share(baseline=indicator.baseline, target=indicator.target, value=latest.value)
    return Reading(latest, share, percent(share), standing(share))


def indicator_of(session: Session, item: PlanItem, indicator_id: int) -> Indicator:
    """An indicator of this item, else NotFound."""
    found = session.scalar(
        select(Indicator).where(Indicator.id == indicator_id, Indicator.item_id == item.id)
    )
    if found is None:
        raise NotFound(N_("Indikator itu tidak ada."))
    return found


def measurement_of(session: Session, indicator: Indicator, measurement_id: int) -> Measurement:
    """A measurement of this indicator, else NotFound."""
    found = session.scalar(
        select(Measurement).where(Measurement.id == measurement_id, Measurement.indicator_id == indicator.id)
    )
    if found is None:
        raise NotFound(N_("Pengukuran itu tidak ada."))
    return found


def add_indicator(
    session: Session, item: PlanItem, *, details: IndicatorDetails, actor_id: int | None
) -> Indicator:
    """Say what the item should change."""
    require_any_open(item.cycle, DEFINING)
    _check(details)
    indicator = Indicator(**asdict(details))
    item.indicators.append(indicator)
    session.flush()
    _record(session, "indicator.add", indicator, actor_id)
    return indicator


def change_indicator(
    session: Session, indicator: Indicator, *, details: IndicatorDetails, actor_id: int | None
) -> None:
    """Correct an indicator; the audit log says that it happened."""
    require_any_open(indicator.item.cycle, DEFINING)
    _check(details)
    if any(m.on <= details.baseline_on for m in indicator.measurements):
        raise Invalid(N_("Sudah ada pengukuran pada atau sebelum tanggal nilai awal itu."))
    for name, value in asdict(details).items():
        setattr(indicator, name, value)
    session.flush()
    _record(session, "indicator.change", indicator, actor_id)


def delete_indicator(session: Session, indicator: Indicator, *, actor_id: int | None) -> None:
    """Take an indicator away with all its measurements."""
    require_any_open(indicator.item.cycle, DEFINING)
    _record(session, "indicator.delete", indicator, actor_id, measurements=len(indicator.measurements))
    for measurement in indicator.measurements:
        unlink(session, *_ends(measurement), action="indicator.delete", actor_id=actor_id)
    indicator.item.indicators.remove(indicator)
    session.flush()


def add_measurement(
    session: Session, indicator: Indicator, *, on: date, value: Decimal, note: str = "", actor_id: int | None
) -> Measurement:
    """Write down a value; one a day."""
    require_open(indicator.item.cycle, Action.MEASURE)
    measurement = Measurement(indicator_id=indicator.id)
    _write(session, indicator, measurement, on=on, value=value, note=note)
    link(session, *_ends(measurement), action="measurement.add", actor_id=actor_id)
    _record(session, "measurement.add", indicator, actor_id)
    return measurement


def change_measurement(
    session: Session, measurement: Measurement, *, on: date, value: Decimal, note: str, actor_id: int | None
) -> None:
    """Correct a value."""
    indicator = measurement.indicator
    require_open(indicator.item.cycle, Action.MEASURE)
    _write(session, indicator, measurement, on=on, value=value, note=note)
    _record(session, "measurement.change", indicator, actor_id)


def delete_measurement(session: Session, measurement: Measurement, *, actor_id: int | None) -> None:
    """Take a value away."""
    indicator = measurement.indicator
    require_open(indicator.item.cycle, Action.MEASURE)
    unlink(session, *_ends(measurement), action="measurement.delete", actor_id=actor_id)
    indicator.measurements.remove(measurement)
    session.flush()
    _record(session, "measurement.delete", indicator, actor_id)


def _ends(measurement: Measurement) -> tuple[Node, Node]:
    """Of the ledger's edge to a measured value."""
    item = Node(NodeKind.PLAN_ITEM, measurement.indicator.item.key)
    return item, Node(NodeKind.MEASUREMENT, str(measurement.id))


def _write(
    session: Session, indicator: Indicator, measurement: Measurement, *, on: date, value: Decimal, note: str
) -> None:
    if on <= indicator.baseline_on:
        raise Invalid(N_("Tanggal pengukuran harus sesudah tanggal nilai awal."))
    try:
        with session.begin_nested():
            measurement.on, measurement.value, measurement.note = on, value, note.strip()
            session.add(measurement)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Sudah ada pengukuran pada tanggal itu. Ubah yang sudah ada.")) from clash
    session.refresh(indicator, ["measurements"])


def _check(details: IndicatorDetails) -> None:
    if not target_fits(baseline=details.baseline, target=details.target, decreases=details.decreases):
        raise Invalid(
            N_("Target harus lebih kecil daripada nilai awal.")
            if details.decreases
            else N_("Target harus lebih besar daripada nilai awal.")
        )


def _record(
    session: Session, action: str, indicator: Indicator, actor_id: int | None, **facts: object
) -> None:
    key = indicator.item.key
    facts = {"indicator": indicator.id, **facts}
    audit.record(session, actor_id=actor_id, action=action, kind="plan_item", key=key, **facts)
