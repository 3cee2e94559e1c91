"""What a reader says of one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from analysis.normalise import Shadow

# Digits kept: beyond them two machines' arithmetic may differ.
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """`confidence` belongs to what was decided, also to None; `margin` is the lead over the runner-up.

    `sub` is the sub-theme of `theme`; `unclear` says that the text has no content to read a theme from.
    """

    theme: str | None
    second: str | None
    confidence: float
    margin: float
    out_of_fold: bool = False
    sub: str | None = None
    unclear: bool = False


UNREADABLE = Reading(None, None, 1.0, 0.0, unclear=True)


class Reader(Protocol):
    """Learned from a taxonomy, labels or the texts; reads further texts without learning again."""

    @property
    def keys(self) -> tuple[str, ...]: ...
    def read(self, shadows: Sequence[Shadow]) -> list[Reading]: ...
    def figures(self) -> dict[str, Any]: ...
