"""The model that reads: as a run asks it, and as the analysis makes it. Knows the analysis."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, Self

from core.contributions import Contribution
from plan.enums import NO_TAXONOMY
from plan.taxonomies.content import Content
from plan.taxonomies.trying import Found
from plan.vectors import KeptVectors
from plan.workbench.teaching import OwnTheme

if TYPE_CHECKING:
    from analysis.encoders import Encoder
    from analysis.reading import Reading
    from analysis.report import ThemeReport
    from analysis.vectors import Progress, VectorCache


class Model(Protocol):
    """As much of ThemeModel as a run needs."""

    encoders: str | Sequence[Encoder]
    cache: VectorCache | None
    progress: Progress | None
    others: Sequence[str]
    readings_: list[Reading]
    report_: ThemeReport

    @property
    def taxonomy(self) -> object: ...
    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self: ...
    def ask(self, count: int) -> list[int]: ...


class ModelFactory(Protocol):
    """A model of a list of themes and of the themes that people added to it; `stages` as for ThemeModel.

    `content` among them is an office's own list.
    """

    def __call__(self, taxonomy: str, own: Sequence[OwnTheme] = (), /, **stages: Any) -> Model: ...


Keep = Callable[[Sequence[Contribution], Model], KeptVectors]


def theme_model(
    taxonomy: str, own: Sequence[OwnTheme] = (), /, content: Content | None = None, **stages: Any
) -> Model:
    from analysis import ThemeModel  # heavy: only where a job runs
    from analysis.taxonomy import Taxonomy, Theme, shipped_taxonomy

    if taxonomy == NO_TAXONOMY:
        return ThemeModel(None, **stages)
    base = Taxonomy.from_dict(content.read_by_analysis()) if content else shipped_taxonomy(taxonomy)
    new = (one for one in own if one.theme_key not in base.keys)
    added = (Theme(one.theme_key, one.name_id, one.name_en or one.name_id, one.meaning) for one in new)
    return ThemeModel(replace(base, themes=(*base.themes, *added)), **stages)


def release() -> None:
    """After a run: a worker lives for weeks and reads for minutes."""
    from analysis.encoders import release_encoders

    release_encoders()


@cache
def shipped_content(key: str) -> Content:
    """A taxonomy that comes with the product, as one of the office would be stored."""
    from analysis.resources import read_text
    from analysis.taxonomy import shipped_taxonomy

    names = tomllib.loads(read_text(f"{key}.toml"))
    stored = {**shipped_taxonomy(key).to_dict(), "name_id": names["name_id"], "name_en": names["name_en"]}
    return Content.from_dict(stored)


def read_under(content: Content, texts: Sequence[str], **stages: Any) -> list[Found]:
    """Theme, second theme and sureness of each text under a taxonomy of the office."""
    fitted = theme_model(content.key, content=content, **stages).fit(texts)
    return [(one.theme, one.second, one.confidence) for one in fitted.readings_]
