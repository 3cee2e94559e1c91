"""The shipped taxonomies read their own examples, out of fold, well above chance: a floor, not a goal."""

import csv
from io import StringIO

import pytest

from analysis import ThemeModel, shipped_taxonomy
from analysis.resources import read_text


@pytest.mark.slow
@pytest.mark.parametrize(("key", "floor"), [("asn", 0.72), ("skm", 0.66)])
def test_examples_are_read_out_of_fold(key: str, floor: float) -> None:
    rows = list(csv.DictReader(StringIO(read_text(f"{key}.csv"))))
    model = ThemeModel(key).fit([row["text"] for row in rows])
    held_out = model.report_.quality["held_out"]
    assert held_out["examples"] == len(shipped_taxonomy(key).examples)
    assert held_out["accuracy"] > floor
    got = [label or "lainnya" for label in model.labels_]
    hits = sum(label == row["theme"] for label, row in zip(got, rows, strict=True)) / len(rows)
    # Read as input or held out as example: the same folds, so nearly the same figure.
    assert abs(hits - held_out["accuracy"]) < 0.05


@pytest.mark.slow
def test_plain_wishes_are_told_from_noise() -> None:
    texts = [
        "Mohon pelatihan aplikasi komputer bagi staf kelurahan",
        "printer rusak dan internet lambat",
        "-",
    ]
    assert ThemeModel("asn").fit(texts).labels_ == ["literasi_digital", "sarana_jaringan", None]
