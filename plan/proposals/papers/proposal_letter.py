"""Surat usulan to the personnel agency, with the plan in seven columns and what stands behind it."""

from forum.notes.papers.blocks import (
    Block,
    Fields,
    Grid,
    Heading,
    LetterOpening,
    Listing,
    Paper,
    Signatures,
    Text,
    Title,
)
from forum.notes.papers.words import counted
from plan.proposals.papers.common import (
    DOTS,
    dated_letter,
    money,
    need_words,
    share_words,
    signature,
    spoken,
    total_rows,
)
from plan.proposals.papers.facts import Packet

KIND = "usulan"
SMALL = 9


def proposal_letter(packet: Packet) -> Paper:
    """The letter itself, on standing sheets."""
    dated = f"{packet.town}, {dated_letter(packet)}" if packet.town else dated_letter(packet)
    fields = (
        ("Nomor", packet.number or DOTS),
        ("Sifat", "Biasa"),
        ("Lampiran", "1 (satu) berkas"),
        ("Hal", f"Usulan pengembangan kompetensi ASN tahun {packet.year}"),
    )
    blocks: list[Block] = [
        LetterOpening(fields, dated, (packet.agency.title or DOTS,)),
        Text(
            f"Berdasarkan {packet.cycle} dan kebutuhan yang dihimpun dari ASN serta warga, dengan hormat kami "
            f"mengusulkan {counted(len(packet.items), 'butir')} pengembangan kompetensi dengan anggaran "
            f"{money(packet.budget)} ({spoken(packet.budget)}), sebagaimana terlampir.",
            indent=True,
        ),
        Text(
            "Lampiran pertama memuat rencana menurut tujuh kolom PP 11/2017 pasal 207; lampiran kedua memuat "
            "kebutuhan, jumlah masukan di baliknya, dan pendapat ASN tentang setiap butir.",
            indent=True,
        ),
        Text(
            "Demikian usulan ini kami sampaikan. Atas perhatian dan kerja sama yang baik, kami ucapkan terima "
            "kasih.",
            indent=True,
        ),
        Signatures((signature(packet.signer),)),
    ]
    if packet.decider.title:
        blocks += [Heading("Tembusan:", 2), Listing((packet.decider.title, "Arsip"))]
    return Paper(KIND, "Usulan", tuple(blocks), paged=True)


def attachment(packet: Packet) -> Paper:
    """Both tables, on sheets that lie."""
    below = (f"Surat Nomor {packet.number or DOTS}", f"tanggal {dated_letter(packet)}")
    blocks: list[Block] = [
        Title("LAMPIRAN I. RENCANA PENGEMBANGAN KOMPETENSI", (*below,)),
        _plan(packet),
        Title("LAMPIRAN II. KEBUTUHAN, MASUKAN, DAN PENDAPAT ASN"),
        _reasons(packet),
    ]
    if packet.goals:
        blocks += [Heading("Tujuan rencana"), Listing(packet.goals)]
    blocks += [
        Heading("Jumlah JP dan anggaran"),
        Fields(total_rows(packet)),
        Signatures((signature(packet.signer),)),
    ]
    return Paper(KIND, "Lampiran usulan", tuple(blocks), wide=True)


def _plan(packet: Packet) -> Grid:
    head = (
        "No.",
        "Butir rencana",
        "Jenis kompetensi",
        "Target ASN",
        "Jenis dan jalur pengembangan",
        "Penyelenggara",
        "Jadwal",
        "Kesesuaian kurikulum",
        "Anggaran",
    )
    rows = [
        (
            f"{number}.",
            item.title,
            item.competency,
            item.target,
            item.kind,
            item.organiser,
            item.schedule,
            item.curriculum,
            money(item.budget),
        )
        for number, item in enumerate(packet.items, start=1)
    ]
    total = ("", "Jumlah", *[""] * 6, money(packet.budget))
    widths = (11, 34, 26, 27, 32, 33, 24, 34, 36)
    return Grid(head, (*rows, total), widths, centred=frozenset({0}), points=SMALL)


def _reasons(packet: Packet) -> Grid:
    rows = tuple(
        (
            f"{number}.",
            item.title,
            "; ".join(need_words(need) for need in item.needs) or "–",
            share_words(item),
        )
        for number, item in enumerate(packet.items, start=1)
    )
    head = ("No.", "Butir rencana", "Kebutuhan yang dijawab dan jumlah masukan di baliknya", "Pendapat ASN")
    return Grid(head, rows, (10, 67, 110, 70), centred=frozenset({0}), points=SMALL)
