"""Tags of voices, the share that is shown, and the difference between two versions. Pure."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plan.item_rules import QUOTES_FROM

Line = Mapping[str, object]
# What of an item is compared, in the order of the page.
FIELDS = (
    "title_id",
    "title_en",
    "goal",
    "needs",
    "competency",
    "target",
    "development_code",
    "organiser",
    "schedule",
    "starts_on",
    "ends_on",
    "jp",
    "participants",
    "units",
    "curriculum",
    "budget",
)


def voice_tag(version_id: int, item_key: str, account_id: int, *, secret: str) -> str:
    """Whose voice on one item. Two items of one person have tags that nobody can tell together."""
    return _tag("suara-rencana", version_id, item_key, account_id, secret)


def comment_tag(version_id: int, item_key: str, account_id: int, *, secret: str) -> str:
    """Of the comment of one person on one item; not the tag of their voice."""
    return _tag("catatan-rencana", version_id, item_key, account_id, secret)


def _tag(what: str, version_id: int, item_key: str, account_id: int, secret: str) -> str:
    told = f"{what}:{version_id}:{item_key}:{account_id}"
    return hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Share:
    """What the staff said about an item, once the consultation is closed; None is what may not be shown.

    With fewer than five voices nothing is. Where fewer than five endorse, or object, that number is not, and neither
    is the other, which would give it away. None at all is among "fewer than five": who knows that nobody
    objected knows what everybody said. With fewer than ten voices even that could be worked out.
    """

    voices: int | None
    endorsed: int | None
    objected: int | None
    few_object: bool = False
    few_endorse: bool = False


def share_of(endorsed: int, objected: int) -> Share:
    """The share that may be shown."""
    voices = endorsed + objected
    if voices < QUOTES_FROM:
        return Share(None, None, None)
    few = (objected < QUOTES_FROM, endorsed < QUOTES_FROM)
    if any(few):
        return Share(voices, None, None, *(few if voices >= 2 * QUOTES_FROM else ()))
    return Share(voices, endorsed, objected)


@dataclass(frozen=True)
class Change:
    """One field of an item, before and after, as the snapshots hold it."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class ChangedItem:
    """An item that both versions have, and what differs: never empty."""

    key: str
    line: Line
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Difference:
    """What the later version has more, what it has no more, and what it says otherwise."""

    added: tuple[Line, ...]
    gone: tuple[Line, ...]
    changed: tuple[ChangedItem, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.gone or self.changed)


def difference(before: Sequence[Line], after: Sequence[Line]) -> Difference:
    """Item by item (by their keys), field by field."""
    old = {line["key"]: line for line in before}
    new = {line["key"]: line for line in after}
    changed = [
        ChangedItem(str(key), line, changes)
        for key, line in new.items()
        if key in old and (changes := _changes(old[key], line))
    ]
    return Difference(
        added=tuple(line for key, line in new.items() if key not in old),
        gone=tuple(line for key, line in old.items() if key not in new),
        changed=tuple(changed),
        same=len(old.keys() & new.keys()) - len(changed),
    )


def _changes(old: Line, new: Line) -> tuple[Change, ...]:
    return tuple(
        Change(field, old.get(field), new.get(field)) for field in FIELDS if old.get(field) != new.get(field)
    )
