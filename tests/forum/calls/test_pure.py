"""Numbers, links, pasted lists and texts: what needs no database."""

from urllib.parse import parse_qs, urlsplit

import pytest

from core.outreach.pasted import Entry, read_list
from core.outreach.whatsapp import chat_link, international, share_link
from forum.calls.letter_words import LINES, WORDS
from forum.calls.letters import addressed


@pytest.mark.parametrize(
    ("written", "region", "read"),
    [
        ("0812-3456-7890", "ID", "+6281234567890"),
        ("+62 812 3456 7890", "ID", "+6281234567890"),
        ("62 812 3456 7890", "ID", "+6281234567890"),
        ("(0380) 821 123", "ID", "+62380821123"),
        ("+670 7723 4567", "ID", "+67077234567"),
        ("7723 4567", "TL", "+67077234567"),
        ("12", "ID", ""),
        ("halo", "ID", ""),
        ("", "ID", ""),
        ("0812-3456-7890", "??", ""),
        ("javascript:alert(1)", "ID", ""),
    ],
)
def test_numbers_as_people_write_them(written: str, region: str, read: str) -> None:
    assert international(written, region=region) == read


def test_links_carry_the_text_as_it_is() -> None:
    text = "Yth. Ibu & Bapak, 100% “gratis”?\n#lokakarya = ya + é😀"
    link = chat_link("0812-3456-7890", text, region="ID")
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "wa.me", "/6281234567890")
    assert parse_qs(parts.query) == {"text": [text]}
    assert parse_qs(urlsplit(share_link(text)).query) == {"text": [text]}
    assert share_link(text).startswith("https://wa.me/?text=")
    assert chat_link("bukan nomor", text, region="ID") == ""


def test_a_pasted_list() -> None:
    text = "\n".join(
        [
            "nama;surel;HP",
            "Ibu Maria Tallo, S.Sos; maria@example.go.id; 0812-3456-7890",
            "",
            "yosef@example.go.id",
            "Yosef Bria <yosef.bria@example.go.id>",
            "0812 3456 7891\tPak Anton",
            "tanpa apa pun",
            "salah@@example.go.id",
            "Ibu Ina; 12",
        ]
    )
    read = read_list(text, region="ID")
    assert read.entries == (
        Entry("Ibu Maria Tallo, S.Sos", "maria@example.go.id", "+6281234567890"),
        Entry("", "yosef@example.go.id"),
        Entry("Yosef Bria", "yosef.bria@example.go.id"),
        Entry("Pak Anton", "", "+6281234567891"),
    )
    assert read.unreadable == (7, 8, 9)
    assert read_list("", region="ID").entries == ()


def test_a_line_of_very_many_cells_is_no_person() -> None:
    """Else each cell would be copied once for every one behind it."""
    lines = ["Maria Bani" + ";kelas" * 38 + ";maria@contoh.go.id", "a;" * 150_000 + "0812-3456-7890"]
    found = read_list("\n".join(lines), region="ID")
    assert ([entry.address for entry in found.entries], found.unreadable) == (["maria@contoh.go.id"], (2,))


def test_every_letter_is_in_both_languages_with_the_same_facts() -> None:
    from string import Formatter

    def facts(text: str) -> set[str]:
        return {name for _t, name, _s, _c in Formatter().parse(text) if name}

    assert LINES["id"].keys() == LINES["en"].keys()
    for kind, words in WORDS.items():
        assert words.keys() == {"id", "en"}
        for part in (0, 1):
            assert facts(words["id"][part]) == facts(words["en"][part]), kind


def test_a_name_is_put_in_as_it_is() -> None:
    assert addressed("Yth. {nama} {x}", "Ibu {nama}", "id") == "Yth. Ibu {nama} {x}"
    assert addressed("Yth. {nama}", "", "id") == "Yth. Bapak/Ibu"
