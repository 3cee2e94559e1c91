"""What became of each question in a version: the same, reworded, recoded or new, and which are no longer asked.

The author decides it when the version is published (docs/decisions/versions.md); it is stored with the version
and never changed. `changes` is `{"questions": {name: {"status", "recode", "column", "counted"}}, "removed": [name]}`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.errors import N_, Invalid
from surveys import disclosure
from surveys.definition import OTHER, Option, QuestionDef
from surveys.models import SurveyVersion

# Kinds that store the same values: one may become the other.
_FAMILIES = ({"single", "dropdown", "scale"}, {"text", "longtext"}, {"integer", "number"})
# Of these one person gives several values. Two options made one would tell how many had chosen both.
_SEVERAL = frozenset({"multiple", "ranking"})


class Status(StrEnum):
    """Of a question, compared with the last version that asked it."""

    SAME = "same"
    REWORDED = "reworded"
    RECODED = "recoded"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """What a version says of one of its questions.

    `column`: the version that began a new question under an old name, 0 for the first one of the name.
    `counted`: the version since which its answers have counters of their own, because their values mean
    something else than before; 0: none but the first.
    """

    status: Status = Status.SAME
    recode: Mapping[str, str] = field(default_factory=dict)
    column: int = 0
    counted: int = 0


@dataclass(frozen=True)
class Decision:
    """What the author said of a question with answers. `recode`: an old value and what it is now, None: apart."""

    is_new: bool = False
    recode: Mapping[str, str | None] = field(default_factory=dict)


def changes_of(version: SurveyVersion) -> Mapping[str, Change]:
    """By name; a version from before there were maps says that everything went on."""
    stored: Any = version.changes.get("questions", {})
    read = {name: Change(**{**one, "status": Status(one["status"])}) for name, one in stored.items()}
    return defaultdict(Change, read)


def stored_changes(changes: Mapping[str, Change], removed: Sequence[str]) -> dict[str, object]:
    """The JSON of a version: of each question what is not as usual."""
    questions = {name: _stored(change) for name, change in changes.items()}
    return {"questions": questions, "removed": list(removed)}


def _stored(change: Change) -> dict[str, object]:
    given: dict[str, object] = {**vars(change), "status": str(change.status), "recode": dict(change.recode)}
    return {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class Difference:
    """A question of the next version beside what it was; `before` None: never asked.

    `last`: what its last version said of it. `ended`: options that even older versions had, and that
    still have figures. `tables`: how often each value was given, for each piece of the question.
    """

    question: QuestionDef
    before: QuestionDef | None = None
    last: Change = field(default_factory=Change)
    ended: tuple[Option, ...] = ()
    tables: tuple[Mapping[str, int], ...] = ()

    @property
    def fits(self) -> bool:
        """Whether figures of both can stand in one column at all."""
        kinds = {self.question.kind, self.before.kind} if self.before else set()
        return len(kinds) < 2 or any(kinds <= family for family in _FAMILIES)  # noqa: PLR2004

    @property
    def is_changed(self) -> bool:
        """Whether those who answer read or mean something else than before."""
        return self.before is not None and _read(self.question) != _read(self.before)

    @property
    def is_fixed(self) -> bool:
        """An SKM element is what the regulation says: nothing to decide."""
        return self.question.is_skm

    @property
    def old_options(self) -> tuple[Option, ...]:
        """The options whose answers need a place now: all, when one of them changed."""
        if self.before is None or not self.fits or self.is_fixed:
            return ()
        if _told(self.question.options) == _told(self.before.options):
            return ()
        return tuple(option for option in (*self.before.options, *self.ended) if option.value != OTHER)

    @property
    def new_options(self) -> tuple[Option, ...]:
        """Where they may go. What was chosen with "Lainnya" has its words beside it, so it stays there."""
        return tuple(option for option in self.question.options if option.value != OTHER)

    def usual(self, value: str) -> str | None:
        """Where an old option goes unless the author says otherwise: it stays, or stands apart when it is gone."""
        return value if any(option.value == value for option in self.new_options) else None

    def decide(self, decision: Decision, *, number: int) -> Change:
        """What version `number` says of the question. Raises Invalid where that can't be."""
        if self.before is None:
            return Change(Status.NEW)
        if self.is_fixed and (decision.is_new or decision.recode):
            raise self._refusal(
                N_("“%(label)s” adalah unsur SKM: angkanya selalu diteruskan seperti semula.")
            )
        if decision.is_new:
            return Change(Status.NEW, column=number, counted=number)
        if not self.fits:
            raise self._refusal(
                N_(
                    "Jenis pertanyaan “%(label)s” berubah sejak versi lama. Beri pertanyaan ini nama kolom baru,"
                    " atau terbitkan sebagai pertanyaan lain."
                )
            )
        recode = self._recode(decision.recode, number)
        if recode:
            return Change(Status.RECODED, recode, self.last.column, counted=number)
        status = Status.REWORDED if self.is_changed else Status.SAME
        return Change(status, {}, self.last.column, self.last.counted)

    def _recode(self, wanted: Mapping[str, str | None], number: int) -> dict[str, str]:
        offered = {option.value for option in self.new_options}
        places: dict[str, str] = {}
        for option in self.old_options:
            place = wanted.get(option.value, self.usual(option.value))
            if place is None:
                # Apart, though the value is taken: the old one gets another, which no author writes by chance.
                place = f"{option.value}@{number}" if option.value in offered else option.value
            elif place not in offered:
                raise self._refusal(N_("Pilihan pengganti pada “%(label)s” tidak ada pada versi baru."))
            places[option.value] = place
        recode = {old: new for old, new in places.items() if old != new}
        self._require_safe(recode, merges=len(set(places.values())) < len(places))
        return recode

    def _require_safe(self, recode: Mapping[str, str], *, merges: bool) -> None:
        if merges and self.question.kind in _SEVERAL:
            raise self._refusal(
                N_(
                    "Pada “%(label)s” satu orang memilih beberapa, jadi dua pilihan lama tidak dapat digabung:"
                    " selisih angkanya akan menunjukkan siapa yang memilih keduanya. Biarkan pilihan lama terpisah."
                )
            )
        boxes = self.question.kind == "multiple"
        if not boxes and any(disclosure.recoding_tells(table, recode) for table in self.tables):
            raise self._refusal(
                N_(
                    "Pada “%(label)s” pilihan lama belum dapat dihitung sebagai pilihan lain: dari angka sebelum dan"
                    " sesudahnya orang dapat menghitung jawaban kurang dari 5 orang yang sekarang disembunyikan."
                    " Biarkan pilihan lama terpisah, atau terbitkan sebagai pertanyaan lain."
                )
            )

    def _refusal(self, message: str) -> Invalid:
        return Invalid(message, label=self.question.label_id)


def _told(options: Sequence[Option]) -> list[tuple[str, str, str]]:
    return [(option.value, option.label_id, option.label_en) for option in options]


def _read(question: QuestionDef) -> object:
    """What of a question gives its answers their meaning."""
    formula = question.logic.get("calculation", "")
    words = (question.label_id, question.label_en, question.help_id, question.help_en, formula)
    return question.kind, words, _told(question.options), _told(question.rows)
