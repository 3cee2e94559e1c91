"""What a topic is about, under what name people write, and the states of topics and posts."""

from enum import StrEnum

from core.errors import N_


class About(StrEnum):
    """The kinds of things a topic can be about; the topic holds (kind, key) without a foreign key."""

    CYCLE = "cycle"
    WORKSHOP = "workshop"
    THEME = "theme"
    PLAN_ITEM = "plan_item"


ABOUT_LABELS = {
    About.CYCLE: N_("siklus"),
    About.WORKSHOP: N_("workshop"),
    About.THEME: N_("tema"),
    About.PLAN_ITEM: N_("butir rencana"),
}


class Identity(StrEnum):
    """Under what name people write; fixed once the first post is there."""

    NAME = "name"
    PSEUDONYM = "pseudonym"


class TopicState(StrEnum):
    """A locked topic takes no posts for now; a closed one has its outcome."""

    OPEN = "open"
    LOCKED = "locked"
    CLOSED = "closed"


class PostState(StrEnum):
    """A hidden post was hidden by moderators with a reason; a withdrawn one by its author."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
