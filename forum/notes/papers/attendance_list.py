"""Daftar hadir: a list for each session, with room for signatures and for those who come unannounced."""

from forum.notes.enums import PaperKind
from forum.notes.papers.blocks import Block, Fields, Grid, NewPage, Paper, Signatures, Title
from forum.notes.papers.common import hours, signer
from forum.notes.papers.facts import Facts, Meeting
from forum.notes.papers.words import clock, day_and_date

SPARE_ROWS = 5


def attendance_list(facts: Facts) -> Paper:
    """One list after the other, each on a page of its own."""
    blocks: list[Block] = []
    for number, meeting in enumerate(facts.meetings):
        blocks += [NewPage()] if number else []
        blocks += _list(facts, meeting)
    return Paper(PaperKind.ATTENDANCE, "Daftar hadir", tuple(blocks))


def _list(facts: Facts, meeting: Meeting) -> list[Block]:
    day = day_and_date(meeting.begins.date())
    rows = [
        (person.name, person.post, person.unit, _came(meeting, person.key)) for person in facts.people
    ] + [("", "", "", "")] * SPARE_ROWS
    noted = bool(meeting.present)
    numbered = tuple(
        (f"{number}.", *(row if noted else row[:3]), _place_to_sign(number))
        for number, row in enumerate(rows, start=1)
    )
    head = (
        "No.",
        "Nama",
        "Jabatan",
        "Unit kerja/instansi",
        *(("Jam hadir",) if noted else ()),
        "Tanda tangan",
    )
    widths = (11, 40, 31, 31, 15, 32) if noted else (11, 44, 35, 35, 35)
    named = facts.title if not meeting.title else f"{facts.title} – {meeting.title}"
    return [
        Title("DAFTAR HADIR"),
        Fields(
            (
                ("Acara", named),
                ("Hari, tanggal", day),
                ("Waktu", f"pukul {hours(meeting, facts.zone)}"),
                ("Tempat", meeting.place),
            )
        ),
        Grid(head, numbered, widths, tall=True, centred=frozenset({0, 4} if noted else {0})),
        Signatures((signer(facts, "Mengetahui"),)),
    ]


def _came(meeting: Meeting, key: str) -> str:
    came = meeting.present.get(key)
    return clock(came) if came else ""


def _place_to_sign(number: int) -> str:
    """Odd ones at the left, even ones in the middle: two signatures below each other do not touch."""
    return f"{number}." if number % 2 else f"\t{number}."
