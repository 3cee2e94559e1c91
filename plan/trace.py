"""The trace: from a contribution to what became of it, and from a plan item back to what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from core.errors import N_
from plan.enums import ItemState, RunState, ThemeState
from plan.indicators import read
from plan.item_models import Indicator, PlanItem, plan_item_need
from plan.item_queries import items_of_need
from plan.item_rules import STOPPED
from plan.linking import root_of
from plan.models import Need, NeedContribution, Theme, ThemeAssignment, ThemeRun


class StepKind(StrEnum):
    """The stations of a contribution."""

    THEME = "theme"
    NEED = "need"
    ITEM = "item"
    MEASUREMENT = "measurement"


class StepState(StrEnum):
    """How far a station is; the words of the trail macro."""

    DONE = "done"
    CURRENT = "current"
    UPCOMING = "upcoming"
    STOPPED = "stopped"


STEP_LABELS = {
    StepKind.THEME: N_("Tema"),
    StepKind.NEED: N_("Kebutuhan"),
    StepKind.ITEM: N_("Butir rencana"),
    StepKind.MEASUREMENT: N_("Pengukuran"),
}


@dataclass(frozen=True)
class TraceStep:
    """One station. `about` is the row it speaks of, `title` a source string where there is none yet.

    `note` is a source string; `said` is what staff wrote, in the language they wrote it.
    """

    kind: StepKind
    state: StepState
    about: Theme | Need | PlanItem | Indicator | None = None
    title: str = ""
    note: str = ""
    said: str = ""
    at: datetime | None = None


def what_became_of(session: Session, refs: Sequence[ContributionRef]) -> list[tuple[TraceStep, ...]]:
    """A trail for each contribution, as far as it has come; drafts of the plan are not told."""
    return [_trail(session, ref) for ref in refs]


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


def _trail(session: Session, ref: ContributionRef) -> tuple[TraceStep, ...]:
    needs = _needs_of(session, ref)
    assigned = _newest_assignment(session, ref)
    if needs:
        own = session.get(Theme, assigned.theme_id) if assigned and assigned.theme_id else None
        return tuple(step for need in needs for step in _after_acceptance(session, need, own))
    if assigned is None:
        return (_NOT_YET_GROUPED,)
    theme = session.get(Theme, assigned.theme_id) if assigned.theme_id else None
    return _before_acceptance(theme)


_NOT_YET_GROUPED = TraceStep(
    StepKind.THEME,
    StepState.CURRENT,
    title=N_("Menunggu dikelompokkan"),
    note=N_("Masukan Anda sudah tercatat dan akan dikelompokkan bersama masukan lain menjadi tema."),
)
_NO_THEME = TraceStep(
    StepKind.THEME,
    StepState.CURRENT,
    title=N_("Belum terklasifikasi"),
    note=N_("Masukan Anda belum cocok dengan satu tema pun. Penyusun rencana tetap dapat membacanya."),
)
_NO_ITEM_YET = TraceStep(
    StepKind.ITEM,
    StepState.UPCOMING,
    title=N_("Belum masuk rencana"),
    note=N_("Kebutuhan ini menunggu disusun menjadi butir rencana."),
)


def _matches(
    table: type[NeedContribution] | type[ThemeAssignment], ref: ContributionRef
) -> ColumnElement[bool]:
    return and_(
        table.contribution_kind == ref.kind,
        table.contribution_key == ref.key,
        table.contribution_field == ref.field,
    )


def _needs_of(session: Session, ref: ContributionRef) -> list[Need]:
    query = select(Need).join(NeedContribution).where(_matches(NeedContribution, ref)).order_by(Need.id)
    return list(session.scalars(query))


def _newest_assignment(session: Session, ref: ContributionRef) -> ThemeAssignment | None:
    return session.scalar(
        select(ThemeAssignment)
        .join(ThemeRun, ThemeRun.id == ThemeAssignment.run_id)
        .where(_matches(ThemeAssignment, ref), ThemeAssignment.rank == 1, ThemeRun.state == RunState.DONE)
        .order_by(ThemeRun.id.desc())
        .limit(1)
    )


def _before_acceptance(theme: Theme | None) -> tuple[TraceStep, ...]:
    if theme is None:
        return (_NO_THEME,)
    root = root_of(theme)
    steps: tuple[TraceStep, ...] = ()
    if root is not theme:
        steps = (TraceStep(StepKind.THEME, StepState.DONE, theme, note=N_("Digabung dengan tema berikut.")),)
    if root.state == ThemeState.REJECTED:
        last = TraceStep(
            StepKind.THEME,
            StepState.STOPPED,
            root,
            note=N_("Tema ini tidak dilanjutkan. Alasannya:"),
            said=root.reason,
            at=root.decided_at,
        )
    else:
        note = N_("Penyusun rencana belum memutuskan tema ini.")
        last = TraceStep(StepKind.THEME, StepState.CURRENT, root, note=note)
    return (*steps, last)


def _after_acceptance(session: Session, need: Need, own: Theme | None) -> list[TraceStep]:
    steps = []
    if need.theme is not None:
        if own is not None and own.theme_key != need.theme.theme_key and root_of(own) is need.theme:
            merged = N_("Digabung dengan tema berikut.")
            steps.append(TraceStep(StepKind.THEME, StepState.DONE, own, note=merged, at=own.decided_at))
        steps.append(TraceStep(StepKind.THEME, StepState.DONE, need.theme))
    accepted = N_("Tema ini diterima sebagai kebutuhan pengembangan.")
    decided = need.theme.decided_at if need.theme is not None else None
    steps.append(TraceStep(StepKind.NEED, StepState.DONE, need, note=accepted, at=decided))
    items = items_of_need(session, need)
    if not items:
        return [*steps, _NO_ITEM_YET]
    return steps + [step for item in items for step in _of_item(item)]


def _of_item(item: PlanItem) -> list[TraceStep]:
    state = ItemState(item.state)
    if state in STOPPED:
        how = StepState.STOPPED
    else:
        how = StepState.DONE if state == ItemState.CARRIED_OUT else StepState.CURRENT
    reason = item.steps[-1].reason if item.steps and state in STOPPED else ""
    steps = [TraceStep(StepKind.ITEM, how, item, said=reason)]
    for indicator in item.indicators:
        if read(indicator).latest is not None:
            steps.append(TraceStep(StepKind.MEASUREMENT, StepState.DONE, indicator))
    return steps
