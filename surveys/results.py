"""Results from the counters; answers themselves are never scanned for figures.

All figures leave this module through `disclosure`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import N_, NotFound
from core.units.models import Unit
from surveys import disclosure
from surveys.answer_models import AnswerCount
from surveys.columns import MARK, Column, columns_of, version_counter, versions_of
from surveys.definition import OTHER, Option, QuestionDef
from surveys.entering import VIA, Via, told
from surveys.models import Survey
from surveys.queries import progress
from surveys.questions import kind_of
from surveys.skm import half_up

# unit key ("" for all) -> question -> value -> count
Counters = Mapping[str, Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True)
class OptionCount:
    """One option; `count` None is hidden. `percent` is of those who answered (several: of all answers)."""

    option: Option
    count: int | None
    percent: Decimal | None


@dataclass(frozen=True)
class QuestionResult:
    """What is shown of one question. `answered` None: hidden. `whole_only`: units have no figures of it."""

    question: QuestionDef
    answered: int | None
    options: tuple[OptionCount, ...] = ()
    numbers: "NumberFigures | None" = None
    column: Column | None = None
    whole_only: bool = False

    @property
    def all_hidden(self) -> bool:
        return bool(self.options) and all(row.count is None for row in self.options)

    @property
    def some_hidden(self) -> bool:
        return any(row.count is None for row in self.options)


@dataclass(frozen=True)
class NumberFigures:
    """Of the numbers given; the ends are single answers, so a group under five shows none of it."""

    n: int
    mean: Decimal
    median: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Results:
    """A survey's results, for all units or for one of them. `entered`: how many answers staff typed in."""

    survey: Survey
    unit: Unit | None
    answers: int
    waiting: int
    questions: tuple[QuestionResult, ...]
    units: tuple[Unit, ...]
    entered: tuple[tuple[Via, int], ...] = ()


def load_counters(session: Session, survey: Survey) -> Counters:
    """All counters of a survey, by column and in the words of its newest version."""
    steps = {
        step.counter: (column.question.name, step)
        for column in columns_of(versions_of(session, survey))
        for step in column.steps
    }
    counters: dict[str, dict[str, dict[str, int]]] = {"": {}}
    rows = session.execute(
        select(AnswerCount.unit_key, AnswerCount.question, AnswerCount.value, AnswerCount.count).where(
            AnswerCount.survey_id == survey.id, AnswerCount.count > 0
        )
    )
    for unit, counter, value, count in rows:
        name, now = counter, value
        if counter in steps:
            name, step = steps[counter]
            now = step.recode.get(value, value)
        figures = counters.setdefault(unit, {}).setdefault(name, {})
        figures[now] = figures.get(now, 0) + count
    return counters


def asked_questions(survey: Survey) -> tuple[QuestionDef, ...]:
    """Every question of every version, as last asked; options that were dropped later stay at the end."""
    return tuple(column.question for column in columns_of(survey.versions))


def unit_answers(counters: Counters) -> dict[str, int]:
    """How many answers speak about each unit."""
    return {unit: figures[""][""] for unit, figures in counters.items() if unit and "" in figures}


def total_answers(counters: Counters) -> int:
    """How many answers the counters hold."""
    return counters[""].get("", {}).get("", 0)


def named_units(session: Session, counters: Counters) -> tuple[Unit, ...]:
    """The units whose figures and texts may stand with their name."""
    shown = disclosure.shown_units(unit_answers(counters), total_answers(counters))
    return tuple(session.scalars(select(Unit).where(Unit.key.in_(shown)).order_by(Unit.position, Unit.name)))


def results_of(session: Session, survey: Survey, *, unit_key: str = "") -> Results:
    """The figures of a survey. Raises NotFound for a unit that has none or whose figures are hidden."""
    counters = load_counters(session, survey)
    units = named_units(session, counters)
    unit = next((unit for unit in units if unit.key == unit_key), None)
    if unit_key and unit is None:
        raise NotFound(
            N_("Angka unit ini belum dapat ditampilkan: jawabannya kurang dari 5, atau unitnya tidak ada.")
        )
    _, waiting = progress(session, survey)
    columns = columns_of(versions_of(session, survey))
    rows = [replace(_question(one, counters, unit_key), column=one) for one in columns]
    return Results(
        survey=survey,
        unit=unit,
        answers=unit_answers(counters)[unit.key] if unit else total_answers(counters),
        waiting=waiting,
        questions=_no_way_round(rows),
        units=units,
        entered=() if unit else told(counters[""].get(VIA, {}), total_answers(counters)),
    )


def _no_way_round(rows: Sequence[QuestionResult]) -> tuple[QuestionResult, ...]:
    """Where the figure of "Lainnya" is hidden, how many wrote beside it would tell that figure, or nearly."""
    hidden = {
        f"{row.question.name}.{OTHER}"
        for row in rows
        for one in row.options
        if one.option.value == OTHER and one.count is None
    }
    return tuple(replace(row, answered=None) if row.question.name in hidden else row for row in rows)


def _question(column: Column, counters: Counters, unit: str) -> QuestionResult:
    question, kind = column.question, kind_of(column.question)
    if question.kind == "multiple":
        return _boxes(column, counters, unit)
    if kind.chart is not None:
        return _choices(column, counters, unit)
    answered = _answered(question, counters, unit)
    if kind.is_number:
        given = counters.get(unit, {}).get(question.name, {})
        given = {number: count for number, count in given.items() if number}  # "" is a calculated text
        shown = answered is not None and disclosure.large_enough(sum(given.values()))
        return QuestionResult(question, answered, numbers=number_figures(given) if shown else None)
    return QuestionResult(question, answered)


def _answered(question: QuestionDef, counters: Counters, unit: str) -> int | None:
    sums = {key: sum(figures.get(question.name, {}).values()) for key, figures in counters.items()}
    everybody = sums.pop("")
    if unit:
        return sums[unit] if unit in disclosure.shown_units(sums, everybody) else None
    return None if disclosure.is_small(everybody) else everybody


def _choices(column: Column, counters: Counters, unit: str) -> QuestionResult:
    question = column.question
    values = [option.value for option in question.options]
    by_unit = {
        key: {value: figures.get(question.name, {}).get(value, 0) for value in values}
        for key, figures in counters.items()
    }
    total = by_unit.pop("")
    whole_only = bool(unit and column.recoded_by)
    if not unit:
        line = disclosure.protect_whole(total) if question.is_skm else disclosure.protect_line(total)
    elif question.is_skm or whole_only:
        # Units publish their index: with it, a distribution could be computed back. So it could from what was
        # shown of units before their options were counted otherwise.
        line = dict.fromkeys(values)
    else:
        line = disclosure.protect_units(total, by_unit)[unit] or dict.fromkeys(values)
    answered = _answered(question, counters, unit)
    return QuestionResult(question, answered, _rows(question, line, answered or 0), whole_only=whole_only)


def asked_answers(column: Column, figures: Mapping[str, Mapping[str, int]]) -> int:
    """How many answers were given to versions that asked this."""
    counted = {name: values[""] for name, values in figures.items() if name.startswith(MARK)}
    rest = figures.get("", {}).get("", 0) - sum(counted.values())  # of versions without a counter
    asked = {version_counter(step.version) for step in column.steps}
    return sum(counted.get(counter, 0) if counter else rest for counter in asked)


def _boxes(column: Column, counters: Counters, unit: str) -> QuestionResult:
    """Each box is a table of its own: those who ticked it, and the other answers."""
    question = column.question
    people = {key: asked_answers(column, figures) for key, figures in counters.items()}
    everybody = people.pop("")
    line: disclosure.Line = {}
    for option in question.options:
        chosen = {k: f.get(question.name, {}).get(option.value, 0) for k, f in counters.items()}
        if not unit:
            line[option.value] = disclosure.protect_choice(chosen[""], everybody)
            continue
        by_unit = {k: {"yes": chosen[k], "no": n - chosen[k]} for k, n in people.items()}
        total = {"yes": chosen[""], "no": everybody - chosen[""]}
        row = disclosure.protect_units(total, by_unit)[unit]
        line[option.value] = row["yes"] if row is not None else None
    answers = people[unit] if unit else everybody
    shown = None if disclosure.is_small(answers) else answers
    return QuestionResult(question, shown, _rows(question, line, answers))


def _rows(question: QuestionDef, line: disclosure.Line, base: int) -> tuple[OptionCount, ...]:
    return tuple(
        OptionCount(option, count, half_up(Fraction(100 * count, base), 1) if base else Decimal(0))
        if (count := line[option.value]) is not None
        else OptionCount(option, None, None)
        for option in question.options
    )


def number_figures(given: Mapping[str, int]) -> NumberFigures:
    """Mean, median and ends from "how often each number was given"."""
    ordered = sorted((Fraction(value), count) for value, count in given.items())
    n = sum(count for _, count in ordered)

    def at(place: int) -> Fraction:
        for value, count in ordered:
            place -= count
            if place < 0:
                return value
        raise IndexError(place)

    def exact(value: Fraction) -> Decimal:
        return Decimal(value.numerator) / value.denominator

    mean = sum((value * count for value, count in ordered), Fraction(0)) / n
    median = (at((n - 1) // 2) + at(n // 2)) / 2
    return NumberFigures(n, half_up(mean, 2), half_up(median, 2), exact(ordered[0][0]), exact(ordered[-1][0]))
