"""The words of invitations, reminders and notices, in the language of the letter. Pure: no request, no database.

Letters are written by jobs too, where nobody's language is known; so they are not in the catalogue of pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from forum.calls.letter_words import LINES, WORDS
from forum.calls.times import moment_text, spans_text
from forum.seats.codes import code_of
from forum.seats.models import Registration
from forum.workshops.models import Workshop, WorkshopSession

NAME = "{nama}"


@dataclass(frozen=True)
class Office:
    """Who writes, and the clock of the house. `root`: how addresses begin, empty where nobody said.

    `host` names the house in calendars; it must be the same in mails and in downloads.
    """

    root: str
    tz: ZoneInfo
    lang: str = "id"
    name: str = ""
    host: str = "rembuk.invalid"
    secret: str = field(default="", repr=False)

    def url(self, workshop: Workshop) -> str:
        """The page of a workshop."""
        return f"{self.root}/workshop/{workshop.key}" if self.root else ""

    def own_url(self, registration: Registration) -> str:
        """The page of a registration, for letters to its holder alone: whoever has the address may cancel it."""
        if not self.root:
            return ""
        return f"{self.root}/pendaftaran/{code_of(registration.key, secret=self.secret)}"


@dataclass(frozen=True)
class Letter:
    """A subject and a text."""

    subject: str
    body: str


def title_of(workshop: Workshop, lang: str) -> str:
    """The title in this language, else the Indonesian one."""
    own: str = getattr(workshop, f"title_{lang}")
    return own or workshop.title_id


def _facts(
    workshop: Workshop, sessions: Sequence[WorkshopSession], office: Office, **more: str
) -> dict[str, str]:
    """What the templates may name. A line whose value is empty is left out, not printed empty."""
    words, lang = LINES[office.lang], office.lang
    place = next((s.place for s in sessions if s.place), "") or workshop.place
    link = next((s.link for s in sessions if s.link), "") or workshop.link
    values = {"place": place, "link": link, "contact": workshop.contact, "url": office.url(workshop)}
    values |= {name: more.pop(name) for name in ("url",) if name in more}
    lines = {f"{key}_line": f"{words[key]} {value}\n" if value else "" for key, value in values.items()}
    about: str = getattr(workshop, f"about_{lang}") or workshop.about_id
    return {
        "title": title_of(workshop, lang),
        "when": spans_text(sessions, lang, office.tz),
        "about": f"{about}\n\n" if about else "",
        "sender": workshop.organiser or office.name or words["committee"],
        "reason": workshop.cancelled_reason,
        **lines,
        **more,
    }


def _letter(kind: str, facts: dict[str, str], lang: str) -> Letter:
    subject, body = WORDS[kind][lang]
    return Letter(_filled(subject, facts), _filled(body, facts).strip() + "\n")


def _filled(text: str, facts: dict[str, str]) -> str:
    """The template with its facts. In one pass: braces that stand in a fact stay as they were written."""
    return text.format_map({**facts, "nama": facts.get("nama", NAME)})


def invitation(workshop: Workshop, office: Office) -> Letter:
    """The draft that staff edit; NAME stands where the name of each comes."""
    until = workshop.registration_until
    limit = ""
    if until is not None:
        limit = LINES[office.lang]["until"].format(time=moment_text(until, office.lang, office.tz))
    return _letter("invitation", _facts(workshop, workshop.sessions, office, limit=limit), office.lang)


def addressed(text: str, name: str, lang: str) -> str:
    """A letter to this person; without a name to "Bapak/Ibu"."""
    return text.replace(NAME, name or LINES[lang]["anybody"])


def reminder(registration: Registration, session: WorkshopSession, office: Office) -> Letter:
    """A session is near."""
    return _to_holder("reminder", registration, office, [session])


def offer_ends(registration: Registration, office: Office, *, until: datetime) -> Letter:
    """A seat that was offered will soon go to the next one."""
    time = moment_text(until, office.lang, office.tz)
    return _to_holder("offer_ends", registration, office, registration.workshop.sessions, time=time)


def cancelled(registration: Registration, office: Office) -> Letter:
    """It will not take place."""
    return _to_holder("cancelled", registration, office, registration.workshop.sessions)


def changed(registration: Registration, office: Office) -> Letter:
    """Another time or place."""
    return _to_holder("changed", registration, office, registration.workshop.sessions)


def _to_holder(
    kind: str,
    registration: Registration,
    office: Office,
    sessions: Sequence[WorkshopSession],
    **more: str,
) -> Letter:
    more |= {"nama": registration.name, "url": office.own_url(registration)}
    return _letter(kind, _facts(registration.workshop, sessions, office, **more), office.lang)


def chat(kind: str, workshop: Workshop, office: Office, *, name: str, time: datetime | None = None) -> str:
    """A short text for WhatsApp: "chat_invitation", "chat_reminder", "chat_offer" or "chat_share"."""
    when = moment_text(time, office.lang, office.tz) if time else ""
    who = name or LINES[office.lang]["anybody"]
    return _letter(
        kind, _facts(workshop, workshop.sessions, office, nama=who, time=when), office.lang
    ).body.strip()
