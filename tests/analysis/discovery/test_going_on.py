"""A search that goes on from an earlier one: people's labels correct its groups, and make no twins of them."""

import numpy as np
import pytest

from analysis import ThemeModel
from analysis.discovery.going_on import FEWEST_FRESH, earlier, with_fresh
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


PLACES = [
    "utara",
    "selatan",
    "timur",
    "barat",
    "tengah",
    "hulu",
    "hilir",
    "kampung",
    "dusun",
    "pasar",
    "pantai",
    "bukit",
    "muara",
    "teluk",
    "tanjung",
    "lembah",
]
EARLIER_SUBJECTS = (
    "atap kantor bocor hujan",
    "kenaikan pangkat tertunda berkas",
    "jaringan internet wifi lambat",
)
COME_UP = ("sekolah anak jauh pindah", "parkir motor penuh semrawut")


def said_of(subject: str, count: int = len(PLACES)) -> list[str]:
    return [f"{subject} {place}" for place in PLACES[:count]]


def gone_on(new: list[str], n_themes: int | None = None) -> tuple[list[str | None], list[str | None]]:
    """The themes of 48 earlier answers and those of the new ones, after a search that goes on."""
    old = [text for subject in EARLIER_SUBJECTS for text in said_of(subject)]
    had = [(text, f"tema-{2 * (1 + at // len(PLACES))}", 0.9) for at, text in enumerate(old)]
    fitted = ThemeModel(None, n_themes, encoders="none", before=had).fit([*new, *old])
    assert fitted.labels_[len(new) :] == [key for _, key, _ in had]
    return [key for _, key, _ in had], fitted.labels_[: len(new)]


@pytest.mark.parametrize("n_themes", [None, 3])
def test_a_subject_that_came_up_since_is_a_theme_of_its_own(n_themes: int | None) -> None:
    more = [f"{subject} lagi {place}" for subject in EARLIER_SUBJECTS for place in PLACES[:2]]
    _, now = gone_on([*said_of(COME_UP[0]), *more], n_themes)
    assert now == ["tema-1"] * 16 + ["tema-2"] * 2 + ["tema-4"] * 2 + ["tema-6"] * 2


def test_two_subjects_that_came_up_since_are_two_themes() -> None:
    _, now = gone_on([*said_of(COME_UP[0]), *said_of(COME_UP[1])])
    assert {*now[:16]} | {*now[16:]} == {"tema-1", "tema-3"}
    assert now == [now[0]] * 16 + [now[16]] * 16


def test_what_few_say_or_what_was_said_before_is_no_new_theme() -> None:
    few, again = (
        said_of(COME_UP[0], FEWEST_FRESH - 1),
        [f"{text} lagi" for text in said_of(EARLIER_SUBJECTS[0])],
    )
    had, now = gone_on([*few, *again])
    assert {*now} <= {*had}
    # Copies are one text: a flood is no subject.
    assert {*gone_on([*few * 3, *again])[1]} <= {*had}


def test_a_group_is_fresh_by_its_new_texts() -> None:
    rng = np.random.default_rng(0)
    groups = np.repeat(np.eye(4), 20, axis=0)
    rows = groups + 0.1 * rng.normal(size=groups.shape)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    texts = [shadow(f"kata {at}") for at in range(80)]
    steering = Steering(("a", "b", "tema-1"), earlier={f"kata {at}": {at // 20: 1.0} for at in range(60)})
    for met, fresh in ((0, True), (5, True), (6, False)):
        # So many of the fourth group were there before, under no theme.
        had = [(f"kata {at}", "", 1.0) for at in (*range(60), *range(60, 60 + met))]
        now = with_fresh(steering, rows, texts, had, seed=0)
        assert now.keys == (*steering.keys, *["tema-2"] * fresh)
        led = {f"kata {at}": {3: 1.0} for at in range(60 + met, 80)} if fresh else {}
        assert now.earlier == {**steering.earlier, **led}
    assert with_fresh(Steering(("a",)), rows, texts, [], seed=0) == Steering(("a",))
