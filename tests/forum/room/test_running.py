"""Opening, phases, closing, withdrawing: what is stored afterwards, and what is not."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from core import nonces
from core.audit import AuditEvent
from core.db import db, writing
from core.errors import Closed, Conflict, Invalid
from forum.room import answering, queries, running, sorting
from forum.room.enums import Phase, RoomState
from forum.room.models import Room, RoomAnswer, RoomGroup, RoomMark, RoomQuestion
from tests.conftest import make_app
from tests.forum import factories
from tests.forum.room import factories_room as make

SECRET = "a key for tests only"


def write(session: Session, room: Room, said: str, number: int = 1) -> str:
    nonce = f"{number:032x}"
    return answering.write_answer(session, room, room.questions[0], text=said, nonce=nonce, secret=SECRET)


def audited(session: Session) -> list[tuple[str, dict[str, object]]]:
    return [
        (event.action, event.facts) for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    ]


def test_a_workshop_has_one_room(session: Session) -> None:
    workshop, noise = factories.workshop(session), make.room(session, Phase.INTRO)
    first = running.prepare_room(session, workshop)
    assert running.prepare_room(session, workshop) is first
    assert {room.id for room in session.scalars(select(Room))} == {first.id, noise.id}


def test_a_room_is_opened_once_with_its_first_question(session: Session) -> None:
    room = make.room(session, Phase.INTRO, Phase.INTRO, state=RoomState.PREPARED)
    running.open_room(session, room, dots=4, actor_id=None)
    session.refresh(room)
    assert (room.state, room.dots, room.shown_key) == (RoomState.OPEN, 4, room.questions[0].key)
    assert len(str(room.join_code)) == 6
    with pytest.raises(Closed):
        running.open_room(session, room, dots=4, actor_id=None)
    assert audited(session)[-1] == ("room.open", {"dots": 4})


def test_a_room_without_a_question_is_not_opened(session: Session) -> None:
    room = make.room(session, state=RoomState.PREPARED)
    with pytest.raises(Invalid):
        running.open_room(session, room, dots=3, actor_id=None)
    assert room.state == RoomState.PREPARED


def test_a_code_that_another_room_has_is_tried_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = make.room(session, Phase.INTRO)
    room = make.room(session, Phase.INTRO, state=RoomState.PREPARED)
    codes = iter([str(taken.join_code), str(taken.join_code), "rumulo"])
    monkeypatch.setattr(running.rules, "new_join_code", lambda: next(codes))
    running.open_room(session, room, dots=3, actor_id=None)
    session.refresh(room)
    assert room.join_code == "rumulo"


def test_who_saw_an_older_phase_moves_nothing(session: Session) -> None:
    room = make.room(session, Phase.SORT)
    with pytest.raises(Conflict):
        running.move_phase(session, room, room.questions[0], before=Phase.WRITE, step=1, actor_id=None)
    assert room.questions[0].phase == Phase.SORT
    assert audited(session)[-1:] != [("room.phase", {})]


@pytest.mark.database
def test_of_two_who_press_on_at_once_one_moves(tmp_path: Path, engine_name: str) -> None:
    app = make_app(tmp_path, engine_name)
    with app.app_context(), writing():
        make.room(db.session(), Phase.WRITE)
        db.session.commit()

    def press(_number: int) -> bool:
        with app.app_context(), writing():
            room = db.session.scalars(select(Room)).one()
            try:
                running.move_phase(
                    db.session(), room, room.questions[0], before=Phase.WRITE, step=1, actor_id=None
                )
                db.session.commit()
            except Conflict:
                db.session.rollback()
                return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(press, range(6))) == 1
    with app.app_context():
        assert db.session.scalars(select(RoomQuestion.phase)).all() == [Phase.SORT]
        assert [action for action, _facts in audited(db.session())][1:] == ["room.phase"]
        db.session.remove()
        db.engine.dispose()


def test_going_back_from_voting_takes_the_dots_back(session: Session) -> None:
    room, noise = make.room(session, Phase.VOTE), make.room(session, Phase.VOTE)
    group = make.group(session, room.questions[0], "Loket")
    for one in (room, noise):
        answer = make.answer(session, one.questions[0], "a", dots=1, likes=2)
        for kind, slot in (("dot", 1), ("like", None)):
            session.add(
                RoomMark(
                    kind=kind,
                    target_key=answer.key,
                    ticket_hash="t",
                    question_id=one.questions[0].id,
                    slot=slot,
                )
            )
    group.dots = 3
    session.flush()
    running.move_phase(session, room, room.questions[0], before=Phase.VOTE, step=-1, actor_id=None)
    session.expire_all()
    marks = session.execute(select(RoomMark.question_id, RoomMark.kind)).all()
    mine, other = room.questions[0].id, noise.questions[0].id
    assert sorted(tuple(mark) for mark in marks) == sorted([(mine, "like"), (other, "dot"), (other, "like")])
    counts = session.execute(select(RoomAnswer.question_id, RoomAnswer.likes, RoomAnswer.dots)).all()
    assert sorted(tuple(row) for row in counts) == sorted([(mine, 2, 0), (other, 2, 1)])
    assert group.dots == 0


def test_closing_forgets_the_tickets_and_keeps_the_counts(session: Session) -> None:
    room, noise = make.room(session, Phase.VOTE, Phase.WRITE), make.room(session, Phase.VOTE)
    for one in (room, noise):
        answer = make.answer(session, one.questions[0], "a", dots=1)
        session.add(
            RoomMark(
                kind="dot",
                target_key=answer.key,
                ticket_hash="t",
                question_id=one.questions[0].id,
                slot=1,
            )
        )
    make.answer(session, room.questions[1], "b")
    session.flush()
    running.close_room(session, room, actor_id=None)
    session.expire_all()
    assert (room.state, room.join_code, room.shown_key) == (RoomState.CLOSED, None, "")
    assert session.scalars(select(RoomMark.question_id)).all() == [noise.questions[0].id]
    assert queries.board(session, room, room.questions[0]).answers[0].dots == 1
    assert [a.text for a in queries.board(session, room, room.questions[1]).answers] == ["b"]
    with pytest.raises(Closed):
        running.close_room(session, room, actor_id=None)
    assert audited(session)[-1] == ("room.close", {"answers": 2})


@pytest.mark.database
@pytest.mark.parametrize("how", ["reveal", "close"])
def test_no_answer_tells_when_it_was_written(tmp_path: Path, engine_name: str, how: str) -> None:
    """On PostgreSQL all rows come from one transaction in an order of their own; SQLite has no rowid."""
    app = make_app(tmp_path, engine_name)
    with app.app_context(), writing():
        room = make.room(db.session(), Phase.WRITE)
        db.session.commit()
        for number in range(40):
            write(db.session(), room, str(number), number)
            db.session.commit()
        if how == "reveal":
            running.move_phase(
                db.session(), room, room.questions[0], before=Phase.WRITE, step=1, actor_id=None
            )
        else:
            running.close_room(db.session(), room, actor_id=None)
        db.session.commit()
        if engine_name == "postgresql":
            rows = db.session.execute(text("SELECT xmin::text, text FROM room_answer ORDER BY ctid")).all()
            assert len({row[0] for row in rows}) == 1
            assert [row[1] for row in rows] != [str(number) for number in range(40)]
        else:
            rows = db.session.execute(text("SELECT 1, text FROM room_answer")).all()
            with pytest.raises(SQLAlchemyError, match="no such column"):
                db.session.execute(text("SELECT rowid FROM room_answer"))
        assert sorted(int(row[1]) for row in rows) == list(range(40))
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def test_the_anonymous_tables_have_no_time_no_serial_number_and_no_person() -> None:
    columns = {
        model.__tablename__: {column.key: column for column in inspect(model).columns}
        for model in (RoomAnswer, RoomMark, RoomGroup)
    }
    assert {name: set(found) for name, found in columns.items()} == {
        "room_answer": {
            "key", "question_id", "text", "table_number", "code_hash", "nonce_hash", "state", "reason",
            "group_key", "starred", "likes", "dots",
        },
        "room_mark": {"kind", "target_key", "ticket_hash", "question_id", "slot"},
        "room_group": {"key", "question_id", "name", "dots"},
    }  # fmt: skip
    pointed = {
        table: {f.column.table.name for c in found.values() for f in c.foreign_keys}
        for table, found in columns.items()
    }
    assert pointed == {
        "room_answer": {"room_question", "room_group"},
        "room_mark": {"room_question"},
        "room_group": {"room_question"},
    }


def test_writing_leaves_no_audit_row_and_no_mark(session: Session) -> None:
    room = make.room(session, Phase.WRITE)
    before = audited(session)
    write(session, room, "Arsip")
    assert (audited(session), session.scalars(select(RoomMark)).all()) == (before, [])


def test_a_withdrawn_answer_leaves_its_counts_and_no_byte_of_its_text(tmp_path: Path) -> None:
    app: Flask = make_app(tmp_path, "sqlite")
    said = "Kata-kata yang tidak boleh tersisa di mana pun"
    with app.app_context(), writing():
        room = make.room(db.session(), Phase.WRITE)
        code = write(db.session(), room, said)
        write(db.session(), room, "Yang lain", 2)
        db.session.commit()
        assert any(said.encode() in file.read_bytes() for file in tmp_path.glob("*.sqlite*"))
        answer = answering.find_answer(db.session(), code.lower())
        assert answer is not None
        for _ in range(2):
            answering.withdraw_answer(db.session(), answer)
            db.session.commit()
        rows = db.session.execute(select(RoomAnswer.text, RoomAnswer.state)).all()
        assert sorted(tuple(row) for row in rows) == [("", "withdrawn"), ("Yang lain", "shown")]
        assert write(db.session(), room, said) == code
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()
    assert not any(said.encode() in file.read_bytes() for file in tmp_path.glob("*.sqlite*"))


def test_a_withdrawn_text_cannot_be_kept(session: Session) -> None:
    room = make.room(session, Phase.WRITE)
    with pytest.raises(IntegrityError):
        make.answer(session, room.questions[0], "masih ada", state="withdrawn")


def test_a_code_opens_nothing_but_its_answer(session: Session) -> None:
    room = make.room(session, Phase.WRITE)
    code = write(session, room, "Arsip")
    write(session, room, "Noise", 2)
    assert code == nonces.code_of(f"{1:032x}", secret=SECRET)
    found = answering.find_answer(session, code)
    assert found is not None
    assert found.text == "Arsip"
    assert answering.find_answer(session, "0000-0000-0000-0000") is None
    assert answering.find_answer(session, "bukan kode") is None


def test_groups_merge_and_the_empty_ones_go(session: Session) -> None:
    room = make.room(session, Phase.SORT)
    question = room.questions[0]
    groups = [make.group(session, question, name) for name in ("Loket", "Arsip", "Lain")]
    inside = [make.answer(session, question, g.name, group_key=g.key) for g in groups]
    sorting.merge_groups(
        session, room, question, keys=[g.key for g in groups[:2]], into_key=groups[0].key, actor_id=None
    )
    session.expire_all()
    assert [a.group_key for a in inside] == [groups[0].key, groups[0].key, groups[2].key]
    assert sorted(session.scalars(select(RoomGroup.name))) == ["Lain", "Loket"]
    with pytest.raises(Invalid):
        sorting.merge_groups(
            session, room, question, keys=[groups[0].key], into_key=groups[0].key, actor_id=None
        )


def test_grouping_and_shortlist_reach_only_visible_answers_of_the_question(session: Session) -> None:
    room = make.room(session, Phase.SORT, Phase.SORT)
    question, other = room.questions
    group = make.group(session, question, "Loket")
    mine = make.answer(session, question, "a")
    hidden = make.answer(session, question, "b", state="hidden")
    foreign = make.answer(session, other, "c")
    keys = [mine.key, hidden.key, foreign.key, "entah"]
    how = {"keys": keys, "actor_id": None}
    assert sorting.put_into_group(session, room, question, group_key=group.key, **how) == 1  # type: ignore[arg-type]
    assert sorting.set_star(session, room, question, starred=True, **how) == 1  # type: ignore[arg-type]
    session.expire_all()
    assert [(a.group_key, a.starred) for a in (mine, hidden, foreign)] == [
        (group.key, True),
        (None, False),
        (None, False),
    ]
    assert audited(session)[-1][1] == {"question": question.id, "answers": 1, "starred": True}


def test_a_question_that_was_answered_stays(session: Session) -> None:
    room = make.room(session, Phase.INTRO, Phase.WRITE, Phase.INTRO)
    make.answer(session, room.questions[1], "a")
    shown, answered, free = room.questions
    for question in (shown, answered):
        with pytest.raises(Conflict):
            running.delete_question(session, room, question, actor_id=None)
    with pytest.raises(Closed):
        running.change_question(
            session, room, answered, text_id="Lain?", text_en="", purpose="feedback", actor_id=None
        )
    running.delete_question(session, room, free, actor_id=None)
    assert set(session.scalars(select(RoomQuestion.key))) == {shown.key, answered.key}
