"""Contents of taxonomies: changed without a trace, written as lines and files, checked, compared."""

from dataclasses import replace

import pytest

import analysis
from core.csv_writing import write_csv
from core.errors import Invalid, NotFound
from plan.taxonomies import content as changes
from plan.taxonomies import files, rules
from plan.taxonomies.comparing import Words, compare
from plan.taxonomies.content import Content, ExampleEntry, ThemeEntry
from plan.taxonomies.lines import read_examples, read_terms, write_examples, write_terms
from plan.theme_model import shipped_content
from tests.plan import factories_taxonomies as make

SHIPPED = ("asn", "skm")


def said(found: list[rules.Finding]) -> list[tuple[bool, str, str]]:
    return [(one.stops, one.theme, one.message % one.params) for one in found]


@pytest.mark.parametrize("key", SHIPPED)
def test_the_stored_form_is_what_the_analysis_reads(key: str) -> None:
    shipped, told = analysis.shipped_taxonomy(key), shipped_content(key)
    assert set(told.read_by_analysis()) == set(shipped.to_dict())
    read = analysis.Taxonomy.from_dict(told.read_by_analysis())
    assert (read.key, read.negative, read.themes) == (shipped.key, shipped.negative, shipped.themes)
    assert sorted(map(repr, read.examples)) == sorted(map(repr, shipped.examples))
    assert read.digest == told.digest
    assert Content.from_dict(told.to_dict()) == told
    assert (told.name_id, told.name_en) == {
        "asn": ("Kebutuhan pengembangan ASN", "Development needs of civil servants"),
        "skm": (told.name_id, told.name_en),
    }[key]
    assert [one for one in rules.check(told) if one.stops] == []


def test_examples_stand_in_the_order_of_the_themes() -> None:
    told = make.content()
    turned = changes.moved(told, "loket", by=1)
    assert [theme.key for theme in turned.themes] == ["digital", "loket"]
    assert [one.theme for one in turned.examples] == ["digital"] * 5 + ["loket"] * 5 + [None]
    assert changes.moved(turned, "loket", by=1) == turned
    assert changes.moved(turned, "loket", by=-1) == told
    assert told == make.content()


def test_a_removed_theme_leaves_no_example_and_no_second_theme() -> None:
    left = changes.without_theme(make.content(), "loket")
    assert [theme.key for theme in left.themes] == ["digital"]
    assert [(one.text, one.theme, one.theme2) for one in left.examples] == [
        *((text, "digital", None) for text in (*make.DIGITAL[1:], make.DIGITAL[0])),
        ("Terima kasih", None, None),
    ]
    with pytest.raises(NotFound):
        left.theme("loket")


def test_a_mark_changes_with_its_theme_alone() -> None:
    told = make.content()
    other = changes.with_theme(told, replace(told.theme("digital"), description="Lain."), ())
    assert other.part("loket") == told.part("loket")
    assert other.part(None) == told.part(None)
    assert other.part("digital") != told.part("digital")
    assert replace(told, name_en="Other").names_part != told.names_part


def test_terms_are_lines_without_doubles() -> None:
    assert read_terms("  antre   lama \n\nAntre Lama\nloket\r\n") == ("antre lama", "loket")
    assert write_terms(("a", "b c")) == "a\nb c"


def test_examples_are_lines_with_a_second_theme_by_name() -> None:
    told = make.content()
    pasted = "Satu\n\n Dua  kata | literasi digital\nTiga | counter service\nEmpat | lima |\nSatu"
    found = read_examples(pasted, told, theme="loket")
    assert found == (
        ExampleEntry("Satu", "loket"),
        ExampleEntry("Dua kata", "loket", "digital"),
        ExampleEntry("Tiga", "loket"),
        ExampleEntry("Empat | lima", "loket"),
    )
    written = write_examples(found, told)
    assert written == "Satu\nDua kata | Literasi digital\nTiga\nEmpat | lima |"
    assert read_examples(written, told, theme="loket") == found
    for wrong in ("Satu\nDua | Tidak ada", "x | |y"):
        with pytest.raises(Invalid) as refused:
            read_examples(wrong, told, theme="loket")
        assert "tidak ada tema bernama" in refused.value.message
    with pytest.raises(Invalid):
        read_examples("Salam | Literasi digital", told, theme=None)


@pytest.mark.parametrize("key", [*SHIPPED, "own"])
def test_an_export_comes_back_as_it_was(key: str) -> None:
    odd = 'Kata "kutip" \\ dan \x7f ujung | 😀'
    told = shipped_content(key) if key in SHIPPED else make.content(odd)
    if key == "own":
        theme = replace(told.themes[0], description=odd, keywords=("#", "[a]", odd))
        told = changes.with_theme(told, theme, [ExampleEntry("=1+1", "loket"), ExampleEntry(odd, "loket")])
    toml = files.write_toml(told)
    assert files.read_toml(toml.encode()) == told
    assert analysis.parse_taxonomy(toml).digest == told.digest
    assert analysis.examples_file(toml) is None
    csv = b"".join(files.write_examples_csv(told))
    assert tuple(files.read_examples_csv(csv, told)) == told.examples


def test_a_file_of_the_contract_is_read_with_its_examples_beside_it() -> None:
    toml = (
        b'key = "k"\nname_id = "Nama"\nexamples = "x.csv"\n'
        b'[[themes]]\nkey = "a"\nname_id = "Tema A"\nexamples = ["satu"]\n[[themes]]\nkey = "b"\n'
    )
    rows = b"text,theme,theme2\ndua,a,b\ntiga,lainnya,\nempat,Tema A,a\n"
    told = files.read_toml(toml, rows)
    assert (told.name_id, told.name_en, told.themes[1]) == ("Nama", "Nama", ThemeEntry("b", "b", "b"))
    assert told.examples == (
        ExampleEntry("satu", "a"),
        ExampleEntry("dua", "a", "b"),
        ExampleEntry("empat", "a"),
        ExampleEntry("tiga"),
    )


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        (b"a = 1\nkey = \n", "kira-kira pada baris 2"),
        (b"\xff\xfe", "bukan TOML"),
        (b"x = " + b"[" * 5000, "bukan TOML"),
        (b"key = 'k'", "tidak memuat satu pun"),
        (b"themes = 3", "harus ditulis sebagai [[themes]]"),
        (b"[[themes]]\nkey = 'a/b'", "tidak dapat dipakai"),
        (b"[[themes]]\nname_id = 'a'", "tidak dapat dipakai"),
        (b"[[themes]]\nkey = 'lainnya'", "tanpa tema"),
        (b"[[themes]]\nkey = 'a'\n[[themes]]\nkey = 'a'", "dipakai dua kali"),
        (b"[[themes]]\nkey = 'a'\nkeywords = 'x'", "deretan teks"),
        (b"[[themes]]\nkey = 'a'\ndescription = 3", "harus berupa teks"),
        (b"examples = 'x.csv'\n[[themes]]\nkey = 'a'", "Unggah berkas CSV"),
        (b"[[themes]]\nkey = 'a'\n[[examples]]\ntext = 'x'\ntheme = 'z'", "menyebut tema"),
        (b"[[themes]]\nkey = 'a'\n[[examples]]\ntheme = 'a'", "tanpa teks"),
        (b"#" * (files.MAX_BYTES + 1), "terlalu besar"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(toml: bytes, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        files.read_toml(toml)
    assert reason in refused.value.message % refused.value.params


def test_examples_of_a_spreadsheet_need_their_columns() -> None:
    with pytest.raises(Invalid) as refused:
        files.read_examples_csv(b"".join(write_csv([("teks", "tema"), ("a", "b")])), make.content())
    assert "perlu kolom text dan theme" in refused.value.message


def test_a_good_taxonomy_has_nothing_to_mend() -> None:
    assert rules.check(make.content()) == []


def test_the_check_says_what_to_mend_and_what_to_know() -> None:
    told = make.content()
    broken = replace(
        told,
        themes=(
            *told.themes,
            ThemeEntry("kosong", "Literasi Digital", "Else"),
            ThemeEntry("sedikit", "Sedikit", "Few", "", ("ANTRE",)),
        ),
        examples=(*told.examples, ExampleEntry("antre lama", "digital"), ExampleEntry("terima kasih")),
    )
    assert said(rules.check(broken)) == [
        (
            True,
            "kosong",
            "Tema “Literasi Digital” masih kosong. Tulis keterangannya, kata kuncinya, contohnya, atau ungkapannya:"
            " dari situlah mesin mengenalinya.",
        ),
        (True, "kosong", "Dua tema bernama “Literasi Digital”. Beri salah satunya nama lain."),
        (
            True,
            "digital",
            "Contoh “antre lama” ada di dua tempat. Sisakan di satu tema; bila menyangkut keduanya, sebut"
            " tema yang lain sebagai tema kedua.",
        ),
        (True, "", "Contoh “terima kasih” ada dua kali. Hapus salah satunya."),
        (
            False,
            "sedikit",
            "Tema “Sedikit” baru punya 0 contoh. Dengan kurang dari 5 contoh, angka keyakinan untuk tema"
            " ini belum dapat dipegang.",
        ),
        (
            False,
            "sedikit",
            "Kata kunci “ANTRE” ada di “Pelayanan di loket” dan “Sedikit”, jadi tidak membantu membedakan"
            " keduanya.",
        ),
    ]
    with pytest.raises(Invalid):
        rules.require_publishable(broken)
    rules.require_sizes(broken)


def big(**more: object) -> ThemeEntry:
    return replace(ThemeEntry("a", "A", "A", "d"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("theme", "texts", "reason"),
    [
        (big(name_id="x" * 81), [], "namanya terlalu panjang"),
        (big(name_en="a|b"), [], "tidak boleh memuat tanda |"),
        (big(description="x" * 601), [], "keterangannya terlalu panjang"),
        (big(keywords=tuple(map(str, range(301)))), [], "terlalu banyak kata kunci"),
        (big(keywords=("x" * 61,)), [], "kata kunci lebih dari 60 huruf"),
        (big(), ["x" * 501], "contoh lebih dari 500 huruf"),
        (big(), [str(n) for n in range(501)], "terlalu banyak contoh"),
    ],
)
def test_sizes_hold_for_drafts_too(theme: ThemeEntry, texts: list[str], reason: str) -> None:
    told = replace(
        make.content(),
        themes=(theme, ThemeEntry("b", "B", "B", "d")),
        examples=tuple(ExampleEntry(t, "a") for t in texts),
    )
    with pytest.raises(Invalid) as refused:
        rules.require_sizes(told)
    assert reason in refused.value.message % refused.value.params


def test_amounts_of_themes_and_examples_are_limited() -> None:
    themes = tuple(ThemeEntry(f"t{n}", f"T{n}", f"T{n}", "d") for n in range(61))
    with pytest.raises(Invalid):
        rules.require_sizes(Content("k", "K", "K", themes))
    rules.require_sizes(Content("k", "K", "K", themes[:60]))
    rules.require_sizes(Content("k", "K", "K"))
    with pytest.raises(Invalid):
        rules.require_publishable(Content("k", "K", "K", themes[:1]))
    many = tuple(ExampleEntry(str(n), f"t{n % 60}") for n in range(5001))
    with pytest.raises(Invalid):
        rules.require_sizes(Content("k", "K", "K", themes[:60], many))
    rules.require_sizes(Content("k", "K", "K", themes[:60], many[:5000]))


def test_two_states_are_compared_theme_by_theme() -> None:
    older = make.content()
    newer = changes.without_theme(older, "digital")
    loket = ThemeEntry("loket", "Loket", "Counter", "Antrean.", ("antre", "nomor"))
    newer = changes.with_theme(newer, loket, [*older.examples_of("loket")[1:], ExampleEntry("Baru", "loket")])
    newer = changes.with_theme(newer, ThemeEntry("arsip", "Arsip", "Archives"), ())
    newer = changes.with_no_theme(newer, [ExampleEntry("Halo")], ["harga beras"])
    found = compare(older, newer)
    assert [theme.key for theme in found.came] == ["arsip"]
    assert [theme.key for theme in found.gone] == ["digital"]
    (changed,) = found.changed
    assert (changed.renamed, changed.described) == (True, False)
    assert changed.terms == Words(("nomor",), ("loket",))
    assert changed.examples == Words(("Baru",), ("Antre lama",))
    assert (found.same, found.loose) == (0, Words(("harga beras", "Halo"), ("Terima kasih",)))
    assert compare(older, older).nothing
    renamed = changes.with_theme(
        older, replace(older.theme("loket"), name_id="Lain"), older.examples_of("loket")
    )
    assert [one.after.key for one in compare(older, renamed).changed] == ["loket"]
    assert compare(older, older).same == 2


def test_terms_beside_the_themes_are_stored_exported_and_read_back() -> None:
    told = changes.with_no_theme(
        make.content(), make.content().examples_of(None), ["harga beras", "lampu jalan"]
    )
    assert told.negative_keywords == ("harga beras", "lampu jalan")
    assert Content.from_dict(told.to_dict()) == told
    assert files.read_toml(files.write_toml(told).encode()) == told
    assert told.part(None) != make.content().part(None)
    assert analysis.Taxonomy.from_dict(told.read_by_analysis()).negative_keywords == told.negative_keywords
    assert analysis.Taxonomy.from_dict(told.read_by_analysis()).digest == told.digest


@pytest.mark.parametrize("terms", [["x" * 61], [str(n) for n in range(301)]])
def test_too_many_or_too_long_terms_beside_the_themes_are_refused(terms: list[str]) -> None:
    with pytest.raises(Invalid, match="di luar tema"):
        rules.require_sizes(changes.with_no_theme(make.content(), (), terms))
