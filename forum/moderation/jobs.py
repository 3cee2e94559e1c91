"""The periodic job that reminds the moderators."""

from collections.abc import Mapping

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from core.effects import JobEffect
from core.site import offered_languages, site_values
from forum.discussion.jobs import office_day
from forum.moderation.house_rules import reminder_days
from forum.moderation.letters import reminder_letter
from forum.moderation.reminding import overdue, remind

REMIND = "forum.moderation_reminder"


def send_reminders(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    """Find what waits too long; the effect tells the moderators who do not know yet."""
    values = site_values(session)
    days, lang = reminder_days(values), offered_languages(values)[0]
    found = overdue(session, today=office_day(), days=days)

    def effect(writing: Session) -> Mapping[str, object] | None:
        if not found:
            return None
        # A context of its own: the language must not reach what another thread of the worker does.
        with current_app.test_request_context(), force_locale(lang):
            return {"told": remind(writing, found, letter=lambda count: reminder_letter(count, days))}

    return effect
