"""What a question allows now, and what may be voted on. One place asks the phases."""

import secrets
from collections.abc import Sequence

from core.errors import N_, Closed, Invalid
from forum.room.enums import PHASES, Action, Phase, PhaseRule, RoomState
from forum.room.models import Room, RoomAnswer, RoomGroup, RoomQuestion

LONGEST_ANSWER = 1000
LAST_TABLE = 99
MOST_DOTS = 10
ORDER = tuple(PHASES)
CODE_LETTERS = 6
CODE_CONSONANTS = "bdgjklmnprst"
CODE_VOWELS = "aiou"
# Parts that nobody should have to read aloud in a hall.
UNSPEAKABLE = ("puki", "kima", "babi", "tolo", "asu", "titi", "susu", "bodo")


def phase_of(question: RoomQuestion) -> PhaseRule:
    """What the question's phase says."""
    return PHASES[Phase(question.phase)]


def is_open(room: Room, question: RoomQuestion, action: Action) -> bool:
    """Whether something may be done now: the room is open, it is the question shown, the phase has it."""
    shown = room.state == RoomState.OPEN and room.shown_key == question.key
    return shown and action in phase_of(question).actions


def require_open(room: Room, question: RoomQuestion, action: Action) -> None:
    """Raise Closed where it may not be done now."""
    if not is_open(room, question, action):
        raise Closed(N_("Langkah ini sudah lewat atau belum dimulai. Ikuti pertanyaan di layar."))


def may_sort(room: Room, question: RoomQuestion) -> bool:
    """Whether the facilitator may group and choose: by the phase alone, whichever question is shown."""
    return room.state == RoomState.OPEN and Action.SORT in phase_of(question).actions


def reveals(room: Room, question: RoomQuestion) -> bool:
    """Whether the answers can be read; those of a closed room always can."""
    return room.state == RoomState.CLOSED or phase_of(question).reveals


def neighbour(phase: Phase, step: int) -> Phase | None:
    """The phase before (-1) or after (1); None at the ends."""
    at = ORDER.index(phase) + step
    return ORDER[at] if 0 <= at < len(ORDER) else None


def ballot(
    groups: Sequence[RoomGroup], answers: Sequence[RoomAnswer]
) -> tuple[list[RoomGroup], list[RoomAnswer]]:
    """What dots may be given to: groups and the shortlist; where there is neither, every answer."""
    used = {answer.group_key for answer in answers}
    filled = [group for group in groups if group.key in used]
    single = [answer for answer in answers if answer.starred and answer.group_key is None]
    if filled or single:
        return filled, single
    return [], list(answers)


def read_text(raw: str) -> str:
    """An answer as it is stored. Raises Invalid when there is nothing to read, or too much."""
    text = raw.strip().replace("\r\n", "\n")
    if not text:
        raise Invalid(N_("Jawaban masih kosong. Tulis dahulu, lalu kirim."))
    if len(text) > LONGEST_ANSWER:
        raise Invalid(
            N_("Jawaban terlalu panjang: paling banyak %(most)d huruf. Bagi menjadi beberapa jawaban."),
            most=LONGEST_ANSWER,
        )
    return text


def read_table(raw: str) -> int | None:
    """A table's number; None where there is none."""
    typed = raw.strip()
    if not typed:
        return None
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= len(str(LAST_TABLE)) else 0
    if not 1 <= number <= LAST_TABLE:
        raise Invalid(N_("Nomor meja adalah angka 1 sampai %(last)d."), last=LAST_TABLE)
    return number


def new_join_code() -> str:
    """Six letters that can be said aloud: three syllables."""
    while True:
        code = "".join(
            secrets.choice(CODE_CONSONANTS) + secrets.choice(CODE_VOWELS) for _ in range(CODE_LETTERS // 2)
        )
        if not any(part in code for part in UNSPEAKABLE):
            return code
