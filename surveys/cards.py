"""What the home page and a cycle's page say about surveys, in the visitor's language."""

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.cycles.services import current_cycle
from core.errors import N_
from core.policy import Role
from core.slices import HomeCard, Viewer
from core.web.i18n import localized
from core.web.server import today
from surveys import opening, queries
from surveys.enums import Access, Purpose
from surveys.models import Survey

_LONGEST = 180
_BADGES = {
    Access.PUBLIC: N_("Tanpa akun"),
    Access.ACCOUNT: N_("Untuk pegawai"),
    Access.CODE: N_("Dengan kode undangan"),
}


def home_cards(session: Session, viewer: Viewer) -> list[HomeCard]:
    """The surveys this visitor can answer now and has not answered yet."""
    cycle = current_cycle(session)
    return _cards(session, cycle, viewer) if cycle else []


def cycle_cards(session: Session, cycle_id: int) -> list[HomeCard]:
    """The open surveys of a cycle, for whoever reads its page."""
    cycle = session.get(Cycle, cycle_id)
    surveys = queries.open_surveys(session, cycle.id) if cycle else []
    return [_card(survey) for survey in surveys if opening.is_due(survey, today=today())]


def _cards(session: Session, cycle: Cycle, viewer: Viewer) -> list[HomeCard]:
    return [
        _card(survey)
        for survey in queries.open_surveys(session, cycle.id)
        if _invites(session, survey, viewer)
        and not queries.has_taken_part(session, survey, viewer.account_id)
    ]


def _invites(session: Session, survey: Survey, viewer: Viewer) -> bool:
    """Whether the home page shows it. A guest sees the aspiration survey too: logging in is the first step of answering it."""
    if survey.access == Access.CODE:
        return False  # whoever is invited has the address
    guest = survey.access == Access.ACCOUNT and viewer.role is None
    role = Role.ASN if guest else viewer.role
    return opening.why_not(session, survey, role=role, today=today()) is None


def _card(survey: Survey) -> HomeCard:
    by_unit = survey.purpose == Purpose.FEEDBACK and survey.access == Access.PUBLIC
    intro = localized(survey, "intro")
    return HomeCard(
        title=localized(survey, "title"),
        text=intro if len(intro) <= _LONGEST else intro[:_LONGEST].rsplit(" ", 1)[0] + " …",
        url=url_for("surveys.units") if by_unit else url_for("surveys.answer", key=survey.key),
        action=gettext("Beri masukan") if by_unit else gettext("Isi survei"),
        badge=gettext(_BADGES[Access(survey.access)]),
        order=10 if survey.purpose == Purpose.ASPIRATION else 20,
    )
