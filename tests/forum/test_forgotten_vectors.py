"""What is taken back at workshops and in discussions loses its vector in the same transaction."""

from collections.abc import Callable
from types import ModuleType

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.vectors import TextVector
from forum.discussion import posting
from forum.notes import services as notes
from forum.room import answering
from forum.room.enums import Phase
from tests.forum import factories as make
from tests.forum.notes.make import noted
from tests.forum.room import factories_room

pytestmark = pytest.mark.database
# What goes, what stays, and the act.
Made = tuple[list[str], list[str], Callable[[], object]]


def a_note(session: Session) -> Made:
    gone, stays = noted(session, make.workshop(session), "Loket lambat", "Arsip tercecer")
    return (
        [gone.key], [stays.key], lambda: notes.withdraw_note(session, gone, reason="Diminta", actor_id=None)
    )  # fmt: skip


def all_notes(session: Session) -> Made:
    workshop, other = make.workshop(session), make.workshop(session)
    gone = [note.key for note in noted(session, workshop, "Loket lambat", "Arsip tercecer")]
    (stays,) = noted(session, other, "Antrean panjang")
    return gone, [stays.key], lambda: notes.erase_notes(session, workshop, actor_id=None)


def an_answer(session: Session) -> Made:
    asked = factories_room.room(session, Phase.RESULT).questions[0]
    gone, stays = (factories_room.answer(session, asked, text) for text in ("Loket lambat", "Arsip"))
    return [gone.key], [stays.key], lambda: answering.withdraw_answer(session, gone)


def a_post(session: Session) -> Made:
    topic = make.topic(session)
    gone, stays = (make.post(session, topic, text) for text in ("Loket lambat sekali", "Arsip tercecer"))
    return [gone.key], [stays.key], lambda: posting.withdraw(session, gone)


def keep(session: Session, keys: list[str]) -> None:
    session.add_all(
        TextVector(
            contribution_key=key,
            contribution_kind="said",
            contribution_field="text",
            encoder=encoder,
            digest=b"d",
            vector=b"v",
        )
        for key in keys
        for encoder in ("satu", "dua")
    )
    session.commit()


CASES = pytest.mark.parametrize(
    ("make_it", "module"), [(a_note, notes), (all_notes, notes), (an_answer, answering), (a_post, posting)]
)


@CASES
def test_its_vectors_go_and_no_others(
    session: Session, make_it: Callable[[Session], Made], module: ModuleType
) -> None:
    gone, stays, act = make_it(session)
    keep(session, [*gone, *stays])
    act()
    session.commit()
    assert sorted(session.scalars(select(TextVector.contribution_key))) == sorted(stays * 2)


@CASES
def test_sabotage_an_act_that_forgets_none_is_seen(
    session: Session,
    make_it: Callable[[Session], Made],
    module: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "forget_vectors", lambda *_: None)
    gone, stays, act = make_it(session)
    keep(session, [*gone, *stays])
    act()
    session.commit()
    assert sorted(session.scalars(select(TextVector.contribution_key))) == sorted([*gone, *stays] * 2)
