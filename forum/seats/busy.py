"""Which days workshops take people away from their units: for whoever plans something else."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.seats.enums import PARTICIPANT
from forum.seats.models import Registration
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop, WorkshopSession

BusySession = tuple[str, str, str, date, date, Mapping[int, int]]
"""Key and titles of the workshop, first and last day of a session, participants by the id of their unit."""


def busy_sessions(session: Session, *, cycle_id: int, zone: ZoneInfo) -> list[BusySession]:
    """The sessions of a cycle's workshops that are still on, by the days of the office's time zone.

    Of people without a unit nothing is known.
    """
    people: dict[int, dict[int, int]] = {}
    counted = (
        select(Registration.workshop_id, Registration.unit_id, func.count())
        .join(Workshop, Workshop.id == Registration.workshop_id)
        .where(
            Workshop.cycle_id == cycle_id,
            Registration.state.in_(PARTICIPANT),
            Registration.unit_id.is_not(None),
        )
        .group_by(Registration.workshop_id, Registration.unit_id)
    )
    for workshop_id, unit_id, number in session.execute(counted):
        if unit_id is not None:
            people.setdefault(workshop_id, {})[unit_id] = number
    rows = session.execute(
        select(
            Workshop.id,
            Workshop.key,
            Workshop.title_id,
            Workshop.title_en,
            WorkshopSession.starts_at,
            WorkshopSession.ends_at,
        )
        .join(WorkshopSession, WorkshopSession.workshop_id == Workshop.id)
        .where(Workshop.id.in_(people), Workshop.state != WorkshopState.CANCELLED)
        .order_by(WorkshopSession.starts_at, WorkshopSession.id)
    )
    return [
        (
            key,
            title_id,
            title_en,
            starts.astimezone(zone).date(),
            ends.astimezone(zone).date(),
            people[number],
        )
        for number, key, title_id, title_en, starts, ends in rows
    ]
