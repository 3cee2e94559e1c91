"""The papers read back from their files: what an office signs must say exactly this."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from forum.notes.enums import NoteKind, PaperKind
from forum.notes.papers.bundle import MAKERS, bundle, papers_of
from forum.notes.papers.docx import draw
from forum.notes.papers.facts import Attendee, Facts, Letterhead, Meeting, Part, Photo, Said, Wording
from tests.core.pictures import png

DAY = datetime(2026, 11, 23, 9, 0)
FACTS = Facts(
    head=Letterhead(("PEMERINTAH KOTA KUPANG", "KECAMATAN ALAK"), "Jalan Contoh 1", "Telepon 000"),
    title="Lokakarya Kebutuhan",
    cycle="Rencana 2027",
    zone="WITA",
    meetings=(
        Meeting(
            DAY,
            DAY.replace(hour=12),
            "Aula",
            agenda=(Part(DAY, DAY.replace(minute=30), "Pembukaan", "Camat"),),
            present={"b": DAY.replace(minute=3)},
        ),
    ),
    people=(
        Attendee("a", "Adriana Benu", "Lurah", "Kelurahan Alak"),
        Attendee("b", "Beni Kolo", "", "Kelurahan Namosain"),
    ),
    said=(
        Said("Meja 1", NoteKind.VOICE, "Perlu pelatihan arsip."),
        Said("Meja 1", NoteKind.VOICE, "Perlu komputer."),
        Said("Meja 2", NoteKind.VOICE, "Loket buka lebih pagi."),
        Said("Pleno", NoteKind.DECISION, "Pelatihan arsip diusulkan."),
        Said("Pleno", NoteKind.FOLLOW_UP, "Daftar peserta disusun."),
    ),
    photos=(Photo("k", "Meja 1: kertas plano", png()),),
    wording=Wording(
        town="Kupang",
        nature="Biasa",
        attachment="2 (dua) lembar",
        recipients=("Para Lurah",),
        opening="Dalam rangka Rencana 2027, kami mengundang:",
        copies=("Arsip",),
        chair="Yohanes Ndolu",
        writer="Martha Tallo",
        signer_title="Camat Alak",
        signer_name="Yusuf Haba",
        invitation_on=date(2026, 11, 16),
        report_on=date(2026, 11, 23),
    ),
    numbers={PaperKind.INVITATION: "005/001/XI/2026", PaperKind.RECORD: "001/BA/XI/2026"},
)


def opened(facts: Facts, kind: PaperKind) -> docx.document.Document:
    paper = MAKERS[kind](facts)
    return docx.Document(BytesIO(draw(paper, facts.head, demo=facts.demo)))


def body(facts: Facts, kind: PaperKind) -> list[str]:
    """Paragraphs and rows of tables in their order, below the letterhead; cells divided by a bar."""
    document = opened(facts, kind)
    found = []
    for child in document.element.body.iterchildren():
        if child.tag == qn("w:p"):
            found.append(docx.text.paragraph.Paragraph(child, document).text)
        elif child.tag == qn("w:tbl"):
            for row in docx.table.Table(child, document).rows:
                found.append(" | ".join(cell.text.replace("\n", " / ") for cell in row.cells))
    lines = [line.strip() for line in found]
    return [line for line in lines if line.replace("|", "").strip()][1:]


def squeezed(lines: list[str]) -> list[str]:
    return [" ".join(line.replace("/", " ").split()) for line in lines]


def test_the_invitation() -> None:
    assert squeezed(body(FACTS, PaperKind.INVITATION)) == [
        "| | | Kupang, 16 November 2026",
        "Nomor | : | 005 001 XI 2026 | Kepada Yth. Para Lurah di – Tempat",
        "Sifat | : | Biasa | Kepada Yth. Para Lurah di – Tempat",
        "Lampiran | : | 2 (dua) lembar | Kepada Yth. Para Lurah di – Tempat",
        "Hal | : | Undangan | Kepada Yth. Para Lurah di – Tempat",
        "Dalam rangka Rencana 2027, kami mengundang:",
        "Hari, tanggal | : | Senin, 23 November 2026",
        "Waktu | : | pukul 09.00–12.00 WITA",
        "Tempat | : | Aula",
        "Acara | : | Lokakarya Kebutuhan",
        "Demikian undangan ini kami sampaikan. Atas perhatian dan kehadiran Bapak Ibu Saudara, kami ucapkan"
        " terima kasih.",
        "| Camat Alak, Yusuf Haba NIP ........................................",
        "Tembusan:",
        "1. Arsip",
        "SUSUNAN ACARA",
        "Lokakarya Kebutuhan",
        "Surat undangan Nomor 005 001 XI 2026",
        "tanggal 16 November 2026",
        "Senin, 23 November 2026",
        "Waktu (WITA) | Acara | Pengisi acara",
        "09.00–09.30 | Pembukaan | Camat",
        "DAFTAR UNDANGAN",
        "Lokakarya Kebutuhan",
        "Surat undangan Nomor 005 001 XI 2026",
        "tanggal 16 November 2026",
        "No. | Nama | Jabatan | Unit kerja instansi",
        "1. | Adriana Benu | Lurah | Kelurahan Alak",
        "2. | Beni Kolo | – | Kelurahan Namosain",
    ]


def test_the_list_of_those_present_has_times_where_they_were_noted() -> None:
    lines = squeezed(body(FACTS, PaperKind.ATTENDANCE))
    assert lines[:9] == [
        "DAFTAR HADIR",
        "Acara | : | Lokakarya Kebutuhan",
        "Hari, tanggal | : | Senin, 23 November 2026",
        "Waktu | : | pukul 09.00–12.00 WITA",
        "Tempat | : | Aula",
        "No. | Nama | Jabatan | Unit kerja instansi | Jam hadir | Tanda tangan",
        "1. | Adriana Benu | Lurah | Kelurahan Alak | | 1.",
        "2. | Beni Kolo | | Kelurahan Namosain | 09.03 | 2.",
        "3. | | | | | 3.",
    ]
    blank = replace(FACTS, meetings=(replace(FACTS.meetings[0], present={}),))
    head = [line for line in squeezed(body(blank, PaperKind.ATTENDANCE)) if line.startswith("No.")]
    assert head == ["No. | Nama | Jabatan | Unit kerja instansi | Tanda tangan"]


def test_each_session_has_its_own_list_and_heads_are_repeated() -> None:
    second = replace(
        FACTS.meetings[0], begins=DAY.replace(day=24), ends=DAY.replace(day=24, hour=11), present={}
    )
    facts = replace(FACTS, meetings=(FACTS.meetings[0], second))
    lines = squeezed(body(facts, PaperKind.ATTENDANCE))
    assert [line for line in lines if line.startswith("Hari")] == [
        "Hari, tanggal | : | Senin, 23 November 2026",
        "Hari, tanggal | : | Selasa, 24 November 2026",
    ]
    grids = [t for t in opened(facts, PaperKind.ATTENDANCE).tables if t.rows[0].cells[0].text == "No."]
    assert [len(grid.rows[0]._tr.trPr.findall(qn("w:tblHeader"))) for grid in grids] == [1, 1]


def test_the_minutes() -> None:
    assert squeezed(body(FACTS, PaperKind.MINUTES)) == [
        "NOTULEN",
        "Nomor: ........................",
        "Acara | : | Lokakarya Kebutuhan",
        "Hari, tanggal | : | Senin, 23 November 2026",
        "Waktu | : | pukul 09.00–12.00 WITA",
        "Tempat | : | Aula",
        "Pimpinan rapat | : | Yohanes Ndolu",
        "Notulis | : | Martha Tallo",
        "Peserta | : | 1 (satu) orang, daftar hadir terlampir",
        "A. Susunan acara",
        "Senin, 23 November 2026",
        "Waktu (WITA) | Acara | Pengisi acara",
        "09.00–09.30 | Pembukaan | Camat",
        "B. Masukan dan aspirasi per meja",
        "Meja 1",
        "1. Perlu pelatihan arsip.",
        "2. Perlu komputer.",
        "Meja 2",
        "1. Loket buka lebih pagi.",
        "C. Keputusan rapat",
        "1. Pelatihan arsip diusulkan.",
        "D. Tindak lanjut",
        "1. Daftar peserta disusun.",
        "Pimpinan rapat, Yohanes Ndolu | Notulis, Martha Tallo",
        "| Mengetahui Camat Alak, Yusuf Haba NIP ........................................ |",
    ]


def test_the_record() -> None:
    assert squeezed(body(FACTS, PaperKind.RECORD)) == [
        "BERITA ACARA",
        "Lokakarya Kebutuhan",
        "Nomor: 001 BA XI 2026",
        "Pada hari ini Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam"
        " (23-11-2026), bertempat di Aula, kami yang bertanda tangan di bawah ini:",
        "Nama | : | Yohanes Ndolu",
        "Selaku | : | Pimpinan rapat",
        "Nama | : | Martha Tallo",
        "Selaku | : | Notulis",
        "menyatakan bahwa kegiatan berikut telah dilaksanakan:",
        "Kegiatan | : | Lokakarya Kebutuhan",
        "Siklus | : | Rencana 2027",
        "Hari, tanggal | : | Senin, 23 November 2026",
        "Waktu | : | pukul 09.00–12.00 WITA",
        "Tempat | : | Aula",
        "dengan hasil sebagai berikut:",
        "1. Kegiatan diikuti oleh 1 (satu) orang, sesuai daftar hadir terlampir.",
        "2. Peserta menyampaikan 3 (tiga) masukan dari 2 (dua) meja atau kelompok; isinya tercantum dalam"
        " notulen.",
        "3. Setiap masukan dicatat dengan kode lacak, sehingga tindak lanjutnya dapat diikuti.",
        "Keputusan rapat:",
        "1. Pelatihan arsip diusulkan.",
        "Tindak lanjut:",
        "1. Daftar peserta disusun.",
        "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        "Pimpinan rapat, Yohanes Ndolu | Notulis, Martha Tallo",
        "| Mengetahui Camat Alak, Yusuf Haba NIP ........................................ |",
    ]


def test_nobody_is_said_to_have_come_where_nobody_noted_it() -> None:
    facts = replace(FACTS, meetings=(replace(FACTS.meetings[0], present={}),))
    lines = body(facts, PaperKind.RECORD)
    assert "1.\tPeserta yang hadir tercantum dalam daftar hadir terlampir." in lines
    assert "Peserta | : | sesuai daftar hadir terlampir" in body(facts, PaperKind.MINUTES)


def test_the_photos_have_captions_for_those_who_do_not_see_them() -> None:
    document = opened(FACTS, PaperKind.PHOTOGRAPHS)
    shapes = document.inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == ["Gambar 1. Meja 1: kertas plano"]
    assert "Gambar 1. Meja 1: kertas plano" in [p.text for p in document.paragraphs]


def test_a_photo_whose_file_is_gone_is_named_and_the_others_are_drawn() -> None:
    gone = Photo("g", "Meja 2: papan tulis", b"")
    document = opened(replace(FACTS, photos=(gone, *FACTS.photos)), PaperKind.PHOTOGRAPHS)
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [
        "Gambar 2. Meja 1: kertas plano"
    ]
    texts = [p.text for p in document.paragraphs]
    place = texts.index("Gambar 1. Meja 2: papan tulis")
    assert texts[place - 1] == "(berkas foto tidak tersedia)"


@pytest.mark.parametrize("kind", list(PaperKind))
def test_sheet_letterhead_and_sample_notice(kind: PaperKind) -> None:
    document = opened(replace(FACTS, demo=True), kind)
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 20)
    head = document.tables[0].rows[0].cells[0].text
    assert head == "PEMERINTAH KOTA KUPANG\nKECAMATAN ALAK\nJalan Contoh 1\nTelepon 000"
    assert section.header.paragraphs[0].text == "DATA CONTOH – bukan data resmi"
    assert opened(FACTS, kind).sections[0].header.paragraphs[0].text == ""


def test_the_bundle_is_the_same_when_made_again() -> None:
    archive = bundle(FACTS)
    assert bundle(FACTS) == archive
    with ZipFile(BytesIO(archive)) as files:
        assert files.testzip() is None
        assert files.namelist() == [
            "1-undangan.docx",
            "2-daftar-hadir.docx",
            "3-notulen.docx",
            "4-berita-acara.docx",
            "5-dokumentasi.docx",
        ]
    assert [paper.kind for paper in papers_of(replace(FACTS, photos=()))] == list(PaperKind)[:4]
    with ZipFile(BytesIO(bundle(FACTS, prints=b"%PDF-"))) as files:
        assert files.read("spj.pdf") == b"%PDF-"


@pytest.mark.parametrize("maker", list(MAKERS.values()))
def test_an_empty_workshop_makes_papers_too(maker: Callable[[Facts], object]) -> None:
    assert maker(replace(FACTS, meetings=(), people=(), said=(), photos=(), numbers={}))
