"""Surveys with answers, for tests of results, exports and imports. Flush, never commit."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.units.models import Unit
from surveys.counting import FinalRow
from surveys.definition import Option, QuestionDef, option_list, questions_of
from surveys.enums import Access, Purpose, SurveyState
from surveys.models import Question, Survey, SurveyVersion
from surveys.publishing import publish_survey
from surveys.queries import latest_version
from surveys.skm_template import add_skm_template
from surveys.store import finalise
from tests import factories

_numbers = count(1)
DAY = date(2027, 3, 1)


def options(*values: str) -> dict[str, object]:
    """Config of options whose words are their values with a capital."""
    return {"options": option_list(Option(v, f"Pilihan {v}", f"Option {v}") for v in values)}


QUESTIONS = (
    QuestionDef("warna", "single", "Warna apa?", "Which colour?", config=options("merah", "biru", "hijau")),
    QuestionDef("cara", "multiple", "Cara apa?", "Which ways?", config=options("kelas", "daring")),
    QuestionDef("jam", "number", "Berapa jam?", "How many hours?", config={"min": -10, "max": 500}),
    QuestionDef("cerita", "longtext", "Ceritakan.", "Tell us."),
    QuestionDef("hari", "date", "Hari apa?", "Which day?"),
)


def survey(
    session: Session,
    *,
    questions: Sequence[QuestionDef] = QUESTIONS,
    cycle: Cycle | None = None,
    purpose: Purpose = Purpose.FEEDBACK,
    access: Access = Access.PUBLIC,
    published: bool = True,
    public: bool = False,
    skm: bool = False,
) -> Survey:
    """A survey, published unless said otherwise; `skm` adds the questionnaire after the questions."""
    number = next(_numbers)
    made = Survey(
        key=f"survei-{number}",
        cycle=cycle or factories.cycle(session),
        purpose=purpose,
        access=access,
        title_id=f"Survei nomor {number}",
        title_en=f"Survey number {number}",
        results_public=public,
    )
    session.add(made)
    for position, question in enumerate(questions, start=1):
        made.questions.append(Question(position=position, **question.to_json()))
    session.flush()
    if skm:
        add_skm_template(session, made, actor_id=None)
    if published:
        publish_survey(session, made, today=DAY, actor_id=None)
    return made


def version_of(session: Session, survey: Survey) -> SurveyVersion:
    version = latest_version(session, survey)
    assert version is not None
    return version


def answer(
    session: Session, survey: Survey, *bodies: Mapping[str, object], unit: Unit | None = None, times: int = 1
) -> None:
    """Final answers with these bodies, each as often as said."""
    version = version_of(session, survey)
    known = {question.name for question in questions_of(version)}
    assert all(set(body) <= known for body in bodies)
    rows = [
        FinalRow(version.id, body, unit.id if unit else None, unit.key if unit else "")
        for body in bodies
        for _ in range(times)
    ]
    finalise(session, survey, rows)
    session.flush()


def close(survey: Survey) -> Survey:
    survey.state, survey.closed_on = SurveyState.CLOSED, DAY
    return survey
