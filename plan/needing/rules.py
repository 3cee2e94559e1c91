"""Gaps and the way of a need to its priority. Pure."""

from dataclasses import dataclass

from plan.needing.enums import Hand, Stage

LEVELS = (1, 2, 3, 4, 5)


def gap(*, required: int | None, actual: int | None) -> int | None:
    """Required minus actual level where positive, else 0 (PP 11/2017 art. 206); None while one is unknown."""
    if required is None or actual is None:
        return None
    return max(required - actual, 0)


@dataclass(frozen=True)
class StageMove:
    """A step of a need, and who takes it. One that sends it back wants a reason."""

    before: Stage
    after: Stage
    hand: Hand
    back: bool = False


STAGE_MOVES = (
    StageMove(Stage.SURVEY, Stage.INVENTORY, Hand.PLANNER),
    StageMove(Stage.INVENTORY, Stage.VERIFIED, Hand.SUPERIOR),
    StageMove(Stage.INVENTORY, Stage.SURVEY, Hand.SUPERIOR, back=True),
    StageMove(Stage.VERIFIED, Stage.VALIDATED, Hand.CHECKER),
    StageMove(Stage.VERIFIED, Stage.SURVEY, Hand.CHECKER, back=True),
    StageMove(Stage.VALIDATED, Stage.PRIORITISED, Hand.PLANNER),
    # What others looked at is not rewritten behind their backs: the planner opens it again and says why.
    *(StageMove(stage, Stage.SURVEY, Hand.PLANNER, back=True) for stage in list(Stage)[1:]),
)


def stage_moves(stage: str, hands: frozenset[Hand]) -> tuple[StageMove, ...]:
    """The steps open to a need for somebody who acts for these."""
    return tuple(move for move in STAGE_MOVES if move.before == stage and move.hand in hands)


def find_stage_move(before: str, after: str, hand: Hand) -> StageMove | None:
    """The step between two stages in this hand, if it exists."""
    return next((m for m in stage_moves(before, frozenset({hand})) if m.after == after), None)
