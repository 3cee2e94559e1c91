"""Likes and dots of a phone. What may be at most one, or at most so many, is a constraint."""

import hashlib
import re
import secrets

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core.errors import N_, Full, NotFound
from core.sql import insert_into
from forum.room import queries, rules
from forum.room.enums import Action, AnswerState, MarkKind
from forum.room.models import Room, RoomAnswer, RoomGroup, RoomMark, RoomQuestion
from forum.room.running import hold_room

_TICKET = re.compile(r"[0-9a-f]{32}")
_GONE = N_("Jawaban itu sudah tidak ada di daftar. Muat ulang halaman ini.")


def new_ticket() -> str:
    """128 random bits that tell a phone's likes from another's, and nothing else."""
    return secrets.token_hex(16)


def read_ticket(raw: str | None) -> str:
    """The ticket a phone brought; empty where it is none."""
    return raw if raw and _TICKET.fullmatch(raw) else ""


def ticket_hash(room: Room, ticket: str) -> str:
    """What is stored of a ticket: another value in each room."""
    return hashlib.sha256(f"{room.id}:{ticket}".encode()).hexdigest()


def give_like(session: Session, room: Room, question: RoomQuestion, *, key: str, ticket_hash: str) -> None:
    """One like of this phone for an answer; a second one changes nothing."""
    hold_room(session, room, question)
    rules.require_open(room, question, Action.LIKE)
    if _mark(session, question, MarkKind.LIKE, key, ticket_hash, slot=None):
        counted = session.execute(
            update(RoomAnswer)
            .where(
                RoomAnswer.key == key,
                RoomAnswer.question_id == question.id,
                RoomAnswer.state == AnswerState.SHOWN,
            )
            .values(likes=RoomAnswer.likes + 1)
            .returning(RoomAnswer.key)
        ).scalar()
        if counted is None:
            raise NotFound(_GONE)


def take_like(session: Session, room: Room, question: RoomQuestion, *, key: str, ticket_hash: str) -> None:
    """Take this phone's like back, if there is one."""
    hold_room(session, room, question)
    rules.require_open(room, question, Action.LIKE)
    if _unmark(session, question, MarkKind.LIKE, key, ticket_hash):
        session.execute(update(RoomAnswer).where(RoomAnswer.key == key).values(likes=RoomAnswer.likes - 1))


def give_dot(session: Session, room: Room, question: RoomQuestion, *, key: str, ticket_hash: str) -> None:
    """One of this phone's dots for a group or an answer of the ballot. Raises Full when it has none left."""
    hold_room(session, room, question)
    rules.require_open(room, question, Action.VOTE)
    model = _target(session, room, question, key)
    if key in queries.marked(session, question, MarkKind.DOT, ticket_hash):
        return
    for slot in range(1, room.dots + 1):
        if _mark(session, question, MarkKind.DOT, key, ticket_hash, slot=slot):
            session.execute(update(model).where(model.key == key).values(dots=model.dots + 1))
            return
    if key not in queries.marked(session, question, MarkKind.DOT, ticket_hash):
        raise Full(N_("Titik Anda sudah habis. Ambil kembali satu titik bila ingin memindahkannya."))


def take_dot(session: Session, room: Room, question: RoomQuestion, *, key: str, ticket_hash: str) -> None:
    """Take this phone's dot back, if there is one."""
    hold_room(session, room, question)
    rules.require_open(room, question, Action.VOTE)
    if _unmark(session, question, MarkKind.DOT, key, ticket_hash):
        for model in (RoomAnswer, RoomGroup):
            session.execute(update(model).where(model.key == key).values(dots=model.dots - 1))


def _target(
    session: Session, room: Room, question: RoomQuestion, key: str
) -> type[RoomAnswer] | type[RoomGroup]:
    board = queries.board(session, room, question)
    if key in {group.key for group in board.ballot_groups}:
        return RoomGroup
    if key in {answer.key for answer in board.ballot_answers}:
        return RoomAnswer
    raise NotFound(_GONE)


def _mark(
    session: Session,
    question: RoomQuestion,
    kind: MarkKind,
    key: str,
    ticket_hash: str,
    *,
    slot: int | None,
) -> bool:
    """Whether this is a new mark: the phone had none of the kind there, and the slot was free."""
    made = session.execute(
        insert_into(session, RoomMark)
        .values(kind=kind, target_key=key, ticket_hash=ticket_hash, question_id=question.id, slot=slot)
        .on_conflict_do_nothing()
        .returning(RoomMark.kind)
    )
    return made.first() is not None


def _unmark(session: Session, question: RoomQuestion, kind: MarkKind, key: str, ticket_hash: str) -> bool:
    taken = session.execute(
        delete(RoomMark)
        .where(
            RoomMark.kind == kind,
            RoomMark.target_key == key,
            RoomMark.ticket_hash == ticket_hash,
            RoomMark.question_id == question.id,
        )
        .returning(RoomMark.kind)
    )
    return taken.first() is not None
