"""Pages of the trace and of the plan with 100,000 contributions behind them. One JSON line per page and engine.

Forty per cent stand behind one need, the others behind eleven more; each need has a plan item. A page is asked for
fifty times by one client in the same process: what a person waits for is the network more.
"""

import statistics
import time
from datetime import date

from flask import Flask
from sqlalchemy import event, select

from bench.answers import application, tell
from core.codes import code_hash
from core.contributions import ContributionRef
from core.cycles.models import Cycle
from core.db import db, writing
from core.policy import Role
from plan import runs, themes
from plan.enums import ItemState
from plan.findings import Findings, FoundAssignment, FoundTheme
from plan.models import Theme, ThemeRun
from surveys.answer_models import Answer
from surveys.counting import FinalRow
from surveys.enums import Purpose
from surveys.models import Survey
from surveys.store import finalise
from tests import factories
from tests.conftest import browser_for
from tests.plan import factories_items as make_items
from tests.plan import factories_themes
from tests.surveys import factories_surveys as make

CONTRIBUTIONS = 100_000
THEMES = 12
ROUNDS = 50
CODE = "0123-4567-89AB-CDEF"
WORDS = "Pelatihan arsip dan surat dinas untuk pegawai baru di kelurahan nomor"


def main() -> None:
    for engine in ("sqlite", "postgresql"):
        with application(engine) as app:
            pages = build()
            measure(app, engine, pages)


def theme_of(number: int) -> str:
    """Four of ten under the first theme."""
    return "t0" if number % 10 < 4 else f"t{1 + number % (THEMES - 1)}"


def build() -> list[tuple[str, Role | None, str]]:
    """The cycle; returns the pages as name, role and path."""
    session = db.session()
    with writing():
        cycle = factories_themes.deciding_cycle(session)
        make_items.set_openings_all(session, cycle)
        survey = make.feedback(session, cycle=cycle, questions=(make.NEED,))
        said(survey)
        session.commit()
        started = time.perf_counter()
        run = grouped(cycle)
        session.commit()
        tell("trace/build", contributions=CONTRIBUTIONS, run_s=round(time.perf_counter() - started, 1))
        started = time.perf_counter()
        paths = decided(cycle, run)
        session.commit()
        tell("trace/build", accept_all_s=round(time.perf_counter() - started, 1))
    return paths


def said(survey: Survey) -> None:
    version = make.version_of(survey).id
    for start in range(0, CONTRIBUTIONS, 5000):
        finalise(
            db.session(),
            survey,
            [
                FinalRow(
                    version,
                    {"kebutuhan": f"{WORDS} {number}"},
                    receipt_hash=code_hash(CODE) if number == 0 else None,
                )
                for number in range(start, start + 5000)
            ],
        )


def grouped(cycle: Cycle) -> ThemeRun:
    session = db.session()
    run = runs.start_run(session, cycle, purpose=Purpose.FEEDBACK, actor_id=None)
    keys = session.scalars(select(Answer.key)).all()
    found = [FoundTheme(f"t{n}", f"Tema {n}", f"Theme {n}", ("arsip",), 1) for n in range(THEMES)]
    assigned = [
        FoundAssignment(
            ContributionRef("survey_answer", key, "kebutuhan"), theme_of(n), None, 0.8, is_quote=n < 60
        )
        for n, key in enumerate(keys)
    ]
    runs.finish_run(session, run.id, Findings(themes=found, assignments=assigned))
    session.expire_all()
    return session.get_one(ThemeRun, run.id)


def decided(cycle: Cycle, run: ThemeRun) -> list[tuple[str, Role | None, str]]:
    session = db.session()
    large = None
    for theme in session.scalars(select(Theme).where(Theme.run_id == run.id).order_by(Theme.theme_key)):
        need = themes.accept_theme(session, theme, title_id=theme.name_id, title_en="", actor_id=None)
        item = make_items.item(session, cycle, state=ItemState.BUDGETED, needs=(need,))
        make_items.indicator(session, item, values=((date(2026, 8, 3), "25"),))
        large = large or (theme, need, item)
    assert large is not None
    theme, need, item = large
    ref = need.contributions[0]
    answer = f"{ref.contribution_kind}/{ref.contribution_key}/{ref.contribution_field}"
    staff = Role.PLANNER
    return [
        ("cycle", staff, "/kelola/jejak"),
        ("contribution", staff, f"/kelola/jejak/{answer}"),
        ("need", staff, f"/kelola/jejak/need/{need.key}"),
        ("need, page 100", staff, f"/kelola/jejak/need/{need.key}?dari=100"),
        ("item", staff, f"/kelola/jejak/plan_item/{item.key}"),
        ("themes of the run", staff, f"/kelola/tema/{run.id}"),
        ("theme", staff, f"/kelola/tema/{run.id}/{theme.theme_key}"),
        ("needs", staff, "/kelola/kebutuhan"),
        ("replies", staff, "/kelola/keputusan"),
        ("need's own page", staff, f"/kelola/kebutuhan/{need.key}"),
        ("plan items", staff, "/kelola/rencana"),
        ("public plan", None, "/rencana"),
        ("public item", None, f"/rencana/{item.key}"),
        ("public theme", None, f"/tema/{theme.key}"),
        ("by code", None, f"/lacak/{CODE}"),
    ]


def measure(app: Flask, engine: str, pages: list[tuple[str, Role | None, str]]) -> None:
    staff = browser_for(app, db.session(), factories.account(db.session(), role=Role.PLANNER)).client
    guest = app.test_client()
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for name, role, path in pages:
        client = staff if role else guest
        response = client.get(path)
        if response.status_code != 200:
            tell(f"trace/{engine}/{name}", status=response.status_code)
            continue
        seconds = []
        for _ in range(ROUNDS):
            asked.clear()
            started = time.perf_counter()
            client.get(path).get_data()
            seconds.append(time.perf_counter() - started)
        p95 = statistics.quantiles(seconds, n=20)[-1]
        tell(
            f"trace/{engine}/{name}",
            p50_ms=round(1000 * statistics.median(seconds), 1),
            p95_ms=round(1000 * p95, 1),
            queries=len(asked),
        )


if __name__ == "__main__":
    main()
