"""A usulan: drafted, checked, signed by three people; what is signed is what was frozen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Conflict, Invalid, NotAllowed
from plan import items
from plan.consulting import versions
from plan.consulting.enums import VersionState
from plan.enums import ItemState
from plan.ledger_models import TraceEdge
from plan.proposals import answers, queries, services
from plan.proposals.enums import ProposalState
from tests import factories
from tests.plan import factories_authority as authority
from tests.plan import factories_items as made

pytestmark = pytest.mark.database
DAY = date(2026, 11, 18)


def test_signing_proposes_the_items_and_draws_their_edges(session: Session) -> None:
    cycle = made.open_cycle(session)
    chosen, other = made.item(session, cycle), made.item(session, cycle)
    postponed = made.item(session, cycle, state=ItemState.POSTPONED)
    version = versions.freeze_version(session, cycle, actor_id=None)
    drafter, checker, signer = (factories.account(session).id for _ in range(3))
    proposal = authority.drafted(session, version, [chosen, postponed], actor_id=drafter)
    services.check_proposal(session, proposal, actor_id=checker)
    services.sign_proposal(session, proposal, number="7/USL", dated=DAY, actor_id=signer)
    session.expire_all()
    assert (proposal.state, proposal.number, proposal.dated) == (ProposalState.SIGNED, "7/USL", DAY)
    assert [i.state for i in (chosen, other, postponed)] == ["proposed", "draft", "proposed"]
    assert [(s.state, s.on, s.actor_id) for s in chosen.steps] == [("proposed", DAY, signer)]
    assert version.state == VersionState.FINAL
    steps = [(taken.step.state, taken.step.actor_id) for taken in queries.steps_of(session, proposal)]
    assert steps == [("drafted", drafter), ("checked", checker), ("signed", signer)]
    edges = session.execute(
        select(TraceEdge.source_key, TraceEdge.target_key, TraceEdge.action, TraceEdge.actor_id).where(
            TraceEdge.target_kind == "proposal"
        )
    ).all()
    assert sorted(edges) == sorted(
        (item.key, proposal.key, "proposal.sign", signer) for item in (chosen, postponed)
    )
    assert queries.signed_with(session, chosen) is proposal
    assert queries.signed_with(session, other) is None
    actions = session.scalars(
        select(AuditEvent.action).where(AuditEvent.object_kind == "proposal").order_by(AuditEvent.id)
    ).all()
    assert actions == ["proposal.draft", "proposal.check", "proposal.sign"]


def test_nobody_checks_or_signs_what_they_drafted(session: Session) -> None:
    cycle = made.open_cycle(session)
    item = made.item(session, cycle)
    version = versions.freeze_version(session, cycle, actor_id=None)
    first, second, checker = (factories.account(session).id for _ in range(3))
    proposal = authority.drafted(session, version, [item], actor_id=first)
    with pytest.raises(NotAllowed):
        services.check_proposal(session, proposal, actor_id=first)
    services.return_proposal(session, proposal, reason="Perbaiki.", actor_id=checker)
    again = {"version": version, "items": [item], "note_number": "2/ND", "note_on": date(2026, 11, 17)}
    services.redraft_proposal(session, proposal, **again, actor_id=second)
    services.check_proposal(session, proposal, actor_id=checker)
    for drafter in (first, second):
        with pytest.raises(NotAllowed):
            services.sign_proposal(session, proposal, number="7/USL", dated=DAY, actor_id=drafter)
    assert (proposal.state, item.state) == (ProposalState.CHECKED, ItemState.DRAFT)
    services.sign_proposal(session, proposal, number="7/USL", dated=DAY, actor_id=checker)
    assert item.state == ItemState.PROPOSED


def test_each_step_needs_the_one_before(session: Session) -> None:
    cycle = made.open_cycle(session)
    item = made.item(session, cycle)
    version = versions.freeze_version(session, cycle, actor_id=None)
    actor = factories.account(session).id
    proposal = authority.drafted(session, version, [item])
    with pytest.raises(Conflict):
        services.sign_proposal(session, proposal, number="7/USL", dated=DAY, actor_id=actor)
    with pytest.raises(Invalid):
        services.return_proposal(session, proposal, reason=" ", actor_id=actor)
    services.check_proposal(session, proposal, actor_id=actor)
    with pytest.raises(Conflict):
        services.check_proposal(session, proposal, actor_id=actor)
    with pytest.raises(Invalid):
        services.sign_proposal(session, proposal, number="7/USL", dated=date(2026, 11, 15), actor_id=actor)
    services.sign_proposal(session, proposal, number="7/USL", dated=DAY, actor_id=actor)
    with pytest.raises(Conflict):
        services.return_proposal(session, proposal, reason="Terlambat.", actor_id=actor)
    assert proposal.state == ProposalState.SIGNED


def test_what_changed_since_it_was_frozen_is_not_signed(session: Session) -> None:
    cycle = made.open_cycle(session)
    item, noise = made.item(session, cycle), made.item(session, cycle)
    version = versions.freeze_version(session, cycle, actor_id=None)
    proposal = authority.drafted(session, version, [item])
    actor = factories.account(session).id
    services.check_proposal(session, proposal, actor_id=actor)
    items.change_item(session, noise, details=made.details(budget=Decimal(1)), needs=[], actor_id=None)
    items.change_item(session, item, details=made.details(budget=Decimal(1)), needs=[], actor_id=None)
    savepoint = session.begin_nested()
    with pytest.raises(Conflict, match="sudah berubah"):
        services.sign_proposal(session, proposal, number="7/USL", dated=DAY, actor_id=actor)
    savepoint.rollback()
    session.expire_all()
    assert (proposal.state, item.state) == (ProposalState.CHECKED, ItemState.DRAFT)
    details = replace(made.details(), title_id=item.title_id)
    items.change_item(session, item, details=details, needs=[], actor_id=None)
    services.sign_proposal(session, proposal, number="7/USL", dated=DAY, actor_id=actor)
    assert item.state == ItemState.PROPOSED


def test_a_signed_item_is_frozen_until_it_comes_back(session: Session) -> None:
    cycle = made.open_cycle(session)
    item, free = made.item(session, cycle), made.item(session, cycle, state=ItemState.PROPOSED)
    version = versions.freeze_version(session, cycle, actor_id=None)
    authority.signed(session, version, [item])
    changed = made.details(budget=Decimal(3))
    with pytest.raises(Conflict):
        items.change_item(session, item, details=changed, needs=[], actor_id=None)
    items.change_item(session, free, details=changed, needs=[], actor_id=None)
    items.move_item(
        session,
        item,
        before=ItemState.PROPOSED,
        after=ItemState.POSTPONED,
        on=DAY,
        reason="Dana.",
        actor_id=None,
    )
    items.change_item(session, item, details=changed, needs=[], actor_id=None)
    assert (item.budget, free.budget) == (Decimal(3), Decimal(3))


def test_what_a_usulan_can_hold(session: Session) -> None:
    cycle = made.open_cycle(session)
    states = (ItemState.DRAFT, ItemState.PROPOSED, ItemState.POSTPONED, ItemState.VERIFIED, ItemState.REFUSED)
    found = [made.item(session, cycle, state=state) for state in states]
    version = versions.freeze_version(session, cycle, actor_id=None)
    late = made.item(session, cycle)
    assert services.items_to_propose(session, version) == found[:3]
    for wrong in ([], [late], [found[3]]):
        with pytest.raises(Invalid):
            authority.drafted(session, version, wrong)
    authority.signed(session, version, [found[1]])
    assert services.items_to_propose(session, version) == [found[0], found[2]]
    asked = authority.consulted(session, cycle)
    with pytest.raises(Conflict):
        authority.drafted(session, asked, [found[0]], number="2/ND")


def test_a_number_is_given_once(session: Session) -> None:
    cycle = made.open_cycle(session)
    one, two = made.item(session, cycle), made.item(session, cycle)
    version = versions.freeze_version(session, cycle, actor_id=None)
    authority.signed(session, version, [one], number="7/USL", note="1/ND")
    with pytest.raises(Conflict):
        authority.drafted(session, version, [two], number="1/ND")
    second = authority.drafted(session, version, [two], number="2/ND")
    actor = factories.account(session).id
    services.check_proposal(session, second, actor_id=actor)
    with pytest.raises(Conflict):
        services.sign_proposal(session, second, number="7/USL", dated=DAY, actor_id=actor)
    session.expire_all()
    assert (second.state, second.key) == (ProposalState.CHECKED, f"usulan-{cycle.key}-2")


def test_one_answer_moves_several_items_or_none(session: Session) -> None:
    cycle = made.open_cycle(session)
    first, second = (made.item(session, cycle, state=ItemState.PROPOSED) for _ in range(2))
    verified = made.item(session, cycle, state=ItemState.VERIFIED)
    answer = {"before": ItemState.PROPOSED, "after": ItemState.POSTPONED, "on": DAY, "actor_id": None}
    assert answers.record_answer(session, [first, second], reason="Pagu.", **answer) == 2
    assert [i.state for i in (first, second, verified)] == ["postponed", "postponed", "verified"]
    assert [(s.state, s.reason, s.on) for s in second.steps][-1] == ("postponed", "Pagu.", DAY)
    third = made.item(session, cycle, state=ItemState.PROPOSED)
    savepoint = session.begin_nested()
    with pytest.raises(Conflict):
        answers.record_answer(session, [third, verified], reason="Pagu.", **answer)
    savepoint.rollback()
    session.expire_all()
    assert [i.state for i in (third, verified)] == ["proposed", "verified"]
    with pytest.raises(Invalid):
        answers.record_answer(session, [], reason="Pagu.", **answer)
    waiting = queries.waiting_at_agency(session, cycle.id)
    assert waiting == [first, second, verified, third]
    assert queries.answers_for([verified]) == {
        ItemState.BUDGETED: [verified],
        ItemState.POSTPONED: [verified],
        ItemState.REFUSED: [verified],
    }
