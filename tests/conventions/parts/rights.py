"""Examples of the rights part."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from core.rights.models import ConsentKind
from core.rights.services import ACCOUNT_NOTICE, record_consent


def build(session: Session, world: Any) -> dict[str, Any]:
    """What the addresses of this part speak of."""
    record_consent(
        session, account_id=world.someone.id, kind=ConsentKind.ACCOUNT, text=ACCOUNT_NOTICE, lang="id"
    )
    return {}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "manage_erasure": lambda w: {"account_id": w.someone.id},
}
