"""The facilitator's way: from the first question to the closed room, through the pages."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import Role
from forum.room.enums import Phase, RoomState
from forum.room.models import Room, RoomAnswer, RoomGroup, RoomQuestion
from tests.forum import factories
from tests.forum.room import factories_room as make
from tests.page import Browser, Page

BrowserOf = Callable[[Role], Browser]


@pytest.fixture
def staff(browser_of: BrowserOf) -> Browser:
    return browser_of(Role.FACILITATOR)


def address(room: Room, tail: str = "") -> str:
    return f"/kelola/workshop/{room.workshop.key}/ruang{tail}"


def test_from_the_first_question_to_the_open_room(session: Session, staff: Browser) -> None:
    workshop = factories.workshop(session)
    make.room(session, Phase.INTRO)
    session.commit()
    at = f"/kelola/workshop/{workshop.key}/ruang"
    assert staff.get(f"/kelola/workshop/{workshop.key}").all(f'a[href="{at}"]')
    assert staff.get(at).texts("main .empty p")[0] == "Belum ada pertanyaan."
    staff.get(f"{at}/layar", status=404)
    asked = {"text_id": " Apa yang sulit? ", "text_en": "", "purpose": "feedback"}
    staff.post(f"{at}/pertanyaan/baru", dict(asked))
    room = session.scalars(select(Room).where(Room.workshop_id == workshop.id)).one()
    question = room.questions[0]
    assert (question.text_id, question.purpose, question.phase) == ("Apa yang sulit?", "feedback", "intro")
    staff.post(f"{at}/pertanyaan/{question.key}", {**asked, "text_en": "What is hard?"})
    staff.post(f"{at}/buka", {"dots": "5"})
    session.expire_all()
    assert (room.state, room.dots, question.text_en) == (RoomState.OPEN, 5, "What is hard?")
    page = staff.get(at)
    assert str(room.join_code) in page.texts(".dl dd")
    assert page.all(f'a[href="{at}/layar"], a[href="{at}/juru-tulis"], a[href="{at}/tutup"]')


@pytest.mark.parametrize("dots", ["0", "11", "", "x"])
def test_dots_have_bounds(session: Session, staff: Browser, dots: str) -> None:
    room = make.room(session, Phase.INTRO, state=RoomState.PREPARED)
    session.commit()
    staff.post(address(room, "/buka"), {"dots": dots}, status=200)
    session.expire_all()
    assert room.state == RoomState.PREPARED


def test_the_steps_of_a_question(session: Session, staff: Browser) -> None:
    room = make.room(session, Phase.INTRO, Phase.INTRO)
    session.commit()
    question, noise = room.questions
    at, path = address(room), address(room, f"/pertanyaan/{question.key}/tahap")
    for phase in (Phase.WRITE, Phase.SORT, Phase.VOTE, Phase.RESULT):
        staff.post(path, form_at=at)
        session.expire_all()
        assert (question.phase, noise.phase) == (phase, Phase.INTRO)
    hidden = staff.get(at).fields(path)
    assert hidden["arah"] == "mundur"
    for wrong in ({"arah": "x"}, {"tahap": "x"}, {"tahap": "intro"}):
        staff.client.post(path, data={**hidden, **wrong})
    session.expire_all()
    assert question.phase == Phase.RESULT
    other = address(room, f"/pertanyaan/{noise.key}/layar")
    staff.post(other, form_at=at)
    session.expire_all()
    assert room.shown_key == noise.key


def test_the_list_opens_only_when_everybody_has_written(session: Session, staff: Browser) -> None:
    room = make.room(session, Phase.WRITE)
    make.answer(session, room.questions[0], "Rahasia dahulu")
    session.commit()
    listed = address(room, f"/pertanyaan/{room.questions[0].key}/jawaban")
    staff.get(listed, status=409)
    for page in (staff.get(address(room)), staff.get(address(room, "/layar"))):
        assert "Rahasia dahulu" not in page.text
        assert "1 jawaban" in page.text
    assert staff.get(address(room)).texts(".note.warn p") == [
        "Baru sedikit jawaban. Bila ditampilkan sekarang, penulisnya mudah ditebak."
    ]


def test_grouping_through_the_page(session: Session, staff: Browser) -> None:
    room = make.room(session, Phase.SORT)
    question = room.questions[0]
    one, two, three = (make.answer(session, question, text) for text in ("a", "b", "c"))
    session.commit()
    at = address(room, f"/pertanyaan/{question.key}/jawaban")
    sort = address(room, f"/pertanyaan/{question.key}/kelompok")

    def press(aksi: str, *answers: RoomAnswer, **values: str) -> None:
        keys = [answer.key for answer in answers]
        staff.post(sort, {"aksi": aksi, "jawaban": keys, **values}, form_at=at)
        session.expire_all()

    press("masuk", one, two, nama="  Loket   depan ")
    group = session.scalars(select(RoomGroup)).one()
    assert group.name == "Loket depan"
    press("masuk", three, kelompok=group.key)
    press("keluar", two)
    press("bintang", two, one)
    press("lepas", one)
    assert [(a.group_key, a.starred) for a in (one, two, three)] == [
        (group.key, False),
        (None, True),
        (group.key, False),
    ]
    press("masuk", nama="Tanpa isi")
    press("masuk", one)
    press("masuk", one, nama="x" * 81)
    staff.post(sort, {"aksi": "entah", "jawaban": [one.key]}, form_at=at, status=400)
    session.expire_all()
    assert session.scalars(select(RoomGroup.name)).all() == ["Loket depan"]
    press("masuk", one, nama="Arsip")
    merge = address(room, f"/pertanyaan/{question.key}/gabung")
    other = session.scalars(select(RoomGroup).where(RoomGroup.name == "Arsip")).one()
    staff.post(merge, {"kelompok": [other.key], "ke": group.key}, form_at=at)
    session.expire_all()
    assert session.scalars(select(RoomGroup.name)).all() == ["Loket depan"]
    assert one.group_key == group.key


def test_hiding_says_so_to_everybody(session: Session, staff: Browser, app: Flask) -> None:
    room = make.room(session, Phase.SORT)
    question = room.questions[0]
    bad, noise = make.answer(session, question, "Si Anu malas"), make.answer(session, question, "Arsip")
    session.commit()
    at = address(room, f"/pertanyaan/{question.key}/jawaban")
    path = f"{at}/{bad.key}/sembunyikan"
    staff.post(path, {"reason": ""}, status=200)
    staff.post(path, {"reason": " menyebut nama orang "})
    session.expire_all()
    assert (bad.state, bad.reason, noise.state) == ("hidden", "menyebut nama orang", "shown")
    for page in (staff.get(address(room, "/layar")), Browser(app.test_client()).get(f"/r/{room.join_code}")):
        assert "Si Anu malas" not in page.text
        assert "1 jawaban disembunyikan moderator" in page.text
    staff.post(f"{at}/{bad.key}/tampilkan", form_at=at)
    session.expire_all()
    assert (bad.state, bad.reason) == ("shown", "")


def test_the_projector_shows_where_to_join_and_updates_itself(session: Session, staff: Browser) -> None:
    room = make.room(session, Phase.VOTE)
    make.answer(session, room.questions[0], "Arsip", dots=3)
    make.answer(session, room.questions[0], "Loket", dots=1)
    session.commit()
    page = staff.get(address(room, "/layar"))
    assert page.response.headers["Refresh"] == "10"
    assert page.texts(".ticket code") == [room.join_code]
    assert page.one("aside img").get("src").startswith("data:image/svg+xml")
    assert [[*row.itertext()] for row in page.all(".chart tbody tr")] == [
        ["Arsip", "3", "75"],
        ["Loket", "1", "25"],
    ]
    assert "Refresh" not in staff.get(address(room, "/layar?jeda=1")).response.headers


def test_the_scribe_types_one_after_the_other(session: Session, staff: Browser) -> None:
    room = make.room(session, Phase.WRITE)
    session.commit()
    at = address(room, "/juru-tulis")
    first = staff.post(at, {"teks": "Kurang komputer", "meja": "7"}, status=200)
    assert isinstance(first, Page)
    code = first.texts('[data-testid="kode-lacak"]')
    fields = first.fields()
    assert (fields["kode"], first.one("#meja").get("value")) == (code[0], "7")
    data = {**fields, "teks": "Ruang arsip panas", "meja": "7", "kode": [*code, "<b>bukan kode</b>"]}
    second = Page(staff.client.post(at, data=data))
    codes = second.texts(".slip code")
    assert (len(codes), codes[1], second.texts('[data-testid="kode-lacak"]')) == (2, code[0], [codes[0]])
    again = Page(staff.client.post(at, data=data))
    assert again.texts(".slip code") == codes
    rows = session.scalars(select(RoomAnswer).order_by(RoomAnswer.text)).all()
    assert [(r.text, r.table_number) for r in rows] == [("Kurang komputer", 7), ("Ruang arsip panas", 7)]
    for code in codes:
        assert staff.get(f"/lacak/{code}").texts("h1") == ["Jejak masukan Anda"]
    empty = Page(staff.client.post(at, data={**second.fields(), "teks": " ", "kode": codes}))
    assert (empty.status, empty.texts(".slip code")) == (422, codes)


def test_closing_is_asked_once_more_and_then_for_good(session: Session, staff: Browser) -> None:
    room, noise = make.room(session, Phase.WRITE), make.room(session, Phase.WRITE)
    make.answer(session, room.questions[0], "Arsip")
    session.commit()
    code = room.join_code
    staff.post(address(room, "/tutup"))
    session.expire_all()
    assert (room.state, noise.state) == (RoomState.CLOSED, RoomState.OPEN)
    assert staff.client.get(f"/r/{code}").status_code == 404
    assert "Tambah pertanyaan" not in staff.get(address(room)).text
    listed = staff.get(address(room, f"/pertanyaan/{room.questions[0].key}/jawaban"))
    assert listed.texts(".os span") == ["Arsip"]
    staff.post(address(room, "/tutup"))
    staff.post(address(room, "/pertanyaan/baru"), {"text_id": "Lagi?", "purpose": "aspiration"}, status=200)
    assert len(session.scalars(select(RoomQuestion)).all()) == 2


def test_deleting_a_question(session: Session, staff: Browser) -> None:
    room = make.room(session, Phase.INTRO, Phase.INTRO, state=RoomState.PREPARED)
    session.commit()
    gone, stays = (question.key for question in room.questions)
    staff.post(address(room, f"/pertanyaan/{gone}/hapus"))
    session.expire_all()
    assert session.scalars(select(RoomQuestion.key)).all() == [stays]


def test_a_question_of_another_room_does_not_exist_here(session: Session, staff: Browser) -> None:
    room, noise = make.room(session, Phase.SORT), make.room(session, Phase.SORT)
    answer = make.answer(session, noise.questions[0], "x")
    session.commit()
    staff.get(address(room, f"/pertanyaan/{noise.questions[0].key}/jawaban"), status=404)
    own = address(room, f"/pertanyaan/{room.questions[0].key}/jawaban/{answer.key}/sembunyikan")
    staff.get(own, status=404)


def test_the_home_page_leads_to_an_open_room_without_its_code(session: Session, browser: Browser) -> None:
    prepared = make.room(session, Phase.INTRO, state=RoomState.PREPARED)
    prepared.workshop.cycle.current = True
    session.commit()
    assert not browser.get("/").all('a[href="/r"]')
    room = make.room(session, Phase.INTRO, cycle=prepared.workshop.cycle)
    session.commit()
    page = browser.get("/")
    assert len(page.all('a[href="/r"]')) == 1
    assert str(room.join_code) not in page.text
