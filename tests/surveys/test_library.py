"""Templates, questions of other surveys, and all surveys of a cycle."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Conflict, Invalid, NotFound
from core.policy import Role
from surveys import borrowing, library, publishing, undoing
from surveys.definition import QuestionDef, drafted, pages_of
from surveys.enums import Access, Purpose
from surveys.models import Survey
from surveys.naming import QUESTION_NAME, RESERVED
from surveys.questions import KINDS
from surveys.skm_template import skm_questions
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make

BrowserOf = Callable[[Role], Browser]
HOME = "/kelola/survei"


@pytest.mark.parametrize("key", library.KEYS)
def test_a_template_is_complete_in_both_languages(key: str) -> None:
    template = library.template_by_key(key)
    assert Purpose(template.purpose)
    assert Access(template.access)
    assert 12 <= len(template.questions) <= 20
    publishing.check_questions(template.questions)
    for question in template.questions:
        assert QUESTION_NAME.fullmatch(question.name)
        assert question.name not in RESERVED
        assert question.label_id != question.label_en != ""
        assert bool(question.help_id) == bool(question.help_en)
        assert question.kind in KINDS
        assert all(option.label_en for option in question.options), question.name
    for name in ("title", "about", "intro"):
        assert getattr(template, f"{name}_id") != getattr(template, f"{name}_en") != ""
    if key == "skm":
        assert template.questions == skm_questions()
    else:
        assert len(pages_of(template.questions)) >= 2


def test_there_is_no_other_template() -> None:
    for key in ("", "../aspirasi", "SKM", "__init__"):
        with pytest.raises(NotFound):
            library.template_by_key(key)


def test_from_a_template_to_an_open_survey(session: Session, browser_of: BrowserOf) -> None:
    cycle, other = factories.cycle(session), factories.cycle(session)
    session.commit()
    staff = browser_of(Role.FACILITATOR)
    offered = [a.get("href") for a in staff.get(f"{HOME}/baru").all("main .cards a")]
    assert offered == [f"{HOME}/baru/contoh/{key}" for key in library.KEYS]
    template = library.template_by_key("pelatihan")
    page = staff.get(f"{HOME}/baru/contoh/pelatihan")
    assert page.texts("ol li b")[0] == "Pelatihan apa yang Anda ikuti?"
    assert len(page.texts("ol li b")) == len(template.questions)
    staff.post(f"{HOME}/baru/contoh/pelatihan", {"cycle": other.key})
    made = session.scalars(select(Survey)).one()
    assert (made.title_id, made.title_en) == ("Evaluasi pelatihan", "Evaluation of a training")
    assert (made.cycle_id, made.state) == (other.id, "draft")
    assert drafted(made.questions) == template.questions
    staff.post(f"{HOME}/{made.key}/terbitkan")
    session.expire_all()
    assert made.state == "open"
    staff.get(f"{HOME}/baru/contoh/rahasia", status=404)
    assert cycle.id != other.id


@pytest.mark.database
def test_questions_are_taken_under_names_that_are_free(session: Session) -> None:
    survey = make.draft(session)
    speaks = QuestionDef(
        "alasan",
        "longtext",
        "Mengapa ${kebutuhan}, ${jam}?",
        logic={"relevant": "${kebutuhan} != '' and ${jam} > 2"},
    )
    source = (make.NEED, make.HOURS, make.DAY, speaks)
    before, noise = drafted(survey.questions), make.draft(session)
    count = borrowing.take_questions(
        session, survey, questions=source, chosen={"kebutuhan", "alasan", "lain"}, actor_id=None
    )
    assert count == 2
    taken = replace(
        speaks,
        label_id="Mengapa ${kebutuhan_2}, ${jam}?",
        logic={"relevant": "${kebutuhan_2} != '' and ${jam} > 2"},
    )
    assert drafted(survey.questions) == (*before, replace(make.NEED, name="kebutuhan_2"), taken)
    assert len(noise.questions) == 2
    undoing.undo_change(session, survey, seen=survey.revision, actor_id=None)
    assert drafted(survey.questions) == before


def test_skm_elements_that_are_there_are_not_taken_twice(session: Session) -> None:
    elements = skm_questions()[:9]
    survey = make.draft(session, questions=elements[:1])
    chosen = {question.name for question in elements}
    assert (
        borrowing.take_questions(session, survey, questions=elements, chosen=chosen, actor_id=None)
        == len(elements) - 1
    )
    assert drafted(survey.questions) == elements
    with pytest.raises(Invalid):
        borrowing.take_questions(session, survey, questions=elements, chosen=chosen, actor_id=None)


def test_the_page_takes_what_was_ticked(session: Session, browser_of: BrowserOf) -> None:
    source = make.survey(session, questions=make.ALL_KINDS, title="Sumber")
    survey = make.draft(session, cycle=source.cycle, questions=())
    session.commit()
    staff = browser_of(Role.FACILITATOR)
    start = f"{HOME}/{survey.key}/ambil"
    links = [a.get("href") for a in staff.get(start).all("main .cards a")]
    assert links == [f"{start}/survei/{source.key}", *(f"{start}/contoh/{key}" for key in library.KEYS)]
    page = staff.post(links[0], {}, status=200)
    assert isinstance(page, Page)
    assert len(page.all("[role=alert] li")) == 1
    staff.post(links[0], {"questions": ["jam", "jabatan"]})
    staff.post(f"{start}/contoh/layanan", {"questions": ["puas"]})
    session.expire_all()
    puas = next(q for q in library.template_by_key("layanan").questions if q.name == "puas")
    assert drafted(survey.questions) == (make.POST, make.HOURS, puas)
    assert len(source.questions) == len(make.ALL_KINDS)
    for wrong in ("survei/tidak-ada", "contoh/tidak-ada", "lain/aspirasi"):
        staff.get(f"{start}/{wrong}", status=404)


def test_all_surveys_of_a_cycle_are_copied(session: Session, browser_of: BrowserOf) -> None:
    first = make.survey(session, title="Aspirasi")
    old, new, elsewhere = first.cycle, factories.cycle(session), factories.cycle(session)
    second = make.feedback(session, cycle=old)
    make.draft(session, cycle=elsewhere, title="Lain")
    session.commit()
    staff = browser_of(Role.PLANNER)
    sent = {"source": old.key, "target": new.key}
    staff.post(f"{HOME}/salin-siklus", sent)
    copies = session.scalars(select(Survey).where(Survey.cycle_id == new.id).order_by(Survey.id)).all()
    assert [(c.title_id, c.state, c.access) for c in copies] == [
        ("Aspirasi", "draft", "account"),
        ("Masukan layanan", "draft", "public"),
    ]
    for copy, original in zip(copies, (first, second), strict=True):
        assert drafted(copy.questions) == drafted(original.questions)
        assert copy.key != original.key
    assert len(session.scalars(select(Survey)).all()) == 5
    page = staff.post(f"{HOME}/salin-siklus", {**sent, "target": old.key}, status=200)
    assert isinstance(page, Page)
    assert page.texts("[role=alert] li") == ["Pilih siklus tujuan yang lain."]
    with pytest.raises(Conflict):
        borrowing.copy_cycle(session, old, target=old, actor_id=None)
