"""Two authors of one survey: neither overwrites what they have not seen."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.policy import Role
from surveys import authoring, changing
from surveys.changing import Overtaken, claim
from surveys.models import Question, Survey
from tests import factories
from tests.page import Browser, Page, check_page
from tests.surveys import factories_surveys as make

BrowserOf = Callable[[Role], Browser]


@pytest.fixture
def authors(browser_of: BrowserOf) -> tuple[Browser, Browser]:
    return browser_of(Role.FACILITATOR), browser_of(Role.PLANNER)


@pytest.fixture
def survey(session: Session) -> Survey:
    made = make.draft(session, cycle=factories.cycle(session))
    make.draft(session, cycle=made.cycle, key="lain")
    session.commit()
    return made


def at(survey: Survey, place: int = 0) -> str:
    return f"/kelola/survei/{survey.key}/pertanyaan/{survey.questions[place].id}"


def send(author: Browser, path: str, form: Page, **typed: str) -> Page | TestResponse:
    """Send a form that was opened before."""
    reply = author.client.post(path, data={**form.fields(), **typed})
    if reply.status_code == 303:
        return reply
    page = Page(reply)
    check_page(page, path)
    return page


def stored(session: Session, question: int) -> tuple[str, str, bool]:
    session.expire_all()
    row = session.get_one(Question, question)
    return row.label_id, row.help_id, row.required


def interleaved(session: Session, authors: tuple[Browser, Browser], survey: Survey) -> Page | TestResponse:
    """Both open the first question, one saves, then the other."""
    first, second = authors
    path = at(survey)
    forms = first.get(path), second.get(path)
    send(first, path, forms[0], label_id="Dari yang pertama", help_id="Satu baris")
    return send(second, path, forms[1], label_id="Dari yang kedua", required="y")


def test_who_saves_later_sees_both_and_decides(
    session: Session, authors: tuple[Browser, Browser], survey: Survey
) -> None:
    number, path = survey.questions[0].id, at(survey)
    page = interleaved(session, authors, survey)
    assert isinstance(page, Page)
    assert page.status == 409
    assert stored(session, number) == ("Dari yang pertama", "Satu baris", False)
    assert page.one("[name=label_id]").get("value") == "Dari yang kedua"
    terms = zip(page.texts("#tersimpan dt"), page.texts("#tersimpan dd"), strict=True)
    assert {
        ("Pertanyaan berbeda", "Dari yang pertama"),
        ("Keterangan berbeda", "Satu baris"),
        ("Wajib diisi berbeda", "tidak"),
        ("Mulai halaman baru di sini", "tidak"),
    } <= set(terms)
    assert [a.get("href") for a in page.all("main form .acts a")] == [path]
    send(authors[1], path, page, label_id="Dari yang kedua", required="y", name="kebutuhan")
    assert stored(session, number) == ("Dari yang kedua", "", True)


def test_sabotage_a_server_that_does_not_look_overwrites(
    session: Session, authors: tuple[Browser, Browser], survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the look at what was shown the second author would silently win."""
    number = survey.questions[0].id
    monkeypatch.setattr(changing, "require_seen", lambda seen, now: None)
    reply = interleaved(session, authors, survey)
    assert reply.status_code == 303 if isinstance(reply, TestResponse) else False
    assert stored(session, number) == ("Dari yang kedua", "", True)


def test_a_third_change_asks_again(
    session: Session, authors: tuple[Browser, Browser], survey: Survey
) -> None:
    number, path = survey.questions[0].id, at(survey)
    page = interleaved(session, authors, survey)
    assert isinstance(page, Page)
    authors[0].post(path, {"label_id": "Lagi dari yang pertama"})
    again = send(authors[1], path, page, label_id="Dari yang kedua")
    assert isinstance(again, Page)
    assert (again.status, again.texts("#tersimpan dd")[0]) == (409, "Lagi dari yang pertama")
    assert stored(session, number)[0] == "Lagi dari yang pertama"


def test_different_questions_places_and_descriptions_do_not_conflict(
    session: Session, authors: tuple[Browser, Browser], survey: Survey
) -> None:
    first, second = authors
    page, about, ids = at(survey), f"/kelola/survei/{survey.key}/ubah", [q.id for q in survey.questions]
    form, described = second.get(page), second.get(about)
    before = session.scalars(select(Survey.revision).where(Survey.id == survey.id)).one()
    first.post(at(survey, 1), {"label_id": "Pangkat", "options": "a\nb", "name": "pangkat"})
    first.post(f"{at(survey, 1)}/naik", form_at=f"/kelola/survei/{survey.key}")
    send(second, page, form, label_id="Kebutuhan belajar", name="kebutuhan")
    send(second, about, described, title_id="Judul baru", purpose="aspiration", access="account")
    session.expire_all()
    assert [(q.id, q.label_id) for q in survey.questions] == [
        (ids[1], "Pangkat"),
        (ids[0], "Kebutuhan belajar"),
    ]
    assert (survey.title_id, survey.revision) == ("Judul baru", before + 4)
    assert session.scalars(select(Survey.revision).where(Survey.key == "lain")).one() == 2


def test_a_form_that_was_sent_twice_is_no_conflict(
    session: Session, authors: tuple[Browser, Browser], survey: Survey
) -> None:
    path, typed = at(survey), {"label_id": "Sekali saja", "name": "kebutuhan"}
    form = authors[0].get(path)
    replies = [send(authors[0], path, form, **typed) for _ in range(2)]
    assert [reply.status_code for reply in replies if isinstance(reply, TestResponse)] == [303, 303]
    session.expire_all()
    assert (survey.revision, survey.questions[0].label_id) == (3, "Sekali saja")


def test_two_descriptions(session: Session, authors: tuple[Browser, Browser], survey: Survey) -> None:
    path = f"/kelola/survei/{survey.key}/ubah"
    kept = {"purpose": "aspiration", "access": "account"}
    form = authors[1].get(path)
    authors[0].post(path, {"title_id": "Judul pertama", **kept})
    page = send(authors[1], path, form, title_id="Judul kedua", intro_id="Dua menit.", **kept)
    assert isinstance(page, Page)
    assert (page.status, page.one("[name=title_id]").get("value")) == (409, "Judul kedua")
    assert page.texts("#tersimpan dd")[0] == "Judul pertama"
    assert "Tujuan" in page.texts("#tersimpan dt")
    session.expire_all()
    assert survey.title_id == "Judul pertama"
    send(authors[1], path, page, title_id="Judul kedua", **kept)
    session.expire_all()
    assert survey.title_id == "Judul kedua"


def test_deleting_what_somebody_changed_asks_again(
    session: Session, authors: tuple[Browser, Browser], survey: Survey
) -> None:
    path = at(survey)
    form = authors[1].get(f"{path}/hapus")
    authors[0].post(path, {"label_id": "Ternyata penting"})
    page = send(authors[1], f"{path}/hapus", form)
    assert isinstance(page, Page)
    assert (page.status, page.texts(".lead")) == (409, ["Ternyata penting"])
    session.expire_all()
    assert len(survey.questions) == 2
    send(authors[1], f"{path}/hapus", page)
    session.expire_all()
    assert [q.name for q in survey.questions] == ["jabatan"]


def test_what_was_typed_for_a_deleted_question_can_be_added(
    session: Session, authors: tuple[Browser, Browser], survey: Survey
) -> None:
    path = at(survey)
    form = authors[1].get(path)
    authors[0].post(f"{path}/hapus")
    page = send(authors[1], path, form, label_id="Kebutuhan Anda", name="kebutuhan")
    assert isinstance(page, Page)
    assert (page.status, page.one("[name=label_id]").get("value")) == (409, "Kebutuhan Anda")
    anew = page.one("main form").get("action")
    send(authors[1], anew, page, label_id="Kebutuhan Anda", name="kebutuhan")
    session.expire_all()
    assert [(q.name, q.label_id) for q in survey.questions] == [
        ("jabatan", "Jabatan Anda"),
        ("kebutuhan", "Kebutuhan Anda"),
    ]
    send(authors[1], path, page, label_id="Lain", kind="coretan")
    assert authors[1].client.post(path, data={**form.fields(), "kind": "coretan"}).status_code == 404


def test_a_question_that_is_deleted_while_another_author_saves_it(
    session: Session, authors: tuple[Browser, Browser], survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading the question and holding the survey: the words are kept as well."""
    path, number = at(survey), survey.questions[0].id
    form = authors[0].get(path)

    def late(session: Session, survey: Survey) -> None:
        gone = delete(Question).where(Question.id == number)
        session.execute(gone.execution_options(synchronize_session=False))
        claim(session, survey)

    monkeypatch.setattr(changing, "claim", late)
    page = send(authors[0], path, form, label_id="Kata saya", name="kebutuhan")
    assert isinstance(page, Page)
    assert (page.status, page.one("[name=label_id]").get("value")) == (409, "Kata saya")


@pytest.mark.database
def test_a_revision_is_claimed_once(session: Session) -> None:
    survey, other = make.draft(session), make.draft(session, questions=())
    seen = survey.revision
    claim(session, survey, seen=seen)
    with pytest.raises(Overtaken):
        claim(session, survey, seen=seen)
    assert (seen, survey.revision, other.revision) == (2, 3, 0)


@pytest.mark.database
def test_a_stale_reader_writes_nothing_over(session: Session) -> None:
    """What the session read before is read again once the survey is held."""
    survey = make.draft(session)
    question = survey.questions[0]
    mark = changing.question_mark(question)
    elsewhere = update(Question).where(Question.id == question.id).values(help_id="Oleh orang lain")
    session.execute(elsewhere.execution_options(synchronize_session=False))
    with pytest.raises(Overtaken):
        authoring.delete_question(session, question, actor_id=None, seen=mark)
    assert [q.help_id for q in survey.questions] == ["Oleh orang lain", ""]
