"""What a fit found: frozen, and ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from analysis.reading import DIGITS, Reading

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class ThemeSummary:
    """`asks_*` says in one sentence what people ask for; `parent` is the theme a sub-theme belongs to; a `candidate`
    was found in what fits no theme of the taxonomy. `size` counts texts, `distinct` folds near copies to one.
    """

    id: str
    name_id: str
    name_en: str
    terms: tuple[str, ...]
    quotes: tuple[str, ...]
    size: int
    asks_id: str = ""
    asks_en: str = ""
    parent: str | None = None
    candidate: bool = False
    distinct: int = 0

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "terms": list(self.terms), "quotes": list(self.quotes)}


@dataclass(frozen=True, slots=True)
class ThemeReport:
    """`settings` is enough for `ThemeModel.restore` to read later answers the same way."""

    version: int
    settings: Mapping[str, Any]
    quality: Mapping[str, Any]
    themes: tuple[ThemeSummary, ...]
    subthemes: tuple[ThemeSummary, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "settings": dict(self.settings),
            "quality": dict(self.quality),
            "themes": [theme.to_dict() for theme in self.themes],
            "subthemes": [theme.to_dict() for theme in self.subthemes],
        }


def reading_figures(readings: Sequence[Reading]) -> dict[str, Any]:
    """Coverage, sureness, and how many texts were kept from the model that knew them."""
    themed = [reading for reading in readings if reading.theme is not None]
    return {
        "texts": len(readings),
        "unclassified": len(readings) - len(themed),
        "unclear": sum(reading.unclear for reading in readings),
        "coverage": _mean([float(reading.theme is not None) for reading in readings]),
        "out_of_fold": sum(reading.out_of_fold for reading in readings),
        "mean_confidence": _mean([reading.confidence for reading in themed]),
        "mean_margin": _mean([reading.margin for reading in themed]),
    }


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), DIGITS) if values else None
