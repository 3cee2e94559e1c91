"""Nota dinas: it brings the usulan from whoever drafted it to whoever signs it."""

from forum.notes.papers.blocks import Block, Fields, Grid, Paper, Signatures, Text, Title
from forum.notes.papers.words import counted, long_day
from plan.proposals.papers.common import DOTS, money, share_words, signature, spoken, total_rows
from plan.proposals.papers.facts import Packet

KIND = "nota-dinas"


def office_note(packet: Packet) -> Paper:
    """On one or two sheets."""
    subject = f"Usulan pengembangan kompetensi ASN tahun {packet.year}"
    blocks: list[Block] = [
        Title("NOTA DINAS"),
        Fields(
            (
                ("Kepada", f"Yth. {packet.signer.title or DOTS}"),
                ("Melalui", packet.checker.title or DOTS),
                ("Dari", packet.drafter.title or DOTS),
                ("Tanggal", long_day(packet.note_on)),
                ("Nomor", packet.note_number),
                ("Sifat", "Biasa"),
                ("Lampiran", "1 (satu) berkas"),
                ("Hal", subject),
            )
        ),
        Text(
            f"Bersama ini disampaikan konsep usulan dari {packet.cycle}, versi {packet.version} "
            f"yang dibekukan pada {long_day(packet.frozen_on)}, untuk diperiksa dan ditandatangani.",
            indent=True,
        ),
        Text(
            f"Usulan ini memuat {counted(len(packet.items), 'butir')} dengan anggaran {money(packet.budget)} "
            f"({spoken(packet.budget)}). {_consulted(packet)}",
            indent=True,
        ),
        Grid(
            ("No.", "Butir rencana", "Anggaran", "Pendapat ASN"),
            tuple(
                (f"{number}.", item.title, money(item.budget), share_words(item))
                for number, item in enumerate(packet.items, start=1)
            ),
            (12, 62, 34, 52),
            centred=frozenset({0}),
        ),
        Fields(total_rows(packet)),
        Text("Demikian, mohon arahan lebih lanjut.", indent=True),
        Signatures((signature(packet.drafter),)),
    ]
    return Paper(KIND, "Nota dinas", tuple(blocks))


def _consulted(packet: Packet) -> str:
    if packet.consulted is None:
        return "Versi ini tidak dikonsultasikan kepada ASN."
    first, last = packet.consulted
    return f"ASN diminta pendapatnya dari {long_day(first)} sampai {long_day(last)}."
