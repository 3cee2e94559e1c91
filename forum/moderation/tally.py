"""What everybody may know about moderation: numbers."""

from collections import Counter
from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.moderation.enums import Action, AppealState, CaseState, DecisionState, Reason
from forum.moderation.models import Appeal, ModerationCase, ModerationDecision, PostReport


@dataclass(frozen=True)
class ReasonRow:
    """How often a reason was reported, how often a post was hidden for it, and how many of these stand again."""

    reason: Reason
    reported: int
    hidden: int
    shown_again: int


@dataclass(frozen=True)
class Tally:
    """Moderation in numbers. `median_days` is None before the first decision."""

    rows: list[ReasonRow]
    waiting: int
    actions: dict[str, int]
    shown_again: int
    median_days: float | None
    appeals: dict[str, int]


def tally(session: Session) -> Tally:
    """Count everything there is."""
    decided = session.execute(
        select(
            ModerationDecision.action,
            ModerationDecision.reason,
            ModerationDecision.state,
            ModerationDecision.working_days,
        )
    ).all()
    hidden = Counter(reason for action, reason, _state, _days in decided if action == Action.HIDE)
    again = Counter(reason for _a, reason, state, _d in decided if state != DecisionState.STANDING)
    by_reason = select(PostReport.reason, func.count()).group_by(PostReport.reason)
    reported = {row[0]: row[1] for row in session.execute(by_reason)}
    days = [days for *_others, days in decided if days is not None]
    by_state = select(Appeal.state, func.count()).group_by(Appeal.state)
    appeals = {row[0]: row[1] for row in session.execute(by_state)}
    open_cases = select(func.count()).where(ModerationCase.state == CaseState.OPEN)
    actions = Counter(action for action, *_others in decided)
    return Tally(
        [ReasonRow(r, reported.get(r, 0), hidden[r], again[r]) for r in Reason],
        session.scalar(open_cases) or 0,
        {action: actions[action] for action in Action},
        again.total(),
        float(median(days)) if days else None,
        {state: appeals.get(state, 0) for state in AppealState},
    )
