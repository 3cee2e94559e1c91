"""What of a consultation is open for a visitor."""

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.slices import HomeCard, Viewer
from core.web.guard import may_call
from core.web.i18n import localized
from core.web.pages import plain_date
from core.web.server import today
from plan.consulting.queries import open_versions


def home_cards(session: Session, viewer: Viewer) -> list[HomeCard]:
    """For the staff: the drafts that they can speak about."""
    if not may_call("consultation.show"):
        return []
    return [
        HomeCard(
            title=gettext("Konsultasi rencana"),
            text=gettext(
                "Dukung atau nyatakan keberatan atas butir rancangan rencana, sampai %(date)s.",
                date=plain_date(version.closes_on),
            ),
            url=url_for("consultation.show", cycle=version.cycle.key, number=version.number),
            action=gettext("Beri pendapat"),
            badge=localized(version.cycle, "title"),
            order=25,
        )
        for version in open_versions(session, today=today())
    ]
