"""Forms with logic as people meet them without JavaScript, and as their authors write and try them."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import Role
from surveys.answer_models import Answer
from surveys.definition import QuestionDef, questions_of
from surveys.models import Question, Survey
from surveys.results import asked_questions
from surveys.views import answer as view
from surveys.views import by_code, resuming
from tests import factories
from tests.page import Browser
from tests.surveys import factories_surveys as make
from tests.surveys.test_drafts import BrowserOf, post
from tests.surveys.test_logic import ask

pytestmark = pytest.mark.database
TRAINED = QuestionDef(
    "pernah", "single", "Pernah ikut pelatihan?", config=make.options("ya", "tidak"), required=True
)
HOURS = replace(
    make.HOURS,
    logic={
        "relevant": "${pernah} = 'ya'",
        "required": "true()",
        "constraint": ". <= 40",
        "constraint_message_id": "Paling banyak 40 jam.",
    },
)
WHY_NOT = ask("sebab", "longtext", "Mengapa belum?", relevant="${pernah} = 'tidak'")
DAYS = ask("hari", "calculated", calculation="${jam} div 8")
MORE = replace(ask("manfaat", "text", "Apa manfaat ${jam} jam itu?", relevant="${jam} > 0"), starts_page=True)
LAST = replace(ask("saran", "text"), starts_page=True)
QUESTIONS = (TRAINED, HOURS, WHY_NOT, DAYS, MORE, LAST)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (view, resuming, by_code):
        monkeypatch.setattr(module, "today", lambda: make.TODAY)


@pytest.fixture
def survey(session: Session) -> Survey:
    made = make.feedback(session, cycle=factories.cycle(session), questions=QUESTIONS)
    session.commit()
    return made


def bodies(session: Session, survey: Survey) -> list[dict[str, object]]:
    return [row.body for row in session.scalars(select(Answer).where(Answer.survey_id == survey.id))]


def test_a_question_that_opens_is_shown_before_the_page_is_left(
    session: Session, survey: Survey, browser: Browser
) -> None:
    first = browser.get(f"/survei/{survey.key}")
    hidden = [box.get("data-when") for box in first.all("[data-when][hidden]")]
    assert hidden == ["jam", "sebab"]
    opened = post(browser, first, "next", pernah="ya")
    assert opened.texts("main [role=status]")[0] == "Jawaban Anda membuka pertanyaan lain di halaman ini."
    assert opened.all(".note.bad") == []
    assert [box.get("data-when") for box in opened.all("[data-when][hidden]")] == ["sebab"]
    empty = post(browser, opened, "next", status=422, pernah="ya")
    assert "Berapa jam?" in empty.texts(".note.bad")[0]
    much = post(browser, empty, "next", status=422, pernah="ya", jam="41")
    assert "Paling banyak 40 jam." in much.texts(".note.bad")[0]
    second = post(browser, much, "next", pernah="ya", jam="12", sebab="tidak tampak")
    assert "Apa manfaat 12 jam itu?" in second.texts("main label")
    last = post(browser, second, "next", manfaat="Banyak")
    post(browser, last, "send", saran="Lanjutkan")
    assert bodies(session, survey) == [
        {"pernah": "ya", "jam": 12, "hari": 1.5, "manfaat": "Banyak", "saran": "Lanjutkan"}
    ]
    assert "Apa manfaat … jam itu?" in [question.label_id for question in asked_questions(survey)]


def test_what_closed_again_is_not_stored_and_its_page_is_skipped(
    session: Session, survey: Survey, browser: Browser
) -> None:
    page = post(browser, browser.get(f"/survei/{survey.key}"), "next", pernah="ya")
    second = post(browser, page, "next", pernah="ya", jam="8")
    back = post(browser, second, "back", manfaat="Akan hilang")
    assert back.one("[name=jam]").get("value") == "8"
    opened = post(browser, back, "next", pernah="tidak", jam="8")
    last = post(browser, opened, "next", pernah="tidak", jam="8", sebab="Belum ada waktu")
    assert last.texts(".steps label") == ["Halaman 3 dari 3"]
    before = post(browser, last, "back")
    assert before.texts(".steps label") == ["Halaman 1 dari 3"]
    again = post(browser, before, "next", pernah="tidak", sebab="Belum ada waktu")
    post(browser, again, "send", saran="")
    assert bodies(session, survey) == [{"pernah": "tidak", "sebab": "Belum ada waktu"}]


def test_a_last_page_that_opens_another_is_not_sent_yet(session: Session, browser: Browser) -> None:
    made = make.feedback(
        session,
        cycle=factories.cycle(session),
        questions=(make.URGENT, replace(TRAINED, required=False), MORE, HOURS),
    )
    session.commit()
    first = browser.get(f"/survei/{made.key}")
    assert first.texts("main .acts .main") == ["Kirim"]
    opened = post(browser, first, "send", pernah="ya", mendesak="2")
    assert bodies(session, made) == []
    assert opened.texts(".steps label") == ["Halaman 2 dari 2"]
    assert [box.get("data-when") for box in opened.all("[data-when]")] == ["manfaat"]
    assert opened.one("[data-when=manfaat]").get("hidden") is not None
    asked = post(browser, opened, "send", jam="3")
    assert bodies(session, made) == []
    post(browser, asked, "send", jam="3", manfaat="Ada")
    assert bodies(session, made) == [{"mendesak": "2", "pernah": "ya", "manfaat": "Ada", "jam": 3}]


def test_an_edit_by_code_follows_the_logic_too(session: Session, survey: Survey, browser: Browser) -> None:
    page = post(browser, browser.get(f"/survei/{survey.key}"), "next", pernah="ya")
    page = post(browser, page, "next", pernah="ya", jam="8")
    page = post(browser, page, "next", manfaat="Banyak")
    code = post(browser, page, "send", saran="a").texts('[data-testid="kode-lacak"]')[0]
    path = f"/lacak/{code}/ubah"
    assert [box.get("data-when") for box in browser.get(path).all("[data-when][hidden]")] == ["sebab"]
    asked = browser.post(path, {"pernah": "tidak", "jam": "8", "manfaat": "x", "saran": "b"}, status=422)
    assert asked.texts("main [role=status]")[0] == "Jawaban Anda membuka pertanyaan lain di halaman ini."  # type: ignore[union-attr]
    hidden = {f.get("name"): f.get("value") for f in asked.all(f"form[action='{path}'] input[type=hidden]")}  # type: ignore[union-attr]
    sent = browser.client.post(
        path, data={**hidden, "pernah": "tidak", "jam": "8", "sebab": "Pindah", "saran": "b"}
    )
    assert sent.status_code == 200
    assert bodies(session, survey) == [{"pernah": "tidak", "sebab": "Pindah", "saran": "b"}]


def test_an_author_writes_logic_and_is_told_where_it_fails(session: Session, browser_of: BrowserOf) -> None:
    draft = make.draft(session, questions=(TRAINED, make.NAME))
    session.commit()
    planner = browser_of(Role.PLANNER)
    new = f"/kelola/survei/{draft.key}/pertanyaan/baru/number"
    typed = {"label_id": "Berapa jam?", "relevant": "${pernah} = ", "name": "jam"}
    wrong = planner.post(new, typed, status=200)
    assert "Rumus ini terpotong" in wrong.texts("details[open] .e")[0]  # type: ignore[union-attr]
    planner.post(new, {**typed, "relevant": "${pernah} = 'mungkin'", "constraint": ". < 40"})
    (made,) = session.scalars(select(Question).where(Question.name == "jam"))
    assert made.logic == {"relevant": "${pernah} = 'mungkin'", "constraint": ". < 40"}
    shown = planner.get(f"/kelola/survei/{draft.key}").texts(f"#pertanyaan-{made.id} code")
    assert shown == ["${pernah} = 'mungkin'", ". < 40"]
    page = planner.get(f"/kelola/survei/{draft.key}/terbitkan")
    told = page.texts(".note.warn li")
    assert [text for text in told if "pilihan “mungkin”" in text] != []
    links = {a.get("href") for a in page.all(".note.warn li a")}
    assert links == {f"/kelola/survei/{draft.key}/pertanyaan/{made.id}"}
    change = f"/kelola/survei/{draft.key}/pertanyaan/{made.id}"
    planner.post(change, {**typed, "relevant": "${nama_layanan2} = 'x'"})
    page = planner.get(f"/kelola/survei/{draft.key}/terbitkan")
    assert "membaca “nama_layanan2”" in page.texts(".note.bad li")[0]
    assert page.all("form[action$=terbitkan]") == []
    planner.post(change, {**typed, "relevant": "${pernah} = 'ya'"})
    planner.post(f"/kelola/survei/{draft.key}/terbitkan", {})
    session.expire_all()
    stored = {q.name: q.logic for q in questions_of(draft.versions[0])}
    assert stored == {"pernah": {}, "nama_layanan": {}, "jam": {"relevant": "${pernah} = 'ya'"}}


def test_a_test_run_says_what_the_logic_decides(session: Session, browser_of: BrowserOf) -> None:
    draft = make.draft(session, questions=QUESTIONS)
    session.commit()
    planner = browser_of(Role.PLANNER)
    page = planner.get(f"/kelola/survei/{draft.key}/pratinjau?pernah=ya&jam=16")
    rows = [
        tuple(" ".join(c.text_content().split()) for c in row.cssselect("td")) for row in page.all("tbody tr")
    ]
    assert rows == [
        ("Berapa jam? jam", "ya", "ya", "16"),
        ("Mengapa belum? sebab", "tidak", "tidak", "–"),
        ("Hari hari", "ya", "tidak", "2"),
        ("Apa manfaat 16 jam itu? manfaat", "ya", "tidak", "–"),
    ]
    assert page.one("[name=jam]").get("value") == "16"


def test_a_heavy_first_page_is_told_before_publishing(session: Session, browser_of: BrowserOf) -> None:
    cycle = factories.cycle(session)
    words = [f"Kelurahan {number * number} di kecamatan {number * 7919 % 1000}" for number in range(900)]
    long = QuestionDef("desa", "dropdown", "Kelurahan", config=make.options(*words))
    light = make.draft(session, cycle=cycle, questions=(make.NAME, TRAINED), key="ringan")
    heavy = make.draft(session, cycle=cycle, questions=(make.NAME, long), key="berat")
    later = make.draft(
        session, cycle=cycle, questions=(make.NAME, replace(long, starts_page=True)), key="nanti"
    )
    session.commit()
    planner = browser_of(Role.PLANNER)
    told = {
        made.key: planner.get(f"/kelola/survei/{made.key}/terbitkan").texts(".note.warn .note-t")
        for made in (light, heavy, later)
    }
    title = "Halaman pertama terlalu berat"
    assert {key: title in texts for key, texts in told.items()} == {
        "ringan": False,
        "berat": True,
        "nanti": False,
    }
