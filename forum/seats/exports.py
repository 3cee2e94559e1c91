"""The registrations of a workshop as a table for spreadsheets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core.csv_writing import Cell
from core.errors import N_
from forum.seats.enums import REGISTRATION_LABELS, RegistrationState
from forum.seats.models import Registration
from forum.seats.queries import everybody
from forum.workshops.models import RegistrationForm, Workshop
from surveys.engine import QuestionDef, cells_of, headers_of, read_definition

COLUMNS = (
    N_("Nama"),
    N_("Unit"),
    N_("Jabatan atau pekerjaan"),
    N_("Surel"),
    N_("Telepon"),
    N_("Keadaan"),
    N_("Nomor tunggu"),
    N_("Memastikan hadir"),
    N_("Mendaftar"),
)
Words = Callable[[str], str]


def questions_of(form: RegistrationForm | None) -> tuple[QuestionDef, ...]:
    """What an edition asks; nothing where there is none."""
    return read_definition(form.definition) if form is not None else ()


def rows_of(
    session: Session,
    workshop: Workshop,
    *,
    form: RegistrationForm | None,
    lang: str,
    words: Words,
    time: Callable[[datetime], str],
) -> Iterator[Sequence[Cell]]:
    """A header, then everybody as they came; answers under the questions of the latest edition."""
    questions = questions_of(form)
    yield [*(words(column) for column in COLUMNS), *headers_of(questions, lang)]
    for one in everybody(session, workshop):
        answers: Mapping[str, object] = one.answers
        yield [*_cells(one, words, time), *cells_of(questions, answers, lang)]


def _cells(one: Registration, words: Words, time: Callable[[datetime], str]) -> list[Cell]:
    return [
        one.name,
        one.unit.name if one.unit else "",
        one.post,
        one.email,
        one.phone,
        words(REGISTRATION_LABELS[RegistrationState(one.state)]),
        one.queue_number,
        time(one.confirmed_at) if one.confirmed_at else "",
        time(one.created_at),
    ]
