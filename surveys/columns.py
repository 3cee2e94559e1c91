"""Which answers of all versions belong together: a column runs through versions, by the map of each.

An answer stays as it was given, and is counted as its own version says. Whoever shows or exports it asks
here where it belongs, and what its values are called in the newest version.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.definition import Option, QuestionDef, option_list, questions_of
from surveys.logic import for_everybody
from surveys.models import Survey, SurveyVersion
from surveys.questions import kind_of
from surveys.versions import Change, Difference, changes_of

# No name that an author gives holds one: "warna@3" is what "warna" asks since version 3.
MARK = "@"
_Recode = Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """What one version asked in a column.

    `piece`: the question, under the name that its answers have. `counter`: where they are counted.
    `recode`: what its values are called in the newest version, where that is something else.
    """

    version: SurveyVersion
    change: Change
    piece: QuestionDef
    counter: str = ""
    recode: _Recode = field(default_factory=dict)

    def value(self, given: object) -> object:
        """What an answer is called in the newest version."""
        if isinstance(given, list):
            return [self.value(one) for one in given]
        return self.recode.get(given, given) if isinstance(given, str) else given


@dataclass(frozen=True)
class Recoded:
    """An option of older versions that counts as another one."""

    versions: tuple[int, ...]
    old: Option
    new: Option


@dataclass(frozen=True)
class Column:
    """A question as its figures are shown; `steps`: what versions asked, the newest first.

    `ended`: options that the newest of them has no more.
    """

    question: QuestionDef
    steps: tuple[Step, ...]
    ended: tuple[Option, ...] = ()

    @property
    def since(self) -> int:
        """The first version that asked it."""
        return self.steps[-1].version.number

    @property
    def until(self) -> int:
        """The last version that asked it."""
        return self.steps[0].version.number

    @property
    def recoded_by(self) -> int:
        """The last version that counts old values otherwise; 0: none did."""
        counted = self.steps[0].change.counted
        return counted if counted > self.since else 0

    @property
    def recoded(self) -> tuple[Recoded, ...]:
        """What counts as something else than was chosen."""
        now = {option.value: option for option in self.question.options}
        moved: dict[tuple[Option, str], list[int]] = {}
        for step in self.steps:
            for option in step.piece.options:
                value = step.recode.get(option.value, option.value)
                if value != option.value:
                    moved.setdefault((option, value), []).append(step.version.number)
        return tuple(
            Recoded(tuple(sorted(numbers)), old, now[value]) for (old, value), numbers in moved.items()
        )


def versions_of(session: Session, survey: Survey) -> list[SurveyVersion]:
    """All versions, the newest first, as they are now."""
    found = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id)
    return list(session.scalars(found.order_by(SurveyVersion.number.desc())))


def version_counter(version: SurveyVersion) -> str:
    """Under what the answers to a version are counted; "": only with all, as in the first and before there were maps."""
    return f"{MARK}{version.number}" if version.number > 1 and version.changes else ""


def counted_pieces(version: SurveyVersion) -> tuple[tuple[QuestionDef, str], ...]:
    """What a version asks, piece by piece, and where the answers are counted."""
    changes = changes_of(version)
    return tuple(
        pair
        for question in questions_of(version)
        for pair in _named(question, changes[question.name].counted)
    )


def _named(question: QuestionDef, number: int) -> Iterator[tuple[QuestionDef, str]]:
    """The pieces, and what they are called where the question is the one since a version."""
    called = replace(question, name=f"{question.name}{MARK}{number}") if number else question
    parts = kind_of(question).parts
    return zip(parts(question), (part.name for part in parts(called)), strict=True)


def _walk(versions: Iterable[SurveyVersion]) -> Iterator[Step]:
    """Every question of every version, from the newest back: maps are put together on the way."""
    recodes: dict[tuple[str, int], _Recode] = {}
    for version in sorted(versions, key=lambda version: -version.number):
        changes = changes_of(version)
        for question in questions_of(version):
            change = changes[question.name]
            column = question.name, change.column
            so_far = recodes.get(column, {})
            yield Step(version, change, question, recode=so_far)
            own = {old: so_far.get(new, new) for old, new in change.recode.items()}
            recodes[column] = {**so_far, **own}


def _pieces(asked: Step) -> Iterator[tuple[str, Step]]:
    columns, counters = (_named(asked.piece, n) for n in (asked.change.column, asked.change.counted))
    for (piece, column), (_, counter) in zip(columns, counters, strict=True):
        yield (
            column,
            replace(asked, piece=piece, counter=counter, recode=asked.recode if piece.options else {}),
        )


def columns_of(versions: Iterable[SurveyVersion]) -> tuple[Column, ...]:
    """Every column, as last asked and in that order; what newer versions no longer ask stands at the end."""
    found: dict[str, list[Step]] = {}
    for asked in _walk(versions):
        for column, step in _pieces(asked):
            found.setdefault(column, []).append(step)
    newest = {steps[0].piece.name: name for name, steps in reversed(found.items())}
    return tuple(
        _column(name, steps, is_newest=newest[steps[0].piece.name] == name) for name, steps in found.items()
    )


def differences(
    versions: Iterable[SurveyVersion],
    questions: Iterable[QuestionDef],
    figures: Mapping[str, Mapping[str, int]],
) -> tuple[Difference, ...]:
    """Each question of the next version beside what it was in the last version that asked it.

    `figures`: by column, of all units together.
    """
    ways: dict[str, list[Step]] = {}
    for asked in _walk(versions):
        way = ways.setdefault(asked.piece.name, [])
        if not way or way[0].change.column == asked.change.column:
            way.append(asked)
    return tuple(_difference(question, ways.get(question.name, []), figures) for question in questions)


def _difference(
    question: QuestionDef, way: Sequence[Step], figures: Mapping[str, Mapping[str, int]]
) -> Difference:
    if not way:
        return Difference(question)
    tables = tuple(figures.get(column, {}) for column, _ in _pieces(way[0]))
    return Difference(question, way[0].piece, way[0].change, _ended(way), tables)


def _column(name: str, steps: Sequence[Step], *, is_newest: bool) -> Column:
    ended = _ended(steps)
    question = for_everybody(replace(steps[0].piece, name=name))
    if ended:
        config = {**question.config, "options": option_list([*question.options, *ended])}
        question = replace(question, config=config)
    if not is_newest:
        question = _dated(question, steps[-1].version.number, steps[0].version.number)
    return Column(question, tuple(steps), ended)


def _dated(question: QuestionDef, since: int, until: int) -> QuestionDef:
    """Two columns may have the same words: the older one says which versions asked it."""
    span = f"{since}" if since == until else f"{since}–{until}"
    english = f"{question.label_en} (version {span})" if question.label_en else ""
    return replace(question, label_id=f"{question.label_id} (versi {span})", label_en=english)


def _ended(steps: Sequence[Step]) -> tuple[Option, ...]:
    """The options that the newest of these no longer offers, in the newest words they had."""
    newest = steps[0].piece
    offered = {option.value for option in newest.options}
    words = {option.label_id for option in newest.options}
    ended: dict[str, Option] = {}
    for step in steps[1:]:
        for option in step.piece.options:
            value = step.recode.get(option.value, option.value)
            if value not in offered and value not in ended:
                number = step.version.number
                ended[value] = replace(
                    _until(option, number) if option.label_id in words else option, value=value
                )
    return tuple(ended.values())


def _until(option: Option, number: int) -> Option:
    """An option whose words now mean another one."""
    english = f"{option.label_en} (until version {number})" if option.label_en else ""
    return replace(option, label_id=f"{option.label_id} (sampai versi {number})", label_en=english)
