"""Folds: stable, shared by near copies, found again for a text that is an example."""

from analysis.folds import HashFolds, NoFolds
from analysis.normalise import PlainNormaliser
from tests.analysis.conftest import GARDEN, SEA

normalise = PlainNormaliser()
LONG = "pelatihan penyusunan laporan pertanggungjawaban belanja untuk bendahara kelurahan"


def test_folds_are_stable_and_used() -> None:
    examples = [normalise(f"contoh nomor {word} tentang {word}") for word in "abcdefghijklmnopqrstuvwxyz" * 2]
    split = HashFolds().split(examples)
    assert split == HashFolds().split(examples)
    assert split[:26] == split[26:]
    assert split == list(reversed(HashFolds().split(examples[::-1])))


def test_different_texts_use_every_fold() -> None:
    examples = [normalise(f"{word * 9} {word * 7}") for word in "bcdfghjklmnpqrstvwxz"]
    assert set(HashFolds().split(examples)) == {0, 1, 2, 3, 4}


def test_near_copies_share_a_fold_through_a_chain() -> None:
    chain = [LONG, LONG + " kota", LONG + " kota kupang"]
    for count in range(2, 30):
        assert len(set(HashFolds(count).split([normalise(text) for text in chain]))) == 1


def test_a_text_finds_its_example_its_near_copy_or_nothing() -> None:
    examples = [normalise(text) for text in [*GARDEN, *SEA, LONG]]
    folds = HashFolds()
    split = folds.split(examples)
    texts = [GARDEN[0].upper() + "!!", "sungguh " + LONG, "hal lain sama sekali"]
    assert folds.find([normalise(text) for text in texts], examples, split) == [split[0], split[-1], None]


def test_without_examples_nothing_is_found() -> None:
    assert HashFolds().find([normalise("apa saja")], [], []) == [None]
    assert HashFolds().split([]) == []


def test_no_folds_never_holds_a_text_back() -> None:
    examples = [normalise(text) for text in GARDEN]
    split = NoFolds().split(examples)
    assert split == [-1] * len(GARDEN)
    assert NoFolds().find(examples, examples, split) == [None] * len(GARDEN)
