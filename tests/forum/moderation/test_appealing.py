"""One objection per decision, decided by another moderator."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import Conflict, Invalid, NotAllowed
from forum.discussion.enums import PostState
from forum.discussion.models import TopicPost
from forum.moderation import queries, rights
from forum.moderation.enums import Action
from forum.moderation.telling import tell
from tests import factories
from tests.forum.moderation.conftest import LATER, SECRET, House


@pytest.mark.database
def test_whoever_decided_first_is_refused(house: House) -> None:
    appeal = house.appeal(house.decide(Action.HIDE))
    with pytest.raises(NotAllowed):
        house.answer(appeal, overturn=True, by=house.first)
    house.session.refresh(house.post)
    assert (appeal.state, house.post.state) == ("open", PostState.HIDDEN)


@pytest.mark.database
def test_the_database_refuses_the_first_decider_too(house: House) -> None:
    appeal = house.appeal(house.decide(Action.HIDE))
    appeal.state, appeal.answer, appeal.decided_on = "upheld", "Tetap.", LATER["today"]
    appeal.decided_by_id = house.first.id
    with pytest.raises(IntegrityError):
        house.session.flush()
    house.session.rollback()


@pytest.mark.database
def test_overturned_the_post_stands_again(house: House) -> None:
    appeal = house.appeal(house.decide(Action.HIDE))
    house.answer(appeal, overturn=True)
    house.session.refresh(house.post)
    assert (appeal.state, house.post.state) == ("overturned", PostState.VISIBLE)
    assert house.decisions() == [("hide", "insult", "overturned")]
    with pytest.raises(Conflict):
        house.answer(appeal, overturn=False)


@pytest.mark.database
def test_upheld_it_stays_hidden(house: House) -> None:
    appeal = house.appeal(house.decide(Action.HIDE))
    house.answer(appeal, overturn=False)
    house.session.refresh(house.post)
    assert (appeal.state, house.post.state, appeal.decided_by_id) == (
        "upheld",
        PostState.HIDDEN,
        house.second.id,
    )


def test_one_objection_and_the_same_text_again_changes_nothing(house: House) -> None:
    decision = house.decide(Action.HIDE)
    first = house.appeal(decision, "Itu kritik.")
    assert house.appeal(decision, "Itu kritik.").id == first.id
    with pytest.raises(Conflict):
        house.appeal(decision, "Sekali lagi.")
    with pytest.raises(Invalid):
        house.appeal(decision, " ")


@pytest.mark.parametrize("action", [Action.KEEP, Action.LOCK_TOPIC])
def test_only_hiding_can_be_objected_to(house: House, action: Action) -> None:
    with pytest.raises(Conflict):
        house.appeal(house.decide(action))


def test_the_author_finds_it_by_code_and_by_tag(
    house: House, write: Callable[..., tuple[TopicPost, str]]
) -> None:
    author, other = factories.account(house.session), factories.account(house.session)
    veiled, code = write(author)
    decision = house.decide(Action.HIDE, house.case(veiled))
    (notice,) = tell(house.session, veiled, code)
    assert (notice.said, notice.url) == ("Kalimat kedua menghina.", f"/forum/keberatan/{code}")
    mine = queries.told_to(house.session, author.id, secret=SECRET)
    assert [past.decision.key for past in mine] == [decision.key]
    assert queries.told_to(house.session, other.id, secret=SECRET) == []
    assert queries.own_decision(house.session, decision.key, other.id, secret=SECRET) is None
    house.answer(house.appeal(decision), overturn=False)
    outcome, told = tell(house.session, veiled, code)
    assert (outcome.said, outcome.url, told.url) == ("Kami membaca lagi.", "", "")


def test_accounts_of_one_person_are_merged_past_the_constraint(house: House, session: Session) -> None:
    appeal = house.appeal(house.decide(Action.HIDE))
    house.answer(appeal, overturn=False)
    rights.merge(session, house.first.id, house.second.id)
    session.expire_all()
    assert (appeal.first_actor_id, appeal.decided_by_id) == (house.second.id, None)
    rights.erase(session, house.second.id)
    session.expire_all()
    assert (appeal.first_actor_id, appeal.decision.actor_id) == (None, None)
