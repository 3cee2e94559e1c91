"""Summaries: sizes both ways, sub-themes told apart within their theme, candidates, no names; a bounded reading."""

import pytest

from analysis import phrases
from analysis.normalise import IndonesianNormaliser
from analysis.phrases import Spoken
from analysis.reading import Reading
from analysis.summary import Summariser

normalise = IndonesianNormaliser()
NETWORK = [
    "Jaringan internet kantor lambat setiap pagi sekali",
    "jaringan internet putus waktu rapat",
    "mohon jaringan internet diganti",
    "jaringan internet tidak stabil",
    "kabel jaringan internet rusak",
]
ROOF = [
    "Atap bocor di ruang tunggu bila hujan",
    "atap bocor dan ember di mana-mana",
    "mohon atap bocor diperbaiki",
    "atap bocor lagi",
    "tolong atap bocor, kata pak Yohanes",
]


def summarised(readings: list[Reading], texts: list[str], folds: list[int] | None = None) -> Summariser:
    return Summariser(texts, [normalise(text) for text in texts], readings, folds)


def read(theme: str | None, sub: str | None = None) -> Reading:
    return Reading(theme, None, 0.9, 0.5, sub=sub, unclear=theme is None)


def test_themes_candidates_and_sizes_both_ways() -> None:
    texts = [*NETWORK, *ROOF, ROOF[0], ""]
    readings = [*[read("tema-1")] * 5, *[read("baru-1")] * 6, read(None)]
    told = summarised(readings, texts, [*range(10), 5, 11]).themes(["tema-1", "baru-1", "tema-2"], None)
    assert [(one.id, one.name_id, one.name_en, one.size, one.distinct, one.candidate) for one in told] == [
        ("tema-1", "Jaringan internet", "Internet connection", 5, 5, False),
        ("baru-1", "Atap bocor", "Leaking roofs", 6, 5, True),
        ("tema-2", "Tema 2", "Theme 2", 0, 0, False),
    ]
    assert told[0].terms[0] == "jaringan internet"
    assert told[0].asks_id.startswith("Sebagian besar mengeluh, terutama soal jaringan internet")
    assert (told[2].terms, told[2].quotes, told[2].asks_id, told[2].asks_en) == ((), (), "", "")


def test_no_name_of_a_person_stands_anywhere() -> None:
    texts = [*ROOF, "pak Yohanes, atap bocor", "genset mati", "meja patah"]
    told = summarised([*[read("tema-1")] * 6, *[read("tema-2")] * 2], texts).themes(
        ["tema-1", "tema-2"], None
    )
    assert "ohanes" not in repr(told)


def test_subthemes_are_told_apart_within_their_theme() -> None:
    texts = [*NETWORK, *ROOF, "genset", "parkir motor"]
    readings = [*[read("a", "a-1")] * 5, *[read("a", "a-2")] * 5, read("b"), read(None)]
    told = summarised(readings, texts).subthemes()
    assert [(one.id, one.parent, one.name_id, one.size, one.candidate) for one in told] == [
        ("a-1", "a", "Jaringan internet", 5, False),
        ("a-2", "a", "Atap bocor", 5, False),
    ]
    assert set(told[1].quotes) <= set(ROOF[:4])
    assert summarised([read("a")] * 5, NETWORK).subthemes() == ()


def test_more_answers_than_are_read_change_no_size_and_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "READ", 20)
    texts = [
        f"{text} {word}"
        for text in NETWORK
        for word in ["merah", "biru", "hijau", "putih", "hitam", "kuning"]
    ]
    shadows = [normalise(text) for text in texts]
    spoken = Spoken(shadows)
    assert len(spoken.heard(range(30))) == spoken.size(range(30)) == 15
    assert sum(map(bool, spoken.said)) == 15
    (theme,) = Summariser(texts, shadows, [read("tema-1")] * 30).themes(["tema-1"], None)
    assert (theme.size, theme.distinct, theme.name_id) == (30, 30, "Jaringan internet")


def test_order_changes_nothing() -> None:
    texts = [*NETWORK, *ROOF]
    readings = [*[read("a")] * 5, *[read("b")] * 5]
    order = [7, 2, 9, 0, 4, 1, 8, 3, 6, 5]
    straight = summarised(readings, texts).themes(["a", "b"], None)
    turned = summarised([readings[at] for at in order], [texts[at] for at in order]).themes(["a", "b"], None)
    assert straight == turned
