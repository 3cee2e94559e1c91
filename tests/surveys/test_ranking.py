"""Ranking: each rank is a choice by itself, and no choice has two."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from core.errors import Invalid
from core.policy import Role
from surveys.answer_form import AnswerForm
from surveys.definition import QuestionDef
from surveys.exports import answer_rows, result_rows
from surveys.importing import import_rows
from surveys.questions import answerable, kind_of
from surveys.results import results_of
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import FIRST
from tests.surveys.test_manage import BrowserOf
from tests.surveys.test_more_kinds import WORDS

REQUIRED = replace(FIRST, required=True)
TWICE = "Pilihan ini sudah dipakai di peringkat lain."


@pytest.mark.parametrize(
    ("question", "posted", "body", "problems"),
    [
        (FIRST, {}, {}, []),
        (FIRST, {"utama.1": "b"}, {"utama.1": "b"}, []),
        (FIRST, {"utama.1": "b", "utama.2": "a"}, {"utama.1": "b", "utama.2": "a"}, []),
        (FIRST, {"utama.1": "b", "utama.2": "b"}, None, [f"Peringkat 2: {TWICE}"]),
        (FIRST, {"utama.1": "", "utama.2": "b"}, None, ["Peringkat 2: Isi peringkat sebelumnya dahulu."]),
        (FIRST, {"utama.1": "x"}, None, ["Peringkat 1: Pilih salah satu yang tersedia."]),
        (REQUIRED, {"utama.1": "b"}, None, ["Peringkat 2: Bagian ini wajib diisi."]),
    ],
)
def test_what_is_chosen_at_each_rank(
    app: Flask,
    question: QuestionDef,
    posted: dict[str, str],
    body: dict[str, object] | None,
    problems: list[str],
) -> None:
    with app.test_request_context(headers={"Accept-Language": "id"}):
        form = AnswerForm([question], "id")
        assert form.read(MultiDict(posted)) == (not problems)
        assert [message for _, message in form.problems()] == problems
        assert body is None or form.body() == body


@pytest.mark.parametrize("top", [0, 3, 4])
def test_as_many_ranks_as_options_are_refused(top: int) -> None:
    with pytest.raises(Invalid):
        kind_of(FIRST).check(replace(FIRST, config={**FIRST.config, "top": top}))


def test_the_author_says_how_many_ranks(session: Session, browser_of: BrowserOf) -> None:
    survey = make.draft(session, questions=())
    session.commit()
    staff, at = browser_of(Role.FACILITATOR), f"/kelola/survei/{survey.key}"
    assert staff.get(f"{at}/pertanyaan/baru/ranking").one("input[name=top]").get("value") == "3"
    staff.post(f"{at}/pertanyaan/baru/ranking", {"label_id": "Mana?", "options": "A\nB\nC", "top": "2"})
    session.expire_all()
    assert [part.name for part in answerable([QuestionDef.from_question(survey.questions[0])])] == [
        "mana.1",
        "mana.2",
    ]
    shown = staff.get(f"{at}/pratinjau")
    assert shown.texts("fieldset.mx label") == ["Peringkat 1", "Peringkat 2"]
    assert [o.get("value") for o in shown.all("select[name='mana.2'] option")] == ["", "a", "b", "c"]


@pytest.mark.database
def test_ranks_are_imported_counted_hidden_and_exported(session: Session) -> None:
    mapping = {"satu": "utama.1", "dua": "utama.2"}
    other = make.survey(session, title="Lain", questions=(FIRST,))
    import_rows(session, other, rows=[{"satu": "C", "dua": "A"}] * 7, mapping=mapping, actor_id=None)
    survey = make.survey(session, questions=(FIRST,))
    wrong = [{"satu": "A", "dua": "A"}, {"satu": "", "dua": "B"}]
    report = import_rows(session, survey, rows=wrong, mapping=mapping, actor_id=None)
    assert [(error.row, error.message) for error in report.errors] == [
        (2, "Satu pilihan berada di dua peringkat."),
        (3, "Satu peringkat dilompati: isi dari peringkat pertama."),
    ]
    rows = [{"satu": "A", "dua": "B"}] * 6 + [{"satu": "B", "dua": "A"}] * 5 + [{"satu": "B", "dua": "C"}]
    assert import_rows(session, survey, rows=rows, mapping=mapping, actor_id=None).imported == 12
    first, second = results_of(session, survey).questions
    assert [(row.option.value, row.count) for row in first.options] == [("a", 6), ("b", 6), ("c", 0)]
    # One person put C second: hidden, with a partner from which it could be computed.
    assert [(row.option.value, row.count) for row in second.options] == [("a", None), ("b", 6), ("c", None)]
    answers = list(answer_rows(session, survey, lang="id", words=WORDS))
    assert answers[0] == ["Mana yang utama? – peringkat 1", "Mana yang utama? – peringkat 2"]
    assert [answers.count(row) for row in (["A", "B"], ["B", "A"], ["B", "C"])] == [6, 5, 1]
    shown = list(result_rows(results_of(session, survey), lang="id", words=WORDS))
    assert ["Mana yang utama? – peringkat 2", "C", "hidden", "hidden"] in shown
