"""What may be done in which phase is what the table says: every action in every phase, room state and place."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from core.errors import Closed
from forum.room import answering, marking, rules, running, sorting
from forum.room.enums import PHASES, Action, Phase, RoomState
from forum.room.models import Room, RoomAnswer, RoomQuestion
from tests.forum.room import factories_room as make

Act = Callable[[Session, Room, RoomQuestion, RoomAnswer], object]


def _write(session: Session, room: Room, question: RoomQuestion, _answer: RoomAnswer) -> object:
    return answering.write_answer(session, room, question, text="Baru", nonce="a" * 32, secret="s")


def _like(session: Session, room: Room, question: RoomQuestion, answer: RoomAnswer) -> object:
    return marking.give_like(session, room, question, key=answer.key, ticket_hash="t")


def _unlike(session: Session, room: Room, question: RoomQuestion, answer: RoomAnswer) -> object:
    return marking.take_like(session, room, question, key=answer.key, ticket_hash="t")


def _dot(session: Session, room: Room, question: RoomQuestion, answer: RoomAnswer) -> object:
    return marking.give_dot(session, room, question, key=answer.key, ticket_hash="t")


def _undot(session: Session, room: Room, question: RoomQuestion, answer: RoomAnswer) -> object:
    return marking.take_dot(session, room, question, key=answer.key, ticket_hash="t")


def _group(session: Session, room: Room, question: RoomQuestion, _answer: RoomAnswer) -> object:
    return sorting.make_group(session, room, question, name="Loket", actor_id=None)


def _into(session: Session, room: Room, question: RoomQuestion, answer: RoomAnswer) -> object:
    return sorting.put_into_group(session, room, question, keys=[answer.key], group_key=None, actor_id=None)


def _star(session: Session, room: Room, question: RoomQuestion, answer: RoomAnswer) -> object:
    return sorting.set_star(session, room, question, keys=[answer.key], starred=True, actor_id=None)


ACTS: dict[Act, Action] = {
    _write: Action.WRITE,
    _like: Action.LIKE,
    _unlike: Action.LIKE,
    _dot: Action.VOTE,
    _undot: Action.VOTE,
    _group: Action.SORT,
    _into: Action.SORT,
    _star: Action.SORT,
}
SHOWN_ONLY = {Action.WRITE, Action.LIKE, Action.VOTE}
# Written by hand beside the data: a phase that opens more is seen here.
OPENS = {
    Phase.INTRO: set(),
    Phase.WRITE: {Action.WRITE},
    Phase.SORT: {Action.LIKE, Action.SORT},
    Phase.VOTE: {Action.VOTE},
    Phase.RESULT: set(),
}


def may(session: Session, act: Act, room: Room, question: RoomQuestion, answer: RoomAnswer) -> bool:
    with session.begin_nested() as savepoint:
        try:
            act(session, room, question, answer)
        except Closed:
            return False
        finally:
            savepoint.rollback()
    return True


def test_the_table_is_what_it_was_decided_to_be() -> None:
    assert {phase: set(rule.actions) for phase, rule in PHASES.items()} == OPENS
    assert [phase for phase, rule in PHASES.items() if rule.reveals] == [Phase.SORT, Phase.VOTE, Phase.RESULT]
    assert [phase for phase, rule in PHASES.items() if rule.waits] == [Phase.INTRO]


@pytest.mark.database
@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("act", list(ACTS), ids=lambda act: act.__name__)
def test_every_action_in_every_phase(session: Session, act: Act, phase: Phase) -> None:
    """First the question shown of an open room, then another question, then a closed and a prepared room."""
    action = ACTS[act]
    room = make.room(session, phase, phase)
    closed = make.room(session, phase, state=RoomState.CLOSED)
    prepared = make.room(session, phase, state=RoomState.PREPARED)
    asked = [
        (room, room.questions[0]),
        (room, room.questions[1]),
        (closed, closed.questions[0]),
        (prepared, prepared.questions[0]),
    ]
    done = [may(session, act, where, what, make.answer(session, what)) for where, what in asked]
    opens = action in OPENS[phase]
    assert done == [opens, opens and action not in SHOWN_ONLY, False, False]


@pytest.mark.parametrize("before", list(Phase))
@pytest.mark.parametrize("step", [1, -1])
def test_a_step_leads_to_the_neighbour_and_never_back_to_writing(
    session: Session, before: Phase, step: int
) -> None:
    room = make.room(session, before, Phase.INTRO)
    question, noise = room.questions
    order = list(Phase)
    at = order.index(before) + step
    possible = 0 <= at < len(order) and (before, step) != (Phase.SORT, -1)
    if not possible:
        with pytest.raises(Closed):
            running.move_phase(session, room, question, before=before, step=step, actor_id=None)
        assert question.phase == before
    else:
        after = running.move_phase(session, room, question, before=before, step=step, actor_id=None)
        assert (question.phase, after) == (order[at], order[at])
    assert noise.phase == Phase.INTRO


def test_what_is_voted_on(session: Session) -> None:
    """Groups with something in them and the shortlist; where there is neither, every answer."""
    room = make.room(session, Phase.VOTE)
    question = room.questions[0]
    group, _empty = make.group(session, question, "Loket"), make.group(session, question, "Kosong")
    inside = make.answer(session, question, "a", group_key=group.key, starred=True)
    starred, other = make.answer(session, question, "b", starred=True), make.answer(session, question, "c")
    every = [inside, starred, other]
    assert rules.ballot([group, _empty], every) == ([group], [starred])
    assert rules.ballot([_empty], [starred, other]) == ([], [starred])
    assert rules.ballot([_empty], [other]) == ([], [other])
    assert rules.ballot([], []) == ([], [])


def test_a_join_code_can_be_said_aloud() -> None:
    codes = {rules.new_join_code() for _ in range(300)}
    assert len(codes) > 250
    for code in codes:
        assert len(code) == 6
        assert set(code[0::2]) <= set(rules.CODE_CONSONANTS)
        assert set(code[1::2]) <= set(rules.CODE_VOWELS)
        assert not any(part in code for part in rules.UNSPEAKABLE)
