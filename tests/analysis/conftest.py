"""A small taxonomy whose themes anyone can tell apart, and the stages that make a test fast."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from analysis import Example, Taxonomy, Theme, ThemeModel

GARDEN = [
    "tanam pohon mangga di kebun",
    "pohon pisang di kebun mati kering",
    "kebun sayur perlu pupuk dan air",
    "bibit sayur untuk kebun belakang",
    "pupuk kandang untuk pohon jeruk",
    "siram bibit pohon tiap pagi",
]
SEA = [
    "perahu nelayan bocor di laut",
    "jaring nelayan robek kena karang laut",
    "ombak laut besar perahu karam",
    "ikan tongkol di laut banyak",
    "mesin perahu nelayan mati",
    "jaring ikan baru untuk perahu",
]
NOISE = ["semoga sehat selalu", "tidak ada komentar", "salam sejahtera semuanya", "ikut saja apa kata ketua"]


class CountingEncoder:
    """A stand-in for a sentence encoder: counts letters, remembers what it was asked."""

    name = "letters"
    dimensions = 26

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.asked: list[str] = []

    def encode(self, wordings: Sequence[str]) -> Any:
        import numpy as np

        self.asked += wordings
        counts = [
            [wording.count(letter) + 0.0 for letter in "abcdefghijklmnopqrstuvwxyz"] for wording in wordings
        ]
        return np.array(counts, dtype=np.float32)


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return Taxonomy(
        "kampung",
        (
            Theme("kebun", "Kebun", "Garden", "Tanaman dan pupuk", ("pohon", "sayur")),
            Theme("laut", "Laut", "Sea", "Perahu dan ikan", ("nelayan", "jaring")),
        ),
        tuple(
            Example(text, theme)
            for theme, texts in (("kebun", GARDEN), ("laut", SEA), (None, NOISE))
            for text in texts
        ),
    )


@pytest.fixture
def make(taxonomy: Taxonomy) -> Callable[..., ThemeModel]:
    def build(**arguments: Any) -> ThemeModel:
        return ThemeModel(**{"taxonomy": taxonomy, "encoders": "none", **arguments})

    return build
