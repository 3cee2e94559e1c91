"""Cycles: phases are data that opens actions; one cycle is the current one."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.cycles import queries, services
from core.cycles.enums import DEFAULT_OPENINGS, Action, Phase
from core.cycles.models import Cycle, PhaseOpening
from core.cycles.rules import is_open, require_open
from core.errors import Closed, Conflict, NotFound
from core.policy import Role
from tests import factories
from tests.core.factories_core import CYCLE
from tests.page import Browser, Page

BrowserOf = Callable[[Role], Browser]


def openings(session: Session, cycle: Cycle) -> set[tuple[str, str]]:
    found = session.execute(
        select(PhaseOpening.phase, PhaseOpening.action).where(PhaseOpening.cycle_id == cycle.id)
    )
    return {(phase, action) for phase, action in found}


@pytest.mark.database
@pytest.mark.parametrize("phase", Phase)
def test_the_phase_decides_what_is_open(session: Session, phase: Phase) -> None:
    cycle, noise = factories.cycle(session), factories.cycle(session)
    services.set_openings(session, noise, openings=[], actor_id=None)
    services.move_to_phase(session, cycle, phase=phase, actor_id=None)
    assert {a for a in Action if is_open(cycle, a)} == set(DEFAULT_OPENINGS[phase])
    assert not any(is_open(noise, action) for action in Action)
    for action in set(Action) - set(DEFAULT_OPENINGS[phase]):
        with pytest.raises(Closed):
            require_open(cycle, action)


@pytest.mark.database
def test_openings_are_replaced_and_others_keep_theirs(session: Session) -> None:
    cycle, noise = factories.cycle(session), factories.cycle(session)
    before = openings(session, noise)
    wanted = {(Phase.GATHER, Action.EDIT_PLAN), (Phase.GATHER, Action.ANSWER_FEEDBACK)}
    services.set_openings(session, cycle, openings=wanted, actor_id=None)
    session.commit()
    assert openings(session, cycle) == wanted
    assert openings(session, noise) == before
    assert is_open(cycle, Action.EDIT_PLAN)


@pytest.mark.database
def test_one_cycle_is_current(session: Session) -> None:
    first, second = factories.cycle(session), factories.cycle(session)
    assert services.current_cycle(session) is first
    services.make_current(session, second, actor_id=None)
    session.expire_all()
    assert services.current_cycle(session) is second
    assert session.scalars(select(Cycle.id).where(Cycle.current)).all() == [second.id]


@pytest.mark.database
def test_an_address_is_given_once(session: Session) -> None:
    cycle = factories.cycle(session)
    with pytest.raises(Conflict):
        services.create_cycle(session, key=cycle.key, title_id="Lain", year=2030, actor_id=None)
    assert queries.all_cycles(session) == [cycle]


@pytest.mark.parametrize(
    ("phase", "states"),
    [
        (Phase.GATHER, ["current", "upcoming", "upcoming", "upcoming", "upcoming"]),
        (Phase.DRAFT, ["done", "done", "current", "upcoming", "upcoming"]),
        (Phase.EVALUATE, ["done", "done", "done", "done", "current"]),
    ],
)
def test_steps_seen_from_a_phase(session: Session, phase: Phase, states: list[str]) -> None:
    cycle = factories.cycle(session)
    cycle.phase = phase
    assert [step.state for step in queries.phase_steps(cycle)] == states
    assert [step.phase for step in queries.phase_steps(cycle)] == list(Phase)


def test_a_phase_that_is_none(session: Session) -> None:
    assert services.known_phase("draft") is Phase.DRAFT
    with pytest.raises(NotFound):
        services.known_phase("selesai")


def test_a_planner_begins_and_changes_a_cycle(browser_of: BrowserOf, session: Session) -> None:
    planner = browser_of(Role.PLANNER)
    response = planner.post("/kelola/siklus/baru", {**CYCLE, "key": "rencana-2028"})
    assert response.headers["Location"] == "/kelola/siklus/rencana-2028"  # type: ignore[union-attr]
    cycle = queries.find_cycle(session, "rencana-2028")
    assert cycle is not None
    planner.post(
        "/kelola/siklus/rencana-2028/ubah", {**CYCLE, "title_id": "Judul lain", "key": "x", "phase": "draft"}
    )
    session.expire_all()
    assert (cycle.key, cycle.title_id, cycle.year, cycle.phase) == (
        "rencana-2028",
        "Judul lain",
        2028,
        "gather",
    )
    page = planner.post("/kelola/siklus/baru", {**CYCLE, "key": "rencana-2028"}, status=200)
    assert isinstance(page, Page)
    assert "sudah dipakai" in page.texts(".note.bad")[0]


def test_the_phase_moves_after_asking_once_more(browser_of: BrowserOf, session: Session) -> None:
    cycle = factories.cycle(session)
    session.commit()
    path = f"/kelola/siklus/{cycle.key}/tahap/draft"
    planner = browser_of(Role.PLANNER)
    page = planner.get(path)
    assert page.texts("main form li") == [
        "Mengirim masukan layanan",
        "Memutuskan tema dan kebutuhan",
        "Menyusun butir rencana",
    ]
    session.expire_all()
    assert cycle.phase == "gather"
    planner.post(path)
    session.expire_all()
    assert cycle.phase == "draft"
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "cycle.phase")).one()
    assert event.facts == {"before": "gather", "after": "draft"}
    planner.get(f"/kelola/siklus/{cycle.key}/tahap/aneh", status=404)


def test_the_matrix_is_stored_as_ticked(browser_of: BrowserOf, session: Session) -> None:
    cycle = factories.cycle(session)
    session.commit()
    path, home = f"/kelola/siklus/{cycle.key}/bukaan", f"/kelola/siklus/{cycle.key}"
    admin = browser_of(Role.ADMINISTRATOR)
    ticked = {box.get("value") for box in admin.get(home).all("main input[checked]")}
    assert ticked == {f"{phase}.{action}" for phase, action in openings(session, cycle)}
    admin.post(path, {"openings": ["gather.edit_plan", "draft.measure"]}, form_at=home)
    assert openings(session, cycle) == {("gather", "edit_plan"), ("draft", "measure")}
    admin.post(path, {"openings": ["gather.hapus_semua"]}, form_at=home)
    assert openings(session, cycle) == {("gather", "edit_plan"), ("draft", "measure")}
    admin.post(path, {}, form_at=home)
    assert openings(session, cycle) == set()


def test_home_speaks_of_the_chosen_cycle(browser_of: BrowserOf, session: Session) -> None:
    factories.cycle(session, title="Siklus pertama")
    second = factories.cycle(session, title="Siklus kedua")
    session.commit()
    planner = browser_of(Role.PLANNER)
    assert "Siklus pertama" in planner.get("/").text
    planner.post(f"/kelola/siklus/{second.key}/jadikan-utama", form_at=f"/kelola/siklus/{second.key}")
    page = planner.get("/")
    assert "Siklus kedua" in page.text
    assert "Siklus pertama" not in page.text


def test_a_cycle_that_is_not_there(browser: Browser, browser_of: BrowserOf) -> None:
    browser.get("/siklus/tidak-ada", status=404)
    browser_of(Role.PLANNER).get("/kelola/siklus/tidak-ada", status=404)


@pytest.mark.database
def test_two_cycles_cannot_both_be_current(session: Session) -> None:
    first, second = factories.cycle(session), factories.cycle(session)
    assert (first.current, second.current) == (True, False)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Cycle).where(Cycle.id == second.id).values(current=True))
    services.make_current(session, second, actor_id=None)
    session.expire_all()
    assert (first.current, second.current) == (False, True)
