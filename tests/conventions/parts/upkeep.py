"""Examples of the upkeep part."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session


def build(session: Session, world: Any) -> dict[str, Any]:
    """What the addresses of this part speak of."""
    return {}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {}
