"""Thirty and more forms that between them use every supported column and type."""

from tests.surveys.xlsform.books import YES_NO, Rows, asked, book

ID, EN = "label::Bahasa Indonesia (id)", "label::English (en)"
BASE = ("type", "name", "label")
STEPS: Rows = (
    ("list_name", "name", ID, EN),
    ("puas", 1, "Tidak puas", "Not satisfied"),
    ("puas", 2, "Cukup puas", "Fairly satisfied"),
    ("puas", 3, "Puas", "Satisfied"),
)
PLACES: Rows = (
    ("list_name", "name", "label", "kecamatan", "jenis"),
    ("kec", "alak", "Alak", None, None),
    ("kec", "oebobo", "Oebobo", None, None),
    ("kel", "penkase", "Penkase", "alak", "kota"),
    ("kel", "manulai", "Manulai II", "alak", None),
    ("kel", "liliba", "Liliba", "oebobo", "kota"),
)
SORT: Rows = (("list_name", "name", "label"), ("u", "a", "Jalan"), ("u", "b", "Air"), ("u", "c", "Listrik"))


def _one(kind: str, *more: object, header: tuple[str, ...] = ()) -> bytes:
    """A form with one question of a type."""
    return book(asked((kind, "satu", "Pertanyaan satu", *more), header=(*BASE, *header)), YES_NO)


def _types() -> dict[str, bytes]:
    plain = (
        "text",
        "string",
        "integer",
        "int",
        "decimal",
        "date",
        "time",
        "acknowledge",
        "note",
        "image",
        "photo",
    )
    return {
        **{kind: _one(kind) for kind in plain},
        "text multiline": _one("text", "multiline", header=("appearance",)),
        "select_one": _one("select_one yt"),
        "select one from": _one("select one from yt"),
        "select_one minimal": _one("select_one yt", "minimal", header=("appearance",)),
        "select_multiple": _one("select_multiple yt"),
        "select all that apply": _one("select all that apply from yt"),
        "randomize": _one("select_one yt", "randomize=true", header=("parameters",)),
        "randomize several": _one("select_multiple yt", "randomize = True", header=("parameters",)),
        "randomize ranks": book(
            asked(("rank u", "urut", "Urutkan", "randomize=true"), header=(*BASE, "parameters")), SORT
        ),
        "not randomized": _one("select_one yt", "randomize=false", header=("parameters",)),
        "select_one or_other": _one("select_one yt or_other"),
        "select_multiple or_other": _one("select_multiple yt or_other"),
        "rank": book(asked(("rank u", "urut", "Urutkan")), SORT),
        "rank of three": book(
            asked(("rank u", "urut", "Urutkan", 1), header=(*BASE, "rembuk_top")), SORT
        ),
        "likert": book(
            (("type", "name", ID, EN, "appearance"), ("select_one puas", "p", "Puas?", "Content?", "likert")),
            STEPS,
        ),
    }  # fmt: skip


def _columns() -> dict[str, bytes]:
    return {
        "hint": _one("text", "Satu baris saja", header=("hint",)),
        "required": book(
            asked(
                ("text", "a", "A", "yes"),
                ("text", "b", "B", "no"),
                ("integer", "c", "C", "TRUE"),
                ("text", "d", "D", "${c} > 3"),
                ("note", "n", "N", "no"),
                header=(*BASE, "required"),
            )
        ),
        "relevant": book(
            asked(
                ("select_one yt", "pernah", "Pernah ikut?", None),
                ("integer", "jam", "Berapa jam?", "${pernah} = 'ya'"),
                ("select_multiple yt", "apa", "Yang mana?", "${jam} > 2 and not(selected(${pernah}, 'tidak'))"),
                header=(*BASE, "relevance"),
            ),
            YES_NO,
        ),
        "constraint": book(
            asked(
                ("integer", "usia", "Usia", ". >= 17 and . <= 99", "Isi antara 17 dan 99", "Between 17 and 99"),
                ("date", "hari", "Hari", ". <= today()", None, None),
                header=(*BASE, "constraint", "constraint_message", "constraint_message::English (en)"),
            )
        ),
        "calculation": book(
            asked(
                ("integer", "teori", "Jam teori", None),
                ("integer", "praktik", "Jam praktik", None),
                ("calculate", "jumlah", None, "${teori} + ${praktik}"),
                ("calculate", "rata", "Rata-rata", "round(${jumlah} div 2, 1)"),
                ("note", "hasil", "Jumlahnya ${jumlah} jam.", None),
                header=(*BASE, "calculation"),
            )
        ),
        "choice_filter": book(
            asked(
                ("select_one kec", "kecamatan", "Kecamatan", None, None),
                ("select_one kel", "kelurahan", "Kelurahan", "kecamatan = ${kecamatan}", "minimal"),
                ("select_one kel", "kota", "Kelurahan kota", "jenis = 'kota'", None),
                header=(*BASE, "choice_filter", "appearance"),
            ),
            PLACES,
        ),
    }  # fmt: skip


def _languages() -> dict[str, bytes]:
    two = ("type", "name", EN, ID, "hint::English (en)", "hint::Bahasa Indonesia (id)")
    return {
        "both languages": book(
            (
                ("type", "name", ID, EN),
                ("text", "nama", "Nama Anda", "Your name"),
                ("select_one puas", "puas", "Puas?", "Content?"),
            ),
            STEPS,
            (("form_title", "form_id", "default_language"), ("Dua", "dua", "Bahasa Indonesia (id)")),
        ),
        "English first, hints": book(
            (two, ("text", "nama", "Your name", "Nama Anda", "As on your card", "Seperti di KTP"),
             ("text", "asal", None, "Asal", None, None)),
        ),
        "plain and English": book(
            asked(("text", "nama", "Nama", "Name"), ("note", "n", "Terima kasih", "Thanks"), header=(*BASE, EN))
        ),
        "language without code": book(
            (("type", "name", "label::Indonesia", "label::English"), ("text", "a", "Nama", "Name"))
        ),
        "only Indonesian named": book((("type", "name", ID), ("text", "a", "Nama"))),
    }  # fmt: skip


def _groups() -> dict[str, bytes]:
    head = (*BASE, "appearance", "relevant")
    return {
        "pages": book(
            asked(
                ("begin_group", "satu", None, "field-list"), ("text", "a", "A"), ("end_group",),
                ("begin group", "dua", "Bagian dua", "field-list"),
                ("text", "b", "B"), ("calculate", "k", None, None, None, "1 + 1"), ("text", "c", "C"),
                ("end group",),
                ("text", "d", "D"),
                header=(*head, "calculation"),
            ),
            settings=(("form_title", "form_id", "style"), ("Halaman", "hal", "pages")),
        ),
        "nested groups with conditions": book(
            asked(
                ("integer", "n", "Berapa?"),
                ("begin_group", "luar", "Luar", None, "${n} > 1"),
                ("text", "a", "A"),
                ("begin_group", "dalam", None, "field-list", "${n} > 2"),
                ("text", "b", "B"), ("text", "c", "C", None, "${n} > 3 or ${n} = 2"),
                ("end_group",),
                ("end_group",),
                ("begin_group", "lain_lagi"), ("text", "z", "Z"), ("end_group",),
                header=head,
            )
        ),
        "matrix": book(
            (
                ("type", "name", ID, EN, "appearance", "required", "relevant"),
                ("integer", "n", "Berapa?", "How many?"),
                ("begin_group", "nilai", "Nilailah", "Rate", "table-list", None, "${n} > 0"),
                ("select_one puas", "loket", "Loket", "Counter", None, "yes"),
                ("select_one puas", "parkir", "Parkir", "Parking", None, "yes"),
                ("end_group",),
                ("text", "kenapa", "Mengapa ${loket}?", "Why ${loket}?", None, None, "${loket} < 2"),
            ),
            STEPS,
        ),
        "matrix in a page": book(
            asked(
                ("begin_group", "hal", "Halaman", "field-list"),
                ("begin_group", "m", "Matriks", "table-list"),
                ("select_one yt", "x", "X", None), ("select_one yt", "y", "Y", None),
                ("end_group",), ("text", "t", "T"), ("end_group",),
                header=head,
            ),
            YES_NO,
        ),
    }  # fmt: skip


def _rest() -> dict[str, bytes]:
    spare = (*YES_NO, ("sisa", "1", "Satu"), ("sisa", "2", "Dua"))
    return {
        "lists unused, shared and in another order": book(
            asked(("select_one b", "q", "Q"), ("select_multiple yt", "r", "R"), ("select_one yt", "s", "S")),
            (*spare, ("b", "1", "Satu"), ("b", "2", "Dua")),
        ),
        "numbers as cells": book(
            asked(("select_one n", "q", 5), ("text", "w", "W", "${q} = 1"), header=(*BASE, "relevant")),
            (("list_name", "name", "label"), ("n", 1, 10), ("n", 2, 20.5)),
            (("form_title", "form_id", "version"), ("T", "f", 2026112701)),
        ),
        "values that differ": book(
            asked(
                ("acknowledge", "setuju", "Setuju?"),
                ("select_one yt or_other", "pilih", "Pilih", "${setuju} = 'OK'"),
                ("text", "kenapa", "Mengapa ${pilih}?", "${pilih} = 'other' or selected(${pilih}, 'ya')"),
                header=(*BASE, "relevant"),
            ),
            YES_NO,
        ),
        "functions": book(
            asked(
                ("text", "a", "A", "string-length(.) > 2 and regex(., '[a-z]+')"),
                ("date", "d", "D", ". > date('2026-01-01') and format-date(., '%Y') != '2030'"),
                ("decimal", "f", "F", "if(. > 1.5, . mod 2 = 0, coalesce(., 0) = 0)"),
                ("select_multiple yt", "m", "M", "count-selected(.) <= 1 or selected-at(., 0) = 'ya'"),
                header=(*BASE, "constraint"),
            ),
            YES_NO,
        ),
        "no settings": book(asked(("text", "a", "A")), settings=()),
        "markup": book(asked(("text", "a", "<b>A</b> & \"B\" 'C' =1+1"), ("note", "n", "http://contoh.id"))),
    }  # fmt: skip


FORMS = {**_types(), **_columns(), **_languages(), **_groups(), **_rest()}
