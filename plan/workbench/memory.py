"""What people say of a theme itself: its name, that they made it, and what it means."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.cycles.enums import Action
from core.cycles.rules import require_open
from core.sql import insert_into
from plan.models import Theme
from plan.workbench.models import ThemeMemory


def memory_of(session: Session, theme: Theme) -> ThemeMemory | None:
    """What was said of this theme in any run of its cycle and purpose."""
    return session.scalar(
        select(ThemeMemory).where(
            ThemeMemory.cycle_id == theme.run.cycle_id,
            ThemeMemory.purpose == theme.run.purpose,
            ThemeMemory.theme_key == theme.theme_key,
        )
    )


def remember(session: Session, theme: Theme, *, actor_id: int | None, **said: object) -> None:
    """Keep what was said for every later run; what was not said now stays as it is."""
    row = {
        "cycle_id": theme.run.cycle_id,
        "purpose": theme.run.purpose,
        "theme_key": theme.theme_key,
        "changed_by": actor_id,
        "changed_at": utc_now(),
        **said,
    }
    empty = {"made": False, "name_id": "", "name_en": "", "meaning_id": "", "meaning_en": ""}
    key = ("cycle_id", "purpose", "theme_key")
    session.execute(
        insert_into(session, ThemeMemory)
        .values({**empty, **row})
        .on_conflict_do_update(
            index_elements=key, set_={name: value for name, value in row.items() if name not in key}
        )
    )
    known = memory_of(session, theme)
    if known is not None:
        session.refresh(known)


def remember_name(session: Session, theme: Theme, *, actor_id: int | None) -> None:
    """People read the theme under this name: no run gives it another one."""
    remember(session, theme, actor_id=actor_id, name_id=theme.name_id, name_en=theme.name_en)


def say_meaning(
    session: Session, theme: Theme, *, meaning_id: str, meaning_en: str, actor_id: int | None
) -> None:
    """One sentence in plain words: what the people behind this theme want. Everybody may read it once accepted."""
    require_open(theme.run.cycle, Action.DECIDE_THEMES)
    remember(session, theme, actor_id=actor_id, meaning_id=meaning_id.strip(), meaning_en=meaning_en.strip())
    audit.record(session, actor_id=actor_id, action="theme.explain", kind="theme", key=theme.key)
