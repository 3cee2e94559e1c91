"""Plan items and indicators made ready for templates: charts, the way of an item, colours of pills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.numbers import format_compact_decimal
from flask_babel import format_date, get_locale, gettext

from core.development import DEVELOPMENT_KINDS
from core.web.charts import IntervalChart, LikertChart, LineChart, interval_chart, likert_chart, line_chart
from core.web.pages import long_date
from plan.enums import COMPETENCY_LABELS, ITEM_STATE_LABELS, ItemState
from plan.indicators import Reading, read
from plan.item_models import Indicator, PlanItem
from plan.item_queries import Progress
from plan.item_rules import NEAR_FROM, STANDING_LABELS, STOPPED, WAY, Standing, percent, scale_ends

STATE_PILLS = {
    ItemState.DRAFT: "plain",
    ItemState.PROPOSED: "info",
    ItemState.VERIFIED: "info",
    ItemState.BUDGETED: "info",
    ItemState.CARRIED_OUT: "ok",
    ItemState.POSTPONED: "warn",
    ItemState.REFUSED: "bad",
}
# What every template about items needs to name what it shows.
WORDS = {
    "kinds": DEVELOPMENT_KINDS,
    "competency_labels": COMPETENCY_LABELS,
    "state_labels": ITEM_STATE_LABELS,
    "pills": STATE_PILLS,
}
STANDING_PILLS = {
    Standing.REACHED: "ok",
    Standing.NEAR: "info",
    Standing.NOT_YET: "warn",
    Standing.NOT_MEASURED: "plain",
}
# More labels than this run into each other under a line on a phone.
_LINE_POINTS = 4


@dataclass(frozen=True)
class IndicatorPicture:
    """An indicator with what its page shows: words, and one of two charts once something was measured."""

    indicator: Indicator
    reading: Reading
    words: str
    pill: str
    line: LineChart | None
    interval: IntervalChart | None


def indicator_pictures(item: PlanItem) -> list[IndicatorPicture]:
    """All indicators of an item."""
    return [_picture(indicator) for indicator in item.indicators]


def _picture(indicator: Indicator) -> IndicatorPicture:
    reading = read(indicator)
    words, pill = gettext(STANDING_LABELS[reading.standing]), STANDING_PILLS[reading.standing]
    if reading.latest is None:
        return IndicatorPicture(indicator, reading, words, pill, None, None)
    points = [(indicator.baseline_on, indicator.baseline)]
    points += sorted((m.on, m.value) for m in indicator.measurements)
    low, high = map(float, scale_ends([value for _, value in points] + [indicator.target]))
    if len(points) <= _LINE_POINTS:
        line = _line(points, indicator.target, low, high)
        return IndicatorPicture(indicator, reading, words, pill, line, None)
    return IndicatorPicture(
        indicator, reading, words, pill, None, _interval(points, indicator.target, low, high)
    )


def _line(points: Sequence[tuple[date, Decimal]], target: Decimal, low: float, high: float) -> LineChart:
    values = [float(value) for _, value in points]
    series = [(gettext("Nilai"), values), (gettext("Target"), [float(target)] * len(points))]
    return line_chart([format_date(on, "d MMM yy") for on, _ in points], series, low, high, plot_height=160)


def _interval(
    points: Sequence[tuple[date, Decimal]], target: Decimal, low: float, high: float
) -> IntervalChart:
    labels = [gettext("Nilai awal, %(date)s", date=format_date(points[0][0], "d MMMM yyyy"))]
    labels += [format_date(on, "d MMMM yyyy") for on, _ in points[1:]]
    rows = [(label, float(value), None, None) for label, (_, value) in zip(labels, points, strict=True)]
    return interval_chart(rows, low, high, float(target))


def standing_rule() -> str:
    """The rule behind the words, said beside them."""
    text = gettext(
        "Yang dinilai ialah pengukuran terakhir. Tercapai: seluruh jarak dari nilai awal ke target sudah "
        "ditempuh. Mendekati: paling sedikit %(near)s%%. Belum tercapai: kurang dari itu.",
        near=int(percent(NEAR_FROM)),
    )
    return str(text)


def short_amount(amount: Decimal) -> str:
    """420 juta: what fits a tile; the exact sum stands in the table."""
    return str(format_compact_decimal(amount, format_type="long", locale=get_locale(), fraction_digits=1))


def way(item: PlanItem) -> list[dict[str, str]]:
    """The steps an item took, with reasons, and those still ahead, for the `trail` macro."""
    taken = [
        {
            "kind": long_date(step.on),
            "title": gettext(ITEM_STATE_LABELS[ItemState(step.state)]),
            "text": step.reason,
            "state": "stopped" if step.state in STOPPED else "done",
        }
        for step in item.steps
    ]
    state = ItemState(item.state)
    if state in STOPPED or state == ItemState.CARRIED_OUT:
        return taken
    if taken:
        taken[-1]["state"] = "current"
    ahead = [
        {
            "kind": gettext("Berikutnya"),
            "title": gettext(ITEM_STATE_LABELS[step]),
            "text": "",
            "state": "upcoming",
        }
        for step in WAY[WAY.index(state) + 1 :]
    ]
    return taken + ahead


def state_chart(progress: Progress) -> LikertChart:
    """One bar of all public items, from refused to carried out."""
    states = [*reversed(STOPPED), *WAY[1:]]
    counts = [progress.counts.get(state, 0) for state in states]
    labels = [
        gettext("%(state)s: %(count)s", state=gettext(ITEM_STATE_LABELS[state]), count=count)
        for state, count in zip(states, counts, strict=True)
    ]
    return likert_chart(labels, [(gettext("Semua butir"), counts)])
