"""SKM, the public satisfaction survey: averages, index, band, minimum sample.

Pure and exact: everything is a fraction until it is shown. What is asked, and where a band begins,
is in `skm_instruments`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from surveys.skm_instruments import CURRENT, FREE_ELEMENT, Band, Instrument

# How often each value was given, per element: what the counters hold.
Counts = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True)
class SkmResult:
    """What is published. An element that nobody answered has no average and no part in the index."""

    n: int
    nrr: dict[str, Decimal | None]
    exact_nrr: dict[str, Fraction]
    ikm: Decimal | None
    ikm_without_biaya: Decimal | None
    band: Band | None

    def lowest(self, how_many: int = 3) -> tuple[str, ...]:
        """The elements that need attention first; ties in the instrument's order."""
        ranked = sorted(self.exact_nrr, key=self.exact_nrr.__getitem__)
        return tuple(ranked[:how_many])


def half_up(value: Fraction, places: int) -> Decimal:
    """Round a fraction once, half away from zero for the positive figures used here."""
    steps = (value * 10**places * 2 + 1) // 2
    return Decimal(steps).scaleb(-places)


def average(counts: Mapping[int, int]) -> Fraction | None:
    """NRR: the sum of the values over those who answered; a missing answer is missing, not zero."""
    answered = sum(counts.values())
    return Fraction(sum(v * n for v, n in counts.items()), answered) if answered else None


def exact_weight(elements: int) -> Fraction:
    """Each element weighs the same."""
    return Fraction(1, elements)


def compatible_weight(elements: int) -> Fraction:
    """ "kompatibilitas": the weight cut off after three places (0,111 for nine), as older sheets have it.

    Its index is lower than the regulation's and can fall into another band: for comparison only.
    """
    return Fraction(1000 // elements, 1000)


def index(averages: Mapping[str, Fraction], *, factor: int = 25, compatible: bool = False) -> Decimal | None:
    """IKM to two places; None when nothing was answered."""
    if not averages:
        return None
    weight = compatible_weight(len(averages)) if compatible else exact_weight(len(averages))
    return half_up(sum(averages.values(), Fraction(0)) * weight * factor, 2)


def compute(
    counts: Counts, *, n: int, instrument: Instrument = CURRENT, compatible: bool = False
) -> SkmResult:
    """All figures of one group of `n` respondents from its counters."""
    exact = {key: value for key in instrument.keys if (value := average(counts.get(key, {}))) is not None}
    ikm = index(exact, factor=instrument.factor, compatible=compatible)
    others = {key: value for key, value in exact.items() if key != FREE_ELEMENT}
    return SkmResult(
        n=n,
        nrr={key: half_up(exact[key], 2) if key in exact else None for key in instrument.keys},
        exact_nrr=exact,
        ikm=ikm,
        ikm_without_biaya=index(others, factor=instrument.factor, compatible=compatible),
        band=instrument.band(ikm) if ikm is not None else None,
    )


_CHI_SQUARE = Fraction("3.841")
_EVEN_SPLIT = Fraction(1, 4)  # P (1 - P) at P = 0.5, the widest spread
_ERROR_SQUARE = Fraction("0.0025")  # d = 0.05


def minimum_sample(population: int) -> int:
    """Krejcie and Morgan's sample for a population, rounded half up. It advises and never blocks."""
    if population < 1:
        raise ValueError("a population has at least one member")
    top = _CHI_SQUARE * population * _EVEN_SPLIT
    return int(half_up(top / (_ERROR_SQUARE * (population - 1) + _CHI_SQUARE * _EVEN_SPLIT), 0))
