"""Everything that is kept about the holder of an account, asked of every slice."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.keeping import PersonalData


@dataclass(frozen=True)
class Kept:
    """How many rows of a kind are kept about somebody. `label` is a source string."""

    label: str
    count: int


def collect_all(session: Session, account_id: int, providers: Iterable[PersonalData]) -> dict[str, object]:
    """What every provider hands out, by its key."""
    return {provider.key: provider.collect(session, account_id) for provider in providers}


def _rows(found: object) -> int:
    if isinstance(found, dict) and found and all(isinstance(part, list) for part in found.values()):
        return sum(len(part) for part in found.values())
    return len(found) if isinstance(found, list) else int(bool(found))


def summary(session: Session, account_id: int, providers: Iterable[PersonalData]) -> list[Kept]:
    """How much there is of what."""
    return [Kept(p.label, _rows(p.collect(session, account_id))) for p in providers]
