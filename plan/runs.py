"""Start a theme run, store what it found, or say that it failed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import String as Text
from sqlalchemy import cast, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.cycles.enums import Action
from core.cycles.models import Cycle
from core.cycles.rules import require_open
from core.errors import N_, Conflict, Invalid
from core.jobs.models import Job, JobState
from core.jobs.services import enqueue
from plan.enums import NO_TAXONOMY, RunState
from plan.findings import Findings, FoundAssignment, FoundSub, FoundTheme
from plan.linking import link_known_themes
from plan.models import SubTheme, Theme, ThemeAssignment, ThemeRun, random_fold
from plan.needs import one_at_a_time, random_key
from plan.replies.figures import count_again
from plan.taxonomies.queries import require_version
from plan.workbench.carrying import carry_decisions, heed_people
from surveys.enums import Purpose

RUN_THEMES = "plan.run_themes"
BURY_RUNS = "plan.bury_runs"
TAXONOMIES = {Purpose.ASPIRATION: "asn", Purpose.FEEDBACK: "skm"}
# Themes that may be asked for where the machine looks by itself.
FEWEST, MOST = 2, 40
# Rows of one INSERT; SQLite allows 32,766 values in a statement.
BATCH = 2000


def job_key(run_id: int) -> str:
    """One job per run."""
    return f"{RUN_THEMES}:{run_id}"


def start_run(
    session: Session,
    cycle: Cycle,
    *,
    purpose: Purpose,
    taxonomy: str = "",
    n_themes: int | None = None,
    only_new: bool = False,
    actor_id: int | None,
) -> ThemeRun:
    """Queue a run over the cycle's free texts of a purpose. One waits at a time: a constraint sees to it.

    `taxonomy` is "" for the shipped list of the purpose, the key of one of the office's own, whose newest version is
    read by, or NO_TAXONOMY; only without a list is there a number to give. `only_new` reads what the run before had
    not, where its model is still the same (`plan.increment`).
    """
    require_open(cycle, Action.DECIDE_THEMES)
    taxonomy = taxonomy or TAXONOMIES[purpose]
    shipped = taxonomy in (TAXONOMIES[purpose], NO_TAXONOMY)
    version = None if shipped else require_version(session, taxonomy, purpose)
    if n_themes is not None and (taxonomy != NO_TAXONOMY or not FEWEST <= n_themes <= MOST):
        raise Invalid(N_("Jumlah tema antara %(least)s dan %(most)s."), least=FEWEST, most=MOST)
    bury_runs(session)
    run = ThemeRun(
        cycle_id=cycle.id,
        purpose=purpose,
        taxonomy=taxonomy,
        taxonomy_version=version,
        n_themes=n_themes,
        only_new=only_new and taxonomy != NO_TAXONOMY,
        created_by=actor_id,
    )
    try:
        with session.begin_nested():
            session.add(run)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Tema untuk masukan ini sedang diproses. Tunggu sampai selesai.")) from clash
    enqueue(session, RUN_THEMES, {"run_id": run.id}, key=job_key(run.id))
    audit.record(
        session,
        actor_id=actor_id,
        action="theme_run.start",
        kind="theme_run",
        key=str(run.id),
        purpose=purpose,
        taxonomy=taxonomy,
        version=version.number if version else None,
    )
    return run


def finish_run(session: Session, run_id: int, findings: Findings) -> Mapping[str, object] | None:
    """Store the findings, once: a run that is no longer queued stays as it is."""
    cycle_id = session.scalar(select(ThemeRun.cycle_id).where(ThemeRun.id == run_id))
    if cycle_id is None:
        return None
    one_at_a_time(session, cycle_id)
    done = session.execute(
        update(ThemeRun)
        .where(ThemeRun.id == run_id, ThemeRun.state == RunState.QUEUED)
        .values(
            state=RunState.DONE,
            text_count=len(findings.assignments),
            settings=dict(findings.settings),
            finished_at=utc_now(),
        )
        .returning(ThemeRun.id)
    ).scalar()
    if done is None:
        return None
    run = session.get_one(ThemeRun, run_id, populate_existing=True)
    findings = heed_people(session, run, findings)
    run.quality, run.settings = dict(findings.quality), dict(findings.settings)
    ids = _store_themes(session, run_id, findings.themes)
    _store_assignments(session, run_id, findings.assignments, ids)
    session.refresh(run)
    linked = link_known_themes(session, run)
    carried = carry_decisions(session, run, run.themes)
    count_again(session, cycle_id)
    audit.record(
        session,
        actor_id=None,
        action="theme_run.finish",
        kind="theme_run",
        key=str(run_id),
        texts=len(findings.assignments),
        themes=len(ids),
        linked=linked,
        carried=carried,
    )
    return {"texts": len(findings.assignments), "themes": len(ids), "linked": linked}


def _store_themes(session: Session, run_id: int, themes: Sequence[FoundTheme]) -> dict[str, int]:
    rows = [
        Theme(
            key=random_key(theme.name_id),
            run_id=run_id,
            theme_key=theme.theme_key,
            name_id=theme.name_id,
            name_en=theme.name_en,
            terms=list(theme.terms),
            size=theme.size,
            asks_id=theme.asks_id,
            asks_en=theme.asks_en,
            candidate=theme.candidate,
        )
        for theme in themes
    ]
    session.add_all(rows)
    session.flush()
    for row, theme in zip(rows, themes, strict=True):
        session.add_all(SubTheme(theme_id=row.id, **_sub(sub)) for sub in theme.subs)
    return {row.theme_key: row.id for row in rows}


def _sub(sub: FoundSub) -> dict[str, Any]:
    named = {"name_id": sub.name_id, "name_en": sub.name_en}
    return {"sub_key": sub.sub_key, **named, "terms": list(sub.terms)}


def _store_assignments(
    session: Session, run_id: int, assignments: Sequence[FoundAssignment], ids: Mapping[str, int]
) -> None:
    rows = [
        {
            "run_id": run_id,
            "contribution_kind": a.ref.kind,
            "contribution_key": a.ref.key,
            "contribution_field": a.ref.field,
            "rank": rank,
            "theme_id": ids[theme] if theme is not None else None,
            "confidence": a.confidence,
            "is_quote": a.is_quote and rank == 1,
            "fold": a.fold or random_fold(),
            "sub_key": a.sub if rank == 1 and theme is not None else "",
            "unclear": a.unclear and rank == 1 and theme is None,
            "ask": a.ask if rank == 1 else None,
        }
        for a in assignments
        for rank, theme in ((1, a.theme), (2, a.second))
        if rank == 1 or theme is not None
    ]
    for start in range(0, len(rows), BATCH):
        session.execute(insert(ThemeAssignment), rows[start : start + BATCH])


def fail_run(session: Session, run_id: int, *, error: str) -> None:
    """The run cannot be done. `error` is the class of an exception, never its text."""
    session.execute(
        update(ThemeRun)
        .where(ThemeRun.id == run_id, ThemeRun.state == RunState.QUEUED)
        .values(state=RunState.FAILED, quality={"error": error}, finished_at=utc_now())
    )
    audit.record(
        session, actor_id=None, action="theme_run.fail", kind="theme_run", key=str(run_id), error=error
    )


def cancel_run(session: Session, run: ThemeRun, *, actor_id: int | None) -> None:
    """Stop a run that waits or is being made; nothing of it is kept. Raises Conflict where it came to an end.

    A job that has begun notices by `plan.progress`; one that has not does nothing when its turn comes.
    """
    stopped = session.execute(
        update(ThemeRun)
        .where(ThemeRun.id == run.id, ThemeRun.state == RunState.QUEUED)
        .values(state=RunState.CANCELLED, cancelled_by=actor_id, finished_at=utc_now())
        .returning(ThemeRun.id)
    ).scalar()
    if stopped is None:
        raise Conflict(N_("Proses ini sudah berakhir, jadi tidak dapat dibatalkan lagi."))
    session.refresh(run)
    audit.record(session, actor_id=actor_id, action="theme_run.cancel", kind="theme_run", key=str(run.id))


def bury_runs(session: Session) -> None:
    """Mark the waiting runs as failed whose job was given up after its last attempt, or cancelled."""
    dead = session.execute(
        select(ThemeRun.id, Job.error)
        .join(Job, Job.key == f"{RUN_THEMES}:" + cast(ThemeRun.id, Text))
        .where(ThemeRun.state == RunState.QUEUED, Job.state.in_((JobState.DEAD, JobState.CANCELLED)))
    ).all()
    for run_id, error in dead:
        fail_run(session, run_id, error=error or "")
