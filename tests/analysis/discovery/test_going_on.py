"""A search that goes on from an earlier one: people's labels correct its groups, and make no twins of them."""

import numpy as np

from analysis.discovery import earlier
from analysis.discovery.steering import EARLIER, TOLD, Steering
from analysis.normalise import Shadow

HAD = {"atap bocor": "tema-10", "kursi patah": "tema-2"}


def shadow(wording: str) -> Shadow:
    return Shadow(wording, (), (), "id")


def test_labels_are_put_among_the_keys_of_the_earlier_search() -> None:
    led = earlier(HAD, Steering(("tema-2", "c"), {"parkir": 0, "loket": 1}))
    assert led is not None
    assert (led.keys, led.told) == (("tema-2", "tema-10", "c"), {"parkir": 0, "loket": 2})
    assert led.earlier == {"atap bocor": 1, "kursi patah": 0}
    alone = earlier(HAD, None)
    assert alone is not None
    assert (alone.keys, alone.told, alone.earlier) == (("tema-2", "tema-10"), {}, led.earlier)


def test_a_text_leans_to_where_it_was_and_a_label_says_more() -> None:
    led = earlier(HAD, Steering(("tema-2",), {"atap bocor": 0}))
    assert led is not None
    lean = led.lean([shadow(words) for words in ("atap bocor", "kursi patah", "baru")], 3)
    np.testing.assert_array_equal(lean, [[TOLD, EARLIER, 0], [EARLIER, 0, 0], [0, 0, 0]])


def test_words_for_themes_lead_alone() -> None:
    words = Steering(("x",), names=(frozenset({("parkir",)}),))
    assert earlier(HAD, words) is words
    told = Steering(("b",), {"parkir": 0})
    assert earlier({}, told) is told
    assert earlier({}, None) is None
