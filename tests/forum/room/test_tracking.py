"""Answers of the room flow into the analysis; their codes lead to the trail, and take them back."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from core.contributions import Contribution, ContributionRef
from core.cycles.models import Cycle
from forum.room.enums import Phase, RoomState
from forum.room.kept import MARKS
from forum.room.models import RoomMark
from forum.room.tracking import SOURCE
from plan.theming import make_handler
from tests.forum.room import factories_room as make
from tests.page import Browser
from tests.plan import factories_themes

CODE = "7K2M-9QXD-4TBH-R0WZ"
NOISE = "7K2M-9QXD-4TBH-R0WY"
PATH = f"/lacak/{CODE}/tarik-jawaban"


def ref(key: str) -> ContributionRef:
    return ContributionRef("room_answer", key, "text")


def test_only_what_can_be_read_in_the_room_is_a_contribution(session: Session) -> None:
    room = make.room(session, Phase.SORT, Phase.WRITE)
    closed = make.room(session, Phase.WRITE, state=RoomState.CLOSED, cycle=room.workshop.cycle)
    closed.questions[0].purpose = "feedback"
    noise = make.room(session, Phase.RESULT)
    make.answer(session, noise.questions[0], "siklus lain")
    seen = make.answer(session, room.questions[0], "arsip", table_number=3)
    hidden = make.answer(session, room.questions[0], "x", state="hidden")
    gone = make.answer(session, room.questions[0], "", state="withdrawn")
    waiting = make.answer(session, room.questions[1], "belum")
    late = make.answer(session, closed.questions[0], "loket")
    expected = [
        Contribution(ref(seen.key), "aspiration", "arsip"),
        Contribution(ref(late.key), "feedback", "loket"),
    ]
    assert list(SOURCE.of_cycle(session, room.workshop.cycle_id)) == expected
    asked = [late, hidden, gone, waiting, seen]
    refs = [*(ref(a.key) for a in asked), ContributionRef("survey_answer", seen.key, "text"), ref("entah")]
    assert SOURCE.fetch(session, refs) == expected[::-1]


def themed(session: Session, cycle: Cycle) -> None:
    run = factories_themes.queued_run(session, cycle)
    session.commit()
    handler = make_handler(lambda: (SOURCE,), factories_themes.MarkModel)
    handler(session, {"run_id": run.id})(session)
    session.commit()


def test_from_an_answer_to_its_theme(session: Session, browser: Browser) -> None:
    cycle = factories_themes.deciding_cycle(session)
    room = make.room(session, Phase.RESULT, cycle=cycle)
    make.answer(session, room.questions[0], "[digital] kami butuh excel", code=CODE)
    make.answer(session, room.questions[0], "[arsip] surat menumpuk", code=NOISE)
    session.commit()
    themed(session, cycle)
    page = browser.get(f"/lacak/{CODE}")
    assert page.texts(".lead") == [room.workshop.title_id]
    assert page.texts(".quote p") == ["[digital] kami butuh excel"]
    assert page.texts(".trail-t") == [
        "Masukan Anda diterima",
        "Tampil di ruang workshop",
        "Literasi digital",
        "Belum ada keputusan",
    ]
    assert [a.get("href") for a in page.all(".note a")] == [PATH]


def test_while_people_write_the_code_says_that_it_waits(session: Session, browser: Browser) -> None:
    room = make.room(session, Phase.WRITE)
    make.answer(session, room.questions[0], "rahasia dahulu", code=CODE)
    session.commit()
    page = browser.get(f"/lacak/{CODE}")
    assert page.texts(".note-t") == ["Masukan Anda sudah diterima", "Ini jawaban Anda di ruang workshop"]
    assert "rahasia dahulu" not in page.text


def test_the_writer_of_a_hidden_answer_reads_why(session: Session, browser: Browser) -> None:
    room = make.room(session, Phase.RESULT)
    make.answer(
        session, room.questions[0], "Si Anu malas", code=CODE, state="hidden", reason="menyebut nama orang"
    )
    session.commit()
    page = browser.get(f"/lacak/{CODE}")
    assert page.texts(".note-t") == [
        "Jawaban Anda disembunyikan oleh moderator",
        "Ini jawaban Anda di ruang workshop",
    ]
    assert page.texts("blockquote") == ["menyebut nama orang"]


def test_the_writer_takes_the_answer_back(session: Session, browser: Browser) -> None:
    room = make.room(session, Phase.RESULT)
    answer = make.answer(session, room.questions[0], "Arsip", code=CODE, likes=2, dots=1)
    noise = make.answer(session, room.questions[0], "Loket", code=NOISE)
    session.commit()
    page = browser.get(PATH)
    assert page.texts("blockquote") == ["Arsip"]
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    response = browser.post(PATH)
    assert response.headers["Location"] == f"/lacak/{CODE}"
    session.expire_all()
    assert (answer.text, answer.state, answer.likes, answer.dots) == ("", "withdrawn", 2, 1)
    assert (noise.text, noise.state) == ("Loket", "shown")
    assert browser.get(f"/lacak/{CODE}").texts(".note-t") == ["Jawaban ini sudah ditarik"]
    assert browser.get(PATH).texts(".note.ok p") == [
        "Jawaban ini sudah ditarik dan tulisannya sudah dihapus."
    ]
    browser.get("/lacak/0000-0000-0000-0000/tarik-jawaban", status=404)


def test_tickets_of_a_room_that_nobody_closed_are_forgotten_in_time(session: Session) -> None:
    room = make.room(session, Phase.VOTE)
    session.add(
        RoomMark(kind="like", target_key="a", ticket_hash="t", question_id=room.questions[0].id, slot=None)
    )
    session.flush()
    ended = room.workshop.sessions[-1].ends_at
    before, after = ended, datetime(2027, 3, 2, tzinfo=UTC)
    assert (MARKS.count(session, before), MARKS.count(session, after)) == (0, 1)
    assert (MARKS.purge(session, after), MARKS.count(session, after)) == (1, 0)
