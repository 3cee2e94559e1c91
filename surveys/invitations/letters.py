"""The words of invitations and reminders, in the language of the letter. Pure: no request, no database.

Letters are written by jobs too, where nobody's language is known; so they are not in the catalogue of pages.
"""

from dataclasses import dataclass

from babel.dates import format_date

from surveys.invitations.letter_words import ANYBODY, UNTIL, WORDS
from surveys.models import Survey

NAME, CODE = "{nama}", "{kode}"


@dataclass(frozen=True)
class House:
    """Who writes: the office's name, and how its addresses begin."""

    name: str
    root: str


@dataclass(frozen=True)
class Letter:
    """A subject and a text."""

    subject: str
    body: str


def draft_of(kind: str, survey: Survey, house: House, *, lang: str) -> Letter:
    """What staff edit: NAME and CODE stand where those of each come."""
    subject, body = WORDS[kind][lang]
    facts = _facts(survey, house, lang)
    return Letter(subject.format_map(facts), body.format_map(facts))


def _facts(survey: Survey, house: House, lang: str) -> dict[str, str]:
    title: str = getattr(survey, f"title_{lang}") or survey.title_id
    day = format_date(survey.closes_on, "d MMMM yyyy", locale=lang) if survey.closes_on else ""
    return {
        "title": title,
        "until": UNTIL[lang].format(day=day) if day else "",
        "link": f"{house.root}/undangan/{CODE}",
        "page": f"{house.root}/survei/{survey.key}",
        "sender": house.name,
        "nama": NAME,
        "kode": CODE,
    }


def addressed(text: str, *, name: str, code: str, lang: str) -> str:
    """A text to this person; without a name to "Bapak/Ibu". The name comes last: its braces stay as they are."""
    return text.replace(CODE, code).replace(NAME, name or ANYBODY[lang])


def chat_text(survey: Survey, house: House, *, name: str, code: str, lang: str) -> str:
    """A short text for WhatsApp."""
    return addressed(draft_of("chat", survey, house, lang=lang).body, name=name, code=code, lang=lang)
