"""Which answers of all versions belong together: a column runs through versions, by the map of each.

Figures are counted in the words of the newest version. An answer stays as it was given; whoever counts,
shows or exports it asks here where it belongs and what its value is called now.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.definition import Option, QuestionDef, option_list, questions_of
from surveys.logic import for_everybody
from surveys.models import Survey, SurveyVersion
from surveys.questions import kind_of
from surveys.versions import Difference, Status, changes_of

# No name that an author gives holds one: "warna@3" is what "warna" was before version 3 asked something else.
BREAK = "@"
_Recode = Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """A piece of one version's question, and the column where its answers go."""

    piece: QuestionDef
    column: str
    recode: _Recode = field(default_factory=dict, hash=False)

    def value(self, given: object) -> object:
        """What an answer is called in the newest version."""
        if isinstance(given, list):
            return list(dict.fromkeys(self.value(one) for one in given))
        return self.recode.get(given, given) if isinstance(given, str) else given


@dataclass(frozen=True)
class Recoded:
    """An option of older versions that counts as another one."""

    versions: tuple[int, ...]
    old: Option
    new: Option


@dataclass(frozen=True)
class Column:
    """A question as its figures are shown. `since` and `until`: the first and the last version that asked it.

    `piece`: under which name its answers are stored. `ended`: options that the newest of them has no more.
    """

    question: QuestionDef
    since: int
    until: int
    piece: str
    numbers: frozenset[int]
    version_ids: frozenset[int]
    reworded: tuple[int, ...] = ()
    recoded: tuple[Recoded, ...] = ()
    ended: tuple[Option, ...] = ()


@dataclass(frozen=True)
class _Asked:
    """A question of one version on the way back from the newest one."""

    version: SurveyVersion
    question: QuestionDef
    status: Status
    suffix: str
    recode: _Recode

    def sources(self) -> Iterator[Source]:
        base = len(self.question.name)
        for piece in kind_of(self.question).parts(self.question):
            column = f"{piece.name[:base]}{self.suffix}{piece.name[base:]}"
            yield Source(piece, column, self.recode if piece.options else {})


@dataclass(frozen=True)
class _Step:
    """What one version asked in a column."""

    number: int
    question: QuestionDef
    recode: _Recode


def versions_of(session: Session, survey: Survey) -> list[SurveyVersion]:
    """All versions, the newest first, as they are now."""
    found = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id)
    return list(session.scalars(found.order_by(SurveyVersion.number.desc())))


def version_column(number: int) -> str:
    """Under what the answers to a later version are counted; those to the first are the rest of all answers."""
    return f"{BREAK}{number}"


def base_of(column: str) -> str:
    """The name that the author gave to the question of a column."""
    return column.partition(".")[0].partition(BREAK)[0]


def _walk(versions: Iterable[SurveyVersion]) -> Iterator[_Asked]:
    """Every question of every version, from the newest back: maps are put together on the way."""
    suffixes: dict[str, str] = {}
    recodes: dict[str, _Recode] = {}
    for version in sorted(versions, key=lambda version: -version.number):
        changes = changes_of(version)
        for question in questions_of(version):
            name, change = question.name, changes[question.name]
            so_far = recodes.get(name, {})
            yield _Asked(version, question, change.status, suffixes.get(name, ""), so_far)
            if change.status == Status.NEW:
                suffixes[name], recodes[name] = f"{BREAK}{version.number}", {}
            else:
                recodes[name] = {
                    **so_far,
                    **{old: so_far.get(new, new) for old, new in change.recode.items()},
                }


def sources_of(versions: Iterable[SurveyVersion]) -> dict[int, tuple[Source, ...]]:
    """By the id of a version: where the answers to its questions go."""
    sources: dict[int, list[Source]] = {}
    for asked in _walk(versions):
        sources.setdefault(asked.version.id, []).extend(asked.sources())
    return {version_id: tuple(own) for version_id, own in sources.items()}


def columns_of(versions: Sequence[SurveyVersion]) -> tuple[Column, ...]:
    """Every column, as last asked and in that order; what newer versions no longer ask stands at the end."""
    found: dict[str, list[tuple[_Asked, Source]]] = {}
    for asked in _walk(versions):
        for source in asked.sources():
            found.setdefault(source.column, []).append((asked, source))
    return tuple(_column(name, way) for name, way in found.items())


def differences(
    versions: Iterable[SurveyVersion], questions: Iterable[QuestionDef]
) -> tuple[Difference, ...]:
    """Each question of the next version beside what it was in the last version that asked it."""
    ways: dict[str, list[_Step]] = {}
    for asked in _walk(versions):
        if not asked.suffix:
            step = _Step(asked.version.number, asked.question, asked.recode)
            ways.setdefault(asked.question.name, []).append(step)
    return tuple(
        Difference(question, way[0].question, _ended(way)) if way else Difference(question)
        for question in questions
        for way in [ways.get(question.name, [])]
    )


def _column(name: str, way: Sequence[tuple[_Asked, Source]]) -> Column:
    steps = [_Step(asked.version.number, source.piece, source.recode) for asked, source in way]
    since, until = steps[-1].number, steps[0].number
    ended = _ended(steps)
    question = for_everybody(replace(steps[0].question, name=name))
    if ended:
        config = {**question.config, "options": option_list([*question.options, *ended])}
        question = replace(question, config=config)
    if BREAK in name:
        question = _dated(question, since, until)
    return Column(
        question=question,
        since=since,
        until=until,
        piece=steps[0].question.name,
        numbers=frozenset(step.number for step in steps),
        version_ids=frozenset(asked.version.id for asked, _ in way),
        reworded=tuple(sorted(asked.version.number for asked, _ in way if asked.status == Status.REWORDED)),
        recoded=_recoded(question, steps),
        ended=ended,
    )


def _dated(question: QuestionDef, since: int, until: int) -> QuestionDef:
    """Two columns have the same words: the older one says which versions asked it."""
    span = f"{since}" if since == until else f"{since}–{until}"
    english = f"{question.label_en} (version {span})" if question.label_en else ""
    return replace(question, label_id=f"{question.label_id} (versi {span})", label_en=english)


def _ended(steps: Sequence[_Step]) -> tuple[Option, ...]:
    """The options that the newest of these no longer offers, in the newest words they had."""
    newest = steps[0].question
    offered = {option.value for option in newest.options}
    words = {option.label_id for option in newest.options}
    ended: dict[str, Option] = {}
    for step in steps[1:]:
        for option in step.question.options:
            value = step.recode.get(option.value, option.value)
            if value not in offered and value not in ended:
                clash = option.label_id in words
                ended[value] = _until(option, step.number, value) if clash else replace(option, value=value)
    return tuple(ended.values())


def _until(option: Option, number: int, value: str) -> Option:
    """An option whose words now mean another one."""
    english = f"{option.label_en} (until version {number})" if option.label_en else ""
    return Option(value, f"{option.label_id} (sampai versi {number})", english, option.columns)


def _recoded(question: QuestionDef, steps: Sequence[_Step]) -> tuple[Recoded, ...]:
    now = {option.value: option for option in question.options}
    moved: dict[tuple[Option, str], list[int]] = {}
    for step in steps:
        for option in step.question.options:
            value = step.recode.get(option.value, option.value)
            if value != option.value:
                moved.setdefault((option, value), []).append(step.number)
    return tuple(Recoded(tuple(sorted(numbers)), old, now[value]) for (old, value), numbers in moved.items())
