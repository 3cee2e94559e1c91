"""Seats and queue numbers: each taken and given back by one conditional UPDATE."""

from sqlalchemy import ColumnElement, Update, update
from sqlalchemy.orm import Session

from core.errors import N_, Full
from forum.workshops.models import UnitQuota, Workshop

NO_SEAT = N_("Tempat sudah penuh.")
NO_UNIT_SEAT = N_("Tempat untuk unit ini sudah penuh.")


def lock(session: Session, workshop: Workshop) -> None:
    """Whoever changes seats or the line of a workshop waits here for the one before, on both engines.

    So nobody is put on the waiting list just after the last seat became free. That no seat is given twice
    does not rest on this, but on the conditions below.
    """
    session.flush()
    _changed(session, _this(workshop).values(queued=Workshop.queued))
    session.refresh(workshop)
    session.expire(workshop, ["quotas"])


def take_seat(session: Session, workshop: Workshop, unit_id: int | None, *open_: ColumnElement[bool]) -> None:
    """A seat of the workshop and, where the unit has a quota, one of the unit's. Raises Full."""
    of_unit = (UnitQuota.workshop_id == workshop.id, UnitQuota.unit_id == unit_id)
    limited = unit_id is not None and any(quota.unit_id == unit_id for quota in workshop.quotas)
    if limited and not _changed(
        session,
        update(UnitQuota)
        .where(*of_unit, UnitQuota.taken < UnitQuota.seats)
        .values(taken=UnitQuota.taken + 1),
    ):
        raise Full(NO_UNIT_SEAT)
    seat = _this(workshop).where(Workshop.taken < Workshop.seats, *open_)
    if not _changed(session, seat.values(taken=Workshop.taken + 1)):
        if limited:
            _changed(session, update(UnitQuota).where(*of_unit).values(taken=UnitQuota.taken - 1))
        raise Full(NO_SEAT)
    _forget(session, workshop)


def give_back(session: Session, workshop: Workshop, unit_id: int | None) -> None:
    """The seat is free again."""
    _changed(session, _this(workshop).values(taken=Workshop.taken - 1))
    of_unit = update(UnitQuota).where(UnitQuota.workshop_id == workshop.id, UnitQuota.unit_id == unit_id)
    _changed(session, of_unit.values(taken=UnitQuota.taken - 1))
    _forget(session, workshop)


def next_number(session: Session, workshop: Workshop) -> int:
    """The next number of the waiting list; every number is given once."""
    given = session.execute(
        _this(workshop)
        .values(queued=Workshop.queued + 1)
        .returning(Workshop.queued)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    session.expire(workshop, ["queued"])
    return given


def _this(workshop: Workshop) -> Update:
    return update(Workshop).where(Workshop.id == workshop.id)


def _changed(session: Session, statement: Update) -> bool:
    """Whether a row met the conditions."""
    kept = statement.returning(*statement.table.primary_key)
    found = session.execute(kept.execution_options(synchronize_session=False))
    return found.first() is not None


def _forget(session: Session, workshop: Workshop) -> None:
    """What was loaded before is stale now."""
    for quota in workshop.quotas:
        session.expire(quota, ["taken"])
    session.expire(workshop, ["taken", "queued"])
