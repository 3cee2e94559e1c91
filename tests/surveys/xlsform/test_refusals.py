"""What cannot be taken over is told by sheet, row and column; what stands beside it is no matter."""

import pytest

from core.errors import Invalid
from surveys.xlsform import read_form
from surveys.xlsform.types import REASONS
from tests.surveys.xlsform.books import SETTINGS, YES_NO, Rows, asked, book

BASE = ("type", "name", "label")
Told = tuple[str, int, str, str]


def told(content: bytes) -> list[Told]:
    """Every refusal, its reason in words."""
    return [(r.sheet, r.row, r.column, r.message % r.params) for r in read_form(content).refusals]


def one(*row: object, header: tuple[str, ...] = ()) -> bytes:
    """A form with good rows around the one in row 4; row 3 is empty."""
    good = ("text", "awal", "Awal")
    return book(asked(good, (), row, ("text", "akhir", "Akhir"), header=(*BASE, *header)), YES_NO)


@pytest.mark.parametrize(("kind", "reason"), sorted(REASONS.items()))
def test_a_type_that_is_not_supported_says_why(kind: str, reason: str) -> None:
    assert told(one(kind, "x", "X")) == [("survey", 4, "type", reason % {"type": kind})]


NAME = "huruf kecil, angka, dan garis bawah saja, paling banyak 40, dimulai dengan huruf."
ROWS: dict[str, tuple[tuple[object, ...], tuple[str, ...], str, str]] = {
    "no type": ((None, "x", "X"), (), "type", "Sel ini kosong."),
    "unknown type": (("teks", "x", "X"), (), "type", "Jenis “teks” tidak dikenal."),
    "no list": (("select_one", "x", "X"), (), "type",
                "Jenis “select_one” memerlukan nama daftar pilihan, misalnya: select_one ya_tidak."),
    "unknown list": (("select_one tt", "x", "X"), (), "type", "Daftar “tt” tidak ada di lembar “choices”."),
    "file": (("select_one_from_file desa.csv", "x", "X"), (), "type",
             "Pilihan dari berkas lain belum didukung. Tulis pilihannya di lembar “choices”."),
    "no name": (("text", None, "X"), (), "name", "Sel ini kosong."),
    "capitals": (("text", "Nama", "X"), (), "name", f"Nama “Nama” tidak dapat dipakai: {NAME}"),
    "our own name": (("text", "csrf_token", "X"), (), "name", f"Nama “csrf_token” tidak dapat dipakai: {NAME}"),
    "twice": (("text", "awal", "X"), (), "name", "Nama “awal” sudah dipakai di baris 2."),
    "no label": (("text", "x", None), (), "label", "Teks dalam bahasa Indonesia kosong."),
    "two lines": (("text", "x", "A\nB"), (), "label",
                  "Baris baru di dalam teks belum didukung. Bagi menjadi beberapa “note”."),
    "long": (("text", "x", "A" * 301), (), "label", "Terlalu panjang: paling banyak 300 huruf."),
    "look": (("text", "x", "X", "signature"), ("appearance",), "appearance",
             "Tampilan “signature” belum didukung pada “text”. Yang didukung: multiline."),
    "formula": (("text", "x", "X", "${awal} = "), ("relevant",), "relevant",
                "Rumus ini terpotong: di akhir masih ada yang kurang."),
    "function": (("text", "x", "X", "pulldata('a', 'b', 'c', ${awal}) = 1"), ("constraint",), "constraint",
                 "Huruf ke-1: fungsi “pulldata” tidak dikenal."),
    "unknown answer": (("text", "x", "X", "${awla} = 'a'"), ("relevant",), "",
                       "“Tampilkan hanya bila” pada “X” membaca “awla”, padahal tidak ada pertanyaan dengan nama"
                       " kolom itu."),
    "circle": (("text", "x", "X", "${x} = 'a'"), ("relevant",), "",
               "Lingkaran: “X” → “X”. Jawaban yang satu menunggu yang lain."),
    "needless column": (("text", "x", "X", "1 + 1"), ("calculation",), "calculation",
                        "Kolom ini tidak dipakai pada jenis “text”."),
    "required note": (("note", "x", "X", "yes"), ("required",), "required",
                      "Kolom ini tidak dipakai pada jenis “note”."),
    "empty calculation": (("calculate", "x", None), (), "calculation", "Rumus kosong."),
    "end of nothing": (("end_group",), (), "type", "Tidak ada kelompok yang ditutup di sini."),
    "open group": (("begin_group", "g"), (), "type", "Kelompok ini tidak ditutup dengan end_group."),
    "look of a group": (("begin_group", "g", None, "w1"), ("appearance",), "appearance",
                        "Tampilan “w1” belum didukung pada “begin_group”. Yang didukung: field-list, table-list."),
    "ranking all": (("rank yt", "x", "X", 2), ("rembuk_top",), "rembuk_top",
                    "Isi angka yang lebih kecil daripada banyaknya pilihan."),
    "seed": (("select_one yt", "x", "X", "randomize=true, seed=42"), ("parameters",), "parameters",
             "Yang didukung hanya randomize=true. Hapus pengaturan yang lain."),
    "other parameter": (("select_one yt", "x", "X", "rows=3"), ("parameters",), "parameters",
                        "Yang didukung hanya randomize=true. Hapus pengaturan yang lain."),
    "shuffled list": (("select_one yt", "x", "X", "randomize=true", "minimal"), ("parameters", "appearance"),
                      "parameters", "Daftar dan skala tidak diacak. Kosongkan kolom ini, atau “appearance”."),
    "parameters of a text": (("text", "x", "X", "rows=3"), ("parameters",), "parameters",
                             "Kolom ini tidak dipakai pada jenis “text”."),
    "scale of words": (("select_one yt", "x", "X", "likert"), ("appearance",), "type",
                       "Nilai skala pada “X” harus angka bulat, misalnya 1 sampai 4."),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_refused_with_its_place(name: str) -> None:
    row, header, column, reason = ROWS[name]
    assert ("survey", 4, column, reason) in told(one(*row, header=header))


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("default", "Jawaban yang sudah terisi (default) belum didukung."),
        ("media::image", "Gambar, suara, dan video pada pertanyaan belum didukung."),
        ("repeat_count", "Kelompok berulang (repeat) belum didukung."),
        ("Read Only", "Pertanyaan yang hanya dibaca belum didukung. Pakai jenis “note”."),
        ("label::Tetun (tet)", "Bahasa “Tetun (tet)” belum didukung: hanya Bahasa Indonesia (id) dan English (en)."),
        ("catatan", "Kolom “catatan” tidak dikenal. Hapus kolom itu, atau kosongkan isinya."),
        ("label::Indonesia", "Kolom “label::Indonesia” berisi hal yang sama dengan kolom “label”."),
    ],
)  # fmt: skip
def test_a_column_is_refused_by_its_heading(header: str, reason: str) -> None:
    assert told(one("text", "x", "X", "isi", header=(header,))) == [("survey", 1, header, reason)]


def test_an_unknown_column_without_anything_in_it_is_no_matter() -> None:
    assert told(one("text", "x", "X", header=("default", "catatan"))) == []


def choices(*rows: tuple[object, ...], header: tuple[str, ...] = ()) -> bytes:
    return book(
        asked(("select_one yt", "q", "Q")), (("list_name", "name", "label", *header), *YES_NO[1:], *rows)
    )


@pytest.mark.parametrize(
    ("row", "header", "column", "reason"),
    [
        (("yt", "ya", "Ya lagi"), (), "name", "Nilai ini sudah dipakai di baris 2."),
        (("yt", "ya sekali", "Ya"), (), "name", "Nilai pilihan tidak boleh memuat spasi."),
        (("yt", "x", None), (), "label", "Teks pilihan dalam bahasa Indonesia kosong."),
        ((None, "x", "X"), (), "list_name", "Sel ini kosong."),
        (("yt", "x", "A | B"), (), "label", "Tanda “|” dan baris baru tidak dapat dipakai pada pilihan."),
        (("yt", "x", "X", "a,b"), ("kota",), "kota",
         "Tanda “|”, koma, dan baris baru tidak dapat dipakai pada kolom tambahan."),
    ],
)  # fmt: skip
def test_a_choice_is_refused_with_its_place(
    row: tuple[object, ...], header: tuple[str, ...], column: str, reason: str
) -> None:
    assert ("choices", 4, column, reason) in told(choices(row, header=header))
    assert told(choices(("yt", "x", "X"), header=header)) == []


def test_pictures_of_choices_are_refused() -> None:
    why = "Gambar, suara, dan video pada pertanyaan belum didukung."
    assert told(choices(("yt", "x", "X", "a.png"), header=("image",))) == [("choices", 1, "image", why)]


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        ((("form_title", "style"), ("T", "theme-grid")),
         (2, "style", "Gaya “theme-grid” belum didukung: hanya “pages”.")),
        ((("instance_name",), ("${awal}",)), (1, "instance_name", "Jawaban anonim tidak diberi nama. Kosongkan kolom ini.")),
        ((("default_language",), ("Tetun (tet)",)),
         (2, "default_language",
          "Bahasa “Tetun (tet)” belum didukung: hanya Bahasa Indonesia (id) dan English (en).")),
        ((("form_title",), ("A",), ("B",)),
         (3, "", "Lembar “settings” hanya boleh berisi satu baris di bawah judul.")),
    ],
)  # fmt: skip
def test_settings_are_refused_with_their_place(settings: Rows, refusal: tuple[int, str, str]) -> None:
    assert told(book(asked(("text", "awal", "Awal")), settings=settings)) == [("settings", *refusal)]


def test_rows_of_a_matrix_are_alike() -> None:
    rows = asked(
        ("begin_group", "m", "M", "table-list"),
        ("select_one yt", "a", "A", None, "yes"),
        ("select_one yt", "b", "B", None, None),
        ("text", "c", "C"),
        ("end_group",),
        header=(*BASE, "appearance", "required"),
    )
    found = told(book(rows, YES_NO))
    assert ("survey", 4, "required", "Harus sama di semua baris table-list: “yes”.") in found
    assert ("survey", 5, "type", "Di dalam table-list hanya ada select_one tanpa or_other.") in found
    assert {row for _sheet, row, _column, _why in found} == {4, 5}


def test_further_sheets() -> None:
    many = {"external_choices": (("list_name",), ("x",)), "catatan saya": (("apa",), ("saja",))}
    content = book(asked(("text", "a", "A")), (), SETTINGS, **many)
    assert told(content) == [("external_choices", 0, "", "Lembar ini belum didukung.")]


def test_every_refusal_is_told_at_once_in_the_order_of_the_file() -> None:
    rows = asked(("geopoint", "a", "A"), ("text", "B", "B"), ("text", "c", None))
    content = book(rows, (("list_name", "name", "label"), ("x", "a b", "A")), (("style",), ("x",)))
    assert [(sheet, row) for sheet, row, _column, _why in told(content)] == [
        ("settings", 2), ("survey", 2), ("survey", 3), ("survey", 4), ("choices", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (book((("type", "name"),)), "lembar “survey” tidak ada atau kosong"),
        (book(asked(), lembar=(("a",), ("b",))), "lembar “survey” tidak ada atau kosong"),
        (b"type,name", "rusak atau bukan XLSX"),
        (
            book(asked(*[("text", f"a{n}", "A") for n in range(3001)])),
            "Terlalu banyak baris: paling banyak 3000.",
        ),
        (book([[f"k{n}" for n in range(101)], ["x"] * 101]), "Terlalu banyak kolom: paling banyak 100."),
    ],
)
def test_what_is_no_form_is_refused_as_a_whole(content: bytes, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_form(content)
    assert reason in refusal.value.message % refusal.value.params


def test_groups_within_groups_have_a_floor() -> None:
    opened = [("begin_group", f"g{n}", None) for n in range(1, 10)]
    content = book(asked(*opened, ("text", "a", "A"), *[("end_group",)] * 9))
    assert told(content) == [("survey", 10, "type", "Kelompok bertingkat paling banyak 8.")]


def test_texts_of_settings_and_choices_have_a_length() -> None:
    settings = (("form_title", "style"), ("T" * 301, "pages"))
    assert told(book(asked(("text", "a", "A")), settings=settings)) == [
        ("settings", 2, "form_title", "Terlalu panjang: paling banyak 300 huruf.")
    ]
    assert told(choices(("yt", "x", "X", "k" * 101), header=("kota",))) == [
        ("choices", 4, "kota", "Terlalu panjang: paling banyak 100 huruf.")
    ]


def test_more_questions_than_a_survey_has() -> None:
    content = book(asked(*[("text", f"a{n}", "A") for n in range(101)]))
    assert told(content) == [("survey", 0, "", "Satu survei paling banyak 100 pertanyaan.")]
