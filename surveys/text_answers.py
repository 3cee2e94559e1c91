"""The free texts of a survey for staff: word for word, in random order, without a unit that is too small."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.errors import N_, NotFound
from core.units.models import Unit
from surveys.answer_models import Answer
from surveys.columns import Column, columns_of
from surveys.definition import QuestionDef
from surveys.models import Survey
from surveys.questions import kind_of
from surveys.results import load_counters, named_units

PAGE_SIZE, PICTURES = 40, 12


@dataclass(frozen=True)
class TextAnswer:
    """What somebody said, or the fingerprint of a picture. `unit` None: not known, or its group is too small to be named."""

    text: str
    unit: Unit | None


@dataclass(frozen=True)
class TextPage:
    """One page of the texts of a question."""

    question: QuestionDef
    texts: tuple[TextAnswer, ...]
    found: int
    page: int
    pages: int
    unit: Unit | None
    units: tuple[Unit, ...]


def text_column(survey: Survey, name: str, *, pictures: bool = False) -> Column:
    """A question of this survey that is answered in one's own words, or `pictures`. Raises NotFound."""
    for column in columns_of(survey.versions):
        kind = kind_of(column.question)
        if column.question.name == name and kind.is_own and (pictures or not kind.is_picture):
            return column
    raise NotFound(N_("Pertanyaan ini tidak ada, atau tidak dijawab dengan kata-kata sendiri."))


def text_answers(
    session: Session,
    survey: Survey,
    column: Column,
    *,
    page: int = 1,
    search: str = "",
    unit_key: str = "",
) -> TextPage:
    """The texts in the order of the answers' random keys, which says nothing of time or people."""
    units = named_units(session, load_counters(session, survey))
    unit = next((unit for unit in units if unit.key == unit_key), None)
    name = column.steps[0].piece.name
    text = Answer.body[name].as_string()
    asked = Answer.version_id.in_([step.version.id for step in column.steps])
    wanted: list[ColumnElement[bool]] = [Answer.survey_id == survey.id, asked, text.is_not(None), text != ""]
    size = PICTURES if kind_of(column.question).is_picture else PAGE_SIZE
    if search.strip() and size == PAGE_SIZE:
        wanted.append(text.icontains(search.strip(), autoescape=True))
    if unit is not None:
        wanted.append(Answer.unit_id == unit.id)
    found = session.scalar(select(func.count()).select_from(Answer).where(*wanted)) or 0
    pages = max(1, -(-found // size))
    page = min(max(page, 1), pages)
    rows = session.execute(
        select(Answer.body, Answer.unit_id)
        .where(*wanted)
        .order_by(Answer.key)
        .limit(size)
        .offset((page - 1) * size)
    )
    named: dict[int | None, Unit] = {unit.id: unit for unit in units}
    texts = tuple(TextAnswer(str(body[name]), named.get(unit_id)) for body, unit_id in rows)
    return TextPage(column.question, texts, found, page, pages, unit, units)
