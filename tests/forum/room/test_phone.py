"""What a phone in the hall meets: joining, writing, likes, dots, the code, and taking an answer back."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.policy import Role
from forum.room.enums import Phase, RoomState
from forum.room.models import Room, RoomAnswer, RoomMark
from forum.room.rules import LONGEST_ANSWER
from tests.forum.room import factories_room as make
from tests.page import Browser, Page

BrowserOf = Callable[[Role], Browser]
STYLE = Path(__file__).parents[3] / "rembuk" / "static" / "style.css"
FIRST_FLIGHT = 14_600


def room_in(session: Session, phase: Phase, **values: object) -> Room:
    """The room of the test, beside another open one."""
    noise = make.room(session, phase)
    make.answer(session, noise.questions[0], "Jawaban ruang lain")
    made = make.room(session, phase, Phase.INTRO, **values)  # type: ignore[arg-type]
    session.commit()
    return made


def phone(app: Flask, room: Room) -> Browser:
    """A phone that has joined."""
    browser = Browser(app.test_client())
    browser.get(f"/r/{room.join_code}")
    return browser


def send(browser: Browser, room: Room, text: str, *, status: int = 200, **values: object) -> Page:
    path = f"/r/{room.join_code}/tulis"
    page = browser.post(path, {"teks": text, **values}, form_at=f"/r/{room.join_code}", status=status)
    assert isinstance(page, Page)
    return page


def press(browser: Browser, room: Room, act: str, how: str, key: str, status: int = 303) -> TestResponse:
    """A button of the list; the page with its form is opened first."""
    at = f"/r/{room.join_code}"
    fields = browser.get(at).fields(f"{at}/{act}")
    response = browser.client.post(f"{at}/{act}", data={**fields, how: key})
    assert response.status_code == status
    return response


def state(session: Session, room: Room) -> list[tuple[str, int, int]]:
    session.expire_all()
    of_room = RoomAnswer.question_id.in_([q.id for q in room.questions])
    rows = session.scalars(select(RoomAnswer).where(of_room))
    return sorted((row.text, row.likes, row.dots) for row in rows)


def test_the_code_opens_the_room_however_it_is_typed(session: Session, browser: Browser) -> None:
    room = room_in(session, Phase.WRITE)
    code = str(room.join_code)
    typed = browser.client.get("/r", query_string={"kode": f" {code[:3].upper()} {code[3:]} "})
    assert (typed.status_code, typed.headers["Location"]) == (303, f"/r/{code}")
    assert browser.get(f"/r/{code.upper()}").texts("h1") == [room.questions[0].text_id]


@pytest.mark.parametrize("state_", [RoomState.PREPARED, RoomState.CLOSED])
def test_a_room_that_is_not_open_has_no_code(session: Session, browser: Browser, state_: RoomState) -> None:
    room_in(session, Phase.WRITE, state=state_)
    page = browser.get("/r/tidaka", status=404)
    assert page.texts("h1") == ["Masuk ke ruang workshop"]
    assert page.texts(".note.bad") == [
        "Kode ruang itu tidak ada, atau ruangnya sudah ditutup. Periksa kode di layar."
    ]


def test_the_ticket_goes_to_the_room_alone(session: Session, browser: Browser) -> None:
    room = room_in(session, Phase.SORT)
    cookies = browser.client.get(f"/r/{room.join_code}").headers.getlist("Set-Cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == ["rembuk_ruang"]
    assert {"Path=/r/", "HttpOnly", "SameSite=Lax"} <= set(cookies[0].split("; "))
    assert not browser.client.get(f"/r/{room.join_code}").headers.getlist("Set-Cookie")


def test_an_answer_is_stored_with_its_text_and_nothing_about_the_phone(session: Session, app: Flask) -> None:
    room = room_in(session, Phase.WRITE)
    page = send(phone(app, room), room, "  Arsip\r\ndigital ", meja="4")
    rows = session.scalars(select(RoomAnswer).where(RoomAnswer.question_id == room.questions[0].id)).all()
    assert [(row.text, row.table_number, row.state) for row in rows] == [("Arsip\ndigital", 4, "shown")]
    assert session.scalars(select(RoomMark)).all() == []
    code = page.texts('[data-testid="kode-lacak"]')
    assert len(code) == 1
    assert page.one("#meja").get("value") == "4"
    assert page.one("#teks").text is None


def test_nobody_reads_an_answer_while_others_write(session: Session, app: Flask) -> None:
    room = room_in(session, Phase.WRITE)
    make.answer(session, room.questions[0], "Rahasia dahulu")
    session.commit()
    page = phone(app, room).get(f"/r/{room.join_code}")
    assert "Rahasia dahulu" not in page.text
    assert "1 jawaban" in page.texts("p.mute b")


@pytest.mark.parametrize(
    ("text", "table", "says"),
    [
        ("   ", "", "Jawaban masih kosong. Tulis dahulu, lalu kirim."),
        (
            "x" * (LONGEST_ANSWER + 1),
            "",
            "Jawaban terlalu panjang: paling banyak 1000 huruf. Bagi menjadi beberapa jawaban.",
        ),
        ("Arsip", "0", "Nomor meja adalah angka 1 sampai 99."),
        ("Arsip", "²", "Nomor meja adalah angka 1 sampai 99."),
    ],
)
def test_what_cannot_be_stored_comes_back(
    session: Session, app: Flask, text: str, table: str, says: str
) -> None:
    room = room_in(session, Phase.WRITE)
    page = send(phone(app, room), room, text, meja=table, status=422)
    assert page.texts(".note.bad p")[1:] == [says]
    assert (page.one("#teks").text or "").strip() == text.strip()
    assert page.one("#meja").get("value") == table
    assert state(session, room) == []


def test_the_same_form_twice_is_one_answer_and_another_text_a_clash(session: Session, app: Flask) -> None:
    room = room_in(session, Phase.WRITE)
    browser = phone(app, room)
    at = f"/r/{room.join_code}"
    fields = browser.get(at).fields(f"{at}/tulis")
    first, again = (
        Page(browser.client.post(f"{at}/tulis", data={**fields, "teks": "Arsip"})) for _ in range(2)
    )
    other = Page(browser.client.post(f"{at}/tulis", data={**fields, "teks": "Loket"}))
    codes = [page.texts('[data-testid="kode-lacak"]') for page in (first, again)]
    assert codes[0] == codes[1]
    assert other.status == 409
    assert other.one("#teks").text == "Loket"
    assert state(session, room) == [("Arsip", 0, 0)]


@pytest.mark.parametrize("over", ["phase", "room"])
def test_a_text_that_comes_too_late_is_not_lost(session: Session, app: Flask, over: str) -> None:
    room = room_in(session, Phase.WRITE)
    browser, at = phone(app, room), f"/r/{room.join_code}"
    fields = browser.get(at).fields(f"{at}/tulis")
    if over == "phase":
        room.questions[0].phase = Phase.SORT
    else:
        room.state, room.join_code = RoomState.CLOSED, None
    session.commit()
    page = Page(browser.client.post(f"{at}/tulis", data={**fields, "teks": "Sudah capek menulis"}))
    assert page.status == {"phase": 409, "room": 404}[over]
    assert page.one("textarea[readonly]").text == "Sudah capek menulis"
    assert state(session, room) == []


def test_a_like_counts_once_per_phone_and_can_be_taken_back(session: Session, app: Flask) -> None:
    room = room_in(session, Phase.SORT)
    liked = make.answer(session, room.questions[0], "Arsip")
    make.answer(session, room.questions[0], "Loket", likes=1)
    hidden = make.answer(session, room.questions[0], "Disembunyikan", state="hidden")
    session.commit()
    one, two = phone(app, room), phone(app, room)
    for browser in (one, one, two):
        press(browser, room, "suka", "beri", liked.key)
    press(one, room, "suka", "beri", hidden.key, status=404)
    assert state(session, room) == [("Arsip", 2, 0), ("Disembunyikan", 0, 0), ("Loket", 1, 0)]
    for _ in range(2):
        press(one, room, "suka", "ambil", liked.key)
    assert state(session, room) == [("Arsip", 1, 0), ("Disembunyikan", 0, 0), ("Loket", 1, 0)]
    assert one.get(f"/r/{room.join_code}").texts("main p.mute")[0] == (
        "3 jawaban · 1 jawaban disembunyikan moderator"
    )


def test_a_phone_has_its_dots_and_no_more(session: Session, app: Flask) -> None:
    room = room_in(session, Phase.VOTE, dots=2)
    answers = [make.answer(session, room.questions[0], text) for text in ("a", "b", "c")]
    session.commit()
    browser = phone(app, room)
    for one in answers[:2]:
        press(browser, room, "pilih", "beri", one.key)
    page = browser.get(f"/r/{room.join_code}")
    assert page.texts("main p > b")[-1] == "Sisa 0 titik"
    assert page.texts("ul.said button") == ["Ambil kembali titik"] * 2
    press(browser, room, "pilih", "beri", answers[2].key, status=409)
    press(browser, room, "pilih", "beri", answers[0].key)
    assert state(session, room) == [("a", 0, 1), ("b", 0, 1), ("c", 0, 0)]
    press(browser, room, "pilih", "ambil", answers[0].key)
    press(browser, room, "pilih", "beri", answers[2].key)
    assert state(session, room) == [("a", 0, 0), ("b", 0, 1), ("c", 0, 1)]


def test_dots_go_to_groups_and_to_nothing_of_another_room(session: Session, app: Flask) -> None:
    room = room_in(session, Phase.VOTE)
    group = make.group(session, room.questions[0], "Loket")
    inside = make.answer(session, room.questions[0], "a", group_key=group.key)
    foreign = make.answer(session, make.room(session, Phase.VOTE).questions[0], "x")
    session.commit()
    browser = phone(app, room)
    press(browser, room, "pilih", "beri", group.key)
    for key in (inside.key, foreign.key, "entah", ""):
        press(browser, room, "pilih", "beri", key, status=404)
    session.expire_all()
    assert (group.dots, inside.dots, foreign.dots) == (1, 0, 0)


def test_a_phone_without_cookies_may_write_but_not_count(session: Session, app: Flask) -> None:
    room = room_in(session, Phase.SORT)
    liked = make.answer(session, room.questions[0], "Arsip")
    session.commit()
    client = app.test_client(use_cookies=False)
    at = f"/r/{room.join_code}"
    fields = Page(client.get(at)).fields(f"{at}/suka")
    response = client.post(f"{at}/suka", data={**fields, "beri": liked.key})
    assert response.status_code == 403
    assert state(session, room) == [("Arsip", 0, 0)]


def test_only_a_page_that_cannot_lose_text_asks_again_by_itself(session: Session, app: Flask) -> None:
    again = {}
    for phase in Phase:
        room = room_in(session, phase)
        again[phase] = app.test_client().get(f"/r/{room.join_code}").headers.get("Refresh")
    assert again == {phase: "10" if phase == Phase.INTRO else None for phase in Phase}


@pytest.mark.parametrize("phase", list(Phase))
def test_the_page_fits_the_first_flight(session: Session, app: Flask, phase: Phase) -> None:
    room = room_in(session, phase)
    for number in range(25):
        make.answer(session, room.questions[0], f"Pegawai loket perlu pelatihan nomor {number}", dots=number)
    session.commit()
    page = app.test_client().get(f"/r/{room.join_code}").data
    assert len(gzip.compress(page, 6)) + len(gzip.compress(STYLE.read_bytes(), 9)) <= FIRST_FLIGHT


def test_sixty_phones_behind_one_address_pass_and_one_that_floods_does_not(
    session: Session, app: Flask
) -> None:
    room = room_in(session, Phase.WRITE)
    at = f"/r/{room.join_code}"
    fields = phone(app, room).get(at).fields(f"{at}/tulis")
    statuses = []
    for number in range(60):
        client = app.test_client()
        client.get(at)
        for form in range(3):
            nonce = f"{number * 3 + form:032x}"
            statuses.append(
                client.post(f"{at}/tulis", data={**fields, "nonce": nonce, "teks": "a"}).status_code
            )
    assert statuses == [200] * 180
    flooding = phone(app, room).client
    found = [flooding.post(f"{at}/tulis", data={**fields, "teks": ""}).status_code for _ in range(130)]
    assert found == [422] * 120 + [429] * 10
    assert len(state(session, room)) == 180
