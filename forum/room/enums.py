"""A room's states, and the phases of a question: what each opens is data, asked by `forum.room.rules`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.errors import N_


class RoomState(StrEnum):
    """Prepared before the workshop; open once, with a join code; closed for good."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


ROOM_STATE_LABELS = {
    RoomState.PREPARED: N_("disiapkan"),
    RoomState.OPEN: N_("dibuka"),
    RoomState.CLOSED: N_("ditutup"),
}


class AnswerState(StrEnum):
    """Hidden by a moderator, or withdrawn by its writer: then its text is erased."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class MarkKind(StrEnum):
    """What a phone may leave at something: a like, or one of its dots."""

    LIKE = "like"
    DOT = "dot"


class Action(StrEnum):
    """What may be done with the answers of a question."""

    WRITE = "write"
    LIKE = "like"
    SORT = "sort"
    VOTE = "vote"


class Phase(StrEnum):
    """The steps of a question, in order."""

    INTRO = "intro"
    WRITE = "write"
    SORT = "sort"
    VOTE = "vote"
    RESULT = "result"


@dataclass(frozen=True)
class PhaseRule:
    """What a phase opens. `reveals`: the answers can be read, by anybody.

    While people write, nobody sees a text arrive: whoever watches the hall would know its writer.
    `waits`: the phone's page asks again by itself, as there is nothing on it that could be lost.
    """

    label: str
    for_phones: str
    actions: frozenset[Action] = frozenset()
    reveals: bool = False
    waits: bool = False


PHASES: Mapping[Phase, PhaseRule] = {
    Phase.INTRO: PhaseRule(
        N_("Buka"), N_("Bacalah pertanyaannya. Menulis dimulai sebentar lagi."), waits=True
    ),
    Phase.WRITE: PhaseRule(
        N_("Tulis"),
        N_("Tulis satu gagasan dalam satu jawaban. Jawaban baru tampil setelah semua selesai menulis."),
        frozenset({Action.WRITE}),
    ),
    Phase.SORT: PhaseRule(
        N_("Kelompokkan"),
        N_("Baca jawaban semua orang dan beri tanda suka pada yang penting menurut Anda."),
        frozenset({Action.LIKE, Action.SORT}),
        reveals=True,
    ),
    Phase.VOTE: PhaseRule(
        N_("Pilih"),
        N_("Beri titik pada yang harus didahulukan."),
        frozenset({Action.VOTE}),
        reveals=True,
    ),
    Phase.RESULT: PhaseRule(N_("Hasil"), N_("Pemilihan selesai. Inilah hasilnya."), reveals=True),
}
