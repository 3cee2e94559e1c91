"""Examples of the accounts part."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from core.accounts import invitations, one_time, services
from core.policy import Role
from tests import factories


def build(session: Session, world: Any) -> dict[str, Any]:
    """Somebody who waits for the first login, with a code, and an invitation."""
    invitation, token = invitations.invite(
        session, role=Role.ASN, unit_id=world.unit.id, seats=5, days=7, actor_id=None
    )
    waiting = services.open_waiting_account(
        session,
        login="belum.masuk",
        name="Orang yang menunggu",
        role=Role.ASN,
        unit_id=world.unit.id,
        actor_id=None,
    )
    code = one_time.issue_code(session, waiting, purpose=one_time.CodePurpose.FIRST, actor_id=None)
    return {
        "invitation": invitation,
        "invitation_token": token,
        "one_time_code": code,
        "twin": factories.account(session, name="Kembaran yang dikelola"),
    }


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "accounts.invited": lambda w: {"token": w.more["invitation_token"]},
    "forgotten.by_mail": lambda w: {"token": w.more["one_time_code"]},
    "invitations": lambda w: {"number": w.more["invitation"].id},
    "manage_codes": lambda w: {"account_id": w.someone.id},
    "manage_merge": lambda w: {"account_id": w.more["twin"].id, "into_id": w.someone.id},
    "own_account.end_device": lambda w: {"key": "0123456789abcdef"},
}
