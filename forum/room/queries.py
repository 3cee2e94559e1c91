"""Find rooms, questions and answers. Answers are found only where the phase lets them be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import N_, NotFound
from forum.room import rules
from forum.room.enums import AnswerState, MarkKind, RoomState
from forum.room.models import Room, RoomAnswer, RoomGroup, RoomMark, RoomQuestion
from forum.workshops.models import Workshop


@dataclass(frozen=True)
class Board:
    """A question as everybody may see it now: how many answered, and once revealed what they wrote."""

    question: RoomQuestion
    count: int
    hidden: int = 0
    withdrawn: int = 0
    groups: tuple[RoomGroup, ...] = ()
    answers: tuple[RoomAnswer, ...] = ()
    ballot_groups: tuple[RoomGroup, ...] = ()
    ballot_answers: tuple[RoomAnswer, ...] = ()
    more: tuple[RoomAnswer, ...] = field(default=())

    def of_group(self, key: str | None) -> list[RoomAnswer]:
        """The answers of a group; of None those that are in no group."""
        return [answer for answer in self.answers if answer.group_key == key]


def find_room(session: Session, workshop: Workshop) -> Room | None:
    """The workshop's room; None before its first question."""
    return session.scalar(select(Room).where(Room.workshop_id == workshop.id))


def load_room(session: Session, workshop: Workshop) -> Room:
    """The workshop's room."""
    room = find_room(session, workshop)
    if room is None:
        raise NotFound(N_("Workshop ini belum mempunyai ruang. Tambahkan pertanyaan pertama."))
    return room


def joined_room(session: Session, code: str) -> Room:
    """The open room behind a join code, however it was typed."""
    typed = "".join(code.split()).lower()
    room = session.scalar(select(Room).where(Room.join_code == typed))
    if room is None:
        raise NotFound(N_("Kode ruang itu tidak ada, atau ruangnya sudah ditutup. Periksa kode di layar."))
    return room


def open_rooms(session: Session) -> list[Room]:
    """Rooms that people can join now."""
    return list(session.scalars(select(Room).where(Room.state == RoomState.OPEN).order_by(Room.id)))


def load_question(room: Room, key: str) -> RoomQuestion:
    """A question of the room."""
    found = next((question for question in room.questions if question.key == key), None)
    if found is None:
        raise NotFound(N_("Pertanyaan itu tidak ada."))
    return found


def shown_question(room: Room) -> RoomQuestion | None:
    """The question that everybody sees now."""
    return next((question for question in room.questions if question.key == room.shown_key), None)


def load_answer(session: Session, room: Room, question: RoomQuestion, key: str) -> RoomAnswer:
    """An answer that can be read, also a hidden one."""
    answer = session.get(RoomAnswer, key)
    readable = answer is not None and answer.question_id == question.id and rules.reveals(room, question)
    if not readable or answer is None or answer.state == AnswerState.WITHDRAWN:
        raise NotFound(N_("Jawaban itu tidak ada."))
    return answer


def counts(session: Session, questions: Sequence[RoomQuestion]) -> dict[int, int]:
    """How many answers each question has, those hidden or withdrawn among them."""
    rows = session.execute(
        select(RoomAnswer.question_id, func.count().label("answers"))
        .where(RoomAnswer.question_id.in_([question.id for question in questions]))
        .group_by(RoomAnswer.question_id)
    )
    return {row.question_id: row.answers for row in rows}


def board(session: Session, room: Room, question: RoomQuestion) -> Board:
    """The question with what may be read of it, in the order of random keys."""
    if not rules.reveals(room, question):
        return Board(question, counts(session, [question]).get(question.id, 0))
    of_question = RoomAnswer.question_id == question.id
    every = list(session.scalars(select(RoomAnswer).where(of_question).order_by(RoomAnswer.key)))
    groups = list(
        session.scalars(
            select(RoomGroup).where(RoomGroup.question_id == question.id).order_by(RoomGroup.name)
        )
    )
    answers = [answer for answer in every if answer.state == AnswerState.SHOWN]
    hidden = [answer for answer in every if answer.state == AnswerState.HIDDEN]
    ballot_groups, ballot_answers = rules.ballot(groups, answers)
    return Board(
        question,
        len(every),
        hidden=len(hidden),
        withdrawn=len(every) - len(answers) - len(hidden),
        groups=tuple(groups),
        answers=tuple(answers),
        ballot_groups=tuple(ballot_groups),
        ballot_answers=tuple(ballot_answers),
        more=tuple(hidden),
    )


def marked(session: Session, question: RoomQuestion, kind: MarkKind, ticket_hash: str) -> set[str]:
    """What a phone has given its likes or dots to."""
    return set(
        session.scalars(
            select(RoomMark.target_key).where(
                RoomMark.question_id == question.id,
                RoomMark.kind == kind,
                RoomMark.ticket_hash == ticket_hash,
            )
        )
    )
