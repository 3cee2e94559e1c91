"""Run the themes and decide on them as the seed says."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from core.jobs import services as jobs
from core.jobs.models import Job
from core.policy import Role
from plan.models import Theme, ThemeRun
from plan.replies.enums import ReplyKind
from plan.replies.figures import unanswered
from plan.replies.services import reply_to
from plan.runs import RUN_THEMES, job_key, start_run
from plan.theme_voices import fetch_all
from plan.themes import accept_theme, merge_theme, reject_theme
from rembuk.seeding.loading import Loading
from rembuk.slices import SLICES
from surveys.enums import Purpose

Themes = dict[tuple[str, str], Theme]


def load_decisions(loading: Loading) -> None:
    """One run per purpose that the seed speaks of, then its decisions."""
    told = [loading.seed.list_of(name) for name in ("needs", "merged", "rejected")]
    purposes = sorted({entry["purpose"] for entries in told for entry in entries})
    themes: Themes = {}
    for purpose in purposes:
        loading.say(f"reading the themes: {purpose}")
        run = run_now(loading, Purpose(purpose))
        themes.update({(purpose, theme.theme_key): theme for theme in run.themes})
    _decide(loading, themes)


def run_now(loading: Loading, purpose: Purpose) -> ThemeRun:
    """Start a run and do its job here, as the worker would."""
    session = loading.session
    run = start_run(session, loading.the_cycle, purpose=purpose, actor_id=loading.actor_id(Role.PLANNER))
    job_id = session.scalars(select(Job.id).where(Job.key == job_key(run.id))).one()
    job = jobs.claim(session, job_id)
    assert job is not None
    handler = next(s.jobs[RUN_THEMES] for s in SLICES if RUN_THEMES in s.jobs)
    # A handler ends its session's transaction before it computes; everything loaded so far hangs on this one.
    with Session(session.connection(), join_transaction_mode="create_savepoint") as beside:
        effect = handler(beside, job.payload)
    jobs.finish(session, job_id, effect, attempt=job.attempts)
    session.expire_all()
    return run


def _decide(loading: Loading, themes: Themes) -> None:
    """Needs first: what is merged into one afterwards is answered with "digabung"."""
    session, actor_id = loading.session, loading.actor_id(Role.PLANNER)
    for told in loading.seed.list_of("needs"):
        loading.needs[f"{told['purpose']}/{told['theme']}"] = accept_theme(
            session,
            themes[told["purpose"], told["theme"]],
            title_id=told["title_id"],
            title_en=told["title_en"],
            actor_id=actor_id,
        )
    for told in loading.seed.list_of("merged"):
        theme, into = (themes[told["purpose"], told[key]] for key in ("theme", "into"))
        merge_theme(session, theme, into=into, actor_id=actor_id)
    for told in loading.seed.list_of("rejected"):
        reject_theme(
            session,
            themes[told["purpose"], told["theme"]],
            kind=ReplyKind(told["decision"]),
            reason=told["reason"],
            addressee=told.get("addressee", ""),
            actor_id=actor_id,
        )
    for told in loading.seed.list_of("replies"):
        _reply(loading, told)


def _reply(loading: Loading, told: Mapping[str, Any]) -> None:
    """One reply for every contribution without one that says a word."""
    session, cycle = loading.session, loading.the_cycle
    refs = [ContributionRef(*row) for row in session.execute(unanswered(cycle.id))]
    sources = [source for each in SLICES for source in each.contributions]
    said = fetch_all(session, refs, sources)
    chosen = [ref for ref, one in said.items() if told["word"] in one.text.casefold()]
    if chosen:
        kind, addressee = ReplyKind(told["decision"]), told.get("addressee", "")
        actor_id = loading.actor_id(Role.PLANNER)
        reply_to(
            session, cycle, chosen, kind=kind, reason=told["reason"], addressee=addressee, actor_id=actor_id
        )
