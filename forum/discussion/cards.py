"""What the discussion has to show elsewhere: on the start page, on a cycle's page, on a workshop's."""

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cycles.services import current_cycle
from core.db import db
from core.slices import HomeCard, TopicSubject, Viewer
from core.web.i18n import localized
from core.web.pages import number
from forum.discussion.enums import About
from forum.discussion.queries import Listed, topics_about, topics_of_cycle
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from forum.workshops.panels import Box, StaffLink

AT_MOST = 3


def home_cards(session: Session, _viewer: Viewer) -> list[HomeCard]:
    """The newest open topics of the current cycle."""
    cycle = current_cycle(session)
    return [_card(one, order=40) for one in topics_of_cycle(session, cycle.id)[:1]] if cycle else []


def cycle_cards(session: Session, cycle_id: int) -> list[HomeCard]:
    """The open topics of a cycle."""
    return [_card(one, order=25) for one in topics_of_cycle(session, cycle_id)[:AT_MOST]]


def _card(listed: Listed, *, order: int) -> HomeCard:
    return HomeCard(
        title=localized(listed.topic, "title"),
        text=ngettext("%(count)s tulisan.", "%(count)s tulisan.", listed.posts, count=number(listed.posts)),
        url=url_for("discussion.show", key=listed.topic.key),
        action=gettext("Ikut diskusi"),
        badge=gettext("Diskusi"),
        order=order,
    )


def workshop_subjects(session: Session) -> list[TopicSubject]:
    """Workshops that are public, the newest first."""
    public = select(Workshop).where(Workshop.state != WorkshopState.DRAFT).order_by(Workshop.id.desc())
    return [
        TopicSubject(About.WORKSHOP, w.key, w.cycle_id, w.title_id, w.title_en, f"/workshop/{w.key}")
        for w in session.scalars(public)
    ]


def workshop_box(workshop: Workshop) -> Box | None:
    """The topics about a workshop, on its page."""
    found = topics_about(db.session(), About.WORKSHOP, workshop.key)
    return Box("forum/discussion/_workshop.html", {"topics": found}) if found else None


def workshop_links(workshop: Workshop) -> list[StaffLink]:
    """Open a topic about a workshop that people can see."""
    if workshop.state == WorkshopState.DRAFT:
        return []
    about = f"{About.WORKSHOP}:{workshop.key}"
    url = url_for("manage_topics.create", tentang=about)
    return [StaffLink(gettext("Buka topik diskusi"), url, gettext("Orang berdiskusi tentang workshop ini."))]
