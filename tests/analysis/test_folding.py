"""Near copies are one voice; what turns a sentence round is none."""

import pytest

from analysis.folding import COMPARED, copies, folds, near_copies

BASE = "Mohon perbaiki jaringan internet di kantor kelurahan karena setiap pagi lambat sekali"


@pytest.mark.parametrize(
    "other",
    [
        BASE.upper() + "!!!",
        BASE.replace("kelurahan", "kelurahaan"),
        BASE + " sekali",
        BASE.replace("Mohon ", "mohon, "),
    ],
)
def test_near_copies_share_a_fold(other: str) -> None:
    noise = ["Kursi tunggu di loket kurang", "", "Tolong adakan pelatihan Excel untuk semua staf"]
    assert near_copies([noise[0], BASE, noise[1], other, noise[2]]) == [0, 1, 2, 1, 3]


@pytest.mark.parametrize(
    "other",
    [
        BASE.replace("lambat", "tidak lambat"),
        BASE + " 2",
        "internet lambat",
        "Tolong perbaiki kursi tunggu di loket kelurahan karena setiap siang penuh sekali",
    ],
)
def test_another_meaning_is_another_fold(other: str) -> None:
    assert near_copies([BASE, other]) == [0, 1]


def test_copies_count_folds_of_more_than_one_and_their_texts() -> None:
    assert copies(near_copies([BASE, BASE, "", "", "", "ya", "lain"])) == {"folds": 2, "texts": 5}
    assert copies([]) == {"folds": 0, "texts": 0}


def test_a_fold_does_not_depend_on_the_order() -> None:
    texts = [BASE, "kursi", BASE + "!", "meja dan kursi rusak semua", BASE.lower(), "kursi"]
    order = [3, 0, 5, 2, 1, 4]
    straight, turned = near_copies(texts), near_copies([texts[at] for at in order])
    pairs = {(a, b): straight[a] == straight[b] for a in order for b in order}
    place = {at: found for found, at in enumerate(order)}
    assert pairs == {(a, b): turned[place[a]] == turned[place[b]] for a in order for b in order}


def test_keys_tell_nothing_without_the_salt() -> None:
    texts = [BASE, BASE + ".", "lain"]
    one, two = folds(texts, salt=b"a"), folds(texts, salt=b"b")
    assert (one[0] == one[1] != one[2], two[0] == two[1] != two[2]) == (True, True)
    assert not set(one) & set(two)


def test_a_flood_is_compared_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    from rapidfuzz import fuzz

    asked: list[int] = []
    monkeypatch.setattr(fuzz, "ratio", lambda *texts, score_cutoff: asked.append(1) or 0.0)
    texts = [f"{BASE} nomor{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(400)]
    assert len(set(near_copies(texts))) == 400
    assert len(asked) <= 400 * 4 * COMPARED
