"""What the facilitator does with the room: questions, opening, the question shown, its phases, closing."""

import secrets
from random import SystemRandom

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Closed, Conflict, Invalid
from core.sql import insert_into, truncate_log_after_commit
from forum.room import queries, rules
from forum.room.enums import PHASES, Action, Phase, RoomState
from forum.room.models import Room, RoomAnswer, RoomGroup, RoomMark, RoomQuestion
from forum.workshops.models import Workshop

_random = SystemRandom()
_TRIES = 20


def prepare_room(session: Session, workshop: Workshop) -> Room:
    """The workshop's room, made where there is none; of two who come together both get the same."""
    session.execute(insert_into(session, Room).values(workshop_id=workshop.id).on_conflict_do_nothing())
    return queries.load_room(session, workshop)


def add_question(
    session: Session, room: Room, *, text_id: str, text_en: str, purpose: str, actor_id: int | None
) -> RoomQuestion:
    """A further question, as the last one."""
    if room.state == RoomState.CLOSED:
        raise Closed(N_("Ruang ini sudah ditutup. Pertanyaannya tidak dapat diubah lagi."))
    question = RoomQuestion(
        key=secrets.token_hex(8), room_id=room.id, text_id=text_id, text_en=text_en, purpose=purpose
    )
    room.questions.append(question)
    session.flush()
    _record(session, room, "room.question.add", actor_id, question=question.id)
    return question


def change_question(
    session: Session,
    room: Room,
    question: RoomQuestion,
    *,
    text_id: str,
    text_en: str,
    purpose: str,
    actor_id: int | None,
) -> None:
    """Other words, as long as nobody can have begun to answer."""
    changed = session.execute(
        update(RoomQuestion)
        .where(RoomQuestion.id == question.id, RoomQuestion.phase == Phase.INTRO)
        .values(text_id=text_id, text_en=text_en, purpose=purpose)
        .returning(RoomQuestion.id)
    ).scalar()
    if changed is None:
        raise Closed(N_("Pertanyaan ini sudah mulai dijawab, jadi kata-katanya tetap."))
    _record(session, room, "room.question.change", actor_id, question=question.id)


def delete_question(session: Session, room: Room, question: RoomQuestion, *, actor_id: int | None) -> None:
    """Only one that is not on the projector and that nobody answered."""
    if room.state == RoomState.OPEN and room.shown_key == question.key:
        raise Conflict(N_("Pertanyaan ini sedang tampil di layar. Tampilkan pertanyaan lain dahulu."))
    try:
        with session.begin_nested():
            session.execute(delete(RoomQuestion).where(RoomQuestion.id == question.id))
    except IntegrityError as used:
        raise Conflict(N_("Pertanyaan ini sudah dijawab, jadi tidak dapat dihapus.")) from used
    _record(session, room, "room.question.delete", actor_id, question=question.id)


def open_room(session: Session, room: Room, *, dots: int, actor_id: int | None) -> None:
    """Give the room its join code and show the first question."""
    if not room.questions:
        raise Invalid(N_("Tulis sekurang-kurangnya satu pertanyaan sebelum ruang dibuka."))
    for _try in range(_TRIES):
        try:
            with session.begin_nested():
                opened = session.execute(
                    update(Room)
                    .where(Room.id == room.id, Room.state == RoomState.PREPARED)
                    .values(
                        state=RoomState.OPEN,
                        join_code=rules.new_join_code(),
                        shown_key=room.questions[0].key,
                        dots=dots,
                    )
                    .returning(Room.id)
                ).scalar()
        except IntegrityError:
            continue  # another room has this code
        if opened is None:
            raise Closed(N_("Ruang ini sudah pernah dibuka."))
        _record(session, room, "room.open", actor_id, dots=dots)
        return
    raise Conflict(N_("Kode ruang belum dapat dibuat. Coba sekali lagi."))


def show_question(session: Session, room: Room, question: RoomQuestion, *, actor_id: int | None) -> None:
    """Put a question on the projector and on every phone."""
    shown = session.execute(
        update(Room)
        .where(Room.id == room.id, Room.state == RoomState.OPEN)
        .values(shown_key=question.key)
        .returning(Room.id)
    ).scalar()
    if shown is None:
        raise Closed(N_("Ruang ini tidak sedang dibuka."))
    _record(session, room, "room.show", actor_id, question=question.id)


def move_phase(
    session: Session, room: Room, question: RoomQuestion, *, before: Phase, step: int, actor_id: int | None
) -> Phase:
    """One step on (1) or back (-1) from the phase that the facilitator saw.

    Once answers were revealed nobody writes any more: whoever wrote next could be told from the list before.
    """
    after = rules.neighbour(before, step)
    if after is None or (PHASES[before].reveals and not PHASES[after].reveals):
        raise Closed(N_("Dari tahap ini tidak dapat mundur lagi. Buat pertanyaan baru bila perlu."))
    hold_room(session, room)
    if room.state != RoomState.OPEN:
        raise Closed(N_("Ruang ini tidak sedang dibuka."))
    moved = session.execute(
        update(RoomQuestion)
        .where(RoomQuestion.id == question.id, RoomQuestion.phase == before)
        .values(phase=after)
        .returning(RoomQuestion.id)
    ).scalar()
    if moved is None:
        raise Conflict(N_("Tahapnya baru saja diubah oleh orang lain. Periksa dahulu tahap yang sekarang."))
    if PHASES[after].reveals and not PHASES[before].reveals:
        mix(session, question)
    if Action.VOTE in PHASES[before].actions and step < 0:
        clear_dots(session, question)
    _record(session, room, "room.phase", actor_id, question=question.id, before=before, after=after)
    session.expire(question)
    return after


def close_room(session: Session, room: Room, *, actor_id: int | None) -> None:
    """For good: the code opens nothing, the phones' tickets are forgotten, the counts stay."""
    closed = session.execute(
        update(Room)
        .where(Room.id == room.id, Room.state == RoomState.OPEN)
        .values(state=RoomState.CLOSED, join_code=None, shown_key="")
        .returning(Room.id)
    ).scalar()
    if closed is None:
        raise Closed(N_("Hanya ruang yang sedang dibuka yang dapat ditutup."))
    mine = select(RoomQuestion.id).where(RoomQuestion.room_id == room.id)
    session.execute(delete(RoomMark).where(RoomMark.question_id.in_(mine)))
    for question in room.questions:
        mix(session, question)
    _record(
        session, room, "room.close", actor_id, answers=sum(queries.counts(session, room.questions).values())
    )


def mix(session: Session, question: RoomQuestion) -> None:
    """Write a question's answers anew in random order, so that the database keeps no order of arrival."""
    session.get_one(RoomQuestion, question.id, with_for_update=True, populate_existing=True)
    mine = RoomAnswer.question_id == question.id
    rows = [dict(row) for row in session.execute(select(RoomAnswer.__table__).where(mine)).mappings()]
    session.execute(delete(RoomAnswer).where(mine))
    _random.shuffle(rows)
    if rows:
        session.execute(insert_into(session, RoomAnswer), rows)
    truncate_log_after_commit(session)


def clear_dots(session: Session, question: RoomQuestion) -> None:
    """Take all dots back: groups may change now, and a dot was given to what somebody read."""
    session.execute(delete(RoomMark).where(RoomMark.question_id == question.id, RoomMark.kind == "dot"))
    for model in (RoomAnswer, RoomGroup):
        session.execute(update(model).where(model.question_id == question.id).values(dots=0))


def hold_room(session: Session, room: Room, question: RoomQuestion | None = None) -> None:
    """Until this transaction ends the room's state and the question's phase stay as they are read here.

    On SQLite there is one writer at a time anyway.
    """
    session.refresh(room, with_for_update={"read": True, "of": Room})
    if question is not None:
        session.refresh(question, with_for_update={"read": True, "of": RoomQuestion})


def _record(session: Session, room: Room, action: str, actor_id: int | None, **facts: object) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="workshop", key=room.workshop.key, **facts)
