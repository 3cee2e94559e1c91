"""Times as letters print them, in the office's time zone and without a request. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from forum.workshops.models import WorkshopSession


def day_text(day: date, lang: str) -> str:
    """Senin, 1 Maret 2027."""
    return format_date(day, "EEEE, d MMMM yyyy", locale=lang)


def hour_text(time: datetime, lang: str, tz: ZoneInfo) -> str:
    """09.00 in Indonesian, 09:00 in English."""
    return time.astimezone(tz).strftime("%H.%M" if lang == "id" else "%H:%M")


def moment_text(time: datetime, lang: str, tz: ZoneInfo) -> str:
    """Senin, 1 Maret 2027, pukul 09.00 WITA."""
    local = time.astimezone(tz)
    at = ", pukul " if lang == "id" else ", "
    return f"{day_text(local.date(), lang)}{at}{hour_text(time, lang, tz)} {local.tzname()}"


def span_text(session: WorkshopSession, lang: str, tz: ZoneInfo) -> str:
    """Senin, 1 Maret 2027, pukul 09.00–12.00 WITA; over midnight with both days."""
    begin, end = session.starts_at.astimezone(tz), session.ends_at.astimezone(tz)
    if begin.date() != end.date():
        return f"{moment_text(begin, lang, tz)} – {moment_text(end, lang, tz)}"
    whole = moment_text(begin, lang, tz)
    hours = hour_text(begin, lang, tz)
    return whole.replace(hours, f"{hours}–{hour_text(end, lang, tz)}")


def spans_text(sessions: Sequence[WorkshopSession], lang: str, tz: ZoneInfo) -> str:
    """A line for each session."""
    return "\n".join(span_text(session, lang, tz) for session in sessions)
