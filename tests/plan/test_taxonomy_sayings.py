"""What people say of a theme, in several wordings: part of a list like its terms, through every layer."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import analysis
from core.errors import Invalid
from core.policy import Role
from plan.taxonomies import content as changes
from plan.taxonomies import files, rules
from plan.taxonomies.comparing import Words, compare
from plan.taxonomies.content import Content, SayingEntry, ThemeEntry
from plan.taxonomies.lines import read_sayings, write_sayings
from plan.theme_model import shipped_content
from rembuk.cli.themes import _taxonomy
from tests.page import Browser
from tests.plan import factories_taxonomies as make

BrowserOf = Callable[[Role], Browser]
HERE = "/kelola/daftar-tema"
SHIPPED = ("asn", "skm")
# Of `make.content()`, before there were sayings.
OLD_DIGEST = "b2fd41b2c501e0e6374188109cd12a8ee52d7c6edd99ebe09da8e6b9e002cb95"


def told() -> Content:
    return replace(make.content(), sayings=make.said())


def said(*wordings: str, theme: str | None = "loket") -> SayingEntry:
    return SayingEntry(theme, wordings)


def test_an_older_version_is_read_and_keeps_its_digest() -> None:
    old = make.content()
    assert "sayings" not in old.to_dict()
    assert Content.from_dict(old.to_dict()) == old
    assert old.digest == OLD_DIGEST == analysis.Taxonomy.from_dict(old.read_by_analysis()).digest


def test_they_are_stored_as_the_analysis_reads_them() -> None:
    stored = told().to_dict()
    assert stored["sayings"] == [{"theme": one.theme, "wordings": list(one.wordings)} for one in make.said()]
    assert Content.from_dict(stored) == told()
    read = analysis.Taxonomy.from_dict(told().read_by_analysis())
    assert [(one.theme, one.wordings) for one in read.sayings] == [
        (one.theme, one.wordings) for one in make.said()
    ]
    assert read.digest == told().digest != OLD_DIGEST


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_list_has_them_all(key: str) -> None:
    shipped, content = analysis.shipped_taxonomy(key), shipped_content(key)
    pairs = [(one.theme, one.wordings) for one in shipped.sayings]
    assert len(pairs) > 1000
    assert [(one.theme, one.wordings) for one in content.sayings if one.theme] == [p for p in pairs if p[0]]
    assert {one.wordings for one in content.sayings_of(None)} == {p[1] for p in pairs if not p[0]}
    assert len(content.sayings) == len(pairs)


def test_they_stand_in_the_order_of_the_themes_and_go_with_them() -> None:
    turned = changes.moved(told(), "loket", by=1)
    assert [one.theme for one in turned.sayings] == ["digital", "loket", "loket", None]
    assert told().sayings_of("loket") == make.said()[:2]
    assert told().sayings_of(None) == make.said()[3:]
    assert changes.without_theme(told(), "loket").sayings == make.said()[2:]
    assert replace(told(), sayings=make.said()[::-1]).sayings == (
        *(make.said()[1], make.said()[0]),
        *make.said()[2:],
    )


def test_writing_one_theme_leaves_those_of_the_others() -> None:
    loket = told().theme("loket")
    written = changes.with_theme(told(), loket, (), [said("Baru")])
    assert written.sayings == (said("Baru"), *make.said()[2:])
    beside = changes.with_no_theme(told(), (), ["beras"], [said("Halo", theme=None)])
    assert beside.sayings == (*make.said()[:3], said("Halo", theme=None))
    assert beside.negative_keywords == ("beras",)


def test_the_mark_of_a_theme_tells_of_them() -> None:
    other = replace(told(), sayings=make.said()[1:])
    assert other.part("loket") != told().part("loket")
    assert (other.part("digital"), other.part(None)) == (told().part("digital"), told().part(None))
    assert replace(told(), sayings=make.said()[:3]).part(None) != told().part(None)


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("", ()),
        (" \n\t\r\n ", ()),
        ("|", ()),
        ("|||\n | | \n||", ()),
        ("Satu", [("Satu",)]),
        ("Satu |  dua   kata |satu|", [("Satu", "dua kata", "satu")]),
        ("| Satu || Satu | dua", [("Satu", "dua")]),
        ("Satu | dua\r\n\r\nSatu|dua\ndua | Satu\n", [("Satu", "dua"), ("dua", "Satu")]),
        ("x" * 10_000, [("x" * 10_000,)]),
        ("|".join("x" * 10_000), [("x",)]),
        ("a\u2028b\x0bc\x85d", [("a",), ("b",), ("c",), ("d",)]),
    ],
)
def test_a_line_is_one_saying_and_a_stroke_divides_its_wordings(
    pasted: str, found: Sequence[tuple[str, ...]]
) -> None:
    read = read_sayings(pasted, theme="loket")
    assert read == tuple(SayingEntry("loket", wordings) for wordings in found)
    assert read_sayings(write_sayings(read), theme="loket") == read


@pytest.mark.parametrize("key", SHIPPED)
def test_lines_are_the_inverse_for_all_that_is_shipped(key: str) -> None:
    content = shipped_content(key)
    for theme in (*(one.key for one in content.themes), None):
        assert (
            read_sayings(write_sayings(content.sayings_of(theme)), theme=theme)
            == content.sayings_of(theme)
            != ()
        )
    assert write_sayings(make.said()[:2]) == (
        "Dua jam baru dipanggil | nunggu 2 jam | Dua jam baru dong pangge\nDatang jam delapan, pulang jam dua"
    )


def test_an_export_comes_back_as_it_was(tmp_path: Path) -> None:
    odd = said('Kata "kutip" \\ dan \x7f ujung 😀', "=1+1", "'#")
    content = replace(told(), sayings=(odd, *make.said()))
    toml = files.write_toml(content)
    assert toml.endswith(
        '\n[[sayings]]\ntheme = "lainnya"\nwordings = ["Hujan tidak turun juga", "Ujan sonde turun-turun"]\n'
    )
    assert files.read_toml(toml.encode()) == content
    assert analysis.parse_taxonomy(toml).digest == content.digest
    file = tmp_path / "kami.toml"
    file.write_text(toml, encoding="utf-8")
    assert getattr(_taxonomy(str(file)), "digest", None) == content.digest


def test_a_file_names_the_theme_by_key_or_name_and_says_a_thing_once() -> None:
    toml = (
        '[[themes]]\nkey = "a"\nname_id = "Tema A"\n[[sayings]]\nwordings = [" x  y "]\n'
        '[[sayings]]\ntheme = "tema a"\nwordings = ["satu", "", "satu", "dua"]\n'
        '[[sayings]]\ntheme = "lainnya"\nwordings = ["z"]\n'
    )
    assert files.read_toml(toml.encode()).sayings == (
        said("satu", "dua", theme="a"),
        said("x y", theme=None),
        said("z", theme=None),
    )


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        ("sayings = 3", "Bagian “sayings” harus ditulis sebagai [[sayings]]."),
        ("sayings = ['satu']", "Bagian “sayings” harus ditulis sebagai [[sayings]]."),
        (
            "[[sayings]]\ntheme = 3\nwordings = ['a']",
            "Nilai “theme” dalam berkas harus berupa teks dalam tanda kutip.",
        ),
        (
            "[[sayings]]\nwordings = 'satu'",
            'Nilai “wordings” dalam berkas harus berupa deretan teks: ["…", "…"].',
        ),
        (
            "[[sayings]]\nwordings = [1]",
            'Nilai “wordings” dalam berkas harus berupa deretan teks: ["…", "…"].',
        ),
        *(
            (
                f"[[sayings]]\ntheme = 'a'\n{wordings}",
                "Ada ungkapan tanpa kalimat dalam berkas. Isi “wordings” dengan paling sedikit satu kalimat,"
                " atau hapus [[sayings]] itu.",
            )
            for wordings in ("", "wordings = []", "wordings = [' ', '']")
        ),
        (
            "[[sayings]]\ntheme = 'z'\nwordings = ['satu']",
            "Sebuah ungkapan menyebut tema “z”, padahal tema itu tidak ada dalam daftar.",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(toml: str, reason: str) -> None:
    themes = "[[themes]]\nkey = 'a'\n"
    whole = themes + toml if toml.startswith("[[") else f"{toml}\n{themes}"
    with pytest.raises(Invalid) as refused:
        files.read_toml(whole.encode())
    assert refused.value.message % refused.value.params == reason


def numbered(count: int, theme: str | None = "loket") -> list[SayingEntry]:
    return [said(f"{theme} {number}", theme=theme) for number in range(count)]


ALONE = "Ungkapan tanpa tema: paling banyak 800, masing-masing dengan paling banyak 6 cara mengatakannya,"
ALONE += " setiap cara paling panjang 500 huruf dan tanpa tanda |."


@pytest.mark.parametrize(
    ("sayings", "theme", "reason"),
    [
        (
            numbered(801),
            "loket",
            "Tema “Pelayanan di loket”: terlalu banyak ungkapan, paling banyak 800. Buang yang mirip.",
        ),
        (
            [said(*map(str, range(7)))],
            "loket",
            "Tema “Pelayanan di loket”: ada ungkapan dengan lebih dari 6 cara mengatakannya. Sisakan yang"
            " paling berbeda, atau bagi menjadi dua baris.",
        ),
        (
            [said("pendek", "x" * 501)],
            "loket",
            "Tema “Pelayanan di loket”: ada ungkapan lebih dari 500 huruf. Pendekkan seperti orang berbicara.",
        ),
        (
            [said("a | b")],
            "loket",
            "Tema “Pelayanan di loket”: ada ungkapan yang memuat tanda |. Tanda itu memisahkan cara"
            " mengatakannya: tulis masing-masing sebagai teks tersendiri.",
        ),
        (numbered(801, None), "", ALONE),
        ([said(*map(str, range(7)), theme=None)], "", ALONE),
        ([said("x" * 501, theme=None)], "", ALONE),
        ([said("|", theme=None)], "", ALONE),
    ],
)
def test_sizes_hold_for_drafts_too(sayings: list[SayingEntry], theme: str, reason: str) -> None:
    content = replace(make.content(), sayings=tuple(sayings))
    assert make.stops(content) == [(theme, reason)]
    with pytest.raises(Invalid) as refused:
        rules.require_sizes(content)
    assert refused.value.message % refused.value.params == reason


def test_as_many_as_a_list_may_hold() -> None:
    full = [said(*(f"{n} {'x' * 490} {way}" for way in range(6)), theme=None) for n in range(800)]
    assert make.stops(replace(make.content(), sayings=tuple(full))) == []
    themes = tuple(
        ThemeEntry(f"t{n}", f"T{n}", f"T{n}", "d", tuple(f"kata {n} {at}" for at in range(200)))
        for n in range(12)
    )
    many = [one for theme in themes for one in numbered(640, theme.key)]
    whole = Content("k", "K", "K", themes, negative_keywords=("salam",), sayings=tuple(many[:7599]))
    assert make.stops(whole) == []
    assert make.stops(replace(whole, sayings=tuple(many[:7600]))) == [
        (
            "",
            "Kata kunci dan ungkapan seluruhnya 10001; paling banyak 10000 dalam satu daftar. Buang yang mirip.",
        )
    ]


def test_what_is_said_of_two_themes_or_twice_stops() -> None:
    content = replace(
        told(),
        sayings=(
            *make.said(),
            said("NUNGGU 2 jam", "lain", theme="digital"),
            said("dua jam BARU dipanggil"),
            said("diketikin anak sy", theme=None),
        ),
    )
    apart = "ada di dua tempat. Sisakan di satu tema saja, yaitu yang paling sesuai dengan maksud orangnya."
    assert make.stops(content) == [
        ("loket", "Ungkapan “dua jam BARU dipanggil” ada dua kali. Hapus salah satunya."),
        ("digital", f"Ungkapan “NUNGGU 2 jam” {apart}"),
        ("", f"Ungkapan “diketikin anak sy” {apart}"),
    ]
    with pytest.raises(Invalid):
        rules.require_publishable(content)
    rules.require_sizes(content)
    assert rules.check(told()) == []


def test_a_theme_with_nothing_but_a_saying_is_not_empty() -> None:
    bare = (*make.content().themes, ThemeEntry("arsip", "Arsip", "Archives"))
    empty = replace(make.content(), themes=bare)
    assert [theme for theme, _reason in make.stops(empty)] == ["arsip"]
    assert make.stops(replace(empty, sayings=(said("Map hilang", theme="arsip"),))) == []


def test_two_states_are_compared_saying_by_saying() -> None:
    newer = replace(told(), sayings=(said("Dua jam baru dipanggil"), *make.said()[1:3]))
    found = compare(told(), newer)
    (changed,) = found.changed
    assert (changed.after.key, changed.any, changed.terms, changed.examples) == (
        *("loket", True),
        *(Words(), Words()),
    )
    assert changed.sayings == Words(
        ("Dua jam baru dipanggil",), ("Dua jam baru dipanggil | nunggu 2 jam | Dua jam baru dong pangge",)
    )
    assert found.loose == Words((), ("Hujan tidak turun juga | Ujan sonde turun-turun",))
    assert (found.same, found.nothing, compare(told(), told()).nothing) == (1, False, True)
