"""Every kind of question against nonsense and markup: a refusal or an answer, never a failure."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import Role
from surveys.answer_models import Answer
from surveys.definition import QuestionDef
from surveys.importing import import_rows
from surveys.questions import KINDS, answerable
from surveys.views import answer as view
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import EVERY_KIND
from tests.surveys.test_manage import BrowserOf

MARK = "<script>alert(1)</script>\"'&"
NONSENSE = [
    MARK,
    "\x01",
    "9" * 400,
    "-1e999",
    "NaN",
    "٣",
    "lain",
    "{{ 7*7 }}",
    "a" * 6000,
    "\ud7ff",
    "%s%n",
    "1;2",
]


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "today", lambda: make.TODAY)


def marked(question: QuestionDef) -> QuestionDef:
    """The same question with markup wherever its author may write."""
    config = dict(question.config)
    for name in ("options", "rows"):
        if name in config:
            listed = getattr(question, "written_options" if name == "options" else name)
            config[name] = [{"value": one.value, "label_id": f"{one.value} {MARK}"} for one in listed]
    return replace(question, label_id=MARK, label_en="", help_id=MARK, config=config)


def test_every_kind_is_here() -> None:
    assert {question.kind for question in EVERY_KIND} == {
        k for k, kind in KINDS.items() if not kind.identifies and kind.is_shown
    }


def test_nonsense_in_any_field_is_answered(session: Session, browser: Browser) -> None:
    survey = make.feedback(session, questions=EVERY_KIND)
    session.commit()
    path = f"/survei/{survey.key}"
    hidden = browser.get(path).fields()
    names = [part.name for part in answerable(EVERY_KIND)]
    for value in NONSENSE:
        reply = browser.client.post(path, data={**hidden, **dict.fromkeys(names, value)})
        assert reply.status_code == 422, value
        assert MARK not in reply.text
    known = {name: [value, value] for name in names for value in ("lain",)}
    assert browser.client.post(path, data={**hidden, **known}).status_code == 422
    assert session.scalars(select(Answer)).all() == []


def test_markup_of_authors_is_text_everywhere(
    session: Session, browser: Browser, browser_of: BrowserOf
) -> None:
    questions = tuple(marked(question) for question in EVERY_KIND)
    survey = make.feedback(session, questions=questions)
    survey.results_public = True
    import_rows(session, survey, rows=[{"a": "4"}] * 6, mapping={"a": "nilai.loket"}, actor_id=None)
    session.commit()
    staff, at = browser_of(Role.FACILITATOR), f"/kelola/survei/{survey.key}"
    pages: list[Page] = [browser.get(f"/survei/{survey.key}"), browser.get(f"/hasil/{survey.key}")]
    pages += [staff.get(at), staff.get(f"{at}/pratinjau")]
    pages += [staff.get(f"{at}/pertanyaan/{question.id}") for question in survey.questions]
    assert [page.text for page in pages if MARK in page.text or "<script>alert" in page.text] == []
    assert all("&lt;script&gt;" in page.text for page in pages)
