"""A workshop as iCalendar (RFC 5545): attached to mails, downloaded, subscribed to. Pure: no database, no web."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop, WorkshopSession

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Rembuk//Workshop//ID"
REFRESH = timedelta(hours=4)
# What no calendar reader takes: control characters but tab and line end.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class Method(StrEnum):
    """What the reader's calendar does with it: enter it, or take it out."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Reader:
    """For whom: the language, the clock they live by, the house the events' names belong to, and when."""

    host: str
    lang: str
    tz: ZoneInfo
    stamp: datetime
    with_link: bool = False


def calendar_of(
    workshop: Workshop,
    sessions: Sequence[WorkshopSession],
    *,
    host: str,
    url: str,
    lang: str,
    tz: ZoneInfo,
    method: Method,
    stamp: datetime,
    with_link: bool = True,
) -> bytes:
    """One event per session. `host` makes the events' names unique in the world and must not change.

    The link of the meeting is for those who take part: `with_link` False for everybody else.
    """
    calendar = _calendar(tz, method)
    cancelled = method == Method.CANCEL or workshop.state == WorkshopState.CANCELLED
    reader = Reader(host, lang, tz, stamp, with_link)
    for session in sessions:
        calendar.add_component(_event(workshop, session, url, cancelled, reader))
    return _written(calendar)


def feed_of(
    workshops: Iterable[tuple[Workshop, str]],
    *,
    name: str,
    host: str,
    lang: str,
    tz: ZoneInfo,
    stamp: datetime,
) -> bytes:
    """Many workshops, each with its address, for calendars that ask again every few hours. For everybody."""
    calendar = _calendar(tz, Method.PUBLISH)
    calendar.add("X-WR-CALNAME", _plain(name))
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", REFRESH)
    reader = Reader(host, lang, tz, stamp)
    for workshop, url in workshops:
        cancelled = workshop.state == WorkshopState.CANCELLED
        for session in workshop.sessions:
            calendar.add_component(_event(workshop, session, url, cancelled, reader))
    return _written(calendar)


def file_name(workshop: Workshop) -> str:
    """What the file is called; a key has only letters, digits and hyphens."""
    return f"{workshop.key}.ics"


def _calendar(tz: ZoneInfo, method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method.value)
    calendar.add("X-WR-TIMEZONE", tz.key)
    return calendar


def _written(calendar: Calendar) -> bytes:
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical(sorted=False)
    return content


def _event(workshop: Workshop, session: WorkshopSession, url: str, cancelled: bool, reader: Reader) -> Event:
    event, about = Event(), _in(reader.lang, workshop, "about")
    event.add("UID", f"workshop-{workshop.key}-{session.id}@{reader.host}")
    event.add("DTSTAMP", reader.stamp)
    event.add("SEQUENCE", workshop.calendar_sequence)
    event.add("DTSTART", session.starts_at.astimezone(reader.tz))
    event.add("DTEND", session.ends_at.astimezone(reader.tz))
    event.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("SUMMARY", _title(workshop, session, reader.lang))
    link = (session.link or workshop.link) if reader.with_link else ""
    if place := _plain(session.place or workshop.place or link):
        event.add("LOCATION", place)
    event.add("DESCRIPTION", _plain("\n\n".join(filter(None, (about, link, url)))))
    if url:
        event.add("URL", url)
    if contact := _plain(workshop.contact):
        event.add("CONTACT", contact)
    return event


def _title(workshop: Workshop, session: WorkshopSession, lang: str) -> str:
    titles = (_in(lang, workshop, "title"), _in(lang, session, "title"))
    return _plain(": ".join(filter(None, titles)))


def _in(lang: str, row: Workshop | WorkshopSession, field: str) -> str:
    """A text in this language, in Indonesian where the other is missing."""
    own: str = getattr(row, f"{field}_{lang}")
    return own or getattr(row, f"{field}_id")


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
