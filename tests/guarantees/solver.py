"""An attacker who knows all published figures of a table and looks for the hidden ones.

Shares no code with the gate: it states what was published as equations over whole, non-negative
unknowns and asks a linear-programming solver for the range of each. The equations of a two-way
table have whole corners, so the ranges are exact for whole numbers.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog


@dataclass
class Publication:
    """Unknowns by name, the equations between them, and what they really are."""

    truth: dict[str, int] = field(default_factory=dict)
    equations: list[tuple[dict[str, int], int]] = field(default_factory=list)

    def unknown(self, name: str, value: int) -> None:
        self.truth[name] = value

    def equation(self, terms: Mapping[str, int], total: int) -> None:
        """Sum of factor x unknown = total."""
        assert sum(factor * self.truth[name] for name, factor in terms.items()) == total
        self.equations.append((dict(terms), total))

    def recovered(self, names: Sequence[str] | None = None) -> list[str]:
        """The unknowns with only one possible value."""
        order = sorted(self.truth)
        place = {name: i for i, name in enumerate(order)}
        left = np.zeros((len(self.equations), len(order)))
        for row, (terms, _total) in enumerate(self.equations):
            for name, factor in terms.items():
                left[row, place[name]] = factor
        right = np.array([total for _terms, total in self.equations], dtype=float)

        def corner(objective: np.ndarray) -> np.ndarray:
            found = linprog(objective, A_eq=left, b_eq=right, bounds=(0, None), method="highs")
            # A direction without an end says: not determined at all.
            return found.x if found.status == 0 else np.full(len(order), np.nan)

        suspects = set(names if names is not None else order)
        dice = random.Random(len(order))
        first = np.array([self.truth[name] for name in order], dtype=float)
        for _ in range(6):  # most unknowns are cleared by a few corners far apart
            other = corner(np.array([dice.uniform(-1, 1) for _ in order]))
            suspects = {n for n in suspects if abs(other[place[n]] - first[place[n]]) < 1e-6}
        found = []
        for name in sorted(suspects):
            unit = np.zeros(len(order))
            unit[place[name]] = 1
            low, high = corner(unit)[place[name]], corner(-unit)[place[name]]
            if abs(high - low) < 1e-6:
                found.append(name)
        return found
