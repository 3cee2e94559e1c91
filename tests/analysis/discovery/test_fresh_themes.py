"""A search that goes on: what came up since is a theme of its own, and nothing else is."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from analysis import ThemeModel
from analysis.discovery import going_on
from analysis.discovery.going_on import FEWEST_FRESH, with_fresh
from analysis.discovery.number import Repeated, repeat
from analysis.discovery.steering import Steering
from analysis.normalise import Shadow

PLACES = (
    *("pasar", "pantai", "bukit", "muara", "kampung", "dusun", "lembah", "tanjung"),
    *("hulu", "hilir", "pulau", "sawah", "kebun", "hutan", "jembatan", "dermaga"),
)
SIDES = ("utara", "selatan", "timur", "barat")
EARLIER = ("atap kantor bocor hujan", "kenaikan pangkat tertunda berkas", "jaringan internet wifi lambat")
KEYS = ("tema-2", "tema-4", "tema-6")
SCHOOL, PARKING = "sekolah anak jauh pindah", "parkir motor penuh semrawut"


def said_of(subject: str, count: int = 16) -> list[str]:
    """So many different answers: three of the subject's four words, and two that other subjects have, too."""
    words = subject.split()
    return [
        " ".join([*(word for word in words if word != words[at % 4]), place, SIDES[at // 4]])
        for at, place in enumerate(PLACES[:count])
    ]


OLD = [text for subject in EARLIER for text in said_of(subject)]
HAD = [(text, KEYS[at // 16], 0.9) for at, text in enumerate(OLD)]
MORE = [f"{subject} lagi" for subject in EARLIER]


def now(new: list[str], n_themes: int | None = None, told: dict[str, str] | None = None) -> list[str | None]:
    """The themes of new answers, and of what has been said again, after a search that goes on from 48 earlier answers."""
    texts = [*new, *MORE, *OLD]
    fitted = ThemeModel(None, n_themes, encoders="none", before=HAD)
    fitted.fit(texts, [(told or {}).get(text) for text in texts] if told else None)
    assert fitted.labels_[-len(OLD) :] == [key for _, key, _ in HAD]
    assert fitted.labels_[len(new) : -len(OLD)] == list(KEYS)
    return fitted.labels_[: len(new)]


def test_a_subject_that_came_up_since_is_a_theme_of_its_own() -> None:
    assert now(said_of(SCHOOL)) == ["tema-1"] * 16


def test_with_a_number_there_are_no_more() -> None:
    assert {*now(said_of(SCHOOL), n_themes=3)} <= {*KEYS}


def test_two_subjects_are_two_themes_the_larger_first() -> None:
    assert now([*said_of(SCHOOL, 15), *said_of(PARKING)]) == ["tema-3"] * 15 + ["tema-1"] * 16


def test_what_people_taught_leaves_room_for_what_came_up() -> None:
    told = {OLD[16 * at]: key for at, key in enumerate(KEYS)}
    assert now([*said_of(SCHOOL), *said_of(PARKING, 15)], told=told) == ["tema-1"] * 16 + ["tema-3"] * 15
    assert {*now(said_of(SCHOOL, 5), told=told)} <= {*KEYS}


@pytest.mark.parametrize(
    "new",
    [
        said_of(SCHOOL, FEWEST_FRESH - 1),
        said_of(SCHOOL, FEWEST_FRESH - 1) * 3,
        [
            f"sekolah anak jauh pindah dari pasar pagi{end}"
            for end in ("", *(f" {c}" for c in "abcdefghijklmno"))
        ],
        [f"{who} sekolah jauh {text}" for who in ("saya tidak", "beta sonde") for text in said_of(SCHOOL, 8)],
        [" ".join(a + b + "vu" for b in ("xo", "qi", "zy")) for a in "bcdfghjklmnpqrstvwxz"],
    ],
    ids=["few", "copies", "near copies", "other wordings", "words nobody knows"],
)
def test_nothing_that_fewer_than_fifteen_different_new_answers_say_is_a_theme(new: list[str]) -> None:
    assert {*now(new)} <= {*KEYS, None}


def shadow(wording: str) -> Shadow:
    return Shadow(wording, (), (), "id")


TEXTS = [shadow(f"{place} {thing}") for place, thing in product(PLACES, "abcde")]
MORE_TEXTS = [shadow(f"{place} {thing}") for place, thing in product(PLACES[:4], "fghij")]
STEERING = Steering(("a", "b", "tema-1"), earlier={TEXTS[at].wording: {at // 20: 1.0} for at in range(60)})


def around(*groups: np.ndarray) -> np.ndarray:
    """Twenty directions near each of these."""
    rows = np.repeat(np.stack(groups), 20, axis=0)
    rows = rows + 0.1 * np.random.default_rng(0).normal(size=rows.shape)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def had(*more: int) -> list[tuple[str, str, float]]:
    return [(TEXTS[at].wording, "", 1.0) for at in (*range(60), *more)]


@pytest.mark.parametrize(("met", "fresh"), [(0, True), (10, True), (11, False)])
def test_a_group_is_fresh_by_its_new_texts(met: int, fresh: bool) -> None:
    rows = np.concatenate([around(*np.eye(4)), around(np.eye(4)[3])])
    texts = [*TEXTS, *MORE_TEXTS]
    found = with_fresh(STEERING, rows, texts, had(*range(60, 60 + met)), seed=0)
    assert found.keys == (*STEERING.keys, *["tema-2"] * fresh)
    led = {texts[at].wording: {3: 1.0} for at in range(60 + met, 100)} if fresh else {}
    assert found.earlier == {**STEERING.earlier, **led}


def test_near_copies_are_one_wherever_they_lie() -> None:
    ends = "ya pak bu dong sih deh lah kan nih tuh bos gan mas om tante kak bang dek min"
    flood = [shadow(f"sekolah anak jauh pindah dari pasar pagi {end}".strip()) for end in ["", *ends.split()]]
    rows = around(*np.eye(4))
    assert with_fresh(STEERING, rows, [*TEXTS[:60], *flood], had(), seed=0) == STEERING
    assert len(with_fresh(STEERING, rows, TEXTS, had(), seed=0).keys) == 4


def test_more_of_what_was_said_before_is_not_fresh() -> None:
    rows = around(*np.eye(4)[[0, 1, 2, 0]])
    assert with_fresh(STEERING, rows, TEXTS, had(), seed=0) == STEERING


def test_nothing_is_fresh_where_no_earlier_search_leads() -> None:
    assert with_fresh(Steering(("a",)), around(*np.eye(4)), TEXTS, [], seed=0) == Steering(("a",))


def repeated(monkeypatch: pytest.MonkeyPatch, votes: float, *stabilities: float) -> None:
    """Repetitions that hold each group so often, and come out so alike with one group more and with two."""
    told = iter(stabilities)

    def some(*arguments: object, **named: object) -> Repeated:
        found = repeat(*arguments, **named)  # type: ignore[arg-type]
        return replace(found, stability=next(told), votes=np.full_like(found.votes, votes))

    monkeypatch.setattr(going_on, "repeat", some)


@pytest.mark.parametrize(("votes", "count"), [(0.59, 0), (0.61, 1)])
def test_a_group_that_repetitions_do_not_hold_is_chance(
    monkeypatch: pytest.MonkeyPatch, votes: float, count: int
) -> None:
    repeated(monkeypatch, votes, 1.0, 0.0)
    found = with_fresh(STEERING, around(*np.eye(4)), TEXTS, had(), seed=0)
    assert len(found.keys) == 3 + count


@pytest.mark.parametrize(("stabilities", "count"), [((1.0, 1.0), 2), ((1.0, 0.0), 1)])
def test_two_groups_are_two_themes_where_that_is_worth_it(
    monkeypatch: pytest.MonkeyPatch, stabilities: tuple[float, float], count: int
) -> None:
    repeated(monkeypatch, 1.0, *stabilities)
    rows = np.concatenate([around(*np.eye(5)[:3]), around(*np.eye(5)[3:])])
    texts = [*TEXTS, *MORE_TEXTS]
    assert len(with_fresh(STEERING, rows, texts, had(), seed=0).keys) == 3 + count


def test_one_subject_is_not_cut_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both halves are fresh, and the second would bring less than a theme costs."""
    repeated(monkeypatch, 1.0, 1.0, 1.0)
    rows = np.concatenate([around(*np.eye(4)), around(np.eye(4)[3])])
    texts = [*TEXTS, *MORE_TEXTS]
    assert len(with_fresh(STEERING, rows, texts, had(), seed=0).keys) == 4
