"""Twenty runs of a model that answers at random: what people locked, named, accepted or rejected stays."""

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from plan import runs, themes
from plan.enums import RunState, ThemeState
from plan.findings import Findings
from plan.linking import root_of
from plan.models import Need, ThemeRun
from plan.theming import make_handler
from plan.workbench import carrying, moving
from plan.workbench.models import Placement
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.factories_workbench import WildModel, picked, places

RUNS = 20
ACTS = ("move", "split", "lock", "accept", "rename", "reject", "merge")


def _act(session: Session, run: ThemeRun, act: str, number: int) -> None:
    """One thing a planner does in the first run; the number chooses what it is done to."""
    refs = sorted(places(session, run))
    one = picked(session, run, [refs[number % len(refs)]])
    proposed = sorted((t for t in run.themes if t.state == ThemeState.PROPOSED), key=lambda t: t.theme_key)
    if act == "move":
        to = run.themes[number % len(run.themes)]
        moving.move_contributions(session, run, picked=one, to=to, actor_id=None)
    elif act == "split":
        moving.split_theme(session, run, picked=one, name_id=f"Baru {number}", name_en="", actor_id=None)
    elif act == "lock" and one[0].theme_id:
        moving.lock_contributions(session, run, picked=one, actor_id=None)
    elif act == "accept" and proposed:
        make.accepted(session, run, proposed[number % len(proposed)].theme_key)
    elif act == "rename" and proposed:
        theme = proposed[number % len(proposed)]
        themes.rename_theme(session, theme, name_id=f"Nama {number}", name_en="", actor_id=None)
    elif act == "reject" and proposed:
        theme = proposed[number % len(proposed)]
        themes.reject_theme(session, theme, reason=f"Alasannya nomor {number}.", actor_id=None)
    elif act == "merge" and len(proposed) > 1:
        themes.merge_theme(session, proposed[0], into=proposed[1], actor_id=None)


def _told(run: ThemeRun) -> dict[str, tuple[str, str]]:
    """The names of the themes that people named or made, and the reason where one was rejected."""
    return {
        t.theme_key: (t.name_id, t.reason)
        for t in run.themes
        if t.state != ThemeState.PROPOSED or t.theme_key.startswith("tim-") or t.name_id.startswith("Nama ")
    }


def twenty_runs(session: Session, acts: list[tuple[str, int]], more: list[int]) -> None:
    """Do the acts, then run again and again; raises AssertionError where a run touched a decision."""
    cycle, voices = make.deciding_cycle(session), Voices()
    voices.say(cycle, "[digital] a", "[digital] b", "[arsip] c", "[layanan] d", "[] e", "[arsip/digital] f")
    first = make.done_run(session, cycle, voices)
    for act, number in acts:
        _act(session, first, act, number)
        session.commit()
        session.expire_all()
    placed = session.scalars(select(Placement).where(Placement.cycle_id == cycle.id)).all()
    locked = {row.contribution_key: row.theme_key for row in placed}
    named, titles = _told(first), _titles(session, cycle.id)
    merged = {t.theme_key: root_of(t).theme_key for t in first.themes if t.state == ThemeState.MERGED}
    for number in range(RUNS):
        voices.say(cycle, *(f"[digital] jawaban {number}-{n}" for n in range(more[number % len(more)])))
        run = make.queued_run(session, cycle)
        make.do_job(session, run, voices, WildModel)
        assert run.state == RunState.DONE
        now = {ref.key: theme for ref, theme in places(session, run).items()}
        assert {key: now[key] for key in locked} == locked
        here = {t.theme_key: t for t in run.themes}
        for key, (name, reason) in named.items():
            if key in here:
                assert (here[key].name_id, here[key].reason) == (name, reason)
        for key, into in merged.items():
            if key in here:
                assert root_of(here[key]).theme_key == into
        assert _titles(session, cycle.id) == titles


def _titles(session: Session, cycle_id: int) -> dict[str, str]:
    needs = session.scalars(select(Need).where(Need.cycle_id == cycle_id))
    return {need.key: need.title_id for need in needs}


@pytest.mark.database
@settings(
    max_examples=6,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # shrinking would run thousands of jobs
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11)), min_size=3, max_size=10),
    more=st.lists(st.integers(0, 2), min_size=1, max_size=4),
)
def test_twenty_runs_never_touch_a_decision(
    session: Session, acts: list[tuple[str, int]], more: list[int]
) -> None:
    twenty_runs(session, acts, more)


EACH = [("move", 1), ("split", 2), ("lock", 3), ("rename", 1), ("accept", 0), ("reject", 0)]


def _unheeding(_session: Session, _run: ThemeRun, findings: Findings) -> Findings:
    return findings


def _unnamed(session: Session, run: ThemeRun, findings: Findings) -> Findings:
    """Places are kept, names are not."""
    heeded = carrying.heed_people(session, run, findings)
    wild = {theme.theme_key: theme for theme in findings.themes}
    return Findings(
        heeded.settings, heeded.quality, [wild.get(t.theme_key, t) for t in heeded.themes], heeded.assignments
    )


@pytest.mark.parametrize("sabotaged", [_unheeding, _unnamed])
def test_runs_that_do_not_heed_people_are_caught(
    session: Session, monkeypatch: pytest.MonkeyPatch, sabotaged: Callable[..., Findings]
) -> None:
    twenty_runs(session, EACH, [1])
    monkeypatch.setattr(runs, "heed_people", sabotaged)
    with pytest.raises(AssertionError):
        twenty_runs(session, EACH, [1])


def test_runs_that_forget_a_rejection_are_caught(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "carry_decisions", lambda *_args: 0)
    with pytest.raises(AssertionError):
        twenty_runs(session, [("reject", 0), ("lock", 0)], [1])


SECRET = "kenarijatuh"


def test_the_model_itself_learns_from_people_and_keeps_none_of_their_words(session: Session) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    refs = voices.say(
        cycle,
        f"Tempat parkir motor di kantor sempit sekali {SECRET}",
        "Parkiran pegawai penuh setiap pagi, motor di luar",
        "Lahan parkir kantor kurang luas untuk tamu",
        "Mohon pelatihan Microsoft Excel untuk staf",
    )
    handler = make_handler(lambda: (voices.source,))
    run = make.queued_run(session, cycle)
    session.commit()
    handler(session, {"run_id": run.id})(session)
    session.commit()
    session.expire_all()
    made = moving.split_theme(
        session,
        run,
        picked=picked(session, run, refs[:2]),
        name_id="Parkir kantor",
        name_en="",
        actor_id=None,
    )
    key = made.theme_key
    later = make.queued_run(session, cycle)
    session.commit()
    handler(session, {"run_id": later.id})(session)
    session.commit()
    session.expire_all()
    found = places(session, later)
    assert (found[refs[0]], found[refs[1]], found[refs[3]]) == (key, key, "literasi_digital")
    assert theme_of(later, key).name_id == "Parkir kantor"
    assert later.settings["labels"] == 2
    assert SECRET not in json.dumps([later.settings, later.quality])
