"""Three versions of one survey, changed in every way: figures and files equal a table made by hand."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.codes import code_hash
from core.policy import Role
from surveys import mixer, publishing, store, withdrawing
from surveys.answer_models import Answer
from surveys.counting import FinalRow
from surveys.definition import QuestionDef
from surveys.held import held_by
from surveys.models import Question, Survey
from surveys.results import load_counters, results_of
from surveys.versions import Decision, changes_of
from surveys.withdrawing import Change
from tests import factories
from tests.page import Browser
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET, options
from tests.surveys.test_exports import rows_of

Counts = dict[str, dict[str, int]]
Body = dict[str, object]
BATCH = 3

SERVICE = QuestionDef("layanan", "single", "Layanan kami?", config=options("buruk", "cukup", "baik", "hebat"))
URGENT = QuestionDef("mendesak", "scale", "Seberapa mendesak?", config=options("1", "2", "3", "4"))
AGE = QuestionDef("usia", "integer", "Berapa usia Anda?")
TIME = QuestionDef("waktu", "single", "Kapan Anda datang?", config=options("pagi", "siang"))
IDEA = QuestionDef("saran", "longtext", "Apa saran Anda?")
FIRST = (SERVICE, URGENT, AGE, TIME, IDEA)

BETTER = QuestionDef("saran", "longtext", "Apa yang perlu kami perbaiki?")
MERGED = QuestionDef("layanan", "single", "Layanan kami?", config=options("kecewa", "cukup", "puas"))
COUNTER = QuestionDef("waktu_loket", "single", "Kapan ke loket?", config=options("pagi", "siang"))
ONLINE = QuestionDef("waktu_daring", "single", "Kapan daring?", config=options("pagi", "malam"))
FAR = QuestionDef("jarak", "number", "Berapa jauh?", "How far?")
SECOND = (MERGED, URGENT, BETTER, COUNTER, ONLINE, FAR)

TWO = QuestionDef("layanan", "single", "Layanan kami?", config=options("kecewa", "puas"))
TURNED = QuestionDef(
    "mendesak",
    "scale",
    "Seberapa mendesak?",
    config={"options": [{"value": str(step), "label_id": f"Tingkat {5 - step}"} for step in range(1, 5)]},
)
THIRD = (TWO, TURNED, BETTER, COUNTER, ONLINE, FAR)

RECODED = {
    "layanan": Decision(recode={"buruk": "kecewa", "baik": "puas", "hebat": "puas"}),
}
AGAIN = {
    "layanan": Decision(recode={"cukup": "kecewa"}),
    "mendesak": Decision(recode={"1": "4", "2": "3", "3": "2", "4": "1"}),
    "jarak": Decision(is_new=True),
}


def ask(survey: Survey, session: Session, questions: tuple[QuestionDef, ...]) -> None:
    """Write these questions in the place of the draft's."""
    survey.questions.clear()
    session.flush()
    for place, question in enumerate(questions, start=1):
        survey.questions.append(Question(position=place, **question.to_json()))
    session.flush()


def publish(
    session: Session,
    survey: Survey,
    questions: tuple[QuestionDef, ...],
    decisions: Mapping[str, Decision] | None = None,
) -> None:
    ask(survey, session, questions)
    publishing.publish_survey(session, survey, today=make.TODAY, actor_id=None, decisions=decisions)
    session.commit()


def give(session: Session, survey: Survey, *bodies: tuple[int, Body]) -> None:
    """Final answers to the newest version, each as often as said."""
    version = make.version_of(survey).id
    rows = [FinalRow(version, body) for times, body in bodies for _ in range(times)]
    store.finalise(session, survey, rows)
    session.commit()


def send(session: Session, survey: Survey, body: Body) -> str:
    person = factories.account(session).id
    session.commit()
    return store.append(session, make.submission(survey, body, account_id=person), secret=SECRET).code


def mix(session: Session) -> None:
    mixer.mix(session, {})(session)
    session.commit()


def figures(session: Session, survey: Survey) -> Counts:
    """What is counted for all units together, in the words of the newest version."""
    return {name: dict(values) for name, values in load_counters(session, survey)[""].items()}


def first_answers(session: Session, survey: Survey) -> tuple[str, str]:
    """Answers to version 1: the codes of one that will be withdrawn, and of one that will be edited."""
    give(
        session,
        survey,
        (8, {"layanan": "baik", "mendesak": "1", "usia": 30, "waktu": "pagi", "saran": "a"}),
        (7, {"layanan": "hebat", "mendesak": "2", "usia": 40, "waktu": "siang"}),
        (6, {"layanan": "cukup", "mendesak": "4"}),
        (5, {"layanan": "buruk", "mendesak": "3", "saran": "d"}),
    )
    leaves = send(session, survey, {"layanan": "baik", "mendesak": "1", "waktu": "pagi", "saran": "w"})
    edits = send(session, survey, {"layanan": "hebat", "mendesak": "2", "saran": "e", "waktu": "siang"})
    send(session, survey, {"layanan": "cukup"})
    mix(session)
    send(session, survey, {"layanan": "buruk", "mendesak": "1", "waktu": "siang", "usia": 50})
    return leaves, edits


def later_answers(session: Session, survey: Survey) -> None:
    publish(session, survey, SECOND, RECODED)
    give(
        session,
        survey,
        (
            9,
            {
                "layanan": "puas",
                "mendesak": "1",
                "jarak": 5,
                "waktu_loket": "pagi",
                "waktu_daring": "malam",
                "saran": "f",
            },
        ),
        (6, {"layanan": "cukup", "mendesak": "4", "jarak": 10, "waktu_loket": "siang"}),
    )
    publish(session, survey, THIRD, AGAIN)
    give(
        session,
        survey,
        (10, {"layanan": "puas", "mendesak": "4", "jarak": 1}),
        (5, {"layanan": "kecewa", "mendesak": "1", "waktu_loket": "pagi"}),
    )


@pytest.fixture
def noise(session: Session) -> Iterator[Callable[[], None]]:
    """Another survey with the same names; the end of the test finds it as it was."""
    other = make.survey(session, questions=FIRST)
    give(session, other, (4, {"layanan": "baik", "mendesak": "4", "saran": "lain"}))
    before = figures(session, other)
    yield lambda: None
    assert figures(session, other) == before == {
        "": {"": 4},
        "layanan": {"baik": 4},
        "mendesak": {"4": 4},
        "saran": {"": 4},
    }  # fmt: skip


@pytest.fixture
def changed(session: Session, noise: object) -> Survey:
    """Three versions; of the first an answer is withdrawn and one edited after the third, one waited till then."""
    survey = make.survey(session, batch_size=BATCH, questions=FIRST)
    leaves, edits = first_answers(session, survey)
    later_answers(session, survey)
    assert withdrawing.withdraw(session, leaves) == "with_a_batch"
    held = held_by(session, edits)
    assert held is not None
    assert held.version_id == survey.versions[0].id
    new: Body = {"layanan": "buruk", "mendesak": "4", "saran": "e", "waktu": "pagi"}
    wanted = Change(edits, "c" * 32, held.version_id, new)
    assert withdrawing.change(session, wanted, today=make.TODAY, secret=SECRET)
    mix(session)
    session.expire_all()
    edited = session.scalars(select(Answer).where(Answer.receipt_hash == code_hash(edits))).one()
    assert (edited.version_id, edited.body) == (survey.versions[0].id, new)
    return survey


BY_HAND: Counts = {
    "": {"": 59},
    "@2": {"": 15},
    "@3": {"": 15},
    # 8 baik + 7 hebat + 9 + 10 | 5 buruk + 6 cukup + cukup, edited, waited + 6 cukup + 5
    "layanan": {"puas": 34, "kecewa": 25},
    # turned round in version 3: 8 + 9 + waited + 10 | 7 | 5 | 6 + 6 + edited + 5
    "mendesak": {"4": 28, "3": 7, "2": 5, "1": 18},
    "usia": {"30": 8, "40": 7, "50": 1},
    "waktu": {"pagi": 9, "siang": 8},
    "waktu_loket": {"pagi": 14, "siang": 6},
    "waktu_daring": {"malam": 9},
    "jarak": {"5": 9, "10": 6},
    "jarak@3": {"1": 10},
    "saran": {"": 23},
}


@pytest.mark.database
def test_counters_over_three_versions(session: Session, changed: Survey) -> None:
    assert figures(session, changed) == BY_HAND


@pytest.mark.database
def test_each_version_says_what_became_of_each_question(session: Session, changed: Survey) -> None:
    said = [
        {name: (str(one.status), dict(one.recode)) for name, one in changes_of(version).items()}
        for version in changed.versions
    ]
    assert said[0] == {question.name: ("new", {}) for question in FIRST}
    assert said[1] == {
        "layanan": ("recoded", {"buruk": "kecewa", "baik": "puas", "hebat": "puas"}),
        "mendesak": ("same", {}),
        "saran": ("reworded", {}),
        "waktu_loket": ("new", {}),
        "waktu_daring": ("new", {}),
        "jarak": ("new", {}),
    }
    assert said[2] == {
        "layanan": ("recoded", {"cukup": "kecewa"}),
        "mendesak": ("recoded", {"1": "4", "2": "3", "3": "2", "4": "1"}),
        "saran": ("same", {}),
        "waktu_loket": ("same", {}),
        "waktu_daring": ("same", {}),
        "jarak": ("new", {}),
    }
    assert [version.changes["removed"] for version in changed.versions] == [[], ["usia", "waktu"], []]
    changed.versions[0].changes = {}
    with pytest.raises(RuntimeError, match="published"):
        session.flush()
    session.rollback()


@pytest.mark.database
def test_results_over_three_versions(session: Session, changed: Survey) -> None:
    results = results_of(session, changed)
    assert results.answers == 59
    shown = {
        row.question.name: (row.answered, {o.option.value: o.count for o in row.options})
        for row in results.questions
    }
    assert shown == {
        "layanan": (59, {"kecewa": 25, "puas": 34}),
        "mendesak": (58, {"1": 18, "2": 5, "3": 7, "4": 28}),
        "saran": (23, {}),
        "waktu_loket": (20, {"pagi": 14, "siang": 6}),
        "waktu_daring": (9, {"pagi": 0, "malam": 9}),
        "jarak@3": (10, {}),
        "jarak": (15, {}),
        "usia": (16, {}),
        "waktu": (17, {"pagi": 9, "siang": 8}),
    }
    numbers = {row.question.name: row.numbers.mean for row in results.questions if row.numbers}
    assert {name: str(mean) for name, mean in numbers.items()} == {
        "jarak@3": "1.00",
        "jarak": "7.00",  # (9 × 5 + 6 × 10) / 15
        "usia": "35.63",  # (8 × 30 + 7 × 40 + 50) / 16
    }
    assert [row.question.label_id for row in results.questions][-3] == "Berapa jauh? (versi 2)"


@pytest.mark.database
def test_file_over_three_versions(changed: Survey, browser_of: Callable[[Role], Browser]) -> None:
    header, *rows = rows_of(browser_of(Role.PLANNER), f"/kelola/survei/{changed.key}/ekspor.csv")
    assert header == [
        *("Layanan kami?", "Layanan kami? (jawaban asli)"),
        *("Seberapa mendesak?", "Seberapa mendesak? (jawaban asli)"),
        *("Apa yang perlu kami perbaiki?", "Kapan ke loket?", "Kapan daring?", "Berapa jauh?"),
        *("Berapa jauh? (versi 2)", "Berapa usia Anda?", "Kapan Anda datang?"),
    ]
    by_hand = [
        (8, ["Puas", "Baik", "Tingkat 1", "1", "a", "", "", "", "", "30", "Pagi"]),
        (7, ["Puas", "Hebat", "Tingkat 2", "2", "", "", "", "", "", "40", "Siang"]),
        (6, ["Kecewa", "Cukup", "Tingkat 4", "4", "", "", "", "", "", "", ""]),
        (5, ["Kecewa", "Buruk", "Tingkat 3", "3", "d", "", "", "", "", "", ""]),
        (1, ["Kecewa", "Cukup", "", "", "", "", "", "", "", "", ""]),
        (1, ["Kecewa", "Buruk", "Tingkat 4", "4", "e", "", "", "", "", "", "Pagi"]),
        (1, ["Kecewa", "Buruk", "Tingkat 1", "1", "", "", "", "", "", "50", "Siang"]),
        (9, ["Puas", "", "Tingkat 1", "1", "f", "Pagi", "Malam", "", "5", "", ""]),
        (6, ["Kecewa", "Cukup", "Tingkat 4", "4", "", "Siang", "", "", "10", "", ""]),
        (10, ["Puas", "", "Tingkat 1", "", "", "", "", "1", "", "", ""]),
        (5, ["Kecewa", "", "Tingkat 4", "", "", "Pagi", "", "", "", "", ""]),
    ]
    assert sorted(rows) == sorted(row for times, row in by_hand for _ in range(times))
