"""Notulen: what was on, what was said at each table, what was decided, and who does what next."""

from forum.notes.enums import NoteKind, PaperKind
from forum.notes.papers.blocks import Block, Fields, Heading, Listing, Paper, Signatures, Text, Title
from forum.notes.papers.common import numbered, plain_signer, signer, when_and_where
from forum.notes.papers.facts import Facts
from forum.notes.papers.invitation import agenda
from forum.notes.papers.words import counted

KIND = PaperKind.MINUTES


def minutes(facts: Facts) -> Paper:
    """In the order in which such a paper is read."""
    wording = facts.wording
    fields = (
        ("Acara", facts.title),
        *when_and_where(facts),
        ("Pimpinan rapat", wording.chair or "–"),
        ("Notulis", wording.writer or "–"),
        ("Peserta", attended(facts)),
    )
    blocks: list[Block] = [
        Title("NOTULEN", (f"Nomor: {numbered(facts, KIND)}",)),
        Fields(fields),
        Heading("A. Susunan acara"),
    ]
    planned = [block for meeting in facts.meetings for block in agenda(facts, meeting)]
    blocks += planned or [Text("Susunan acara tidak dibagi dalam bagian.")]
    blocks.append(Heading("B. Masukan dan aspirasi per meja"))
    for table, voices in facts.tables().items():
        blocks += [Heading(table, 2), Listing(tuple(voices))]
    if not facts.tables():
        blocks.append(Text("Tidak ada masukan yang dicatat."))
    blocks += _section(facts, "C. Keputusan rapat", NoteKind.DECISION, "Tidak ada keputusan yang diambil.")
    blocks += _section(facts, "D. Tindak lanjut", NoteKind.FOLLOW_UP, "Tidak ada tindak lanjut yang dicatat.")
    blocks += [
        Signatures((plain_signer("Pimpinan rapat", wording.chair), plain_signer("Notulis", wording.writer))),
        Signatures((signer(facts, "Mengetahui"),), middle=True),
    ]
    return Paper(KIND, "Notulen", tuple(blocks))


def attended(facts: Facts) -> str:
    """How many came, where that was noted; else the list tells it."""
    if facts.counted_present:
        return f"{counted(facts.counted_present, 'orang')}, daftar hadir terlampir"
    return "sesuai daftar hadir terlampir"


def _section(facts: Facts, heading: str, kind: NoteKind, none: str) -> list[Block]:
    texts = tuple(said.text for said in facts.of_kind(kind))
    return [Heading(heading), Listing(texts) if texts else Text(none)]
