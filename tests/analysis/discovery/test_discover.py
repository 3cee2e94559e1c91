"""Discovery: groups that are there are found, led by what people said, and kept without the texts."""

import json
import sys
from typing import Any

import pytest

from analysis import Taxonomy, Theme, ThemeModel
from analysis.discovery import FEWEST, StemView
from analysis.discovery import discover as stage
from tests.analysis.conftest import CountingEncoder

GROUPS = {
    "atap": "atap kantor bocor hujan",
    "pangkat": "kenaikan pangkat tertunda berkas",
    "jaringan": "jaringan internet wifi lambat",
}
MORE = ["lurah", "camat", "warga", "pegawai", "senin", "kamis", "meja", "kursi", "loket", "arsip"]
TEXTS = [f"{words} {more}" for words in GROUPS.values() for more in MORE]
TRUE = [name for name in GROUPS for _ in MORE]


def model(n_themes: int | None = None, **arguments: Any) -> ThemeModel:
    return ThemeModel(None, n_themes, **{"encoders": "none", **arguments})


def same_groups(labels: list[str | None], true: list[str]) -> bool:
    pairs = set(zip(labels, true, strict=True))
    return len(pairs) == len(set(labels)) == len(set(true))


@pytest.mark.parametrize("n_themes", [None, 3])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_groups_are_found(n_themes: int | None, seed: int) -> None:
    fitted = model(n_themes, seed=seed).fit([*TEXTS, "", "😊", "terima kasih pak"])
    assert same_groups(fitted.labels_[: len(TEXTS)], TRUE)
    assert [(one.theme, one.unclear) for one in fitted.readings_[len(TEXTS) :]] == [(None, True)] * 3
    assert [theme.size for theme in fitted.report_.themes] == [10, 10, 10]
    assert fitted.report_.quality["stability"] == 1.0
    assert fitted.report_.quality["too_few"] is False


def test_themes_are_named_by_their_words() -> None:
    fitted = model(3).fit(TEXTS)
    names = {fitted.labels_[at * len(MORE)]: name for at, name in enumerate(GROUPS)}
    assert {names[theme.id]: (theme.name_id, theme.name_en) for theme in fitted.report_.themes} == {
        "atap": ("Atap kantor bocor", "Leaking office roofs"),
        "pangkat": ("Kenaikan pangkat tertunda", "Delayed promotion in rank"),
        "jaringan": ("Jaringan internet wifi", "Wifi internet connection"),
    }


def test_fewer_answers_than_groups_can_be_told_from_are_left_alone() -> None:
    few = TEXTS[:7] + TEXTS[10:17] + TEXTS[20:25]
    assert len(few) == FEWEST - 1
    fitted = model(3).fit([*few, *few, "terima kasih"])
    assert set(fitted.labels_) == {None}
    assert [one.unclear for one in fitted.readings_] == [False] * 2 * len(few) + [True]
    assert fitted.report_.themes == ()
    assert fitted.report_.quality["too_few"] is True
    assert not model(3).fit([*few, TEXTS[-1]]).report_.quality["too_few"]


def test_more_themes_than_answers_is_no_error() -> None:
    fitted = model(99).fit(TEXTS)
    assert 1 <= len(fitted.report_.themes) <= len(TEXTS)
    assert None not in fitted.labels_


def test_themes_are_ordered_by_size() -> None:
    fitted = model(3).fit([*TEXTS[:6], *TEXTS[10:]])
    assert [theme.size for theme in fitted.report_.themes] == [10, 10, 6]
    assert [theme.id for theme in fitted.report_.themes] == ["tema-1", "tema-2", "tema-3"]


@pytest.mark.parametrize("encoders", ["none", [CountingEncoder()]], ids=["words", "encoder"])
def test_order_and_copies_change_nothing(encoders: Any) -> None:
    order = [(at * 7) % len(TEXTS) for at in range(len(TEXTS))]
    straight = model(encoders=encoders).fit(TEXTS).readings_
    mixed = model(encoders=encoders).fit([TEXTS[at] for at in order] + TEXTS[:5]).readings_
    assert mixed == [straight[at] for at in order] + straight[:5]


@pytest.mark.parametrize("encoders", ["none", [CountingEncoder()]], ids=["words", "encoder"])
def test_settings_alone_read_alike_and_hold_no_text(encoders: Any) -> None:
    secret = "nomor rahasia atap bocor kantor"
    fitted = model(encoders=encoders).fit([*TEXTS, secret])
    settings = json.dumps(fitted.report_.settings)
    assert not [text for text in [*TEXTS, "rahasia", "nomor"] if text in settings]
    again = ThemeModel.restore(json.loads(settings), encoders=encoders)
    later = [*TEXTS, secret, "atap rumah bocor", "pangkat saya", "", "zxcvbnm"]
    assert again.assign(later) == fitted.assign(later)


def test_a_label_leads_its_group_and_the_labelled_never_move() -> None:
    labels: list[str | None] = [None] * len(TEXTS)
    labels[0], labels[1], labels[12] = "Gedung", "Gedung", "Gedung"
    fitted = model(3).fit(TEXTS, labels)
    assert [fitted.labels_[at] for at in (0, 1, 12)] == ["Gedung"] * 3
    assert set(fitted.labels_) == {"Gedung", "tema-1", "tema-2"}
    assert fitted.labels_[2:10] == ["Gedung"] * 8
    assert len({fitted.labels_[at] for at in range(20, 30)} - {"Gedung"}) == 1
    assert not [text for text in TEXTS if text in json.dumps(fitted.report_.settings)]


def test_words_of_a_theme_are_looked_for() -> None:
    words = {"sdm": ("pangkat",), "ti": ("internet", "wifi"), "gedung": ("atap bocor", "hujan")}
    taxonomy = Taxonomy("kata", tuple(Theme(key, key, key, "", own) for key, own in words.items()))
    fitted = ThemeModel(taxonomy, encoders="none")
    fitted.fit([*TEXTS, "berkas kenaikan tertunda lagi", "kantor bocor"])
    assert fitted.labels_ == ["gedung"] * 10 + ["sdm"] * 10 + ["ti"] * 10 + ["sdm", "gedung"]
    assert [theme.id for theme in fitted.report_.themes] == ["sdm", "ti", "gedung"]
    again = ThemeModel.restore(json.loads(json.dumps(fitted.report_.settings)))
    assert again.assign(TEXTS) == fitted.readings_[: len(TEXTS)]


def test_a_new_fit_keeps_earlier_themes_and_their_keys() -> None:
    had = model(3).fit(TEXTS).labels_
    # Other numbers than a new search would give them, and one that went.
    keys = {
        key: f"tema-{number}" for key, number in zip(sorted(set(filter(None, had))), (7, 12, 3), strict=True)
    }
    known = {text: keys[key or ""] for text, key in zip(TEXTS, had, strict=True)}
    before = [*((text, key, 0.9) for text, key in known.items()), ("hilang", "tema-5", 1.0)]
    new = [f"{words} lantai {number}" for words in GROUPS.values() for number in ("satu", "dua")]
    after = model(3, before=before).fit([*new, *TEXTS])
    assert after.labels_[len(new) :] == [known[text] for text in TEXTS]
    assert after.labels_[: len(new)] == [known[TEXTS[at]] for at in (0, 0, 10, 10, 20, 20)]
    assert (
        model(3, before=before[::-1]).fit([*TEXTS[::-1], *new]).labels_
        == after.labels_[: len(new) - 1 : -1] + (after.labels_[: len(new)])
    )


def test_large_themes_have_parts() -> None:
    places = [f"{left} {right}" for left in MORE for right in ("utara", "selatan", "timur", "barat")]
    parts = ["atap bocor plafon", "kursi patah meja", "pangkat berkas sk", "gaji honor tunjangan"]
    texts = [f"kantor {part} {place}" for part in parts for place in places]
    fitted = model(1).fit(texts)
    subs = [one.sub for one in fitted.readings_]
    assert {theme.parent for theme in fitted.report_.subthemes} == {"tema-1"}
    assert {theme.id for theme in fitted.report_.subthemes} == set(subs)
    assert sum(theme.size for theme in fitted.report_.subthemes) == len(texts)
    assert same_groups(subs, [part for part in parts for _ in places])


def test_of_very_many_a_sample_is_compared_and_all_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["analysis.discovery.discover"], "MOST_COMPARED", 24)
    seen: list[int] = []
    fit = StemView.fit
    monkeypatch.setattr(StemView, "fit", lambda self, own: seen.append(len(own)) or fit(self, own))
    fitted = model(3).fit(TEXTS)
    assert seen == [24]
    assert same_groups(fitted.labels_, TRUE)


def test_whatever_progress_raises_ends_the_fit() -> None:
    def stop(name: str, done: int, total: int) -> None:
        raise InterruptedError(name)

    with pytest.raises(InterruptedError, match="themes"):
        model(progress=stop).fit(TEXTS)


def test_nothing_is_discovered_in_nothing() -> None:
    found = stage([StemView()], [], None, 0)
    assert (found.keys, found.read([]), found.figures()["too_few"]) == ((), [], True)


def test_answers_that_share_no_word_are_not_grouped() -> None:
    texts = [f"{one}a{two}u {two}i{one}o {one}e{two}a" for one in "bdgk" for two in "lmnprst"]
    model = ThemeModel(None, encoders="none").fit(texts)
    assert model.labels_ == [None] * len(texts)
    assert model.report_.quality["too_few"] is False
