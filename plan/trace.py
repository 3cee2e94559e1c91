"""The trace: from a contribution to what became of it, and from a plan item back to what was said."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from core.errors import N_
from plan.enums import ItemState, ThemeState
from plan.indicators import read
from plan.item_models import PlanItem, plan_item_need
from plan.item_rules import STOPPED
from plan.linking import root_of
from plan.models import Need, NeedContribution, Theme
from plan.programmes.queries import Shown
from plan.replies.enums import ReplyKind
from plan.replies.models import Reply
from plan.trace_facts import Facts, facts_about
from plan.trace_steps import (
    NO_ITEM_YET,
    NO_REPLY_YET,
    NO_THEME,
    NOT_YET_GROUPED,
    RECEIVED,
    TAKEN_BACK,
    StepKind,
    StepState,
    TraceStep,
)

_MERGED = N_("Digabung dengan tema berikut.")
_GOING_ON = (ReplyKind.ACCEPTED, ReplyKind.MERGED, ReplyKind.FORWARDED)


def what_became_of(
    session: Session, refs: Sequence[ContributionRef], *, moderation: str = ""
) -> list[tuple[TraceStep, ...]]:
    """A trail for each contribution, as far as it has come; drafts of the plan are not told.

    `moderation` is what its source says of having been looked at (a source string), where it does that.
    """
    facts = facts_about(session, refs)
    looked_at = [TraceStep(StepKind.MODERATION, StepState.DONE, title=moderation)] if moderation else []
    return [(RECEIVED, *looked_at, *_trail(ref, facts)) for ref in refs]


def contributions_behind(session: Session, item: PlanItem) -> list[ContributionRef]:
    """Every contribution that stands behind a plan item by way of its needs, each once."""
    trace = NeedContribution
    columns = (trace.contribution_kind, trace.contribution_key, trace.contribution_field)
    rows = session.execute(
        select(*columns)
        .join(plan_item_need, plan_item_need.c.need_id == trace.need_id)
        .where(plan_item_need.c.plan_item_id == item.id)
        .distinct()
        .order_by(*columns)
    ).all()
    return [ContributionRef(*row) for row in rows]


def _trail(ref: ContributionRef, facts: Facts) -> list[TraceStep]:
    needs, reply = facts.needs.get(ref, ()), facts.replies.get(ref)
    steps = [*_theme_steps(ref, facts), *_reply_steps(reply, ref, facts)]
    for need in needs:
        steps += _need_steps(need, facts)
    return steps


def _theme_steps(ref: ContributionRef, facts: Facts) -> list[TraceStep]:
    """Where it was put. An accepted theme speaks before what a later run read otherwise."""
    own, accepted = facts.themes.get(ref), [n.theme for n in facts.needs.get(ref, ()) if n.theme is not None]
    if accepted:
        merged = [_merged(own)] if own is not None and _was_merged(own, accepted) else []
        return [*merged, *(TraceStep(StepKind.THEME, StepState.DONE, theme) for theme in accepted)]
    if ref not in facts.themes:
        return [NOT_YET_GROUPED] if ref not in facts.needs else []
    if own is None:
        return [NO_THEME] if ref not in facts.replies else []
    root = root_of(own)
    steps = [_merged(own)] if root is not own else []
    if root.state == ThemeState.PROPOSED and ref not in facts.replies:
        note = N_("Penyusun rencana belum memutuskan tema ini.")
        return [*steps, TraceStep(StepKind.THEME, StepState.CURRENT, root, note=note)]
    return [*steps, TraceStep(StepKind.THEME, StepState.DONE, root)]


def _was_merged(own: Theme, accepted: Sequence[Theme]) -> bool:
    root = root_of(own)
    return root in accepted and own.theme_key != root.theme_key


def _merged(own: Theme) -> TraceStep:
    return TraceStep(StepKind.THEME, StepState.DONE, own, note=_MERGED, at=own.decided_at)


def _reply_steps(reply: Reply | None, ref: ContributionRef, facts: Facts) -> list[TraceStep]:
    if reply is None:
        if ref in facts.retracted:
            return [TAKEN_BACK]
        # What stands behind a need was decided about, whoever put it there.
        return [] if ref in facts.needs else [NO_REPLY_YET]
    how = StepState.DONE if reply.kind in _GOING_ON else StepState.STOPPED
    return [TraceStep(StepKind.REPLY, how, reply, said=reply.reason, at=reply.decided_at)]


def _need_steps(need: Need, facts: Facts) -> list[TraceStep]:
    accepted = N_("Tema ini diterima sebagai kebutuhan pengembangan.")
    steps = [TraceStep(StepKind.NEED, StepState.DONE, need, note=accepted)]
    handover, items = facts.handovers.get(need.id), facts.items.get(need.id, ())
    if handover is not None:
        how = StepState.DONE if handover.answered_on else StepState.CURRENT
        return [*steps, TraceStep(StepKind.HANDOVER, how, handover, said=handover.answer)]
    if not items:
        return [*steps, NO_ITEM_YET]
    return steps + [step for item in items for step in _item_steps(item, facts.programmes.get(item.id, ()))]


def _programme_steps(shown: Shown, how: StepState) -> list[TraceStep]:
    steps = [TraceStep(StepKind.PROGRAMME, how, shown.programme)]
    return steps + [TraceStep(StepKind.SESSION, how, workshop) for workshop in shown.workshops]


def _item_steps(item: PlanItem, programmes: Sequence[Shown]) -> list[TraceStep]:
    """The item, where it stands at the city with date and reason, its programmes, and what was measured."""
    state = ItemState(item.state)
    if state in STOPPED:
        how = StepState.STOPPED
    else:
        how = StepState.DONE if state == ItemState.CARRIED_OUT else StepState.CURRENT
    last = item.steps[-1] if item.steps else None
    steps = [
        TraceStep(StepKind.ITEM, StepState.DONE, item),
        TraceStep(StepKind.CITY, how, item, said=last.reason if last else "", at=last.on if last else None),
    ]
    taught = StepState.DONE if state == ItemState.CARRIED_OUT else StepState.UPCOMING
    for shown in programmes:
        steps += _programme_steps(shown, taught)
    for indicator in item.indicators:
        if read(indicator).latest is not None:
            steps.append(TraceStep(StepKind.MEASUREMENT, StepState.DONE, indicator))
    return steps
