"""Workshops in people's own calendars: one to download, all to subscribe to, and one's own."""

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from core.base import utc_now
from core.codes import code_hash
from core.db import db
from core.web.i18n import language
from core.web.pages import absolute
from forum.calls.views.office import office_of
from forum.seats.enums import PARTICIPANT
from forum.seats.models import Registration
from forum.workshops.calendar import MEDIA_TYPE, Method, calendar_of, feed_of, file_name
from forum.workshops.models import Workshop
from forum.workshops.queries import announced, load_workshop

blueprint = Blueprint("workshop_calendar", __name__)
FEED_NAME = "kalender.ics"


def _file(content: bytes, name: str, *, shown: bool = False) -> Response:
    """Downloads are saved; what is subscribed to is read where it stands."""
    answer = Response(content, content_type=MEDIA_TYPE)
    answer.headers.set("Content-Disposition", "inline" if shown else "attachment", filename=name)
    return answer


def _calendar(workshop: Workshop, *, with_link: bool) -> bytes:
    office = office_of(db.session(), language())
    return calendar_of(
        workshop,
        workshop.sessions,
        host=office.host,
        url=office.url(workshop),
        lang=office.lang,
        tz=office.tz,
        method=Method.PUBLISH,
        stamp=utc_now(),
        with_link=with_link,
    )


@blueprint.get("/workshop/<string:key>/kalender.ics")
def one(key: str) -> Response:
    """A workshop's sessions as a file."""
    workshop = load_workshop(db.session(), key)
    return _file(_calendar(workshop, with_link=False), file_name(workshop))


@blueprint.get("/workshop/kalender.ics")
def feed() -> Response:
    """Every announced workshop; calendars ask again by themselves."""
    session = db.session()
    office = office_of(session, language())
    content = feed_of(
        [(workshop, office.url(workshop)) for workshop in announced(session)],
        name=gettext("Workshop %(office)s", office=office.name),
        host=office.host,
        lang=office.lang,
        tz=office.tz,
        stamp=utc_now(),
    )
    return _file(content, FEED_NAME, shown=True)


@blueprint.get("/workshop/kalender")
def subscribe() -> str:
    """How to have all workshops in one's own calendar."""
    address = absolute(url_for(".feed", lang=language()))
    return render_template(
        "forum/calls/subscribe.html", address=address, webcal=f"webcal{address[address.index(':') :]}"
    )


@blueprint.get("/pendaftaran/<string:code>/kalender.ics")
def own(code: str) -> Response:
    """The workshop of a registration: whoever has its code may subscribe to changes."""
    found = db.session().scalar(select(Registration).where(Registration.code_hash == code_hash(code)))
    if found is None:
        raise NotFound
    content = _calendar(found.workshop, with_link=found.state in PARTICIPANT)
    shown = request.args.get("simpan") is None
    return _file(content, file_name(found.workshop), shown=shown)
