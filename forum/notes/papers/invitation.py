"""Surat undangan, with the order of events and the list of those invited."""

from forum.notes.enums import PaperKind
from forum.notes.papers.blocks import (
    Block,
    Fields,
    Grid,
    Heading,
    LetterOpening,
    Listing,
    NewPage,
    Paper,
    Signatures,
    Text,
    Title,
)
from forum.notes.papers.common import numbered, signer, when_and_where
from forum.notes.papers.facts import Facts, Meeting
from forum.notes.papers.words import clock, day_and_date, long_day

KIND = PaperKind.INVITATION
CLOSING = (
    "Demikian undangan ini kami sampaikan. Atas perhatian dan kehadiran Bapak/Ibu/Saudara, "
    "kami ucapkan terima kasih."
)


def invitation(facts: Facts) -> Paper:
    """The letter; its attachments begin a page each."""
    wording = facts.wording
    fields = (
        ("Nomor", numbered(facts, KIND)),
        ("Sifat", wording.nature),
        ("Lampiran", wording.attachment),
        ("Hal", "Undangan"),
    )
    dated = (
        f"{wording.town}, {long_day(wording.invitation_on)}"
        if wording.town
        else long_day(wording.invitation_on)
    )
    blocks: list[Block] = [
        LetterOpening(fields, dated, wording.recipients),
        Text(wording.opening, indent=True),
        Fields((*when_and_where(facts), ("Acara", facts.title))),
        Text(CLOSING, indent=True),
        Signatures((signer(facts),)),
    ]
    if wording.copies:
        blocks += [Heading("Tembusan:", 2), Listing(wording.copies)]
    return Paper(KIND, "Undangan", (*blocks, *_attachments(facts)), paged=False)


def _attachments(facts: Facts) -> list[Block]:
    blocks: list[Block] = []
    below = (
        f"Surat undangan Nomor {numbered(facts, KIND)}",
        f"tanggal {long_day(facts.wording.invitation_on)}",
    )
    if any(meeting.agenda for meeting in facts.meetings):
        blocks += [NewPage(), Title("SUSUNAN ACARA", (facts.title, *below))]
        for meeting in facts.meetings:
            blocks += agenda(facts, meeting)
    if facts.people:
        rows = tuple(
            (f"{number}.", person.name, person.post or "–", person.unit or "–")
            for number, person in enumerate(facts.people, start=1)
        )
        head = ("No.", "Nama", "Jabatan", "Unit kerja/instansi")
        blocks += [
            NewPage(),
            Title("DAFTAR UNDANGAN", (facts.title, *below)),
            Grid(head, rows, (12, 53, 47, 48), centred=frozenset({0})),
        ]
    return blocks


def agenda(facts: Facts, meeting: Meeting) -> list[Block]:
    """The order of events of a session."""
    if not meeting.agenda:
        return []
    rows = tuple(
        (f"{clock(part.begins)}–{clock(part.ends)}", part.title, part.speaker or "–")
        for part in meeting.agenda
    )
    day = day_and_date(meeting.begins.date())
    return [
        Heading(f"{meeting.title} – {day}" if meeting.title else day, 2),
        Grid((f"Waktu ({facts.zone})", "Acara", "Pengisi acara"), rows, (34, 76, 50), centred=frozenset({0})),
    ]


def attachment_words(facts_have_agenda: bool, has_people: bool) -> str:
    """What stands at Lampiran where the office wrote nothing: how many sheets of attachments there are."""
    count = int(facts_have_agenda) + int(has_people)
    return {0: "–", 1: "1 (satu) lembar", 2: "2 (dua) lembar"}[count]
