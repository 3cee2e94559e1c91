"""What somebody says in the room, and takes back. No time, no account, no ticket goes with it."""

import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.codes import code_hash, normalise
from core.errors import N_, Conflict
from core.nonces import code_of, nonce_hash
from core.sql import erase_bytes_after_commit, insert_into
from core.vectors import forget_vectors
from forum.room import rules
from forum.room.enums import Action, AnswerState
from forum.room.models import Room, RoomAnswer, RoomQuestion
from forum.room.running import hold_room


def write_answer(
    session: Session,
    room: Room,
    question: RoomQuestion,
    *,
    text: str,
    nonce: str,
    secret: str,
    table_number: int | None = None,
) -> str:
    """Store an answer under a random key; its tracking code.

    The same nonce again is the same answer, whatever has changed since. Raises Conflict where it comes
    with another text, Closed where writing is over.
    """
    code = code_of(nonce, secret=secret)
    if (known := _known(session, nonce)) is not None:
        return _repeat(known, question, text, code)
    hold_room(session, room, question)
    rules.require_open(room, question, Action.WRITE)
    stored = session.execute(
        insert_into(session, RoomAnswer)
        .values(
            key=secrets.token_hex(16),
            question_id=question.id,
            text=text,
            table_number=table_number,
            code_hash=code_hash(code),
            nonce_hash=nonce_hash(nonce),
            state=AnswerState.SHOWN,
        )
        .on_conflict_do_nothing(index_elements=["nonce_hash"])
        .returning(RoomAnswer.key)
    ).scalar()
    if stored is None and (known := _known(session, nonce)) is not None:
        return _repeat(known, question, text, code)
    return code


def _known(session: Session, nonce: str) -> RoomAnswer | None:
    return session.scalar(select(RoomAnswer).where(RoomAnswer.nonce_hash == nonce_hash(nonce)))


def _repeat(known: RoomAnswer, question: RoomQuestion, text: str, code: str) -> str:
    same = known.text == text or known.state == AnswerState.WITHDRAWN
    if known.question_id != question.id or not same:
        raise Conflict(N_("Jawaban dari formulir ini sudah terkirim dengan isi lain."))
    return code


def find_answer(session: Session, code: str) -> RoomAnswer | None:
    """The answer behind a tracking code, however it was typed."""
    if normalise(code) is None:
        return None
    return session.scalar(select(RoomAnswer).where(RoomAnswer.code_hash == code_hash(code)))


def withdraw_answer(session: Session, answer: RoomAnswer) -> None:
    """Erase the text for good; what was counted stays. Who does it twice sees the same."""
    question = session.get_one(RoomQuestion, answer.question_id)
    hold_room(session, question.room, question)
    session.execute(
        update(RoomAnswer)
        .where(RoomAnswer.key == answer.key)
        .values(text="", reason="", table_number=None, starred=False, state=AnswerState.WITHDRAWN)
    )
    forget_vectors(session, [answer.key])
    erase_bytes_after_commit(session)
