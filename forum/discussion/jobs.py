"""The periodic job that tells followers what is new."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from core.base import utc_now
from core.effects import JobEffect
from core.site import offered_languages, site_values
from core.web.i18n import localized
from forum.discussion.following import BODY, SUBJECT, due_items, tell
from forum.discussion.models import Topic

NOTIFY = "forum.notify"


def office_day() -> date:
    """Today where the office is; a job has no visitor whose zone could be asked."""
    return utc_now().astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()


def notify(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    """Find what followers have not been told; the effect tells it."""
    today = office_day()
    lang = offered_languages(site_values(session))[0]
    due = due_items(session, today=today)

    def effect(writing: Session) -> Mapping[str, object] | None:
        if not due:
            return None
        # A context of its own: the language must not reach what another thread of the worker does.
        with current_app.test_request_context(), force_locale(lang):
            return {"told": tell(writing, due, today=today, letter=_letter)}

    return effect


def _letter(topic: Topic) -> tuple[str, str]:
    """Subject and body, without a word of what was posted: a post can be withdrawn, a mail cannot."""
    base = current_app.config["REMBUK_SETTINGS"].base_url
    url = f"{base}/forum/{topic.key}"
    return gettext(SUBJECT), gettext(BODY, title=localized(topic, "title"), url=url)
