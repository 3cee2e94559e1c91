"""Rooms for tests, in the state and phase that a test asks for. Flush, never commit."""

from itertools import count

from sqlalchemy.orm import Session

from core.codes import code_hash, new_code
from core.cycles.models import Cycle
from forum.room.enums import Phase, RoomState
from forum.room.models import Room, RoomAnswer, RoomGroup, RoomQuestion
from forum.room.rules import CODE_CONSONANTS
from forum.workshops.models import Workshop
from tests.forum import factories

_numbers = count(1)


def room(
    session: Session,
    *phases: Phase,
    state: RoomState = RoomState.OPEN,
    workshop: Workshop | None = None,
    cycle: Cycle | None = None,
    dots: int = 3,
) -> Room:
    """A room with a question for each phase; of an open one the first is shown."""
    number = next(_numbers)
    letters = [CODE_CONSONANTS[number // 12**place % 12] + "a" for place in (2, 1, 0)]
    made = Room(
        workshop_id=(workshop or factories.workshop(session, cycle=cycle)).id,
        state=state,
        join_code="".join(letters) if state == RoomState.OPEN else None,
        shown_key=f"pertanyaan-{number}-1" if state == RoomState.OPEN else "",
        dots=dots,
    )
    made.questions = [
        RoomQuestion(
            key=f"pertanyaan-{number}-{at}",
            text_id=f"Apa yang perlu dipelajari ({number}-{at})?",
            text_en=f"What needs to be learned ({number}-{at})?",
            phase=phase,
        )
        for at, phase in enumerate(phases, start=1)
    ]
    session.add(made)
    session.flush()
    return made


def answer(session: Session, question: RoomQuestion, text: str = "Arsip", **values: object) -> RoomAnswer:
    """A visible answer; `code=` gives it a known tracking code."""
    number = next(_numbers)
    made = RoomAnswer(
        key=f"{number:032x}",
        question_id=question.id,
        text=text,
        code_hash=code_hash(str(values.pop("code", "")) or new_code()),
        nonce_hash=f"{number:064x}",
        **values,
    )
    session.add(made)
    session.flush()
    return made


def group(session: Session, question: RoomQuestion, name: str) -> RoomGroup:
    """An empty group."""
    made = RoomGroup(key=f"kelompok-{next(_numbers)}", question_id=question.id, name=name)
    session.add(made)
    session.flush()
    return made
