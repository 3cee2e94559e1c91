"""The cycle as a picture: four columns of boxes, joined by ribbons as wide as the contributions they carry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from flask import url_for
from flask_babel import gettext, ngettext

from core.web.i18n import localized
from core.web.pages import number
from plan.flow import Flow
from plan.ledger import Node
from plan.ledger_models import NodeKind
from plan.views.stations import trace_url

# In points of the picture. A box has a head line and two lines of its name.
BOX, GAP, HEIGHT, STEP, TOP = 200, 70, 66, 80, 34
_LINE_CHARACTERS, _LINES = 23, 2
_THINNEST, _THICKEST = 2.0, 16.0


@dataclass(frozen=True)
class Box:
    """A station at its place. `lines` is its name, each with its height, `note` how much it holds,
    `name` is all of it for those who hear the picture."""

    x: int
    y: int
    lines: tuple[tuple[int, str], ...]
    note: str
    name: str
    url: str
    open_end: bool


@dataclass(frozen=True)
class Ribbon:
    """What joins two boxes: a path and its width."""

    path: str
    width: float


@dataclass(frozen=True)
class FlowPicture:
    """Everything in points; `heads` are the columns' names with their left edges."""

    width: int
    height: int
    heads: Sequence[tuple[int, str]]
    boxes: Sequence[Box]
    ribbons: Sequence[Ribbon]


def flow_picture(flow: Flow) -> FlowPicture:
    """Themes, needs, plan items and measurements from left to right."""
    themes = {theme.id: place for place, theme in enumerate(flow.themes)}
    needs = _beside({need.id: [] for need in flow.needs}, themes, [(t, n) for t, n in flow.to_need.items()])
    to_items = [(need_id, item_id) for need_id, item_ids in flow.to_items.items() for item_id in item_ids]
    items = _beside({item.id: [] for item in flow.items}, needs, to_items)
    measured = [item_id for item_id in items if flow.measured.get(item_id)]
    columns = [_rows(themes), _rows(needs), _rows(items), _rows(measured)]
    size = {theme.id: theme.size for theme in flow.themes}
    weight: dict[int, int] = {}
    for theme_id, need_id in flow.to_need.items():
        weight[need_id] = weight.get(need_id, 0) + size[theme_id]
    largest = max([*size.values(), 1])
    ribbons = [_ribbon(0, columns, t, n, size[t] / largest) for t, n in flow.to_need.items()]
    for need_id, item_ids in flow.to_items.items():
        ribbons += [_ribbon(1, columns, need_id, i, weight.get(need_id, 0) / largest) for i in item_ids]
    ribbons += [_ribbon(2, columns, item_id, item_id, 0) for item_id in measured]
    return FlowPicture(
        width=4 * BOX + 3 * GAP,
        height=TOP + STEP * max(*map(len, columns), 1),
        heads=[(place * (BOX + GAP), head) for place, head in enumerate(_heads())],
        boxes=[*_themes(flow, columns[0]), *_needs(flow, columns[1], weight), *_items(flow, columns)],
        ribbons=ribbons,
    )


def _heads() -> list[str]:
    return [gettext("Tema"), gettext("Kebutuhan"), gettext("Butir rencana"), gettext("Pengukuran")]


def _beside(
    sources: dict[int, list[int]], left: Mapping[int, int], links: Sequence[tuple[int, int]]
) -> dict[int, int]:
    """A column's order, each box beside what leads to it, so that few ribbons cross; what nothing leads to comes last."""
    for source, target in links:
        sources[target].append(left[source])
    ordered = sorted(sources, key=lambda one: (min(sources[one], default=len(left)), one))
    return {one: place for place, one in enumerate(ordered)}


def _rows(column: Iterable[int]) -> dict[int, int]:
    return {one: TOP + place * STEP for place, one in enumerate(column)}


def _ribbon(column: int, columns: Sequence[dict[int, int]], start: int, end: int, share: float) -> Ribbon:
    left, right = column * (BOX + GAP) + BOX, (column + 1) * (BOX + GAP)
    middle = (left + right) // 2
    y1, y2 = columns[column][start] + HEIGHT // 2, columns[column + 1][end] + HEIGHT // 2
    width = round(_THINNEST + (_THICKEST - _THINNEST) * min(share, 1), 1)
    return Ribbon(f"M{left} {y1}C{middle} {y1} {middle} {y2} {right} {y2}", width)


def _box(column: int, y: int, title: str, note: str, node: Node | None, *, open_end: bool) -> Box:
    lines = wrap(title, _LINE_CHARACTERS) or [""]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: _LINE_CHARACTERS - 1] + "…"]
    url = trace_url(node) if node else url_for("ledger.index")
    placed = tuple((22 + 18 * place, line) for place, line in enumerate(lines))
    name = f"{title}, {note}" if note else title
    return Box(column * (BOX + GAP), y, placed, note, name, url, open_end)


def _themes(flow: Flow, rows: dict[int, int]) -> list[Box]:
    return [
        _box(
            0,
            rows[theme.id],
            localized(theme, "name"),
            _said(theme.size),
            Node(NodeKind.THEME, theme.key),
            open_end=theme.id not in flow.to_need,
        )
        for theme in flow.themes
    ]


def _needs(flow: Flow, rows: dict[int, int], weight: dict[int, int]) -> list[Box]:
    return [
        _box(
            1,
            rows[need.id],
            localized(need, "title"),
            _said(weight.get(need.id, 0)),
            Node(NodeKind.NEED, need.key),
            open_end=need.id not in flow.to_items,
        )
        for need in flow.needs
    ]


def _items(flow: Flow, columns: Sequence[dict[int, int]]) -> list[Box]:
    boxes = []
    for item in flow.items:
        node = Node(NodeKind.PLAN_ITEM, item.key)
        count = flow.measured.get(item.id, 0)
        boxes.append(_box(2, columns[2][item.id], localized(item, "title"), "", node, open_end=not count))
        if count:
            words = ngettext("%(num)s pengukuran", "%(num)s pengukuran", count)
            boxes.append(_box(3, columns[3][item.id], words, "", node, open_end=False))
    return boxes


def _said(count: int) -> str:
    return str(gettext("%(count)s masukan", count=number(count)))
