"""Rooms of workshops: asked, answered, grouped and voted on through the same services that people use."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core import nonces
from core.policy import Role
from forum.room import answering, marking, queries, running, sorting
from forum.room.enums import Phase
from forum.room.models import Room, RoomAnswer, RoomQuestion
from forum.workshops.queries import load_workshop
from rembuk.seeding.loading import Loading

Told = Mapping[str, Any]


def load_rooms(loading: Loading) -> None:
    """Each room; one that is closed went through all phases of its questions."""
    actor_id = loading.actor_id(Role.FACILITATOR)
    for told in loading.seed.toml("rooms.toml")["rooms"]:
        workshop = load_workshop(loading.session, told["workshop"], drafts=True)
        room = running.prepare_room(loading.session, workshop)
        for asked in told["questions"]:
            running.add_question(
                loading.session,
                room,
                text_id=asked["text_id"],
                text_en=asked["text_en"],
                purpose=asked["purpose"],
                actor_id=actor_id,
            )
        if told["closed"]:
            running.open_room(loading.session, room, dots=told["dots"], actor_id=actor_id)
            for question, asked in zip(list(room.questions), told["questions"], strict=True):
                _hold(loading, room, question, asked)
            running.close_room(loading.session, room, actor_id=actor_id)


def _hold(loading: Loading, room: Room, question: RoomQuestion, told: Told) -> None:
    """One question from the first phase to the last."""
    running.show_question(loading.session, room, question, actor_id=loading.actor_id(Role.FACILITATOR))
    _next(loading, room, question)
    for said in told["answers"]:
        answering.write_answer(
            loading.session,
            room,
            question,
            text=said["text"],
            nonce=nonces.new_nonce(),
            secret=loading.secret,
            table_number=said.get("table"),
        )
    _next(loading, room, question)
    answers = _answers(loading, question)
    _sort(loading, room, question, told, answers)
    _next(loading, room, question)
    board = queries.board(loading.session, room, question)
    keys = {group.name: group.key for group in board.ballot_groups}
    wanted = [(keys[group["name"]], group["dots"]) for group in told["groups"]]
    wanted += [(answers[said["text"]].key, said.get("dots", 0)) for said in told["answers"]]
    _vote(loading, room, question, wanted)
    _next(loading, room, question)


def _next(loading: Loading, room: Room, question: RoomQuestion) -> None:
    running.move_phase(
        loading.session,
        room,
        question,
        before=Phase(question.phase),
        step=1,
        actor_id=loading.actor_id(Role.FACILITATOR),
    )


def _answers(loading: Loading, question: RoomQuestion) -> dict[str, RoomAnswer]:
    rows = loading.session.scalars(select(RoomAnswer).where(RoomAnswer.question_id == question.id))
    return {row.text: row for row in rows}


def _sort(
    loading: Loading, room: Room, question: RoomQuestion, told: Told, answers: Mapping[str, RoomAnswer]
) -> None:
    """Likes, groups, the shortlist, and what a moderator hid."""
    session, actor_id = loading.session, loading.actor_id(Role.FACILITATOR)
    for said in told["answers"]:
        answer = answers[said["text"]]
        for phone in range(said.get("likes", 0)):
            marking.give_like(session, room, question, key=answer.key, ticket_hash=_phone(room, phone))
        if "group" in said:
            group = sorting.make_group(session, room, question, name=said["group"], actor_id=actor_id)
            sorting.put_into_group(
                session, room, question, keys=[answer.key], group_key=group.key, actor_id=actor_id
            )
        if said.get("star"):
            sorting.set_star(session, room, question, keys=[answer.key], starred=True, actor_id=actor_id)
        if "hidden" in said:
            sorting.hide_answer(session, room, question, answer, reason=said["hidden"], actor_id=actor_id)


def _vote(loading: Loading, room: Room, question: RoomQuestion, wanted: Sequence[tuple[str, int]]) -> None:
    """Dots one after the other by as many phones as it takes; no phone gives one thing two."""
    given = [key for key, dots in wanted for _ in range(dots)]
    phones = max(-(-len(given) // room.dots), max((dots for _key, dots in wanted), default=0))
    for number, key in enumerate(given):
        ticket_hash = _phone(room, number % phones)
        marking.give_dot(loading.session, room, question, key=key, ticket_hash=ticket_hash)


def _phone(room: Room, number: int) -> str:
    return marking.ticket_hash(room, f"contoh-{number}")
