"""Where the parts of a chart lie. Templates only print what is computed here.

Across, everything is a percentage of the width, so that a chart fits a phone without shrinking its
text; down, everything is in pixels. A value of None is suppressed: it keeps its row and has no bar.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

LINE = 19  # pixels from one line of a label to the next
LABEL_CHARS = 38  # what fits a phone of 360 px
INSIDE_PERCENT = 13.0  # a segment narrower than this has no number in it
AXIS_LABELS = 4  # as many as stand beside each other on a phone
TONES = {1: (7,), 2: (1, 7), 3: (1, 4, 7), 4: (1, 3, 5, 7), 5: (1, 3, 4, 5, 7)}
TONES |= {6: (1, 2, 3, 5, 6, 7), 7: (1, 2, 3, 4, 5, 6, 7)}
DARK_TONES = frozenset({1, 6, 7})


@dataclass(frozen=True)
class Label:
    """One line of text and its baseline."""

    text: str
    y: int


@dataclass(frozen=True)
class Bar:
    label: str
    lines: tuple[Label, ...]
    count: int | None
    percent: float | None
    y: int
    width: float

    @property
    def hidden(self) -> bool:
        return self.count is None


@dataclass(frozen=True)
class BarChart:
    bars: tuple[Bar, ...]
    height: int
    bar_height: int = 14


@dataclass(frozen=True)
class Segment:
    tone: int
    dark: bool
    x: float
    width: float
    middle: float
    percent: float
    inside: bool


@dataclass(frozen=True)
class LikertRow:
    label: str
    lines: tuple[Label, ...]
    y: int
    counts: tuple[int, ...] | None
    segments: tuple[Segment, ...]

    @property
    def hidden(self) -> bool:
        return self.counts is None


@dataclass(frozen=True)
class LikertChart:
    rows: tuple[LikertRow, ...]
    legend: tuple[tuple[str, int], ...]
    height: int
    bar_height: int = 26


@dataclass(frozen=True)
class Tick:
    value: float
    at: float


@dataclass(frozen=True)
class Dot:
    label: str
    value: float | None
    x: float
    y: float | None


@dataclass(frozen=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Line:
    name: str
    tone: int
    dots: tuple[Dot, ...]
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True)
class LineChart:
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[str, ...]
    axis: tuple[tuple[float, str], ...]
    height: int


@dataclass(frozen=True)
class Mark:
    """One measurement: a point and, where known, its interval."""

    label: str
    lines: tuple[Label, ...]
    value: float | None
    low: float | None
    high: float | None
    y: int
    x: float | None
    x_low: float | None
    x_high: float | None


@dataclass(frozen=True)
class IntervalChart:
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    target: float | None
    target_x: float | None
    plot_height: int
    height: int


def _wrap(label: str, y: int) -> tuple[tuple[Label, ...], int]:
    """The lines of a label starting at y, and where the next thing may start."""
    texts = textwrap.wrap(label, LABEL_CHARS) or [""]
    return tuple(Label(text, y + 14 + i * LINE) for i, text in enumerate(texts)), y + len(texts) * LINE + 2


def bar_chart(rows: Sequence[tuple[str, int | None, float | None]], top: float | None = 100.0) -> BarChart:
    """One bar per (label, count, percent); `top` is the percentage of a full bar (None: the greatest)."""
    full = top if top is not None else max((p for _, _, p in rows if p is not None), default=0.0)
    bars, y = [], 0
    for label, count, percent in rows:
        lines, at = _wrap(label, y)
        shown = percent if count is not None and percent is not None else 0.0
        width = round(min(100.0, shown / full * 100), 2) if full > 0 else 0.0
        bars.append(Bar(label, lines, count, percent if count is not None else None, at, width))
        y = at + BarChart.bar_height + 14
    return BarChart(tuple(bars), max(y - 14, 0))


def likert_chart(scale: Sequence[str], rows: Sequence[tuple[str, Sequence[int] | None]]) -> LikertChart:
    """One stacked row per (label, counts from the lowest step to the highest); 1 to 7 steps."""
    if len(scale) not in TONES:
        raise ValueError(f"a stacked row needs 1 to 7 steps, not {len(scale)}")
    tones = TONES[len(scale)]
    laid, y = [], 0
    for label, counts in rows:
        if counts is not None and len(counts) != len(scale):
            raise ValueError(f"{len(counts)} counts for {len(scale)} steps")
        lines, at = _wrap(label, y)
        kept = tuple(counts) if counts is not None else None
        laid.append(LikertRow(label, lines, at, kept, _segments(kept or (), tones)))
        y = at + LikertChart.bar_height + 16
    return LikertChart(tuple(laid), tuple(zip(scale, tones, strict=True)), max(y - 16, 0))


def _segments(counts: tuple[int, ...], tones: tuple[int, ...]) -> tuple[Segment, ...]:
    total, before, segments = sum(counts), 0, []
    for count, tone in zip(counts, tones, strict=False):
        if count:
            x, width = 100 * before / total, 100 * count / total
            segments.append(
                Segment(
                    tone, tone in DARK_TONES, round(x, 2), round(width, 2), round(x + width / 2, 2),
                    round(width, 1), width >= INSIDE_PERCENT,
                )
            )  # fmt: skip
        before += count
    return tuple(segments)


def _ticks(low: float, high: float, start: float, length: float, parts: int = 4) -> tuple[Tick, ...]:
    step = (high - low) / parts
    return tuple(
        Tick(round(low + i * step, 4), round(start + length * i / parts, 2)) for i in range(parts + 1)
    )


def line_chart(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    low: float,
    high: float,
    plot_height: int = 200,
) -> LineChart:
    """Up to three lines over the same labels; a None breaks its line."""
    if high <= low:
        raise ValueError("high must be above low")
    if len(series) > 3:
        raise ValueError("at most three lines stay readable")
    left, right = 15.0, 92.0
    step = (right - left) / max(len(labels) - 1, 1)
    xs = tuple(round(left + i * step, 2) for i in range(len(labels)))

    def down(value: float) -> float:
        return round(10 + plot_height * (1 - (min(max(value, low), high) - low) / (high - low)), 2)

    lines = []
    for tone, (name, values) in enumerate(series, start=1):
        dots = tuple(
            Dot(label, value, x, None if value is None else down(value))
            for label, value, x in zip(labels, values, xs, strict=True)
        )
        strokes = tuple(
            Stroke(a.x, a.y, b.x, b.y)
            for a, b in zip(dots, dots[1:], strict=False)
            if a.y is not None and b.y is not None
        )
        lines.append(Line(name, tone, dots, strokes))
    ticks = _ticks(low, high, 10 + plot_height, -plot_height)
    every = max(1, -(-(len(labels) - 1) // (AXIS_LABELS - 1)))
    axis = tuple(zip(xs, labels, strict=True))[::every]
    return LineChart(tuple(lines), ticks, tuple(labels), axis, plot_height + 40)


def interval_chart(
    rows: Sequence[tuple[str, float | None, float | None, float | None]],
    low: float,
    high: float,
    target: float | None = None,
) -> IntervalChart:
    """Baseline and measurements as (label, value, low end, high end), with a target line."""
    if high <= low:
        raise ValueError("high must be above low")

    def across(value: float | None) -> float | None:
        if value is None:
            return None
        return round(3 + 94 * (min(max(value, low), high) - low) / (high - low), 2)

    marks, y = [], 0
    for label, value, start, end in rows:
        lines, at = _wrap(label, y)
        marks.append(
            Mark(label, lines, value, start, end, at + 10, across(value), across(start), across(end))
        )
        y = at + 34
    return IntervalChart(tuple(marks), _ticks(low, high, 3, 94), target, across(target), y, y + 24)
