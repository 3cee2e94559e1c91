"""The one gate that published figures pass: screen, chart, export, API and quote.

A cell of 1 to 4 people is never shown, and enough other cells are hidden with it that nobody can
compute it back from the totals. Zero isolates nobody and is shown. Not answering is no cell: it says
nothing about what a person thinks.

The figures of one question are a two-way table: a row per unit and one for all units, a column per
value, every row and column with its sum. `None` stands for a hidden cell.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

SMALLEST = 5
Line = dict[str, int | None]

# Rows and columns that are no unit and no value; a unit's key and an option's value are never a space.
_REST = " rest"  # answers of units that are not shown, or of no unit
_ALL = " all"
_Cell = tuple[str, str]
_Node = tuple[str, str]


def is_small(count: int) -> bool:
    """Whether a group is too small to be shown."""
    return 0 < count < SMALLEST


def large_enough(count: int) -> bool:
    """Whether figures and free texts of a group of this size may stand with the group's name."""
    return count >= SMALLEST


def in_fives(count: int, *, of: int) -> int | None:
    """At least so many of a group have done something: rounded down to fives; None for a small group, or below five.

    It never says that somebody has not: whatever is shown of parts and whole, of each part up to four more may have,
    or all. And one person more changes nothing to see, unless with four others.
    """
    shown = count // SMALLEST * SMALLEST
    return shown if large_enough(of) and shown else None


def protect_line(counts: Mapping[str, int]) -> Line:
    """A row of counts whose sum is known: hide small cells, and others until the hidden sum is no small group."""
    if is_small(sum(counts.values())):
        return dict.fromkeys(counts)
    hidden = {value for value, count in counts.items() if is_small(count)}
    if not hidden:
        return dict(counts)
    for value in _by_size(counts, (v for v in counts if v not in hidden)):
        if len(hidden) > 1 and sum(counts[h] for h in hidden) >= SMALLEST:
            break
        hidden.add(value)
    return {value: None if value in hidden else count for value, count in counts.items()}


def recoding_tells(counts: Mapping[str, int], recode: Mapping[str, str]) -> bool:
    """Whether the row with some values called otherwise, or made one, gives away what it hid before.

    The row was read before and is read after, so what it shows then must follow from what it showed: a
    figure may hold none of the hidden cells, or all of them, whose sum is known anyway. Figures of values made
    one must be like that even while they are hidden, as growth will show them.
    """
    before = protect_line(counts)
    hidden = {value for value, shown in before.items() if shown is None}
    if is_small(sum(counts.values())):
        return False  # nothing was shown, not even the sum
    made_of: dict[str, set[str]] = {}
    for value in counts:
        made_of.setdefault(recode.get(value, value), set()).add(value)
    after = protect_line({new: sum(counts[old] for old in olds) for new, olds in made_of.items()})
    return any(
        olds & hidden not in (set(), hidden)
        for new, olds in made_of.items()
        if len(olds) > 1 or after[new] is not None
    )


def _by_size(counts: Mapping[str, int], values: Iterable[str]) -> list[str]:
    """The smallest first, zeros last: a zero among hidden cells would protect little."""
    return sorted(values, key=lambda value: (counts[value] == 0, counts[value], value))


def protect_whole(counts: Mapping[str, int]) -> Line:
    """A row whose average is published too: all of it or nothing.

    Sum and average are two equations, which would give two or three hidden cells away.
    """
    if any(is_small(count) for count in counts.values()) or is_small(sum(counts.values())):
        return dict.fromkeys(counts)
    return dict(counts)


def protect_choice(chosen: int, answers: int) -> int | None:
    """One box of a question with several: those who ticked it, and those who did not, are two cells."""
    return None if is_small(chosen) or is_small(answers - chosen) or is_small(answers) else chosen


def average_tells_on_one(counts: Mapping[int, int], steps: tuple[int, ...], places: int = 2) -> bool:
    """Whether a rounded average gives a single answer away: all but one at an end of the scale.

    Any other average has several distributions behind it. In a large group rounding hides the one.
    """
    n = sum(counts.values())
    total = sum(value * count for value, count in counts.items())
    if n == 0 or min(total - steps[0] * n, steps[-1] * n - total) != 1:
        return False
    step = Fraction(1, 10**places)

    def shown(sum_of_values: int) -> int:
        return (Fraction(sum_of_values, n) / step * 2 + 1) // 2

    return shown(total) not in {shown(total - 1), shown(total + 1)}


def shown_units(counts: Mapping[str, int], answers: int) -> frozenset[str]:
    """The units whose figures may be shown: none is small, and the rest together is no small group either.

    `answers` counts all answers; those of no unit belong to the rest.
    """
    shown = {unit for unit, count in counts.items() if large_enough(count)}
    while shown and is_small(answers - sum(counts[unit] for unit in shown)):
        shown.remove(min(shown, key=lambda unit: (counts[unit], unit)))
    return frozenset(shown)


@dataclass
class UnitTable:
    """Counts by unit and value, of which `total` (the row of all units) is already protected."""

    total: Mapping[str, int]
    shown_total: Line
    units: Mapping[str, Mapping[str, int]]
    hidden: set[_Cell] = field(default_factory=set)
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    margins: dict[str, int] = field(default_factory=dict)

    def protect(self) -> dict[str, Line | None]:
        """The row of each unit; None for a unit whose row is hidden altogether."""
        self._lay_out()
        self.hidden |= {(u, v) for u, row in self.rows.items() for v in row if is_small(row[v])}
        self.hidden |= {(_REST, v) for v in self.total if _REST in self.rows}
        self._complete()
        self._unhide_what_is_forced()
        return {unit: self._line(unit) if unit in self.rows else None for unit in self.units}

    def _lay_out(self) -> None:
        sums = {unit: sum(row.values()) for unit, row in self.units.items()}
        shown = shown_units(sums, sum(self.total.values()))
        self.rows = {u: {v: self.units[u].get(v, 0) for v in self.total} for u in sorted(shown)}
        rest = {v: n - sum(row[v] for row in self.rows.values()) for v, n in self.total.items()}
        if any(rest.values()):
            self.rows[_REST] = rest
        self.margins = {unit: sum(row.values()) for unit, row in self.rows.items()}

    def _line(self, unit: str) -> Line:
        return {v: None if (unit, v) in self.hidden else n for v, n in self.rows[unit].items()}

    def _complete(self) -> None:
        """Hide further cells until no line has a small hidden sum and no hidden cell can be recovered."""
        while True:
            cell = self._weak_line() or self._for_a_recovered_cell()
            if cell is None:
                return
            self.hidden.add(cell)

    def _open_cells(self, cells: Iterable[_Cell]) -> list[_Cell]:
        """Those still shown and worth hiding, best first."""
        shown = [(u, v) for u, v in cells if (u, v) not in self.hidden and self.shown_total[v] != 0]
        return sorted(shown, key=lambda c: (self.rows[c[0]][c[1]] == 0, self.rows[c[0]][c[1]], c))

    def _weak_line(self) -> _Cell | None:
        lines = [[(u, v) for v in row] for u, row in self.rows.items()]
        lines += [[(u, v) for u in self.rows] for v in self.total if self.shown_total[v] is not None]
        for line in lines:
            hidden_sum = sum(self.rows[u][v] for u, v in line if (u, v) in self.hidden)
            if is_small(hidden_sum) and (candidates := self._open_cells(line)):
                return candidates[0]
        return None

    def _for_a_recovered_cell(self) -> _Cell | None:
        everywhere = [(u, v) for u in self.rows for v in self.total]
        for unit, value in self._secrets():
            if self.recoverable(unit, value):
                column = self._open_cells((u, value) for u in self.rows)
                row = self._open_cells((u, v) for u, v in everywhere if u == unit)
                if candidates := column + row + self._open_cells(everywhere):
                    return candidates[0]
        return None

    def _secrets(self) -> list[_Cell]:
        """The hidden cells; a rest that is large or empty is never shown as a figure and may be computed."""
        inner = [(u, v) for u, v in sorted(self.hidden) if u != _REST or is_small(self.rows[u][v])]
        return inner + [(_ALL, v) for v, shown in self.shown_total.items() if shown is None]

    def _unhide_what_is_forced(self) -> None:
        """With every inner cell hidden, one that its sums still give away is no secret: zero, or everybody."""
        for unit, value in sorted(self.hidden):
            if unit != _REST and not is_small(self.rows[unit][value]) and self.recoverable(unit, value):
                self.hidden.discard((unit, value))

    def recoverable(self, unit: str, value: str) -> bool:
        """Whether the shown figures leave only one whole, non-negative number for a hidden cell.

        Two tables with the same shown figures differ by closed walks over hidden cells, up in one
        cell and down in the next. So a cell can move if such a walk passes it: up, or down.
        """
        arcs = self._arcs()
        row, column = ("row", unit), ("column", value)
        return not any(
            (a, b) in arcs and _reaches(b, a, arcs - {(a, b), (b, a)})
            for a, b in ((row, column), (column, row))
        )

    def _arcs(self) -> set[tuple[_Node, _Node]]:
        """row -> column: the cell may grow; column -> row: it may shrink. The row of sums has the other sign."""
        arcs: set[tuple[_Node, _Node]] = set()
        for unit, value in self.hidden:
            row, column = ("row", unit), ("column", value)
            arcs.add((row, column))
            if self.rows[unit][value] > 0:
                arcs.add((column, row))
        sums = ("row", _ALL)
        for value, shown in self.shown_total.items():
            if shown is None:
                arcs.add((("column", value), sums))
                if self.total[value] > 0:
                    arcs.add((sums, ("column", value)))
        return arcs


def _reaches(start: _Node, goal: _Node, arcs: set[tuple[_Node, _Node]]) -> bool:
    after: dict[_Node, list[_Node]] = {}
    for a, b in arcs:
        after.setdefault(a, []).append(b)
    seen, queue = {start}, deque([start])
    while queue:
        for node in after.get(queue.popleft(), ()):
            if node == goal:
                return True
            if node not in seen:
                seen.add(node)
                queue.append(node)
    return False


def protect_units(total: Mapping[str, int], units: Mapping[str, Mapping[str, int]]) -> dict[str, Line | None]:
    """The rows of all units, hidden together with the row of all of them (`protect_line(total)`)."""
    return UnitTable(total, protect_line(total), units).protect()
