"""Reports open a case, and do nothing else."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Conflict, Invalid
from forum.discussion.enums import PostState
from forum.moderation import queries, reporting
from forum.moderation.enums import Action, CaseState, Reason
from forum.moderation.models import ModerationCase, PostReport
from tests import factories
from tests.forum.moderation.conftest import DAY, House


def waiting(house: House, **how: object) -> list[tuple[int, dict[str, int], int]]:
    given = {"today": DAY, "actor_id": house.first.id, **how}
    rows = queries.queue(house.session, **given).rows  # type: ignore[arg-type]
    return [(row.case.post_id, row.reports, row.age) for row in rows]


@pytest.mark.database
def test_a_hundred_reports_hide_nothing(house: House) -> None:
    for _ in range(100):
        house.report()
    house.session.refresh(house.post)
    assert house.post.state == PostState.VISIBLE
    assert waiting(house) == [(house.post.id, {"insult": 100}, 0)]


@pytest.mark.database
def test_one_person_and_one_form_count_once(house: House) -> None:
    person, other = factories.account(house.session), factories.account(house.session)
    house.report(actor_id=person.id)
    house.report(actor_id=person.id, reason=Reason.HATE)
    house.report(actor_id=other.id)
    house.report(nonce="e" * 32)
    house.report(nonce="e" * 32, reason=Reason.ADVERT)
    house.report(house.noise, actor_id=person.id)
    assert waiting(house) == [(house.post.id, {"insult": 3}, 0), (house.noise.id, {"insult": 1}, 0)]


@pytest.mark.database
def test_after_a_decision_a_report_opens_a_new_case(house: House) -> None:
    person = factories.account(house.session)
    house.report(actor_id=person.id)
    house.decide(Action.KEEP)
    house.report(actor_id=person.id, today=DAY.replace(day=11))
    states = house.session.scalars(select(ModerationCase.state).order_by(ModerationCase.id)).all()
    assert states == [CaseState.DECIDED, CaseState.OPEN]


def test_what_is_hidden_cannot_be_reported(house: House) -> None:
    house.decide(Action.HIDE)
    with pytest.raises(Conflict):
        house.report()
    assert house.session.scalar(select(func.count()).select_from(PostReport)) == 0


def test_a_note_that_is_too_long_is_refused(house: House) -> None:
    with pytest.raises(Invalid):
        house.report(note="a" * 2001)


def test_reports_leave_no_row_in_the_audit_log_and_no_account(house: House) -> None:
    before = house.session.scalar(select(func.count()).select_from(AuditEvent))
    person = factories.account(house.session)
    house.report(actor_id=person.id, note="Kasar")
    (row,) = house.session.execute(select(PostReport.__table__)).mappings().all()
    assert {name for name in row if name.endswith("_id")} == {"case_id"}
    assert len(row["reporter_tag"]) == 64
    assert house.session.scalar(select(func.count()).select_from(AuditEvent)) == before


def test_the_queue_is_oldest_first_and_filtered(house: House) -> None:
    house.report(house.noise, reason=Reason.ADVERT, today=DAY.replace(day=11))
    house.report()
    old, young = (house.post.id, {"insult": 1}, 4), (house.noise.id, {"advert": 1}, 1)
    day = DAY.replace(day=12)
    assert waiting(house, today=day) == [old, young]
    assert waiting(house, today=day, reason="advert") == [young]
    reporting.take_case(house.session, house.case(), actor_id=house.first.id)
    assert waiting(house, today=day, whose=queries.MINE) == [old]
    assert waiting(house, today=day, whose=queries.UNASSIGNED) == [young]
    reporting.leave_case(house.session, house.case())
    assert waiting(house, today=day, whose=queries.MINE) == []


def test_a_decided_case_cannot_be_taken(house: House, session: Session) -> None:
    case = house.case()
    house.decide(Action.KEEP, case)
    with pytest.raises(Conflict):
        reporting.take_case(session, case, actor_id=house.second.id)
