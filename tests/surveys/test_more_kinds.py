"""Whole numbers, times, lists, addresses of people, notes and consent."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid
from surveys import publishing
from surveys.answer_models import AnswerCount
from surveys.definition import QuestionDef
from surveys.engine import cells_of, headers_of
from surveys.exports import Words, answer_rows, result_rows
from surveys.importing import import_rows
from surveys.questions import answerable, kind_of
from surveys.results import results_of
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import AGREED, MORE_KINDS, PEOPLE, REMARK, START, TOWN
from tests.surveys.test_questions import read

MAIL = QuestionDef("surel", "email", "Surel Anda")
PHONE = QuestionDef("hp", "phone", "Nomor HP Anda")
WORDS = Words("Unit", "Q", "O", "N", "%", "hidden", "answered", "original", "mean", "median", "order", {})


@pytest.mark.parametrize(
    ("question", "posted", "value"),
    [
        (TOWN, ["manulai"], "manulai"),
        (TOWN, [""], None),
        (TOWN, [], None),
        (PEOPLE, ["1.0"], 1),
        (PEOPLE, ["12"], 12),
        (PEOPLE, [""], None),
        (START, ["08:30"], "08:30"),
        (START, ["8.05"], "08:05"),
        (START, [""], None),
        (AGREED, ["y"], "ya"),
        (AGREED, [], None),
        (MAIL, [" Ina.Benu@Contoh.GO.ID "], "Ina.Benu@contoh.go.id"),
        (MAIL, [" "], None),
        (PHONE, ["0812-3456-7890"], "+6281234567890"),
        (PHONE, ["+62 812 3456 7890"], "+6281234567890"),
        (PHONE, ["(0380) 821234"], "+62380821234"),
        (PHONE, [""], None),
    ],
)
def test_what_is_posted_becomes_the_value(
    app: Flask, question: QuestionDef, posted: list[str], value: object
) -> None:
    assert read(app, question, *posted) == (value, [])


@pytest.mark.parametrize(
    ("question", "posted", "message"),
    [
        (TOWN, "kupang", "Pilih salah satu yang tersedia."),
        (PEOPLE, "1,5", "Isi dengan angka bulat."),
        (PEOPLE, "501", "Angka harus antara 1 dan 500."),
        (PEOPLE, "banyak", "Isi dengan angka."),
        (START, "25:00", "Jam tidak benar. Contoh: 14:05."),
        (MAIL, "ina.benu", "Ini bukan alamat surel. Contoh: nama@contoh.go.id."),
        (MAIL, "a@b", "Ini bukan alamat surel. Contoh: nama@contoh.go.id."),
        (MAIL, "a b@contoh.id", "Ini bukan alamat surel. Contoh: nama@contoh.go.id."),
        (PHONE, "12", "Ini bukan nomor telepon. Contoh: 0812-3456-7890."),
        (PHONE, "surel", "Ini bukan nomor telepon. Contoh: 0812-3456-7890."),
    ],
)
def test_what_cannot_be_accepted_says_why(
    app: Flask, question: QuestionDef, posted: str, message: str
) -> None:
    assert read(app, question, posted) == (None, [message])


@pytest.mark.parametrize("question", [TOWN, PEOPLE, START, AGREED, MAIL, PHONE], ids=lambda q: str(q.kind))
def test_a_required_question_wants_an_answer(app: Flask, question: QuestionDef) -> None:
    required = QuestionDef(**{**question.to_json(), "required": True})  # type: ignore[arg-type]
    assert read(app, required) == (None, ["Bagian ini wajib diisi."])
    assert read(app, required, "") == (None, ["Bagian ini wajib diisi."])


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (TOWN, "Nunhila (EN)", "nunhila"),
        (PEOPLE, "1.200,0", Invalid),
        (PEOPLE, "12,0", 12),
        (PEOPLE, "1,5", Invalid),
        (PEOPLE, " ", None),
        (START, "08:30:00", "08:30"),
        (START, "pagi", Invalid),
        (START, "", None),
        (AGREED, "Ya", "ya"),
        (AGREED, "tidak", None),
        (AGREED, "mungkin", Invalid),
        (MAIL, "ina@contoh.id", "ina@contoh.id"),
        (MAIL, "ina", Invalid),
        (MAIL, "", None),
        (PHONE, "081234567890", "+6281234567890"),
        (PHONE, "0", Invalid),
    ],
)
def test_a_cell_of_a_file_becomes_the_value_or_is_refused(
    question: QuestionDef, raw: str, value: Any
) -> None:
    if value is Invalid:
        with pytest.raises(Invalid) as refusal:
            kind_of(question).from_text(raw, question)
        assert refusal.value.params == {"value": raw}
    else:
        assert kind_of(question).from_text(raw, question) == value


def test_a_note_is_shown_and_nothing_else(app: Flask) -> None:
    assert answerable((REMARK, PEOPLE)) == (PEOPLE,)
    assert headers_of((REMARK, PEOPLE), "id") == [PEOPLE.label_id]
    assert cells_of((REMARK, PEOPLE), {"orang": 3, "pembuka": "x"}, "id") == [3]


@pytest.mark.parametrize("question", [MAIL, PHONE])
def test_a_survey_never_asks_who_answers(session: Session, question: QuestionDef) -> None:
    for access in ("public", "account"):
        survey = make.draft(session, questions=(PEOPLE, question), access=access)  # type: ignore[arg-type]
        with pytest.raises(Invalid, match="jawaban survei ini anonim") as refusal:
            publishing.publish_survey(session, survey, today=make.TODAY, actor_id=None)
        assert refusal.value.params == {"label": question.label_id}
        assert survey.state == "draft"


def test_a_survey_of_notes_alone_is_not_published(session: Session) -> None:
    survey = make.draft(session, questions=(REMARK,))
    with pytest.raises(Invalid, match="hanya berisi keterangan"):
        publishing.publish_survey(session, survey, today=make.TODAY, actor_id=None)


@pytest.mark.database
def test_answers_are_counted_shown_and_exported(session: Session) -> None:
    make.survey(session, title="Lain", questions=MORE_KINDS)
    survey = make.survey(session, questions=MORE_KINDS)
    rows = [
        {"kelurahan": "Alak", "orang": str(n), "mulai": f"0{n}.00", "setuju": "ya", "pembuka": "x"}
        for n in range(1, 7)
    ]
    mapping = {name: name for name in ("kelurahan", "orang", "mulai", "setuju")}
    assert import_rows(session, survey, rows=rows, mapping=mapping, actor_id=None).imported == 6
    counted = set(
        session.execute(select(AnswerCount.question).where(AnswerCount.survey_id == survey.id)).scalars()
    )
    assert counted == {"", "kelurahan", "orang", "mulai", "setuju"}
    results = results_of(session, survey)
    assert [(r.question.name, r.answered) for r in results.questions] == [
        ("kelurahan", 6),
        ("orang", 6),
        ("mulai", 6),
        ("setuju", 6),
    ]
    numbers = results.questions[1].numbers
    assert numbers is not None
    assert [str(numbers.mean), str(numbers.median)] == ["3.50", "3.50"]
    answers = list(answer_rows(session, survey, lang="id", words=WORDS))
    assert answers[0] == [TOWN.label_id, PEOPLE.label_id, START.label_id, AGREED.label_id]
    assert sorted(answers[1:], key=str)[0] == ["Alak", 1, "01:00", "ya"]
    shown = list(result_rows(results, lang="id", words=WORDS))
    assert [TOWN.label_id, "Alak", 6, "100.0"] in shown
    assert [PEOPLE.label_id, "mean", "3.50", None] in shown
