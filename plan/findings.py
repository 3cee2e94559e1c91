"""What a theme run found, before it is stored. Nothing in it is a person's text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.contributions import ContributionRef


@dataclass(frozen=True)
class FoundTheme:
    """A theme as the analysis proposes it."""

    theme_key: str
    name_id: str
    name_en: str
    terms: tuple[str, ...]
    size: int


@dataclass(frozen=True)
class FoundAssignment:
    """What the analysis says of one contribution; `theme` None is not classified.

    Contributions of one `fold` say the same in nearly the same words; "" stands alone.
    """

    ref: ContributionRef
    theme: str | None
    second: str | None
    confidence: float
    is_quote: bool
    fold: str = ""
    unit_id: int | None = None


@dataclass(frozen=True)
class Findings:
    """All that a run writes."""

    settings: Mapping[str, object] = field(default_factory=dict)
    quality: Mapping[str, object] = field(default_factory=dict)
    themes: Sequence[FoundTheme] = ()
    assignments: Sequence[FoundAssignment] = ()
