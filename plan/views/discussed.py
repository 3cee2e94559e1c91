"""Accepted themes and public plan items, as something people can discuss."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.slices import TopicSubject
from forum.discussion.enums import About
from plan.enums import ItemState
from plan.item_models import PlanItem
from plan.models import Need, Theme


def topic_subjects(session: Session) -> list[TopicSubject]:
    """The newest first: themes behind a need, then the lines of the plan that everybody may see."""
    needs = session.execute(
        select(Need, Theme.key).join(Theme, Theme.id == Need.theme_id).order_by(Need.id.desc())
    )
    items = session.scalars(
        select(PlanItem).where(PlanItem.state != ItemState.DRAFT).order_by(PlanItem.id.desc())
    )
    themes = [
        TopicSubject(About.THEME, key, need.cycle_id, need.title_id, need.title_en, f"/tema/{key}")
        for need, key in needs
    ]
    return themes + [
        TopicSubject(About.PLAN_ITEM, i.key, i.cycle_id, i.title_id, i.title_en, f"/rencana/{i.key}")
        for i in items
    ]
