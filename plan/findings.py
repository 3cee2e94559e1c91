"""What a theme run found, before it is stored. Nothing in it is a person's text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.contributions import ContributionRef


@dataclass(frozen=True)
class FoundSub:
    """A part of a theme."""

    sub_key: str
    name_id: str
    name_en: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class FoundTheme:
    """A theme as the analysis proposes it.

    `found`: its key is a number of this run, and says nothing of the themes of other runs. `candidate`: found in
    what fits no theme of the list.
    """

    theme_key: str
    name_id: str
    name_en: str
    terms: tuple[str, ...]
    size: int
    asks_id: str = ""
    asks_en: str = ""
    candidate: bool = False
    found: bool = False
    subs: tuple[FoundSub, ...] = ()


@dataclass(frozen=True)
class FoundAssignment:
    """What the analysis says of one contribution; `theme` None is not classified.

    Contributions of one `fold` say the same in nearly the same words; "" stands alone. `ask` is its place among
    those that a person should read first.
    """

    ref: ContributionRef
    theme: str | None
    second: str | None
    confidence: float
    is_quote: bool
    fold: str = ""
    unit_id: int | None = None
    sub: str = ""
    unclear: bool = False
    ask: int | None = None


@dataclass(frozen=True)
class Findings:
    """All that a run writes."""

    settings: Mapping[str, object] = field(default_factory=dict)
    quality: Mapping[str, object] = field(default_factory=dict)
    themes: Sequence[FoundTheme] = ()
    assignments: Sequence[FoundAssignment] = ()
