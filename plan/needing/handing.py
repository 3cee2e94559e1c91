"""Needs that no course solves: handed to an addressee, answered by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Invalid
from plan.models import Need
from plan.needing.enums import HandoverStep, Solution
from plan.needing.models import NeedHandover


@dataclass(frozen=True)
class Handover:
    """Where a need stands that no course solves. Dates are None while that has not happened."""

    need: Need
    solution: Solution
    addressee: str
    sent_on: date | None = None
    answered_on: date | None = None
    answer: str = ""


def handover_of(session: Session, need: Need) -> Handover | None:
    """Where a need was handed to; None for one that a course solves."""
    return handovers_of(session, [need]).get(need.id)


def handovers_of(session: Session, needs: list[Need]) -> Mapping[int, Handover]:
    """The same for many in one query, by the need's id."""
    others = {need.id: need for need in needs if need.solution != Solution.COURSE}
    if not others:
        return {}
    rows = session.scalars(
        select(NeedHandover).where(NeedHandover.need_id.in_(others)).order_by(NeedHandover.id)
    )
    newest = {(row.need_id, row.step): row for row in rows}
    found = {}
    for number, need in others.items():
        sent, answered = (newest.get((number, step)) for step in HandoverStep)
        found[number] = Handover(
            need=need,
            solution=Solution(need.solution),
            addressee=need.addressee,
            sent_on=sent.on if sent else None,
            answered_on=answered.on if answered else None,
            answer=answered.text if answered else "",
        )
    return found


def other_needs(session: Session, cycle_id: int) -> list[Handover]:
    """The needs of a cycle that no course solves, in the order they were accepted."""
    needs = session.scalars(
        select(Need).where(Need.cycle_id == cycle_id, Need.solution != Solution.COURSE).order_by(Need.id)
    )
    return list(handovers_of(session, list(needs)).values())


def note_handover(
    session: Session, need: Need, *, step: HandoverStep, on: date, text: str = "", actor_id: int | None
) -> None:
    """Write down that a need was handed over, or what was answered. Rows are only added: a later one mends."""
    now = handover_of(session, need)
    if now is None:
        raise Invalid(N_("Kebutuhan ini dijawab dengan pelatihan, jadi tidak disampaikan ke tempat lain."))
    if step == HandoverStep.ANSWERED:
        if now.sent_on is None or on < now.sent_on:
            raise Invalid(N_("Jawaban datang sesudah kebutuhan disampaikan. Periksa tanggalnya."))
        if not text.strip():
            raise Invalid(N_("Tulis isi jawabannya. Jawaban ini tampil untuk umum."))
    session.add(NeedHandover(need_id=need.id, step=step, on=on, text=text.strip(), actor_id=actor_id))
    session.flush()
    audit.record(session, actor_id=actor_id, action="need.hand_over", kind="need", key=need.key, step=step)
