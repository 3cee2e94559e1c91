"""Nota dinas and usulan read back from their files: what an office signs must say exactly this."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT
from flask import Flask
from sqlalchemy.orm import Session

from core.site import set_site_value
from core.staff.enums import TitleKey
from core.staff.models import Person
from core.staff.titles import set_title
from forum.notes.papers.facts import Letterhead
from plan.consulting.versions import close_consultation
from plan.enums import ItemState
from plan.items import move_item
from plan.proposals.papers.bundle import packet_files
from plan.proposals.papers.common import money, spoken
from plan.proposals.papers.facts import ItemFacts, NeedFacts, Official, Packet
from plan.proposals.views.packet import packet_of
from plan.scheduling.rules import USUAL_DUTY, Load, totals
from tests.plan import factories_authority as authority
from tests.plan import factories_items as made

ITEM = ItemFacts(
    title="Bimtek arsip",
    competency="Teknis",
    target="40 pengelola arsip",
    kind="Bimbingan Teknis (Klasikal)",
    organiser="Dinas Kearsipan",
    schedule="Februari 2027, 16 JP",
    curriculum="Klasifikasi arsip",
    budget=Decimal("24000000"),
    needs=(NeedFacts("Arsip tertata", 52), NeedFacts("Tata naskah", None)),
    share="33 ASN memberi pendapat; kurang dari 5 keberatan.",
)
PACKET = Packet(
    head=Letterhead(("PEMERINTAH KOTA CONTOH", "KECAMATAN CONTOH"), "Jalan Contoh 1", "Telepon 000"),
    town="Contoh",
    cycle="Rencana 2027",
    year=2027,
    version=2,
    frozen_on=date(2026, 8, 17),
    note_number="014/ND/VIII/2026",
    note_on=date(2026, 8, 31),
    number="009/USL/IX/2026",
    dated=date(2026, 9, 7),
    drafter=Official("Kepala Subbagian Umum", "Debora"),
    checker=Official("Sekretaris Kecamatan", "Yuliana"),
    signer=Official("Camat Contoh", "Dominggus"),
    agency=Official("BKPPD Contoh"),
    decider=Official("Wali Kota Contoh"),
    items=(ITEM, replace(ITEM, title="Kelas data", budget=Decimal("1000000.50"), needs=(), share="")),
    consulted=(date(2026, 8, 18), date(2026, 8, 28)),
    totals=totals([Load(16, 40, Decimal("24000000")), Load(None, None, Decimal("1000000.50"))], staff=37),
    duty=USUAL_DUTY,
    goals=("Arsip kantor tertata",),
)


def document(packet: Packet, name: str) -> docx.document.Document:
    return docx.Document(BytesIO(packet_files(packet, None)[name]))


def texts(found: docx.document.Document) -> str:
    rows = [" | ".join(cell.text for cell in row.cells) for table in found.tables for row in table.rows]
    return "\n".join([*(paragraph.text for paragraph in found.paragraphs), *rows])


def test_the_nota_dinas_goes_from_the_drafter_through_the_checker_to_the_signer() -> None:
    said = texts(document(PACKET, "1-nota-dinas.docx"))
    for line in (
        "Kepada | : | Yth. Camat Contoh",
        "Melalui | : | Sekretaris Kecamatan",
        "Dari | : | Kepala Subbagian Umum",
        "Tanggal | : | 31 Agustus 2026",
        "Nomor | : | 014/ND/VIII/2026",
        "1. | Bimtek arsip | Rp24.000.000,00 | 33 ASN memberi pendapat; kurang dari 5 keberatan.",
        "2. | Kelas data | Rp1.000.000,50 | Belum dikonsultasikan.",
        "Rata-rata per ASN | : | 17,3 JP dari 20 JP (37 ASN dalam daftar pegawai)",
        "Kewajiban PNS | : | paling sedikit 20 JP setahun (PP 11/2017 jo. PP 17/2020, pasal 203)",
    ):
        assert line in said, line
    assert "2 (dua) butir dengan anggaran Rp25.000.000,50 (dua puluh lima juta rupiah lima puluh sen)" in said
    assert "dari 18 Agustus 2026 sampai 28 Agustus 2026" in said
    assert "DATA CONTOH" not in said


def test_the_usulan_has_seven_columns_on_a_lying_sheet_and_both_signatures() -> None:
    found = document(PACKET, "2-usulan.docx")
    assert [section.orientation for section in found.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    said = texts(found)
    assert "Nomor | : | 009/USL/IX/2026 | Kepada" in said
    assert "Contoh, 7 September 2026" in said
    head = "Jenis kompetensi | Target ASN | Jenis dan jalur pengembangan | Penyelenggara | Jadwal"
    assert f"No. | Butir rencana | {head} | Kesesuaian kurikulum | Anggaran" in said
    assert "Bimtek arsip | Arsip tertata (52 masukan); Tata naskah (kurang dari 5 masukan) | 33 ASN" in said
    assert re.search(r"\| Jumlah[ |]+ Rp25\.000\.000,50", said)
    assert said.count("Camat Contoh,") == 2
    assert said.count("Dominggus") == 2
    assert "Wali Kota Contoh" in said
    assert "Arsip kantor tertata" in said


def test_before_it_is_signed_number_and_date_are_dots() -> None:
    said = texts(document(replace(PACKET, number=None, dated=None), "2-usulan.docx"))
    assert "Nomor | : | ........................" in said
    assert "Surat Nomor ........................" in said
    assert "2026 |" not in said


def test_sample_data_says_so_on_every_sheet_and_the_same_facts_give_the_same_files() -> None:
    shown = replace(PACKET, demo=True)
    for name in ("1-nota-dinas.docx", "2-usulan.docx"):
        headers = [section.header.paragraphs[0].text for section in document(shown, name).sections]
        assert set(headers) == {"DATA CONTOH – bukan data resmi"}
    assert packet_files(shown, None) == packet_files(shown, None)


@pytest.mark.parametrize(
    ("amount", "written", "words"),
    [
        ("0", "Rp0,00", "nol rupiah"),
        ("38500000", "Rp38.500.000,00", "tiga puluh delapan juta lima ratus ribu rupiah"),
        ("1.05", "Rp1,05", "satu rupiah lima sen"),
    ],
)
def test_amounts(amount: str, written: str, words: str) -> None:
    assert (money(Decimal(amount)), spoken(Decimal(amount))) == (written, words)


@pytest.mark.database
def test_what_became_of_an_item_later_does_not_change_the_paper(app: Flask, session: Session) -> None:
    set_site_value(session, "region_id", "Kota Contoh")
    person = Person(name="Dominggus")
    session.add(person)
    session.flush()
    set_title(session, TitleKey.SIGNER, title_id="Camat Contoh", person_id=person.id, actor_id=None)
    cycle = made.open_cycle(session)
    need = made.need(session, cycle, title="Arsip tertata")
    item = made.item(session, cycle, needs=(need,), jp=10, participants=2, budget=Decimal(500))
    noise = made.item(session, cycle)
    version = authority.consulted(session, cycle)
    for _ in range(5):
        authority.say(session, version, authority.employee(session), item=item)
    close_consultation(session, version, actor_id=None)
    proposal = authority.signed(session, version, [item])
    move = {"before": ItemState.PROPOSED, "after": ItemState.REFUSED, "on": date(2026, 12, 1)}
    move_item(session, item, **move, reason="Pagu.", actor_id=None)
    session.commit()
    with app.test_request_context("/"):
        packet = packet_of(session, proposal)
    assert [one.title for one in packet.items] == [item.title_id]
    assert noise.title_id not in {one.title for one in packet.items[1:]}
    assert packet.items[0].needs == (NeedFacts("Arsip tertata", None),)
    assert packet.items[0].share == "5 ASN memberi pendapat; rinciannya tidak ditampilkan."
    assert (packet.totals.items, packet.totals.person_jp, packet.totals.budget) == (1, 20, Decimal(500))
    assert (packet.signer, packet.town) == (Official("Camat Contoh", "Dominggus"), "Contoh")
    assert (packet.number, packet.dated) == ("001/USL/XI/2026", date(2026, 11, 18))
