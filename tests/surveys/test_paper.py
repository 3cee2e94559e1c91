"""A questionnaire on paper: every question with its number and room to answer; conditions in words."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from core.policy import Role
from surveys.definition import Option, QuestionDef, option_list
from surveys.views.on_paper import on_paper
from tests import factories
from tests.page import Browser
from tests.surveys import factories_surveys as make

YES = option_list([Option("ya", "Ya", "Yes"), Option("tidak", "Belum", "Not yet")])
HEAD = QuestionDef("pengantar", "note", "Tentang pelatihan")
DONE = QuestionDef("pernah", "single", "Pernah ikut?", config={"options": YES})
TIMES = QuestionDef("kali", "integer", "Berapa kali?")
GRADES = QuestionDef("nilai", "matrix", "Nilailah", config={
    "options": option_list([Option("1", "Kurang"), Option("2", "Baik")]),
    "rows": option_list([Option("materi", "Materi"), Option("tempat", "Tempat")]),
})  # fmt: skip
SUM = QuestionDef("jumlah", "calculated", "Jumlah", logic={"calculation": "${kali} + 1"})


@pytest.mark.parametrize(
    ("relevant", "words", "left"),
    [
        ("${pernah} = 'ya'", "nomor 1 dijawab “Ya”", ""),
        ("selected(${pernah}, 'tidak')", "nomor 1 dijawab “Belum”", ""),
        ("3 <= ${kali}", "nomor 2 paling sedikit 3", ""),
        ("${kali} > 2.5 and ${pernah} != 'ya'", "nomor 2 lebih dari 2,5 dan nomor 1 tidak dijawab “Ya”", ""),
        ("${kali} = '' or ${pernah} != ''", "nomor 2 kosong atau nomor 1 diisi", ""),
        ("${nilai.tempat} = '1'", "nomor 3 baris “Tempat” dijawab “Kurang”", ""),
        # What words would blur stays as it was written.
        ("${kali} = 1 and ${kali} = 2 or ${kali} = 3", "", "${kali} = 1 and ${kali} = 2 or ${kali} = 3"),
        ("not(${pernah} = 'ya')", "", "not(${pernah} = 'ya')"),
        ("${jumlah} > 3", "", "${jumlah} > 3"),
        ("true()", "", "true()"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_condition_is_said_in_words(app: Flask, relevant: str, words: str, left: str) -> None:
    asked = QuestionDef(
        "alasan", "text", "Mengapa ${pernah}?", logic={"relevant": relevant} if relevant else {}
    )
    with app.test_request_context("/?lang=id"):
        sheet = on_paper((HEAD, DONE, TIMES, GRADES, SUM, asked), "id")
    assert [(one.number, one.question.name) for one in sheet] == [
        (None, "pengantar"), (1, "pernah"), (2, "kali"), (3, "nilai"), (4, "alasan"),
    ]  # fmt: skip
    assert (sheet[-1].label, sheet[-1].condition, sheet[-1].written) == (
        "Mengapa (jawaban nomor 1)?", words, left,
    )  # fmt: skip


def test_every_question_has_its_room(
    app: Flask, session: Session, browser_of: Callable[[Role], Browser]
) -> None:
    survey = make.feedback(session, cycle=factories.cycle(session), key="kertas", questions=make.EVERY_KIND)
    session.commit()
    page = browser_of(Role.FACILITATOR).get(f"/kelola/survei/{survey.key}/kertas")
    sections = page.root.cssselect(".on-paper")
    assert len(sections) == len([q for q in make.EVERY_KIND if q.kind != "calculated"])
    for section, question in zip(
        sections, [q for q in make.EVERY_KIND if q.kind != "calculated"], strict=True
    ):
        boxes = len(section.cssselect(".box"))
        wanted = {"matrix": len(question.rows) * len(question.options), "consent": 1, "ranking": 0, "note": 0}
        options = len(question.options) if question.options else 0
        assert boxes == wanted.get(question.kind, options), question.name
        assert bool(boxes or section.cssselect(".fill")) == (question.kind != "note"), question.name
