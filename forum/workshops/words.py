"""Times and seats in words, in the visitor's language and the office's time zone."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import format_date, format_datetime, gettext, ngettext

from core.web.i18n import language
from forum.workshops.enums import WorkshopState
from forum.workshops.models import RegistrationForm, Workshop, WorkshopSession
from forum.workshops.questions import asked, keep_days
from surveys.engine import QuestionDef

FEW = 5


def office_zone() -> ZoneInfo:
    """The time zone that the office lives in."""
    return ZoneInfo(current_app.config["TIMEZONE"])


def to_utc(local: datetime) -> datetime:
    """A time as staff type it, where the office is."""
    return local.replace(tzinfo=office_zone()).astimezone(UTC)


def to_local(moment: datetime) -> datetime:
    """A stored time as a form shows it."""
    return moment.astimezone(office_zone()).replace(tzinfo=None)


def zone_name(moment: datetime) -> str:
    """WIB, WITA or WIT."""
    return moment.astimezone(office_zone()).tzname() or ""


def clock(moment: datetime) -> str:
    """09.00."""
    return str(format_datetime(moment, "HH.mm" if language() == "id" else "HH:mm"))


def day_of(moment: datetime) -> str:
    """Senin, 23 November 2026."""
    return str(format_date(moment.astimezone(office_zone()).date(), "EEEE, d MMMM yyyy"))


def moment_words(moment: datetime | None) -> str:
    """Senin, 23 November 2026, 09.00 WITA."""
    return f"{day_of(moment)}, {clock(moment)} {zone_name(moment)}" if moment else ""


def session_time(session: WorkshopSession) -> str:
    """Senin, 23 November 2026, 09.00–12.00 WITA."""
    begin, end = session.starts_at, session.ends_at
    if to_local(begin).date() == to_local(end).date():
        return f"{day_of(begin)}, {clock(begin)}–{clock(end)} {zone_name(end)}"
    return f"{day_of(begin)}, {clock(begin)} – {day_of(end)}, {clock(end)} {zone_name(end)}"


def workshop_time(workshop: Workshop) -> str:
    """The first session's time, and how many follow."""
    if not workshop.sessions:
        return str(gettext("Waktunya belum ditetapkan"))
    more = len(workshop.sessions) - 1
    first = session_time(workshop.sessions[0])
    if not more:
        return first
    return str(
        ngettext("%(first)s, dan %(num)s sesi lagi", "%(first)s, dan %(num)s sesi lagi", more, first=first)
    )


def seats_words(workshop: Workshop) -> str:
    """Seats free in words, as a visitor needs them."""
    if workshop.state != WorkshopState.OPEN:
        return ""
    if workshop.free <= 0:
        return str(gettext("Tempat penuh; Anda dapat masuk daftar tunggu."))
    if workshop.free <= FEW:
        return str(ngettext("Tinggal %(num)s tempat.", "Tinggal %(num)s tempat.", workshop.free))
    return str(gettext("Masih ada %(free)s dari %(seats)s tempat.", free=workshop.free, seats=workshop.seats))


def left_words(seconds: int) -> str:
    """How long a part has left, or by how much it is late: 12:05."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'−' if seconds < 0 else ''}{minutes}:{rest:02d}"


def kept_words(question: QuestionDef) -> str:
    """How long the answers are kept, as the one who registers reads it; empty where there is no limit."""
    days = keep_days(question)
    if days is None:
        return ""
    if days == 0:
        return str(gettext("Jawaban Anda dihapus begitu workshop selesai."))
    return str(
        ngettext(
            "Jawaban Anda dihapus %(num)s hari sesudah workshop.",
            "Jawaban Anda dihapus %(num)s hari sesudah workshop.",
            days,
        )
    )


def shown_questions(form: RegistrationForm | None) -> tuple[QuestionDef, ...]:
    """What is asked, each question with the words on how long its answers are kept: for an AnswerForm."""
    return tuple(
        replace(
            question,
            help_id=f"{question.help_id} {kept_words(question)}".strip(),
            help_en=f"{question.help('en')} {kept_words(question)}".strip(),
        )
        for question in asked(form)
    )
