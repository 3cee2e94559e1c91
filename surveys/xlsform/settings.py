"""What a form says about itself: its title and languages, the order of its lists."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from surveys.definition import Option, option_list

FACTS = "xlsform"
"""Where a question's config keeps what only an XLSForm says: `list`, `groups`, `heading`, `required`."""


@dataclass(frozen=True)
class FormSettings:
    """`headers` are the headings as the author wrote them, in their order, such as {"label_id": "label"}.

    `lists` has the names of all lists in their order, `unused` the options of those no question asks.
    """

    settings: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    choice_headers: Mapping[str, str] = field(default_factory=dict)
    lists: Sequence[str] = ()
    columns: Sequence[str] = ()
    unused: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """As stored beside the file."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "FormSettings":
        """Read what `to_json` wrote."""
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})


def unused_lists(
    lists: Mapping[str, Sequence[Option]], used: frozenset[str]
) -> dict[str, list[dict[str, object]]]:
    """The lists that no question asks, as they are stored."""
    return {name: option_list(options) for name, options in lists.items() if name not in used}
