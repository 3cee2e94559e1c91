"""The reader of found themes: it holds weights and words, no text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.discovery.student import Student, features_of, restored
from analysis.normalise import Shadow
from analysis.reading import DIGITS, UNREADABLE, Reading
from analysis.unclear import is_unclear
from analysis.views import StoredView

if TYPE_CHECKING:
    from analysis.discovery.arrays import Rows

# A runner-up as likely as this is worth a second look.
SECOND = 1 / 3
BLOCK = 5000


@dataclass(frozen=True, slots=True)
class Discovered:
    """`told` are wordings that a person placed: they are read as told while the model lives, and never stored."""

    keys: tuple[str, ...]
    views: tuple[StoredView, ...] = ()
    student: Student | None = None
    parts: tuple[Student | None, ...] = ()
    chosen: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, int] = field(default_factory=dict)

    def read(self, shadows: Sequence[Shadow]) -> list[Reading]:
        clear = [shadow for shadow in shadows if self._clear(shadow)]
        found = iter(self._read(clear))
        return [next(found) if self._clear(shadow) else UNREADABLE for shadow in shadows]

    def figures(self) -> dict[str, Any]:
        return dict(self.chosen)

    def state(self) -> dict[str, Any]:
        return {
            "keys": list(self.keys),
            "views": {view.name: view.state() for view in self.views},
            "student": self.student.state() if self.student else None,
            "parts": [own.state() if own else None for own in self.parts],
            "chosen": dict(self.chosen),
        }

    def _clear(self, shadow: Shadow) -> bool:
        return shadow.wording in self.told or not is_unclear(shadow)

    def _read(self, shadows: Sequence[Shadow]) -> list[Reading]:
        if self.student is None:
            return [Reading(None, None, 1.0, 0.0)] * len(shadows)
        readings: list[Reading] = []
        for start in range(0, len(shadows), BLOCK):
            block = shadows[start : start + BLOCK]
            features = features_of(self.views, block)
            likely = self.student.probabilities(features)
            for row, shadow in enumerate(block):
                if shadow.wording in self.told:
                    likely[row] = 0.0
                    likely[row, self.told[shadow.wording]] = 1.0
            readings += self._readings(features, likely)
        return readings

    def _readings(self, features: Any, likely: Rows) -> list[Reading]:
        import numpy as np

        best = likely.argmax(axis=1)
        rows = np.arange(len(likely))
        top = likely[rows, best]
        rest = likely.copy()
        rest[rows, best] = -1.0
        runner = rest.argmax(axis=1)
        chance = np.maximum(rest[rows, runner], 0.0)
        subs = self._subs(features, best)
        return [
            Reading(
                self.keys[best[at]],
                self.keys[runner[at]] if chance[at] >= SECOND else None,
                round(float(top[at]), DIGITS),
                round(float(top[at] - chance[at]), DIGITS),
                sub=subs.get(at),
            )
            for at in range(len(likely))
        ]

    def _subs(self, features: Any, best: Any) -> dict[int, str]:
        import numpy as np

        found: dict[int, str] = {}
        for theme, student in enumerate(self.parts):
            rows = np.flatnonzero(best == theme)
            if student is not None and len(rows):
                places = student.probabilities(features[rows]).argmax(axis=1)
                found |= {
                    int(row): f"{self.keys[theme]}.{place + 1}"
                    for row, place in zip(rows, places, strict=True)
                }
        return found


def restore(state: Mapping[str, Any], views: Sequence[StoredView]) -> Discovered:
    """The reader that `state` describes; `views` are fresh ones of the same names."""
    student = restored(state["student"]) if state["student"] else None
    known = tuple(view.restored(state["views"][view.name]) for view in views if view.name in state["views"])
    parts = tuple(restored(own) if own else None for own in state["parts"])
    return Discovered(tuple(state["keys"]), known, student, parts, state["chosen"])
