"""Both languages side by side: everything is listed, what is typed is saved, nobody's words are lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from core.policy import Role
from surveys import authoring, translating, undoing
from surveys.changing import Overtaken
from surveys.definition import QuestionDef, drafted
from surveys.models import Survey
from surveys.skm_template import skm_questions
from tests import factories
from tests.page import Browser, Page, check_page
from tests.surveys import factories_surveys as make

BrowserOf = Callable[[Role], Browser]
BARE = {"options": [{"value": "a", "label_id": "Merah", "label_en": ""}, {"value": "b", "label_id": "Biru"}]}
COLOUR = QuestionDef("warna", "single", "Warna apa?", help_id="Pilih satu.", config=BARE)


@pytest.fixture
def survey(session: Session) -> Survey:
    made = make.draft(session, cycle=factories.cycle(session), questions=(make.NEED, COLOUR))
    make.draft(session, cycle=made.cycle, questions=(COLOUR,))
    session.commit()
    return made


def marks(survey: Survey) -> dict[str, str]:
    return {text.field: text.mark for text in translating.texts_of(survey)}


@pytest.mark.database
def test_every_text_is_listed_and_saved_as_one_change(session: Session, survey: Survey) -> None:
    need, colour = (question.id for question in survey.questions)
    texts = translating.texts_of(survey)
    assert [(t.field, t.part, t.source, t.english) for t in texts] == [
        ("title", "title", "Survei aspirasi", "Survei aspirasi (en)"),
        ("intro", "intro", "Sekitar tiga menit.", ""),
        (f"q{need}_label", "label", "Apa kebutuhan Anda?", "What do you need?"),
        (f"q{colour}_label", "label", "Warna apa?", ""),
        (f"q{colour}_help", "help", "Pilih satu.", ""),
        (f"q{colour}_options_0", "choice", "Merah", ""),
        (f"q{colour}_options_1", "choice", "Biru", ""),
    ]
    assert translating.missing(texts) == 5
    before = drafted(survey.questions)
    typed = {
        "intro": "About three minutes.",
        f"q{colour}_help": "Choose one.",
        f"q{colour}_options_1": "Blue",
    }
    how = {"seen": marks(survey), "actor_id": None}
    assert translating.translate(session, survey, typed={**typed, "q0_label": "x"}, **how) == 3
    session.flush()
    session.expire_all()
    choices = [BARE["options"][0], {"value": "b", "label_id": "Biru", "label_en": "Blue"}]
    now = replace(COLOUR, help_en="Choose one.", config={"options": choices})
    assert drafted(survey.questions) == (make.NEED, now)
    assert (survey.title_en, survey.intro_en) == ("Survei aspirasi (en)", "About three minutes.")
    revision = survey.revision
    assert translating.translate(session, survey, typed=typed, **how) == 0
    assert survey.revision == revision
    undoing.undo_change(session, survey, seen=revision, actor_id=None)
    assert (drafted(survey.questions), survey.intro_en) == (before, "")


@pytest.mark.database
def test_only_texts_that_both_changed_are_in_the_way(session: Session, survey: Survey) -> None:
    seen, (need, colour) = marks(survey), survey.questions
    label = f"q{need.id}_label"
    changed = replace(make.NEED, label_id="Apa yang Anda perlukan?")
    authoring.change_question(session, need, definition=changed, actor_id=None)
    how = {"seen": seen, "actor_id": None}
    typed = {label: "What do you want?", f"q{colour.id}_label": "Which colour?"}
    with pytest.raises(Overtaken):
        translating.translate(session, survey, typed=typed, **how)
    assert [q.label_en for q in survey.questions] == ["What do you need?", ""]
    del typed[label]
    assert translating.translate(session, survey, typed=typed, **how) == 1
    assert [q.label_en for q in survey.questions] == ["What do you need?", "Which colour?"]


def test_the_steps_of_skm_elements_are_not_translated_here(session: Session) -> None:
    survey = make.draft(session, questions=skm_questions()[:2])
    assert [t.part for t in translating.texts_of(survey)] == ["title", "intro", "label", "label"]


def test_the_page(session: Session, survey: Survey, browser_of: BrowserOf) -> None:
    at, colour = f"/kelola/survei/{survey.key}/terjemahan", survey.questions[1].id
    first, second = browser_of(Role.FACILITATOR), browser_of(Role.PLANNER)
    form = second.get(at)
    assert form.texts("main .pill")[0] == "5 dari 7 teks belum diterjemahkan"
    assert [f.get("name") for f in form.all(".pair [name]:not([type=hidden])")] == [
        text.field for text in translating.texts_of(survey)
    ]
    label, choice = f"q{colour}_label", f"q{colour}_options_0"
    first.post(at, {label: "What colour?"})
    sent = {**form.fields(), label: "Which colour?", choice: " Red "}
    reply = second.client.post(at, data=sent)
    page = Page(reply)
    check_page(page, at)
    assert page.status == 409
    assert page.texts("main form .h") == ["Tersimpan sekarang: What colour?"]
    assert page.one(f"[name={label}]").text_content().strip() == "Which colour?"
    session.expire_all()
    assert [t.english for t in translating.texts_of(survey)][3:] == ["What colour?", "", "", ""]
    again = second.client.post(at, data={**sent, **page.fields()})
    assert again.status_code == 303
    session.expire_all()
    assert [t.english for t in translating.texts_of(survey)][3:] == ["Which colour?", "", "Red", ""]
    page = second.post(at, {choice: "x" * 301}, status=200)
    assert isinstance(page, Page)
    assert len(page.all("[role=alert] li")) == 1


def test_what_was_typed_for_a_deleted_question_is_told(
    session: Session, survey: Survey, browser_of: BrowserOf
) -> None:
    at, colour = f"/kelola/survei/{survey.key}/terjemahan", survey.questions[1]
    staff = browser_of(Role.FACILITATOR)
    form = staff.get(at)
    authoring.delete_question(session, colour, actor_id=None)
    session.commit()
    sent = {**form.fields(), "intro": "Three minutes.", f"q{colour.id}_label": "Which colour?"}
    assert staff.client.post(at, data=sent).status_code == 303
    assert "pertanyaannya sudah dihapus" in staff.get(at).text
    session.expire_all()
    assert survey.intro_en == "Three minutes."
