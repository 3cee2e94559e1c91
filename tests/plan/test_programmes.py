"""An item is carried out in programmes with workshops; the ledger follows, and forgets nothing."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cycles.enums import Action
from core.errors import Closed, Invalid, NotFound
from core.policy import Role
from plan.enums import ItemState
from plan.ledger import standing
from plan.ledger_models import TraceEdge
from plan.programmes import queries, services
from plan.programmes.models import Programme
from plan.programmes.services import ProgrammeDetails
from tests.forum import factories as workshops
from tests.page import Browser
from tests.plan import factories_items as made

DETAILS = ProgrammeDetails(
    "Kelas arsip", "Archive class", "Politeknik", date(2027, 2, 1), date(2027, 2, 3), 24
)


def edges(session: Session) -> set[tuple[str, str]]:
    """The edges of programmes that stand."""
    kinds = ("programme", "session")
    found = select(TraceEdge.source_key, TraceEdge.target_key).where(
        TraceEdge.target_kind.in_(kinds), standing()
    )
    return {(source, target) for source, target in session.execute(found)}


@pytest.mark.database
def test_edges_follow_the_programme_and_its_workshops(session: Session) -> None:
    cycle = made.open_cycle(session)
    item, noise = made.item(session, cycle), made.item(session, cycle)
    first, second = (workshops.workshop(session, cycle=cycle).key for _ in range(2))
    programme = services.add_programme(session, item, details=DETAILS, workshops=[first], actor_id=None)
    services.add_programme(session, noise, details=DETAILS, workshops=[], actor_id=None)
    (other,) = (row.programme for row in queries.programmes_of(session, noise, public=True))
    kept = {(noise.key, other.key)}
    assert edges(session) == kept | {(item.key, programme.key), (programme.key, first)}
    services.change_programme(session, programme, details=DETAILS, workshops=[second], actor_id=None)
    assert edges(session) == kept | {(item.key, programme.key), (programme.key, second)}
    services.delete_programme(session, programme, actor_id=None)
    session.expire_all()
    assert edges(session) == kept
    assert session.scalars(select(Programme.id)).all() == [other.id]
    told = session.scalars(select(TraceEdge.turn).where(TraceEdge.target_key == second)).all()
    assert sorted(told) == [1, 2], "what was is still to be read"


def test_days_and_phase(session: Session) -> None:
    cycle = made.open_cycle(session)
    item, other = made.item(session, cycle), made.item(session, cycle)
    wrong = ProgrammeDetails("A", "", "B", date(2027, 2, 3), date(2027, 2, 1), 8)
    with pytest.raises(Invalid):
        services.add_programme(session, item, details=wrong, workshops=[], actor_id=None)
    programme = services.add_programme(session, item, details=DETAILS, workshops=[], actor_id=None)
    with pytest.raises(NotFound):
        queries.programme_of(session, other, programme.id)
    made.close(session, cycle, Action.MEASURE)
    with pytest.raises(Closed):
        services.delete_programme(session, programme, actor_id=None)
    assert queries.programme_of(session, item, programme.id) is programme


@pytest.mark.database
def test_a_planner_writes_a_programme_and_everybody_reads_it(
    browser_of: Callable[[Role], Browser], browser: Browser, session: Session
) -> None:
    cycle = made.open_cycle(session)
    item = made.item(session, cycle, state=ItemState.PROPOSED)
    workshop = workshops.workshop(session, cycle=cycle)
    session.commit()
    planner = browser_of(Role.PLANNER)
    path = f"/kelola/rencana/{item.key}/program/baru"
    data = {
        "title_id": "Kelas arsip",
        "institution": "Politeknik",
        "starts_on": "2027-02-01",
        "ends_on": "2027-01-01",
        "jp": "24",
        "workshops": [workshop.key],
    }
    page = planner.post(path, data, status=200)
    assert page.texts("[role=alert] li") == ["Tanggal selesai lebih awal daripada tanggal mulai."]
    planner.post(path, {**data, "ends_on": "2027-02-03"})
    page = browser.get(f"/rencana/{item.key}")
    assert page.texts("main li > b") == ["Kelas arsip"]
    number = session.scalars(select(Programme.id)).one()
    planner.post(f"/kelola/rencana/{item.key}/program/{number}/hapus")
    assert browser.get(f"/rencana/{item.key}").texts("main li > b") == []
