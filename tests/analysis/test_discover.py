"""Discovery: groups that are there are found, named by their words, and kept without the texts."""

import pytest

from analysis import ThemeModel

GROUPS = {
    "atap": "atap kantor bocor hujan",
    "pangkat": "kenaikan pangkat tertunda berkas",
    "jaringan": "jaringan internet wifi lambat",
}
MORE = ["lurah", "camat", "sekali", "lagi"]
TEXTS = [f"{words} {more}" for words in GROUPS.values() for more in MORE]
TRUE = [name for name in GROUPS for _ in MORE]


@pytest.mark.parametrize("n_themes", [None, 3])
def test_groups_are_found(n_themes: int | None) -> None:
    model = ThemeModel(None, n_themes, encoders="none").fit([*TEXTS, "", "😊"])
    found = dict(zip(model.labels_, TRUE, strict=False))
    assert [found[label] for label in model.labels_[: len(TEXTS)]] == TRUE
    assert model.labels_[len(TEXTS) :] == [None, None]
    assert [theme.size for theme in model.report_.themes] == [4, 4, 4]


def test_themes_are_named_by_their_words() -> None:
    model = ThemeModel(None, 3, encoders="none").fit(TEXTS)
    names = {model.labels_[at * 4]: name for at, name in enumerate(GROUPS)}
    assert {names[theme.id]: (theme.name_id, theme.name_en) for theme in model.report_.themes} == {
        "atap": ("Atap kantor bocor", "Leaking office roofs"),
        "pangkat": ("Kenaikan pangkat tertunda", "Delayed promotion in rank"),
        "jaringan": ("Jaringan internet wifi", "Wifi internet connection"),
    }


def test_more_themes_than_texts_is_no_error() -> None:
    model = ThemeModel(None, 9, encoders="none").fit(["satu atap", "dua pangkat"])
    assert sorted(str(label) for label in model.labels_) == ["tema-1", "tema-2"]


def test_themes_are_ordered_by_size() -> None:
    model = ThemeModel(None, 3, encoders="none").fit(TEXTS[:10])
    sizes = [theme.size for theme in model.report_.themes]
    assert sizes == sorted(sizes, reverse=True) == [4, 4, 2]
