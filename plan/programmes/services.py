"""Add, change and take away programmes; each step writes the edges item -> programme -> session."""

import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core import audit
from core.cycles.enums import Action
from core.cycles.rules import require_any_open
from core.errors import N_, Invalid
from plan.item_models import PlanItem
from plan.ledger import Node, link, unlink
from plan.ledger_models import NodeKind
from plan.programmes.models import Programme, ProgrammeSession

WORKSHOP = "workshop"
OPEN = (Action.REPORT_PROGRESS, Action.EDIT_PLAN)


@dataclass(frozen=True)
class ProgrammeDetails:
    """What a person writes about a programme."""

    title_id: str
    title_en: str
    institution: str
    starts_on: date
    ends_on: date
    jp: int


def add_programme(
    session: Session,
    item: PlanItem,
    *,
    details: ProgrammeDetails,
    workshops: Collection[str],
    actor_id: int | None,
) -> Programme:
    """A programme of an item; `workshops` are keys."""
    _check(item, details)
    programme = Programme(key=f"program-{secrets.token_hex(5)}", item=item, **asdict(details))
    session.add(programme)
    session.flush()
    action = "programme.add"
    link(session, _item(item), _node(programme), action=action, actor_id=actor_id)
    _choose(session, programme, workshops, action, actor_id)
    _record(session, programme, action, actor_id)
    return programme


def change_programme(
    session: Session,
    programme: Programme,
    *,
    details: ProgrammeDetails,
    workshops: Collection[str],
    actor_id: int | None,
) -> None:
    """Write it otherwise and choose its workshops."""
    _check(programme.item, details)
    for name, value in asdict(details).items():
        setattr(programme, name, value)
    _choose(session, programme, workshops, "programme.change", actor_id)
    _record(session, programme, "programme.change", actor_id)


def delete_programme(session: Session, programme: Programme, *, actor_id: int | None) -> None:
    """Take it away; the ledger keeps that it was there."""
    require_any_open(programme.item.cycle, OPEN)
    action = "programme.delete"
    _choose(session, programme, (), action, actor_id)
    unlink(session, _item(programme.item), _node(programme), action=action, actor_id=actor_id)
    _record(session, programme, action, actor_id)
    session.execute(delete(Programme).where(Programme.id == programme.id))


def _check(item: PlanItem, details: ProgrammeDetails) -> None:
    require_any_open(item.cycle, OPEN)
    if details.ends_on < details.starts_on:
        raise Invalid(N_("Tanggal selesai lebih awal daripada tanggal mulai."))


def _choose(
    session: Session, programme: Programme, workshops: Collection[str], action: str, actor_id: int | None
) -> None:
    before = {one.key for one in programme.sessions if one.kind == WORKSHOP}
    for key in sorted(set(workshops) - before):
        programme.sessions.append(ProgrammeSession(kind=WORKSHOP, key=key))
        link(session, _node(programme), Node(NodeKind.SESSION, key), action=action, actor_id=actor_id)
    for key in sorted(before - set(workshops)):
        unlink(session, _node(programme), Node(NodeKind.SESSION, key), action=action, actor_id=actor_id)
    programme.sessions = [one for one in programme.sessions if one.key in workshops]
    session.flush()


def _item(item: PlanItem) -> Node:
    return Node(NodeKind.PLAN_ITEM, item.key)


def _node(programme: Programme) -> Node:
    return Node(NodeKind.PROGRAMME, programme.key)


def _record(session: Session, programme: Programme, action: str, actor_id: int | None) -> None:
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action=action,
        kind="plan_item",
        key=programme.item.key,
        sessions=len(programme.sessions),
    )
