"""Examples of the workbench: a contribution that was locked with a reason, what its theme means, a part of it, and
contributions that a run asks about.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from plan.coding.services import draw_sample
from plan.models import SubTheme, ThemeAssignment
from plan.workbench.memory import say_meaning
from plan.workbench.models import Placement


def build(session: Session, world: Any) -> dict[str, Any]:
    """About the theme of the world's run that is a need."""
    row, *others = session.scalars(
        select(ThemeAssignment)
        .where(ThemeAssignment.run_id == world.run.id)
        .order_by(ThemeAssignment.is_quote.desc(), ThemeAssignment.contribution_key)
    ).all()
    session.add(
        SubTheme(theme_id=world.theme.id, sub_key="digital-1", name_id="Srikandi", terms=["srikandi"])
    )
    for rank, other in enumerate(others[:3], 1):
        other.ask, other.sub_key = rank, "digital-1"
    session.add(
        Placement(
            contribution_kind=row.contribution_kind,
            contribution_key=row.contribution_key,
            contribution_field=row.contribution_field,
            cycle_id=world.cycle.id,
            purpose=world.run.purpose,
            theme_key=world.theme.theme_key,
            reason="Tentang komputer.",
        )
    )
    say_meaning(session, world.theme, meaning_id="Ingin mahir.", meaning_en="To be skilled.", actor_id=None)
    session.flush()
    return {"sample": draw_sample(session, world.run, size=10, actor_id=None)}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "workbench": lambda w: {"run_id": w.run.id},
    "learning": lambda w: {"run_id": w.run.id},
    "decisions.split": lambda w: {
        "run_id": w.run.id,
        "theme_key": w.theme.theme_key,
        "sub_key": "digital-1",
    },
    "coding": lambda w: {"run_id": w.run.id, "key": w.more["sample"].key},
}
