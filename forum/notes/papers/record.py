"""Berita acara: that the workshop took place, and what it agreed on."""

from forum.notes.enums import NoteKind, PaperKind
from forum.notes.papers.blocks import Block, Fields, Listing, Paper, Signatures, Text, Title
from forum.notes.papers.common import numbered, plain_signer, signer, when_and_where
from forum.notes.papers.facts import Facts
from forum.notes.papers.words import counted, formal_day

KIND = PaperKind.RECORD


def record(facts: Facts) -> Paper:
    """In the formal words that such a paper has."""
    wording = facts.wording
    place = facts.meetings[-1].place if facts.meetings else ""
    at = f", bertempat di {place}" if place else ""
    blocks: list[Block] = [
        Title("BERITA ACARA", (facts.title, f"Nomor: {numbered(facts, KIND)}")),
        Text(
            f"Pada hari ini {formal_day(wording.report_on)}{at}, kami yang bertanda tangan di bawah ini:",
            indent=True,
        ),
        *_who(facts),
        Text("menyatakan bahwa kegiatan berikut telah dilaksanakan:"),
        Fields((("Kegiatan", facts.title), ("Siklus", facts.cycle), *when_and_where(facts))),
        Text("dengan hasil sebagai berikut:"),
        Listing(_results(facts)),
    ]
    blocks += _list(facts, "Keputusan rapat:", NoteKind.DECISION)
    blocks += _list(facts, "Tindak lanjut:", NoteKind.FOLLOW_UP)
    blocks += [
        Text(
            "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
            indent=True,
        ),
        Signatures((plain_signer("Pimpinan rapat", wording.chair), plain_signer("Notulis", wording.writer))),
        Signatures((signer(facts, "Mengetahui"),), middle=True),
    ]
    return Paper(KIND, "Berita acara", tuple(blocks))


def _who(facts: Facts) -> list[Block]:
    wording = facts.wording
    chair = (("Nama", wording.chair or "........................"), ("Selaku", "Pimpinan rapat"))
    writer = (("Nama", wording.writer or "........................"), ("Selaku", "Notulis"))
    return [Fields(chair), Fields(writer)]


def _results(facts: Facts) -> tuple[str, ...]:
    if facts.counted_present:
        came = (
            f"Kegiatan diikuti oleh {counted(facts.counted_present, 'orang')}, sesuai daftar hadir terlampir."
        )
    else:
        came = "Peserta yang hadir tercantum dalam daftar hadir terlampir."
    tables = facts.tables()
    voices = sum(len(texts) for texts in tables.values())
    if not voices:
        return (came,)
    said = (
        f"Peserta menyampaikan {counted(voices, 'masukan')} dari "
        f"{counted(len(tables), 'meja atau kelompok')}; isinya tercantum dalam notulen."
    )
    return (came, said, "Setiap masukan dicatat dengan kode lacak, sehingga tindak lanjutnya dapat diikuti.")


def _list(facts: Facts, heading: str, kind: NoteKind) -> list[Block]:
    texts = tuple(said.text for said in facts.of_kind(kind))
    return [Text(heading), Listing(texts)] if texts else []
