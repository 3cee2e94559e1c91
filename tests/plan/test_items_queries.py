"""Finding plan items: drafts hidden, other cycles left out, progress added up."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from core.errors import NotFound
from plan.enums import ItemState
from plan.item_queries import item_by_key, items_of_cycle, items_of_need, progress_of, public_item
from tests.plan import factories_items as made

pytestmark = pytest.mark.database


def test_lists_leave_out_drafts_and_other_cycles(session: Session) -> None:
    cycle, other = made.open_cycle(session), made.open_cycle(session)
    need, noise = made.need(session, cycle), made.need(session, cycle)
    draft = made.item(session, cycle, needs=(need, noise))
    proposed = made.item(session, cycle, state=ItemState.PROPOSED, needs=(need,))
    refused = made.item(session, cycle, state=ItemState.REFUSED, needs=(noise,))
    made.item(session, other, state=ItemState.PROPOSED)
    assert items_of_cycle(session, cycle.id) == [proposed, refused]
    assert items_of_cycle(session, cycle.id, public=False) == [draft, proposed, refused]
    assert items_of_cycle(session, cycle.id, state=ItemState.REFUSED) == [refused]
    assert items_of_need(session, need) == [proposed]
    assert items_of_need(session, need, public=False) == [draft, proposed]
    with pytest.raises(NotFound):
        public_item(session, draft.key)
    with pytest.raises(NotFound):
        item_by_key(session, "tidak-ada")
    assert public_item(session, proposed.key) == proposed


def test_progress_counts_states_money_and_indicators(session: Session) -> None:
    cycle = made.open_cycle(session)
    done = made.item(session, cycle, state=ItemState.CARRIED_OUT, budget=Decimal("10.25"))
    made.indicator(session, done, values=((date(2026, 3, 1), "20"),))
    made.indicator(session, done, values=((date(2026, 3, 1), "20"), (date(2026, 4, 1), "21")))
    made.indicator(session, done)
    made.item(session, cycle, state=ItemState.VERIFIED, budget=Decimal("5.50"))
    made.item(session, cycle, state=ItemState.POSTPONED, budget=Decimal(100))
    made.item(session, cycle, state=ItemState.REFUSED, budget=Decimal(1000))
    session.commit()
    progress = progress_of(items_of_cycle(session, cycle.id))
    assert progress.counts == {
        ItemState.VERIFIED: 1,
        ItemState.CARRIED_OUT: 1,
        ItemState.POSTPONED: 1,
        ItemState.REFUSED: 1,
    }
    assert (progress.items, progress.carried_out, progress.budget) == (4, 1, Decimal("15.75"))
    assert (progress.indicators, progress.reached) == (3, 1)
