"""Write down at once what the personnel agency answered about several items."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from core.errors import N_, Invalid
from plan.enums import ItemState
from plan.item_models import PlanItem
from plan.items import move_item


def record_answer(
    session: Session,
    items: Sequence[PlanItem],
    *,
    before: ItemState,
    after: ItemState,
    on: date,
    reason: str,
    actor_id: int | None,
) -> int:
    """Take items of one state one step further, all or none. `before` is what the actor saw."""
    if not items:
        raise Invalid(N_("Pilih paling sedikit satu butir."))
    for item in items:
        move_item(session, item, before=before, after=after, on=on, reason=reason, actor_id=actor_id)
    return len(items)
