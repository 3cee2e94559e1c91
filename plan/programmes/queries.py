"""Find programmes, with the workshops that they name."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import N_, NotFound
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from plan.item_models import PlanItem
from plan.programmes.models import Programme


def programme_of(session: Session, item: PlanItem, number: int) -> Programme:
    """A programme of this item."""
    programme = session.get(Programme, number)
    if programme is None or programme.item_id != item.id:
        raise NotFound(N_("Program itu tidak ada."))
    return programme


@dataclass(frozen=True)
class Shown:
    """A programme with its workshops that are still there."""

    programme: Programme
    workshops: list[Workshop]


def programmes_of(session: Session, item: PlanItem, *, public: bool) -> list[Shown]:
    """The programmes of an item by their days; `public` leaves workshops out that are drafts."""
    return shown_of(session, {item.id}, public=public).get(item.id, [])


def shown_of(session: Session, item_ids: Collection[int], *, public: bool) -> dict[int, list[Shown]]:
    """The same for several items, by the item's id."""
    programmes = session.scalars(
        select(Programme).where(Programme.item_id.in_(item_ids)).order_by(Programme.starts_on, Programme.id)
    ).all()
    keys = {one.key for programme in programmes for one in programme.sessions}
    found = {workshop.key: workshop for workshop in _workshops(session, keys, public)}
    shown: dict[int, list[Shown]] = {}
    for programme in programmes:
        workshops = [found[one.key] for one in programme.sessions if one.key in found]
        shown.setdefault(programme.item_id, []).append(Shown(programme, workshops))
    return shown


def _workshops(session: Session, keys: Collection[str], public: bool) -> list[Workshop]:
    query = select(Workshop).where(Workshop.key.in_(keys))
    if public:
        query = query.where(Workshop.state != WorkshopState.DRAFT)
    return list(session.scalars(query))


def workshops_of_cycle(session: Session, cycle_id: int) -> list[Workshop]:
    """What a programme can name as its sessions."""
    return list(session.scalars(select(Workshop).where(Workshop.cycle_id == cycle_id).order_by(Workshop.id)))
