"""Sentences and blocks that several papers share."""

from forum.notes.papers.blocks import Signature
from forum.notes.papers.facts import Facts, Meeting
from forum.notes.papers.words import clock, day_and_date

UNNUMBERED = "........................"


def hours(meeting: Meeting, zone: str) -> str:
    """09.00–12.00 WITA."""
    return f"{clock(meeting.begins)}–{clock(meeting.ends)} {zone}"


def when_and_where(facts: Facts) -> list[tuple[str, str]]:
    """Day, time and place of all sessions, one line for each."""
    several = len(facts.meetings) > 1
    days = [day_and_date(meeting.begins.date()) for meeting in facts.meetings]
    times = [f"pukul {hours(meeting, facts.zone)}" for meeting in facts.meetings]
    places = list(dict.fromkeys(meeting.place for meeting in facts.meetings if meeting.place))
    if several:
        rows = [("Waktu", f"{day}, {time}") for day, time in zip(days, times, strict=True)]
        rows = [(term if number == 0 else "", value) for number, (term, value) in enumerate(rows)]
    else:
        rows = [("Hari, tanggal", days[0]), ("Waktu", times[0])] if days else []
    return [*rows, ("Tempat", "; ".join(places))]


def signer(facts: Facts, *above: str) -> Signature:
    """Whoever signs for the office."""
    wording = facts.wording
    title = f"{wording.signer_title}," if wording.signer_title else ""
    return Signature((*above, title), wording.signer_name, number=True)


def plain_signer(title: str, name: str) -> Signature:
    """Somebody of the meeting."""
    return Signature((f"{title},",), name)


def numbered(facts: Facts, kind: str) -> str:
    """The number of a paper, or dots where none was given yet."""
    return next((text for key, text in facts.numbers.items() if key == kind), UNNUMBERED)
