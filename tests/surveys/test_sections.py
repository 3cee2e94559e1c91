"""Parts of a questionnaire: a title above their first question, wherever the questionnaire is shown."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from core.policy import Role
from surveys import checking, translating
from surveys.definition import QuestionDef, drafted
from surveys.enums import Purpose
from surveys.models import Survey
from surveys.views import answer as view
from surveys.views.on_paper import on_paper
from surveys.xlsform.reading import read_form
from surveys.xlsform.settings import FormSettings
from surveys.xlsform.writing import write_form
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make

BrowserOf = Callable[[Role], Browser]


def titled(question: QuestionDef, text: str, english: str = "", **more: object) -> QuestionDef:
    config = {**question.config, "section": {"id": text, "en": english}}
    return replace(question, config=config, starts_page=True, **more)


FIRST = titled(make.NAME, "Layanan", "Service")
HIDDEN = titled(make.URGENT, "Penilaian", logic={"relevant": "${nama_layanan} = 'SKCK'"})
PARTS = (FIRST, HIDDEN, make.HOURS)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "today", lambda: make.TODAY)


def opened(session: Session, **how: object) -> Survey:
    made = make.feedback(session, purpose=Purpose.ASPIRATION, questions=PARTS, **how)
    session.commit()
    return made


def test_each_page_bears_its_title_even_when_its_first_question_is_not_asked(
    session: Session, browser: Browser
) -> None:
    path = f"/survei/{opened(session).key}"
    assert browser.get(f"{path}?lang=en").texts("form h2") == ["Service"]
    page = browser.get(f"{path}?lang=id")
    assert page.texts("form h2") == ["Layanan"]
    data = {**page.fields(), "nama_layanan": "KTP", "form-act": "next"}
    turned = Page(browser.client.post(path, data=data))
    assert turned.texts("form h2") == ["Penilaian"]
    assert turned.all("[name=mendesak]") == []


def test_on_one_page_each_title_stands_above_its_part(session: Session, browser: Browser) -> None:
    page = browser.get(f"/survei/{opened(session, one_page=True).key}")
    told = [
        e.text_content().strip() if e.tag == "h2" else e.get("name")
        for e in page.all("form h2, form .f [name]")
    ]
    assert told[0] == "Layanan"
    assert told[1:] == ["nama_layanan", "Penilaian", *["mendesak"] * 4, "jam"]


def test_an_author_writes_translates_and_empties_a_title(session: Session, browser_of: BrowserOf) -> None:
    draft = make.draft(session, questions=(make.NAME, make.HOURS))
    session.commit()
    staff, (_, hours) = browser_of(Role.FACILITATOR), draft.questions
    at = f"/kelola/survei/{draft.key}/pertanyaan/{hours.id}"
    written = {"label_id": "Berapa jam?", "name": "jam"}
    staff.post(at, {**written, "section_id": " Waktu "})
    session.expire_all()
    assert (hours.config["section"], hours.starts_page) == ({"id": "Waktu", "en": ""}, True)
    assert staff.get(f"/kelola/survei/{draft.key}").texts("h3.part") == ["Waktu"]
    texts = {text.field: text for text in translating.texts_of(draft)}
    field = f"q{hours.id}_section"
    assert (texts[field].source, texts[field].english) == ("Waktu", "")
    assert f"q{draft.questions[0].id}_section" not in texts
    staff.post(f"/kelola/survei/{draft.key}/terjemahan", {field: "Time", f"seen_{field}": texts[field].mark})
    session.expire_all()
    assert hours.config["section"] == {"id": "Waktu", "en": "Time"}
    assert staff.get(at).one("input[name=section_en]").get("value") == "Time"
    staff.post(at, {**written, "section_id": ""})
    session.expire_all()
    assert ("section" in hours.config, hours.starts_page) == (False, False)


def test_a_title_without_english_is_told_where_others_have_it() -> None:
    asked = (replace(make.NEED, help_id=""), titled(QuestionDef("x", "text", "X", "X"), "Judul"))
    told = [(p.question, p.stops) for p in checking.problems_of(asked)]
    assert told == [("x", False)]
    assert (
        checking.problems_of((asked[0], titled(QuestionDef("x", "text", "X", "X"), "Judul", "Title"))) == ()
    )


def test_titles_stand_on_paper_in_the_list_and_in_the_xlsform(
    session: Session, browser_of: BrowserOf
) -> None:
    assert [one.section for one in on_paper(PARTS, "id")] == ["Layanan", "Penilaian", ""]
    survey = opened(session)
    sheet = browser_of(Role.FACILITATOR).get(f"/kelola/survei/{survey.key}/kertas")
    assert sheet.texts("h2.part") == ["Layanan", "Penilaian"]
    form = read_form(write_form(drafted(survey.questions), FormSettings(), title="Judul", key="kunci"))
    assert [(q.kind, q.label_id, q.starts_page) for q in form.questions] == [
        ("text", "Layanan apa?", False),
        ("scale", "Seberapa mendesak?", True),
        ("number", "Berapa jam?", False),
    ]
    assert [(q.section_id, q.section_en) for q in form.questions] == [
        ("Layanan", "Service"),
        ("Penilaian", ""),
        ("", ""),
    ]
