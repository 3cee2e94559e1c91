"""What may happen to a plan item, as data; keys; and what an indicator's values say. Pure."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from core.cycles.enums import Action
from core.errors import N_
from plan.enums import ItemState

# A need shows quotes and an exact count from this many contributions on: below it people could be guessed.
QUOTES_FROM = 5


@dataclass(frozen=True)
class Move:
    """A step an item may take, and the cycle's actions of which one must be open."""

    before: ItemState
    after: ItemState
    needs_reason: bool
    any_of: tuple[Action, ...]


_DRAFTING = (Action.EDIT_PLAN,)
_LATER = (Action.REPORT_PROGRESS, Action.EDIT_PLAN)
_WAITING = (ItemState.PROPOSED, ItemState.VERIFIED, ItemState.BUDGETED)

MOVES = (
    Move(ItemState.DRAFT, ItemState.PROPOSED, False, _DRAFTING),
    Move(ItemState.PROPOSED, ItemState.VERIFIED, False, _LATER),
    Move(ItemState.VERIFIED, ItemState.BUDGETED, False, _LATER),
    Move(ItemState.BUDGETED, ItemState.CARRIED_OUT, False, _LATER),
    *(Move(state, ItemState.POSTPONED, True, _LATER) for state in _WAITING),
    *(Move(state, ItemState.REFUSED, True, _LATER) for state in (*_WAITING, ItemState.POSTPONED)),
    Move(ItemState.POSTPONED, ItemState.PROPOSED, False, _LATER),
)

# What the personnel agency has verified is no longer rewritten.
EDITABLE = (ItemState.DRAFT, ItemState.PROPOSED, ItemState.POSTPONED)
# The way of an item that nothing stops.
WAY = (
    ItemState.DRAFT,
    ItemState.PROPOSED,
    ItemState.VERIFIED,
    ItemState.BUDGETED,
    ItemState.CARRIED_OUT,
)

STOPPED = (ItemState.POSTPONED, ItemState.REFUSED)


def moves_from(state: str) -> tuple[Move, ...]:
    """The steps open to an item in this state."""
    return tuple(move for move in MOVES if move.before == state)


def find_move(before: str, after: str) -> Move | None:
    """The step between two states, if it exists."""
    return next((move for move in moves_from(before) if move.after == after), None)


def slug(title: str, *, longest: int = 60) -> str:
    """The readable part of an address: lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > longest:
        words = words[: longest + 1].rpartition("-")[0] or words[:longest]
    return words or "butir"


def new_key(title: str) -> str:
    """A readable address with a short random end, so that equal titles do not clash."""
    return f"{slug(title)}-{secrets.token_hex(2)}"


class Standing(StrEnum):
    """How far an indicator has come."""

    REACHED = "reached"
    NEAR = "near"
    NOT_YET = "not_yet"
    NOT_MEASURED = "not_measured"


NEAR_FROM = Decimal("0.75")
STANDING_LABELS = {
    Standing.REACHED: N_("Tercapai"),
    Standing.NEAR: N_("Mendekati"),
    Standing.NOT_YET: N_("Belum tercapai"),
    Standing.NOT_MEASURED: N_("Belum diukur"),
}


def achieved_share(*, baseline: Decimal, target: Decimal, value: Decimal) -> Decimal:
    """(value - baseline) / (target - baseline): 0 at the baseline, 1 at the target, below 0 when it got worse."""
    return (value - baseline) / (target - baseline)


def standing(share: Decimal | None) -> Standing:
    """The words for a share: reached from 1 on, near from 0.75 on."""
    if share is None:
        return Standing.NOT_MEASURED
    if share >= 1:
        return Standing.REACHED
    return Standing.NEAR if share >= NEAR_FROM else Standing.NOT_YET


def percent(share: Decimal) -> Decimal:
    """A share as a percentage with one place, cut: 99.96 % must not read as 100 % while it is only near."""
    return (share * 100).quantize(Decimal("0.1"), ROUND_DOWN) + 0  # + 0 turns -0.0 into 0.0


def mean_percent(shares: Sequence[tuple[Decimal, int]]) -> Decimal | None:
    """The normalised weighted mean of shares as a percentage, always 0 to 100; None of nothing.

    Each share is cut to 0..1 first and the weights are divided by their sum: two halves weighted 50 and 50 make
    100 %, and a target left far behind does not make up for one that was missed.
    """
    whole = sum(weight for _, weight in shares)
    if not whole:
        return None
    parts = (min(max(share, Decimal(0)), Decimal(1)) * weight for share, weight in shares)
    return percent(sum(parts, Decimal(0)) / whole)


def target_fits(*, baseline: Decimal, target: Decimal, decreases: bool) -> bool:
    """The target must lie on the side of the baseline that the direction names."""
    return target < baseline if decreases else target > baseline


_STEPS = (
    "1",
    "1.5",
    "2",
    "2.5",
    "3",
    "4",
    "5",
    "6",
    "7.5",
    "8",
    "10",
    "12.5",
    "15",
    "20",
    "25",
    "30",
    "40",
    "100",
)


def scale_ends(values: list[Decimal]) -> tuple[Decimal, Decimal]:
    """Round ends of an axis in four equal steps; from zero unless that would flatten the picture."""
    low, high = min(values), max(values)
    if 0 <= low <= high / 2:
        low = Decimal(0)
    size = Decimal(1).scaleb((high - low).adjusted() - 1) if high > low else Decimal(1)
    for step in (size * Decimal(n) for n in _STEPS):
        start = (low / step).to_integral_value("ROUND_FLOOR") * step
        if start + 4 * step >= high:
            return start, start + 4 * step
    raise AssertionError("unreachable: the last step is ten times the range")
