"""The SKM of a survey from its counters, through the gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from core.units.models import Unit
from surveys import disclosure, skm
from surveys.models import Survey
from surveys.results import (
    Counters,
    asked_questions,
    load_counters,
    named_units,
    total_answers,
    unit_answers,
)
from surveys.skm_instruments import CURRENT, FREE_ELEMENT, Band, Element


@dataclass(frozen=True)
class ElementFigures:
    """An element's row. `nrr` None: hidden, or nobody answered. `counts` from step 1 to 4, None: hidden."""

    element: Element
    answered: int | None
    nrr: Decimal | None
    counts: tuple[int, ...] | None
    lowest: bool


@dataclass(frozen=True)
class UnitIndex:
    """The index of a unit; everything is None where the unit has too few answers."""

    unit: Unit
    answers: int
    ikm: Decimal | None
    band: Band | None


@dataclass(frozen=True)
class SkmReport:
    """What the page and the print show."""

    survey: Survey
    n: int
    elements: tuple[ElementFigures, ...]
    missing: tuple[Element, ...]
    ikm: Decimal | None
    ikm_without_biaya: Decimal | None
    band: Band | None
    minimum_sample: int | None
    units: tuple[UnitIndex, ...]
    compatible: bool

    @property
    def lowest(self) -> tuple[ElementFigures, ...]:
        """The elements to improve first, the lowest at the head."""
        return tuple(sorted((row for row in self.elements if row.lowest), key=lambda row: row.nrr or 0))

    @property
    def withheld(self) -> bool:
        """Whether averages are hidden because few people answered or one answer would show."""
        return any(row.answered is None or (row.answered and row.nrr is None) for row in self.elements)


def skm_report(session: Session, survey: Survey, *, compatible: bool = False) -> SkmReport | None:
    """The report; None for a survey without an element."""
    asked = {question.name for question in asked_questions(survey) if question.is_skm}
    present = tuple(element for element in CURRENT.elements if element.key in asked)
    if not present:
        return None
    counters = load_counters(session, survey)
    n = total_answers(counters)
    counts = element_counts(counters, "", present)
    result = skm.compute(counts, n=n, compatible=compatible)
    withheld = withheld_elements(counts)
    shown = [key for key in result.exact_nrr if key not in withheld]
    lowest = [key for key in result.lowest(len(present)) if key in shown][:3]
    whole, others = not withheld, withheld <= {FREE_ELEMENT}
    return SkmReport(
        survey=survey,
        n=n,
        elements=tuple(_row(e, counts[e.key], result, withheld, lowest) for e in present),
        missing=tuple(element for element in CURRENT.elements if element.key not in asked),
        ikm=result.ikm if whole else None,
        ikm_without_biaya=result.ikm_without_biaya if others else None,
        band=result.band if whole else None,
        minimum_sample=skm.minimum_sample(survey.population) if survey.population else None,
        units=_units(session, counters, present, compatible) if whole else (),
        compatible=compatible,
    )


def element_counts(counters: Counters, unit: str, elements: tuple[Element, ...]) -> dict[str, dict[int, int]]:
    """How often each step was given, per element."""
    figures = counters.get(unit, {})
    return {
        element.key: {step: figures.get(element.key, {}).get(str(step), 0) for step in CURRENT.steps}
        for element in elements
    }


def withheld_elements(counts: Mapping[str, Mapping[int, int]]) -> set[str]:
    """Elements whose average stays hidden; the index then does too, it would give the average back."""
    return {
        key
        for key, given in counts.items()
        if disclosure.is_small(sum(given.values())) or disclosure.average_tells_on_one(given, CURRENT.steps)
    }


def _row(
    element: Element,
    given: Mapping[int, int],
    result: skm.SkmResult,
    withheld: set[str],
    lowest: list[str],
) -> ElementFigures:
    answered = sum(given.values())
    line = disclosure.protect_whole({str(step): count for step, count in given.items()})
    counts = tuple(count for count in line.values() if count is not None)
    return ElementFigures(
        element=element,
        answered=None if disclosure.is_small(answered) else answered,
        nrr=None if element.key in withheld else result.nrr[element.key],
        counts=counts if answered and len(counts) == len(line) else None,
        lowest=element.key in lowest,
    )


def _units(
    session: Session, counters: Counters, elements: tuple[Element, ...], compatible: bool
) -> tuple[UnitIndex, ...]:
    """One row for each unit that may be named; none at all when a single unit has all the answers."""
    answers = unit_answers(counters)
    rows = []
    for unit in named_units(session, counters):
        counts = element_counts(counters, unit.key, elements)
        few = any(disclosure.is_small(sum(given.values())) for given in counts.values())
        result = skm.compute(counts, n=answers[unit.key], compatible=compatible)
        rows.append(
            UnitIndex(unit, answers[unit.key], None if few else result.ikm, None if few else result.band)
        )
    return tuple(rows)
