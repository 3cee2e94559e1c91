"""Examples of the settings part."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from core.mail.services import send_mail


def build(session: Session, world: Any) -> dict[str, Any]:
    """What the addresses of this part speak of."""
    mail = send_mail(session, to="penerima@example.go.id", subject="Kata sandi baru", body="Kode: contoh")
    return {"mail": mail}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "outbox": lambda w: {"number": w.more["mail"].id},
}
