"""Groups, the shortlist, and answers hidden by a moderator. Nobody sees whose answer it is, here neither."""

import secrets
from collections.abc import Collection

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Closed, Conflict, Invalid, NotFound
from core.sql import insert_into
from forum.room import rules
from forum.room.enums import AnswerState
from forum.room.models import Room, RoomAnswer, RoomGroup, RoomQuestion
from forum.room.running import hold_room


def _require_sorting(session: Session, room: Room, question: RoomQuestion) -> None:
    hold_room(session, room, question)
    if not rules.may_sort(room, question):
        raise Closed(N_("Mengelompokkan hanya dapat dilakukan pada tahap Kelompokkan."))


def make_group(
    session: Session, room: Room, question: RoomQuestion, *, name: str, actor_id: int | None
) -> RoomGroup:
    """A named group; a name that is there already is that group."""
    _require_sorting(session, room, question)
    session.execute(
        insert_into(session, RoomGroup)
        .values(key=secrets.token_hex(8), question_id=question.id, name=name)
        .on_conflict_do_nothing()
    )
    group = session.scalars(
        select(RoomGroup).where(RoomGroup.question_id == question.id, RoomGroup.name == name)
    ).one()
    _record(session, room, "room.group", actor_id, question=question.id)
    return group


def put_into_group(
    session: Session,
    room: Room,
    question: RoomQuestion,
    *,
    keys: Collection[str],
    group_key: str | None,
    actor_id: int | None,
) -> int:
    """Put answers into a group, or with None out of theirs; how many that were."""
    _require_sorting(session, room, question)
    if group_key is not None:
        load_group(session, question, group_key)
    moved = _change(session, question, keys, group_key=group_key)
    _record(session, room, "room.sort", actor_id, question=question.id, answers=moved)
    return moved


def merge_groups(
    session: Session,
    room: Room,
    question: RoomQuestion,
    *,
    keys: Collection[str],
    into_key: str,
    actor_id: int | None,
) -> None:
    """Move everything of some groups into one, and drop the empty ones."""
    _require_sorting(session, room, question)
    load_group(session, question, into_key)
    others = [load_group(session, question, key).key for key in sorted(set(keys) - {into_key})]
    if not others:
        raise Invalid(N_("Pilih kelompok lain yang akan digabung ke kelompok ini."))
    session.execute(update(RoomAnswer).where(RoomAnswer.group_key.in_(others)).values(group_key=into_key))
    session.execute(delete(RoomGroup).where(RoomGroup.key.in_(others)))
    _record(session, room, "room.merge", actor_id, question=question.id, groups=len(others) + 1)


def set_star(
    session: Session,
    room: Room,
    question: RoomQuestion,
    *,
    keys: Collection[str],
    starred: bool,
    actor_id: int | None,
) -> int:
    """Put answers on the shortlist, or off it; how many that were."""
    _require_sorting(session, room, question)
    changed = _change(session, question, keys, starred=starred)
    _record(session, room, "room.star", actor_id, question=question.id, answers=changed, starred=starred)
    return changed


def hide_answer(
    session: Session,
    room: Room,
    question: RoomQuestion,
    answer: RoomAnswer,
    *,
    reason: str,
    actor_id: int | None,
) -> None:
    """Take an answer off all pages; its writer reads why by the tracking code, everybody that it happened."""
    _switch(session, question, answer, AnswerState.SHOWN, AnswerState.HIDDEN, reason=reason)
    _record(session, room, "room.hide", actor_id, question=question.id)


def show_answer(
    session: Session, room: Room, question: RoomQuestion, answer: RoomAnswer, *, actor_id: int | None
) -> None:
    """Put a hidden answer back."""
    _switch(session, question, answer, AnswerState.HIDDEN, AnswerState.SHOWN, reason="")
    _record(session, room, "room.unhide", actor_id, question=question.id)


def load_group(session: Session, question: RoomQuestion, key: str) -> RoomGroup:
    """A group of the question."""
    group = session.get(RoomGroup, key)
    if group is None or group.question_id != question.id:
        raise NotFound(N_("Kelompok itu tidak ada."))
    return group


def _change(session: Session, question: RoomQuestion, keys: Collection[str], **values: object) -> int:
    if not keys:
        raise Invalid(N_("Pilih dahulu jawabannya."))
    changed = session.execute(
        update(RoomAnswer)
        .where(
            RoomAnswer.key.in_(sorted(keys)),
            RoomAnswer.question_id == question.id,
            RoomAnswer.state == AnswerState.SHOWN,
        )
        .values(**values)
        .returning(RoomAnswer.key)
    )
    return len(changed.all())


def _switch(
    session: Session,
    question: RoomQuestion,
    answer: RoomAnswer,
    before: AnswerState,
    after: AnswerState,
    *,
    reason: str,
) -> None:
    hold_room(session, question.room, question)
    changed = session.execute(
        update(RoomAnswer)
        .where(RoomAnswer.key == answer.key, RoomAnswer.state == before)
        .values(state=after, reason=reason)
        .returning(RoomAnswer.key)
    ).scalar()
    if changed is None:
        raise Conflict(N_("Jawaban ini baru saja diubah. Periksa dahulu keadaannya."))


def _record(session: Session, room: Room, action: str, actor_id: int | None, **facts: object) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="workshop", key=room.workshop.key, **facts)
