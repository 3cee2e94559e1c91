"""The SKM reckoning against the reference vectors, and against what other programs got wrong."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from surveys import skm
from surveys.skm_instruments import CURRENT, PERMENPANRB_14_2017

VECTORS = json.loads((Path(__file__).parent / "data" / "skm_test_vectors.json").read_text())
KEYS = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarpras",
    "pengaduan",
)


def counts_with(total: int, n: int) -> dict[int, int]:
    """Some distribution of n answers with this sum of values."""
    counts = {1: n, 2: 0, 3: 0, 4: 0}
    for _ in range(total - n):
        lower = max(value for value in (1, 2, 3) if counts[value])
        counts[lower] -= 1
        counts[lower + 1] += 1
    assert sum(counts.values()) == n
    assert sum(value * count for value, count in counts.items()) == total
    return counts


def spread(total: int, n: int) -> dict[str, dict[int, int]]:
    """Nine elements of n answers whose values add up to `total`."""
    share, rest = divmod(total, len(KEYS))
    return {key: counts_with(share + (i < rest), n) for i, key in enumerate(KEYS)}


REFERENCE = {
    key: counts_with(total, 29) for key, total in zip(KEYS, VECTORS["ikm"]["totals_n29"], strict=True)
}


def test_reference_survey_gives_91_48_and_A() -> None:
    result = skm.compute(REFERENCE, n=29)
    assert (result.n, result.ikm, result.band and result.band.letter) == (29, Decimal("91.48"), "A")
    assert result.nrr == {
        "persyaratan": Decimal("3.62"),
        "prosedur": Decimal("3.48"),
        "waktu": Decimal("3.45"),
        "biaya": Decimal("4.00"),
        "produk": Decimal("3.52"),
        "kompetensi": Decimal("3.62"),
        "perilaku": Decimal("3.66"),
        "sarpras": Decimal("3.62"),
        "pengaduan": Decimal("3.97"),
    }
    exact = sum(result.exact_nrr.values()) / 9 * 25
    assert Decimal(exact * 10**8 // 1).scaleb(-8) == Decimal(VECTORS["ikm"]["exact"])  # cut off there


def test_index_with_and_without_biaya() -> None:
    without = Decimal(105 + 101 + 100 + 102 + 105 + 106 + 105 + 115) / 29 / 8 * 25
    assert skm.compute(REFERENCE, n=29).ikm_without_biaya == without.quantize(Decimal("0.01"))
    only = skm.compute({"biaya": {4: 5}}, n=5)
    assert (only.ikm, only.ikm_without_biaya) == (Decimal("100.00"), None)


def test_three_lowest_elements_ties_in_the_instruments_order() -> None:
    assert skm.compute(REFERENCE, n=29).lowest() == ("waktu", "prosedur", "produk")
    level = {key: {3: 5} for key in KEYS}
    assert skm.compute(level, n=5).lowest(2) == ("persyaratan", "prosedur")


@pytest.mark.parametrize(("exact", "letter"), VECTORS["band_edges"])
def test_band_edges_are_rounded_half_up_before_they_are_compared(exact: str, letter: str) -> None:
    assert CURRENT.band(skm.half_up(Fraction(exact), 2)).letter == letter


@pytest.mark.parametrize(("n", "total", "exact", "shown", "letter"), VECTORS["gap_cases_n_sum"])
def test_indexes_between_the_printed_bands(n: int, total: int, exact: str, shown: str, letter: str) -> None:
    result = skm.compute(spread(total, n), n=n)
    assert skm.half_up(sum(result.exact_nrr.values(), Fraction(0)) / 9 * 25, 5) == Decimal(exact)
    assert (str(result.ikm), result.band and result.band.letter) == (shown, letter)


@pytest.mark.parametrize(("total", "right", "cut_off"), VECTORS["weight_flip_n10_sum"])
def test_a_weight_cut_off_falls_into_another_band(total: int, right: str, cut_off: str) -> None:
    result = skm.compute(spread(total, 10), n=10)
    assert f"{result.ikm} {result.band.letter if result.band else ''}" == right
    if cut_off.startswith("0.111 "):
        compatible = skm.compute(spread(total, 10), n=10, compatible=True)
        letter = compatible.band.letter if compatible.band else ""
        assert f"0.111 -> {compatible.ikm} {letter}" == cut_off


def test_compatible_weight_is_an_option_and_gives_what_old_sheets_give() -> None:
    assert str(skm.compute(REFERENCE, n=29, compatible=True).ikm) == VECTORS["ikm"]["weight_0.111"]
    assert skm.compatible_weight(8) == skm.exact_weight(8) == Fraction(1, 8)


@pytest.mark.parametrize(
    ("population", "sample"), VECTORS["krejcie_morgan_round_half_up_chi2_3.841_P0.5_d0.05"].items()
)
def test_minimum_sample(population: str, sample: int) -> None:
    assert skm.minimum_sample(int(population)) == sample


def test_a_population_of_nobody_has_no_sample() -> None:
    with pytest.raises(ValueError, match="at least one"):
        skm.minimum_sample(0)


def test_half_up_not_half_even() -> None:
    assert [skm.half_up(Fraction(x), 2) for x in ("0.125", "0.135", "0.124999")] == [
        Decimal("0.13"),
        Decimal("0.14"),
        Decimal("0.12"),
    ]


# What other programs got wrong.


def test_mistake_band_begins_above_its_edge() -> None:
    assert CURRENT.band(Decimal("88.31")).letter == "A"
    assert CURRENT.band(Decimal("65.00")).letter == "C"


def test_mistake_missing_answer_counted_as_zero() -> None:
    some_missing = {**REFERENCE, "waktu": {4: 10}}
    assert skm.compute(some_missing, n=29).nrr["waktu"] == Decimal("4.00")


def test_an_element_nobody_answered_has_no_average_and_no_weight() -> None:
    result = skm.compute({key: {4: 3, 2: 3} for key in KEYS if key != "sarpras"}, n=6)
    assert result.nrr["sarpras"] is None
    assert result.ikm == Decimal("75.00")


def test_nothing_answered_gives_nothing() -> None:
    result = skm.compute({}, n=0)
    assert (result.ikm, result.ikm_without_biaya, result.band, result.lowest()) == (None, None, None, ())


def test_mistake_thresholds_of_an_older_rule() -> None:
    assert [(band.letter, str(band.floor)) for band in CURRENT.bands] == [
        ("A", "88.31"),
        ("B", "76.61"),
        ("C", "65.00"),
        ("D", "25.00"),
    ]
    assert CURRENT.band(Decimal("76.63")).letter == "B"
    assert CURRENT.band(Decimal("88.50")).letter == "A"


def test_mistake_first_option_missing() -> None:
    assert CURRENT.steps == (1, 2, 3, 4)
    assert skm.compute({key: {1: 7} for key in KEYS}, n=7).ikm == Decimal("25.00")
    assert all(len(set(e.steps_id)) == len(set(e.steps_en)) == 4 for e in CURRENT.elements)


def test_mistake_ninth_question_repeats_the_eighth() -> None:
    assert CURRENT.keys == KEYS
    assert len({e.question_id for e in CURRENT.elements}) == 9
    assert len({e.question_en for e in CURRENT.elements}) == 9
    assert [e.key for e in CURRENT.elements if "pengaduan" in e.question_id] == ["pengaduan"]


def test_mistake_stars_without_words() -> None:
    for element in CURRENT.elements:
        for words in (*element.steps_id, *element.steps_en):
            assert words.replace(" ", "").isalpha(), words


def test_an_instrument_is_named_after_its_rule() -> None:
    assert PERMENPANRB_14_2017.name == "PermenPANRB 14/2017"
    assert CURRENT is PERMENPANRB_14_2017
