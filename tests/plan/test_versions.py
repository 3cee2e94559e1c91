"""Versions of a plan are kept as they were, differ field by field, and show what the staff said."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.cycles.enums import Action
from core.errors import Closed, Conflict, Invalid, NotFound
from plan import items
from plan.consulting import queries, versions
from plan.consulting.enums import Stance, VersionState
from plan.consulting.jobs import close_handler
from plan.consulting.models import PlanVersion
from plan.consulting.rules import Change, Share, difference, share_of
from tests import factories
from tests.plan import factories_authority as authority
from tests.plan import factories_items as made

pytestmark = pytest.mark.database


def test_a_version_holds_every_item_as_it_was(session: Session) -> None:
    cycle = made.open_cycle(session)
    need = made.need(session, cycle, title="Layanan cepat")
    unit = factories.unit(session)
    item = items.create_item(
        session,
        cycle,
        details=replace(
            made.details(title_id="Bimtek"),
            starts_on=date(2027, 3, 1),
            ends_on=date(2027, 3, 3),
            jp=24,
            participants=10,
        ),
        needs=[need],
        units=[unit],
        actor_id=None,
    )
    made.item(session, made.open_cycle(session), title_id="Siklus lain")
    version = versions.freeze_version(session, cycle, actor_id=None)
    items.change_item(
        session,
        item,
        details=replace(made.details(title_id="Lain"), budget=Decimal(5)),
        needs=[],
        actor_id=None,
    )
    session.expire_all()
    (line,) = versions.lines_of(version)
    assert (version.number, version.state) == (1, VersionState.DRAFT)
    assert {
        name: line[name] for name in ("key", "title_id", "budget", "needs", "units", "starts_on", "jp")
    } == {
        "key": item.key,
        "title_id": "Bimtek",
        "budget": "20000000.00",
        "needs": ["Layanan cepat"],
        "units": [unit.name],
        "starts_on": "2027-03-01",
        "jp": 24,
    }


def test_two_versions_differ_item_by_item_and_field_by_field(session: Session) -> None:
    cycle = made.open_cycle(session)
    kept = made.item(session, cycle, title_id="Tetap")
    gone = made.item(session, cycle, title_id="Hilang")
    changed = made.item(session, cycle, title_id="Berubah", budget=Decimal(100))
    first = versions.freeze_version(session, cycle, actor_id=None)
    items.delete_item(session, gone, actor_id=None)
    items.change_item(
        session,
        changed,
        details=made.details(title_id="Berubah", budget=Decimal(250)),
        needs=[],
        actor_id=None,
    )
    added = made.item(session, cycle, title_id="Baru")
    second = versions.freeze_version(session, cycle, actor_id=None)
    compared = queries.compare([first, second], None, None)
    assert compared is not None
    found = compared.difference
    assert (compared.before, compared.after) == (first, second)
    assert [line["key"] for line in found.added] == [added.key]
    assert [line["key"] for line in found.gone] == [gone.key]
    assert [(item.key, item.changes) for item in found.changed] == [
        (changed.key, (Change("budget", "100.00", "250.00"),))
    ]
    assert found.same == 1
    assert kept.key not in {item.key for item in found.changed}
    back = queries.compare([first, second], 2, 1)
    assert back is not None
    assert (back.before, back.after) == (first, second)
    assert queries.compare([first], None, None) is None


def test_the_same_twice_differs_in_nothing(session: Session) -> None:
    cycle = made.open_cycle(session)
    made.item(session, cycle)
    lines = versions.lines_of(versions.freeze_version(session, cycle, actor_id=None))
    assert difference(lines, lines).is_empty
    assert not difference(lines, []).is_empty


def test_a_version_needs_items_and_an_open_phase(session: Session) -> None:
    cycle = made.open_cycle(session)
    with pytest.raises(Invalid):
        versions.freeze_version(session, cycle, actor_id=None)
    made.item(session, cycle)
    made.close(session, cycle, Action.MEASURE)
    with pytest.raises(Closed):
        versions.freeze_version(session, cycle, actor_id=None)
    assert session.scalars(select(PlanVersion)).all() == []


def test_consultation_opens_once_and_is_public_from_then_on(session: Session) -> None:
    cycle = made.open_cycle(session)
    made.item(session, cycle)
    version = versions.freeze_version(session, cycle, actor_id=None)
    with pytest.raises(NotFound):
        queries.version_at(session, cycle.key, 1)
    assert queries.versions_of(session, cycle.id) == []
    opened = {"opens_on": authority.OPENS, "closes_on": authority.CLOSES}
    with pytest.raises(Invalid):
        versions.open_consultation(
            session,
            version,
            opens_on=authority.OPENS,
            closes_on=authority.OPENS - timedelta(days=1),
            actor_id=None,
        )
    versions.open_consultation(session, version, **opened, actor_id=None)
    with pytest.raises(Conflict):
        versions.open_consultation(session, version, **opened, actor_id=None)
    assert queries.version_at(session, cycle.key, 1) is version
    assert queries.open_versions(session, today=authority.DURING) == [version]
    assert queries.open_versions(session, today=authority.CLOSES + timedelta(days=1)) == []


def test_what_is_over_is_closed_by_the_job_and_nothing_else(session: Session) -> None:
    cycle = made.open_cycle(session)
    made.item(session, cycle)
    over = authority.consulted(session, cycle)
    later = authority.consulted(session, cycle, closes=date(2026, 12, 1))
    draft = versions.freeze_version(session, cycle, actor_id=None)
    assert versions.close_due(session, today=authority.CLOSES) == 0
    assert versions.close_due(session, today=authority.CLOSES + timedelta(days=1)) == 1
    assert [v.state for v in (over, later, draft)] == ["final", "consultation", "draft"]
    assert versions.close_due(session, today=authority.CLOSES + timedelta(days=1)) == 0
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "plan_version.close")).all()
    assert [event.object_key for event in events] == [f"{cycle.key}.1"]


@pytest.mark.parametrize(
    ("endorsed", "objected", "share"),
    [
        (4, 0, Share(None, None, None)),
        (0, 0, Share(None, None, None)),
        (5, 0, Share(5, None, None)),
        (31, 2, Share(33, None, None, few_object=True)),
        (4, 9, Share(13, None, None, few_endorse=True)),
        (2, 3, Share(5, None, None)),
        (5, 5, Share(10, 5, 5)),
        (38, 14, Share(52, 38, 14)),
    ],
)
def test_no_number_below_five_is_shown_or_can_be_worked_out(
    endorsed: int, objected: int, share: Share
) -> None:
    assert share_of(endorsed, objected) == share


def test_shares_and_comments_come_with_the_end_and_from_five_voices_on(session: Session) -> None:
    cycle = made.open_cycle(session)
    many, few = made.item(session, cycle), made.item(session, cycle)
    version = authority.consulted(session, cycle)
    people = [authority.employee(session) for _ in range(6)]
    for number, person in enumerate(people):
        stance = Stance.OBJECT if number == 0 else Stance.ENDORSE
        authority.say(session, version, person, stance, item=many, comment=f"Catatan {number}.")
    for person in people[:4]:
        authority.say(session, version, person, Stance.OBJECT, item=few, comment="Rahasia berempat.")
    assert queries.shares_of(session, version) == {}
    assert queries.comments_of(session, version) == {}
    assert queries.voices_so_far(session, version) == {many.key: 6}
    versions.close_consultation(session, version, actor_id=None)
    assert queries.shares_of(session, version) == {
        many.key: Share(6, None, None),
        few.key: Share(None, None, None),
    }
    found = queries.comments_of(session, version)
    assert {key: sorted(c.text for c in comments) for key, comments in found.items()} == {
        many.key: [f"Catatan {number}." for number in range(6)]
    }
    assert queries.newest_shares(session, cycle.id) == queries.shares_of(session, version)


def test_the_job_closes_by_the_offices_calendar(app: Flask, session: Session) -> None:
    """On the evening of the last day in London it is the next day at the office."""
    cycle = made.open_cycle(session)
    made.item(session, cycle)
    version = authority.consulted(session, cycle)
    session.commit()
    for moment, state in (("15:59", "consultation"), ("16:01", "final")):
        with time_machine.travel(f"2026-11-13T{moment}:00+00:00", tick=False), app.app_context():
            close_handler(session, {})(session)
        assert version.state == state
