"""How many seats there are, in all and per unit. Never fewer than are held.

Who gives a seat (forum.seats) takes that of the workshop first and that of the unit second: whoever
holds the workshop's row is then the only one who changes either.
"""

from collections.abc import Mapping

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict, Invalid
from forum.workshops import followers
from forum.workshops.followers import Change
from forum.workshops.models import UnitQuota, Workshop
from forum.workshops.services import require_editable


def set_seats(
    session: Session, workshop: Workshop, *, seats: int, quotas: Mapping[int, int], actor_id: int | None
) -> None:
    """Set the seats in all, and per unit by the units' ids; a unit that is left out has no quota."""
    require_editable(workshop)
    if any(number > seats for number in quotas.values()):
        raise Invalid(N_("Kuota satu unit tidak dapat melebihi jumlah tempat seluruhnya."))
    _set_all(session, workshop, seats)
    _set_quotas(session, workshop, quotas)
    session.flush()
    session.refresh(workshop)
    audit.record(
        session,
        actor_id=actor_id,
        action="workshop.seats",
        kind="workshop",
        key=workshop.key,
        seats=seats,
        quotas=len(quotas),
    )
    followers.tell(session, workshop, Change.SEATS, actor_id=actor_id)


def _set_all(session: Session, workshop: Workshop, seats: int) -> None:
    """One conditional UPDATE, which also holds the row until the end of the transaction."""
    changed = session.execute(
        update(Workshop)
        .where(Workshop.id == workshop.id, Workshop.taken <= seats)
        .values(seats=seats)
        .returning(Workshop.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if changed is None:
        raise Conflict(N_("Jumlah tempat tidak dapat kurang dari yang sudah terisi."))
    session.refresh(workshop)


def _set_quotas(session: Session, workshop: Workshop, quotas: Mapping[int, int]) -> None:
    session.expire(workshop, ["quotas"])
    known = {quota.unit_id for quota in workshop.quotas}
    for unit_id, seats in quotas.items():
        if unit_id in known:
            _set_quota(session, workshop, unit_id, seats)
        elif workshop.taken:
            raise Conflict(N_("Kuota unit baru hanya dapat ditambah sebelum ada tempat yang terisi."))
        else:
            session.add(UnitQuota(workshop_id=workshop.id, unit_id=unit_id, seats=seats))
    gone = known - quotas.keys()
    if gone:
        session.execute(
            delete(UnitQuota)
            .where(UnitQuota.workshop_id == workshop.id, UnitQuota.unit_id.in_(gone))
            .execution_options(synchronize_session=False)
        )
        session.expire(workshop, ["quotas"])


def _set_quota(session: Session, workshop: Workshop, unit_id: int, seats: int) -> None:
    changed = session.execute(
        update(UnitQuota)
        .where(UnitQuota.workshop_id == workshop.id, UnitQuota.unit_id == unit_id, UnitQuota.taken <= seats)
        .values(seats=seats)
        .returning(UnitQuota.unit_id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if changed is None:
        raise Conflict(N_("Kuota unit tidak dapat kurang dari yang sudah terisi."))
