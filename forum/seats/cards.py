"""What registration has to show on the pages of a workshop."""

from flask import url_for
from flask_babel import gettext, ngettext

from core.base import utc_now
from core.db import db
from core.web.guard import viewer_role
from forum.seats import offering, queries, rules, services
from forum.seats.enums import REGISTRATION_LABELS, Act, RegistrationState
from forum.seats.views.common import account_id, words
from forum.workshops.enums import RULE_LABELS, Rule, WorkshopState
from forum.workshops.models import Workshop
from forum.workshops.panels import Box, StaffLink


def workshop_box(workshop: Workshop) -> Box | None:
    """The way in, one's own registration, and how seats are shared: the rule and counts without names."""
    if workshop.state == WorkshopState.DRAFT:
        return None
    session = db.session()
    own = services.of_account(session, workshop, account_id())
    refusal = rules.why_not(workshop, role=viewer_role(), now=utc_now())
    counts, steps = queries.counts(session, workshop), queries.steps_taken(session, workshop)
    return Box(
        "forum/seats/_workshop.html",
        {
            "own": own,
            "states": REGISTRATION_LABELS,
            "guest": viewer_role() is None,
            "open": refusal is None or refusal.status == 403,
            "refusal": words(refusal) if refusal and refusal.status == 403 else "",
            "full": offering.is_full(workshop, None),
            "rule": RULE_LABELS[Rule(workshop.rule)],
            "waiting": counts[RegistrationState.WAITING],
            "offered": counts[RegistrationState.OFFERED],
            "registered": counts[RegistrationState.REGISTERED],
            "unserved": counts[RegistrationState.UNSERVED],
            "offers": steps[Act.OFFER],
            "accepted": steps[Act.ACCEPT],
            "lost": steps[Act.DECLINE] + steps[Act.EXPIRE],
        },
    )


def workshop_links(workshop: Workshop) -> list[StaffLink]:
    """Who registered, and how seats were shared."""
    counts = queries.counts(db.session(), workshop)
    asked = counts[RegistrationState.REQUESTED]
    text = gettext("Siapa mendaftar, menunggu, dan mendapat tawaran.")
    if asked:
        text = ngettext(
            "%(num)s pendaftaran menunggu persetujuan Anda.",
            "%(num)s pendaftaran menunggu persetujuan Anda.",
            asked,
        )
    return [
        StaffLink(
            gettext("Peserta dan pendaftar"), url_for("manage_registrations.index", key=workshop.key), text
        )
    ]
