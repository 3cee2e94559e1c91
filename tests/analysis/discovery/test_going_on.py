"""A search that goes on from an earlier one: people's labels correct its groups, and make no twins of them."""

import numpy as np

from analysis import ThemeModel
from analysis.discovery.going_on import earlier
from analysis.discovery.steering import EARLIER, TOLD, Steering
from analysis.normalise import Shadow

HAD = [("atap bocor", "tema-10", 0.5), ("kursi patah", "tema-2", 1.0), ("hilang", "tema-1", 1.0)]


def shadow(wording: str) -> Shadow:
    return Shadow(wording, (), (), "id")


HERE = [shadow(words) for words in ("atap bocor", "kursi patah", "baru")]


def test_labels_are_put_among_the_keys_of_the_earlier_search() -> None:
    led = earlier(HAD, HERE, Steering(("tema-2", "c"), {"parkir": 0, "loket": 1}))
    assert led is not None
    assert (led.keys, led.told) == (("tema-2", "tema-10", "c"), {"parkir": 0, "loket": 2})
    assert led.earlier == {"atap bocor": {1: 0.5}, "kursi patah": {0: 1.0}}
    alone = earlier(HAD, HERE, None)
    assert alone is not None
    assert (alone.keys, alone.told, alone.earlier) == (("tema-2", "tema-10"), {}, led.earlier)


def test_a_text_leans_to_where_it_was_as_surely_and_a_label_says_more() -> None:
    led = earlier(HAD, HERE, Steering(("tema-2",), {"atap bocor": 0}))
    assert led is not None
    np.testing.assert_array_equal(led.lean(HERE, 3), [[TOLD, EARLIER / 2, 0], [EARLIER, 0, 0], [0, 0, 0]])


def test_of_a_flood_of_one_wording_one_stray_does_not_decide() -> None:
    flood = [("atap bocor", "tema-1", 0.8)] * 3 + [("atap bocor", "tema-2", 0.8)]
    led = earlier(flood, HERE, None)
    assert led is not None
    np.testing.assert_allclose(led.lean(HERE[:1], 2), [[0.75 * 0.8 * EARLIER, 0.25 * 0.8 * EARLIER]])
    # Those that people moved to none count, too, and make no theme.
    moved = earlier([*flood[2:], ("atap bocor", "", 1.0), ("atap bocor", "", 1.0)], HERE, None)
    assert moved is not None
    assert moved.keys == ("tema-1", "tema-2")
    np.testing.assert_allclose(moved.lean(HERE[:1], 2), [[0.2 * EARLIER, 0.2 * EARLIER]])
    assert earlier([("atap bocor", "", 1.0)], HERE, None) is None


def test_words_for_themes_lead_alone() -> None:
    words = Steering(("x",), names=(frozenset({("parkir",)}),))
    assert earlier(HAD, HERE, words) is words
    told = Steering(("b",), {"parkir": 0})
    assert earlier([], HERE, told) is told
    assert earlier(HAD, HERE[2:], None) is None


def test_what_is_left_over_does_not_take_the_key_of_an_answer_without_content() -> None:
    texts = [
        f"{words} {place}" for words in ("atap bocor hujan", "pangkat berkas sk") for place in "abcdefghijkl"
    ]
    had = [(text, f"temuan-{1 + at // 12}", 1.0) for at, text in enumerate(texts)]
    new = [f"sekolah jauh anak {place}" for place in "mnopqrst"]
    fitted = ThemeModel(None, encoders="none", before=[*had, ("tidak ada", "temuan-9", 1.0)])
    fitted.fit([*texts, "tidak ada", *new])
    assert fitted.labels_[: len(texts)] == [key for _, key, _ in had]
    assert {*fitted.labels_} == {"temuan-1", "temuan-2", None}
