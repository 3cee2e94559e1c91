"""Whoever registers reads below each question how long the answer is kept."""

from flask import Flask

from forum.workshops import questions
from forum.workshops.models import RegistrationForm
from forum.workshops.words import shown_questions
from surveys.engine import QuestionDef, definition_of

KEPT = QuestionDef(
    name="makanan", kind="text", label_id="Makanan", help_id="Boleh kosong.", config={"keep_days": 1}
)
FREE = QuestionDef(name="harapan", kind="text", label_id="Harapan")


def test_the_days_stand_in_the_help_of_a_question_that_has_any(app: Flask) -> None:
    form = RegistrationForm(number=1, definition=definition_of([KEPT, FREE]))
    with app.test_request_context("/?lang=id"):
        shown = shown_questions(form)
    assert [q.help("id") for q in shown] == [
        "Boleh kosong. Jawaban Anda dihapus 1 hari sesudah workshop.",
        "",
    ]
    assert [q.name for q in shown] == ["makanan", "harapan"]
    assert questions.asked(form) == (KEPT, FREE), "what is stored does not change"
    with app.test_request_context("/?lang=id"):
        assert shown_questions(None) == ()
