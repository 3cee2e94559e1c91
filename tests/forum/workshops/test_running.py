"""The agenda in the room: which part is on, how long it has left, what may be pressed."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core.errors import Conflict
from forum.workshops import running
from forum.workshops.models import AgendaItem, WorkshopSession
from tests.forum import factories as forum

NOW = forum.FIRST_SESSION + timedelta(minutes=3)


def session_of_three(session: Session) -> WorkshopSession:
    one = forum.workshop(session, sessions=2).sessions[0]
    for position, title in ((2, "Diskusi"), (3, "Penutup")):
        one.agenda.append(AgendaItem(position=position, title_id=title, minutes=60))
    session.flush()
    return one


def stands(one: WorkshopSession, seconds: int = 0) -> tuple[str, str, int, bool]:
    clock = running.clock_of(one, now=NOW + timedelta(seconds=seconds))
    on, following = clock.now, clock.following
    return on.title_id if on else "", following.title_id if following else "", clock.left, clock.finished


@pytest.mark.database
def test_parts_begin_one_after_the_other(session: Session) -> None:
    one = session_of_three(session)
    first, second, third = one.agenda
    how = {"now": NOW, "actor_id": None}
    assert stands(one) == ("", "Pembukaan", 0, False)
    for wrong in (second, third):
        with pytest.raises(Conflict):
            running.start_part(session, wrong, **how)
    running.start_part(session, first, **how)
    assert stands(one, 60) == ("Pembukaan", "Diskusi", 29 * 60, False)
    running.add_minutes(session, first, **how)
    assert stands(one, 36 * 60) == ("Pembukaan", "Diskusi", -60, False)
    running.start_part(session, second, **how)
    for pressed in (running.start_part, running.add_minutes, running.step_back):
        with pytest.raises(Conflict):
            pressed(session, first, **how)
    running.step_back(session, second, **how)
    assert stands(one) == ("Pembukaan", "Diskusi", 35 * 60, False)
    running.start_part(session, second, **how)
    running.start_part(session, third, **how)
    assert stands(one) == ("Penutup", "", 3600, False)


@pytest.mark.database
def test_a_session_is_over_once_and_can_go_on(session: Session) -> None:
    one = session_of_three(session)
    workshop, how = one.workshop, {"actor_id": None}
    assert running.session_for(workshop, now=NOW) is one
    running.start_part(session, one.agenda[0], now=NOW, **how)
    running.finish_session(session, one, now=NOW, **how)
    assert stands(one) == ("", "Diskusi", 1800, True)
    assert running.session_for(workshop, now=NOW) is workshop.sessions[1]
    with pytest.raises(Conflict):
        running.finish_session(session, one, now=NOW, **how)
    with pytest.raises(Conflict):
        running.start_part(session, one.agenda[1], now=NOW, **how)
    running.resume_session(session, one, **how)
    assert stands(one) == ("Pembukaan", "Diskusi", 1800, False)
    after = NOW + timedelta(days=30)
    assert running.session_for(workshop, now=after) is workshop.sessions[1]
    assert running.session_for(forum.workshop(session, sessions=0), now=NOW) is None


def test_of_two_who_press_at_once_one_begins_the_part(session: Session) -> None:
    one = session_of_three(session)
    first = one.agenda[0]
    running.start_part(session, first, now=NOW, actor_id=None)
    first.started_at = None  # what the second one's page still says
    with session.no_autoflush, pytest.raises(Conflict):
        running._once(session, first, AgendaItem.started_at.is_(None), started_at=NOW)


def test_extra_minutes_have_an_end(session: Session) -> None:
    first = session_of_three(session).agenda[0]
    running.start_part(session, first, now=NOW, actor_id=None)
    first.extra_minutes = running.MOST_EXTRA - running.STEP_MINUTES
    session.flush()
    running.add_minutes(session, first, now=NOW, actor_id=None)
    assert first.extra_minutes == running.MOST_EXTRA
    with pytest.raises(Conflict):
        running.add_minutes(session, first, now=NOW, actor_id=None)
