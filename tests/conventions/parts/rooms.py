"""Examples of the rooms: one per phase that has forms of its own, one that was only prepared."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from core import nonces
from forum.room.enums import Phase, RoomState
from tests.forum.room import factories_room as make

NONCE = "1" * 32


def build(session: Session, world: Any) -> dict[str, Any]:
    """The answer behind the code stands in the room where answers are sorted."""
    code = nonces.code_of(NONCE, secret="a key for tests only")
    sorting = make.room(session, Phase.SORT, Phase.INTRO, cycle=world.cycle)
    asked = sorting.questions[0]
    groups = [make.group(session, asked, name) for name in ("Loket", "Arsip")]
    shown = make.answer(session, asked, "Pelatihan arsip digital", code=code, group_key=groups[0].key)
    make.answer(session, asked, "Bahasa isyarat di loket", starred=True, likes=2, table_number=4)
    hidden = make.answer(session, asked, "Si Anu malas", state="hidden", reason="menyebut nama orang")
    voting = make.room(session, Phase.VOTE, cycle=world.cycle)
    candidate = make.answer(session, voting.questions[0], "Excel", dots=2)
    writing = make.room(session, Phase.WRITE, cycle=world.cycle)
    make.answer(session, writing.questions[0], "Belum tampil")
    prepared = make.room(session, Phase.INTRO, state=RoomState.PREPARED, cycle=world.cycle)
    return {
        "room_code": code,
        "room_sorting": sorting,
        "room_answer": shown,
        "room_hidden": hidden,
        "room_voting": voting,
        "room_candidate": candidate,
        "room_writing": writing,
        "room_prepared": prepared,
    }


def _room(name: str) -> Callable[[Any], Mapping[str, object]]:
    def values(world: Any) -> Mapping[str, object]:
        room = world.more[f"room_{name}"]
        return {
            "key": room.workshop.key,
            "question": room.questions[0].key,
            "code": room.join_code,
            "answer": world.more["room_answer"].key,
        }

    return values


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "manage_room": _room("sorting"),
    "manage_room.change": _room("prepared"),
    "manage_room.delete": _room("prepared"),
    "manage_room.open_": _room("prepared"),
    "manage_room.put_on_screen": lambda w: {
        "key": w.more["room_sorting"].workshop.key,
        "question": w.more["room_sorting"].questions[1].key,
    },
    "room": _room("sorting"),
    "room.vote": _room("voting"),
    "room.write": _room("writing"),
    "room_answers": _room("sorting"),
    "room_answers.unhide": lambda w: {
        **_room("sorting")(w),
        "answer": w.more["room_hidden"].key,
    },
    "room_codes": lambda w: {"code": w.more["room_code"]},
    "room_hall": _room("sorting"),
    "room_hall.scribe": _room("writing"),
}
