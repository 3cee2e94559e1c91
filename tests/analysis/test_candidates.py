"""What fits no theme is grouped and proposed, and only where a word holds the group together."""

import json
from collections import Counter

import pytest

from analysis import Taxonomy, ThemeModel, candidates
from analysis.normalise import Shadow
from tests.analysis.conftest import NOISE

PLACES = (
    "depan sekolah",
    "dekat pasar",
    "arah pelabuhan",
    "samping gereja",
    "belakang masjid",
    "ujung kampung",
    "muka kantor",
    "sebelah toko",
    "bawah jembatan",
    "atas bukit",
)
ROAD = [f"jalan aspal rusak berlubang {place}" for place in PLACES]
MONTHS = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober")
CASH = [f"harga beras mahal bulan {month}" for month in MONTHS]
# Things said once, about nothing in common.
ODD = [
    "sepak bola kemarin seru",
    "lagu baru enak didengar",
    "cuaca cerah berawan",
    "kucing hilang tiga hari",
    "film tadi malam panjang",
    "resep sambal pedas",
    "kereta api di jawa",
    "bintang jatuh indah",
]

STRANGE = [f"{one}a{two}u {two}i{one}o {one}e{two}a" for one in "bdgk" for two in "lmnprst"]


def model(taxonomy: Taxonomy) -> ThemeModel:
    return ThemeModel(taxonomy, encoders="none")


def test_what_the_taxonomy_does_not_know_becomes_a_candidate(taxonomy: Taxonomy) -> None:
    texts = [*ROAD, *CASH, *ODD, *NOISE, "pupuk untuk pohon mangga", "jaring nelayan robek"]
    fitted = model(taxonomy).fit(texts)
    found = fitted.report_.themes[2:]
    assert [theme.candidate for theme in fitted.report_.themes] == [False, False, *[True] * len(found)]
    # The taxonomy knows so little that it takes one or the other for its own.
    (road, roads), (price, prices) = (
        Counter(labels).most_common(1)[0] for labels in (fitted.labels_[:10], fitted.labels_[10:20])
    )
    assert roads >= 8
    assert prices >= 8
    assert {road, price} == {"baru-1", "baru-2"}
    assert fitted.labels_[-2:] == ["kebun", "laut"]


def test_odd_things_are_not_forced_into_a_theme(taxonomy: Taxonomy) -> None:
    fitted = model(taxonomy).fit([*ODD, *STRANGE])
    assert [theme.id for theme in fitted.report_.themes] == ["kebun", "laut"]


def test_few_left_over_make_no_candidate(taxonomy: Taxonomy) -> None:
    assert [theme.id for theme in model(taxonomy).fit([*ROAD, *ODD]).report_.themes] == ["kebun", "laut"]


def test_later_answers_reach_the_candidates_too(taxonomy: Taxonomy) -> None:
    fitted = model(taxonomy).fit([*ROAD, *CASH, *ODD])
    settings = json.loads(json.dumps(fitted.report_.to_dict()["settings"]))
    later = ["jalan aspal rusak berlubang", "jaring nelayan robek", "sonata gitar"]
    again = ThemeModel.restore(settings).assign(later)
    assert again == fitted.assign(later)
    assert [reading.theme for reading in again] == [fitted.labels_[0], "laut", None]


def group(*texts: str) -> list[Shadow]:
    return [Shadow(text, tuple(text.split()), tuple(text.split()), "indonesian") for text in texts]


@pytest.mark.parametrize(
    ("texts", "everywhere", "held"),
    [
        # A word of four of seven that nobody else says.
        (("jalan a", "jalan b", "jalan c", "jalan d", "e", "f", "g"), {}, True),
        # Of four of nine: less than half.
        (("jalan a", "jalan b", "jalan c", "jalan d", "e", "f", "g", "h", "i"), {}, False),
        # Of three: too few.
        (("jalan a", "jalan b", "jalan c", "d", "e"), {}, False),
        # A word that all say, also the fifteen others.
        (("jalan a", "jalan b", "jalan c", "jalan d", "jalan e"), {"jalan": 20}, False),
        # A word that says nothing.
        (("semoga a", "semoga b", "semoga c", "semoga d", "semoga e"), {}, False),
        # Four answers.
        (("jalan a", "jalan b", "jalan c", "jalan d"), {}, False),
    ],
)
def test_a_word_must_hold_a_candidate_together(
    texts: tuple[str, ...], everywhere: dict[str, int], held: bool
) -> None:
    counted = Counter({word: 1 for text in texts for word in text.split()}) | Counter(everywhere)
    assert candidates._held_together(group(*texts), counted, 20) is held
