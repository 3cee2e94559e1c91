"""Freeze the plan as a version, put it before the staff, close that again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.cycles.enums import Action
from core.cycles.models import Cycle
from core.cycles.rules import require_open
from core.errors import N_, Conflict, Invalid
from plan.consulting.closing import count_and_forget
from plan.consulting.enums import VersionState
from plan.consulting.models import PlanVersion
from plan.consulting.rules import Line
from plan.consulting.snapshots import snapshot_of
from plan.item_queries import items_of_cycle

_LATE = N_("Versi ini sudah diubah orang lain. Muat ulang halaman, lalu lihat lagi.")


def lines_of(version: PlanVersion) -> Sequence[Line]:
    """The items of a version, each as snapshots.py wrote it."""
    return cast("Sequence[Mapping[str, object]]", version.snapshot["items"])


def freeze_version(session: Session, cycle: Cycle, *, actor_id: int | None) -> PlanVersion:
    """Keep the plan as it stands now, under the next number of its cycle."""
    require_open(cycle, Action.EDIT_PLAN)
    items = items_of_cycle(session, cycle.id, public=False)
    if not items:
        raise Invalid(N_("Belum ada butir rencana di siklus ini."))
    last = session.scalar(select(func.max(PlanVersion.number)).where(PlanVersion.cycle_id == cycle.id))
    version = PlanVersion(
        cycle_id=cycle.id, number=(last or 0) + 1, snapshot=snapshot_of(items), made_by=actor_id
    )
    try:
        with session.begin_nested():
            session.add(version)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(_LATE) from clash
    _record(session, version, "plan_version.freeze", actor_id, items=len(items))
    return version


def open_consultation(
    session: Session, version: PlanVersion, *, opens_on: date, closes_on: date, actor_id: int | None
) -> None:
    """Put a draft before the staff from one day to another, both included. Once for each version."""
    require_open(version.cycle, Action.EDIT_PLAN)
    if closes_on < opens_on:
        raise Invalid(N_("Hari terakhir lebih awal daripada hari pertama."))
    written = {"opens_on": opens_on, "closes_on": closes_on}
    _move(session, version, VersionState.DRAFT, VersionState.CONSULTATION, **written)
    _record(session, version, "plan_version.consult", actor_id)


def close_consultation(session: Session, version: PlanVersion, *, actor_id: int | None) -> None:
    """Count the voices and forget whose they were. Nobody can open it again."""
    _move(session, version, VersionState.CONSULTATION, VersionState.FINAL)
    counted = count_and_forget(session, version.id, [str(line["key"]) for line in lines_of(version)])
    _record(session, version, "plan_version.close", actor_id, voices=counted)


def close_due(session: Session, *, today: date) -> int:
    """Close what ended before today; returns how many."""
    due = select(PlanVersion).where(
        PlanVersion.state == VersionState.CONSULTATION, PlanVersion.closes_on < today
    )
    versions = session.scalars(due).all()
    for version in versions:
        close_consultation(session, version, actor_id=None)
    return len(versions)


def settle_version(session: Session, version: PlanVersion) -> None:
    """What was signed is public, whether or not the staff were asked."""
    if version.state == VersionState.DRAFT:
        _move(session, version, VersionState.DRAFT, VersionState.FINAL)


def _move(
    session: Session, version: PlanVersion, before: VersionState, after: VersionState, **written: object
) -> None:
    moved = session.execute(
        update(PlanVersion)
        .where(PlanVersion.id == version.id, PlanVersion.state == before)
        .values(state=after, **written)
        .returning(PlanVersion.id)
    ).scalar()
    if moved is None:
        raise Conflict(_LATE)
    session.refresh(version)


def _record(
    session: Session, version: PlanVersion, action: str, actor_id: int | None, **facts: object
) -> None:
    key = f"{version.cycle.key}.{version.number}"
    audit.record(session, actor_id=actor_id, action=action, kind="plan_version", key=key, **facts)
