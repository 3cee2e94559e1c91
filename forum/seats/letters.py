"""Letters about what happened to a registration, Indonesian with a line of English. Pure: no request."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from forum.seats.enums import Act, RegistrationState
from forum.seats.letter_words import LINES, WORDS
from forum.seats.models import Registration, RegistrationEvent

_OF_ACT = {
    Act.OFFER: "offered",
    Act.ACCEPT: "registered",
    Act.DECLINE: "declined",
    Act.EXPIRE: "expired",
    Act.WITHDRAW: "expired",
    Act.REFUSE: "refused",
    Act.CANCEL: "cancelled",
    Act.CLOSE: "closed",
    Act.END: "unserved",
}
_OF_STATE = {
    RegistrationState.REGISTERED: "registered",
    RegistrationState.WAITING: "waiting",
    RegistrationState.REQUESTED: "requested",
}


@dataclass(frozen=True)
class Sender:
    """The office. `root`: how addresses begin, empty where nobody has said."""

    name: str
    root: str
    tz: ZoneInfo


@dataclass(frozen=True)
class Letter:
    """A subject and a text."""

    subject: str
    body: str


def kind_of(event: RegistrationEvent) -> str:
    """Which letter an event asks for: by the step, else by where it led."""
    return _OF_ACT.get(Act(event.action)) or _OF_STATE[RegistrationState(event.after)]


def moment(time: datetime | None, lang: str, tz: ZoneInfo) -> str:
    """Senin, 1 Maret 2027, pukul 09.00 WITA."""
    if time is None:
        return ""
    local = time.astimezone(tz)
    clock = local.strftime("pukul %H.%M" if lang == "id" else "%H:%M")
    return f"{format_date(local.date(), 'EEEE, d MMMM yyyy', locale=lang)}, {clock} {local.tzname()}"


def letter_of(registration: Registration, event: RegistrationEvent, sender: Sender, *, code: str) -> Letter:
    """What the person reads. The subject stands in lists: no name and no code in it."""
    workshop, lines = registration.workshop, LINES["id"]
    subject, told = _words(registration, event, sender, "id")
    _subject, english = _words(registration, event, sender, "en")
    url = f"{sender.root}/pendaftaran/{code}" if sender.root else ""
    parts = [
        lines["greeting"].format(name=registration.name),
        told,
        lines["reason"].format(reason=event.reason) if event.reason else "",
        lines["page"].format(url=url) if url else lines["code"].format(code=code),
        lines["contact"].format(contact=workshop.contact) if workshop.contact else "",
        f"({english})",
        lines["close"].format(sender=workshop.organiser or sender.name or "Penyelenggara"),
    ]
    return Letter(subject, "\n\n".join(filter(None, parts)) + "\n")


def _words(
    registration: Registration, event: RegistrationEvent, sender: Sender, lang: str
) -> tuple[str, str]:
    workshop = registration.workshop
    facts = {
        "title": (workshop.title_en if lang == "en" else "") or workshop.title_id,
        "number": str(registration.queue_number or ""),
        "until": moment(registration.offered_until, lang, sender.tz),
    }
    subject, body = WORDS[kind_of(event)][lang]
    return subject.format_map(facts), body.format_map(facts)
