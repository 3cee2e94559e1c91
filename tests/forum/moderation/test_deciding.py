"""Each case once, with a reason and a text; the original is kept; the author is told."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Conflict, Invalid, NotAllowed
from core.mail.models import Mail
from forum.discussion import posting
from forum.discussion.enums import PostState, TopicState
from forum.discussion.models import TopicPost
from forum.moderation import deciding
from forum.moderation.enums import Action, Reason
from forum.moderation.models import ModerationCase, ModerationDecision, PostReport
from tests import factories
from tests.forum import factories as forum
from tests.forum.moderation.conftest import LATER, House, letter


def restore(house: House, decision: ModerationDecision) -> ModerationDecision:
    return deciding.restore(
        house.session, decision, text="Keliru.", actor_id=house.first.id, letter=letter, **LATER
    )


@pytest.mark.database
def test_hiding_keeps_the_text_and_says_why(house: House) -> None:
    decision = house.decide(Action.HIDE)
    house.session.refresh(house.noise)
    assert (house.post.state, house.post.body) == (PostState.HIDDEN, "Kepala seksi itu bodoh.")
    assert house.noise.state == PostState.VISIBLE
    assert (decision.original, decision.text) == ("Kepala seksi itu bodoh.", "Kalimat kedua menghina.")
    assert decision.working_days == 2
    event = house.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.facts) == ("moderation.hide", {"reason": "insult"})


@pytest.mark.parametrize(("reason", "text"), [(None, "Menghina."), (Reason.HATE, "  "), (Reason.HATE, "")])
def test_nothing_is_hidden_without_reason_and_text(house: House, reason: Reason | None, text: str) -> None:
    with pytest.raises(Invalid):
        house.decide(Action.HIDE, reason=reason, text=text)
    assert (house.post.state, house.decisions()) == (PostState.VISIBLE, [])


@pytest.mark.database
def test_a_case_is_decided_once(house: House) -> None:
    case = house.case()
    house.decide(Action.KEEP, case, text="")
    with pytest.raises(Conflict):
        house.decide(Action.HIDE, case, by=house.second)
    house.session.rollback()


def test_an_author_does_not_decide_about_the_own_post(
    house: House, write: Callable[..., tuple[TopicPost, str]]
) -> None:
    post, _code = write(house.first)
    with pytest.raises(NotAllowed):
        house.decide(Action.KEEP, house.case(post))
    house.decide(Action.KEEP, house.case(post), by=house.second)


def test_an_edit_since_the_page_was_opened_is_read_first(house: House) -> None:
    case = house.case()
    posting.edit(house.session, house.post, body="Kepala seksi itu kurang cakap.", today=LATER["today"])
    with pytest.raises(Conflict):
        house.decide(Action.HIDE, case)
    decision = house.decide(Action.HIDE, case, seen_edits=1)
    assert decision.original == "Kepala seksi itu kurang cakap."


@pytest.mark.database
def test_lock_and_merge(house: House) -> None:
    house.decide(Action.LOCK_TOPIC)
    house.session.refresh(house.topic)
    assert (house.topic.state, house.post.state) == (TopicState.LOCKED, PostState.VISIBLE)
    house.decide(Action.MERGE, target=house.noise)
    assert house.post.merged_into_id == house.noise.id
    assert house.decisions() == [("merge", "", "standing"), ("lock_topic", "insult", "standing")]


def test_merging_needs_another_post(house: House) -> None:
    with pytest.raises(Invalid):
        house.decide(Action.MERGE)


@pytest.mark.database
def test_restoring_shows_the_post_again_once(house: House) -> None:
    decision = house.decide(Action.HIDE)
    restore(house, decision)
    assert house.post.state == PostState.VISIBLE
    assert house.decisions() == [("restore", "", "standing"), ("hide", "insult", "restored")]
    with pytest.raises(Conflict):
        restore(house, decision)


def test_while_an_objection_waits_it_is_not_restored_past_it(house: House) -> None:
    decision = house.decide(Action.HIDE)
    house.appeal(decision)
    with pytest.raises(Conflict):
        restore(house, decision)


def test_a_named_author_gets_a_mail_nobody_else(
    house: House, write: Callable[..., tuple[TopicPost, str]]
) -> None:
    author = factories.account(house.session)
    author.email = "penulis@contoh.go.id"
    named = forum.post(house.session, house.topic, "Bodoh.", author_id=author.id)
    veiled, _code = write(author)
    house.decide(Action.HIDE, house.case(named))
    house.decide(Action.HIDE, house.case(veiled))
    house.decide(Action.HIDE)
    mails = house.session.execute(select(Mail.to_address, Mail.subject)).all()
    assert [tuple(mail) for mail in mails] == [("penulis@contoh.go.id", "Keputusan hide")]


@pytest.mark.database
def test_withdrawing_erases_every_copy_and_ends_what_waits(house: House, session: Session) -> None:
    house.report(note="Ia menulis: Kepala seksi itu bodoh.")
    decision = house.decide(Action.HIDE)
    appeal = house.appeal(decision, "Kepala seksi itu memang begitu.")
    other = house.case(house.noise)
    posting.withdraw(session, house.post)
    session.flush()
    session.expire_all()
    assert (decision.original, appeal.text, appeal.state) == ("", "", "dropped")
    assert session.scalars(select(PostReport.note)).all() == [""]
    assert other.state == "open"
    posting.withdraw(session, house.noise)
    session.expire_all()
    assert session.scalars(select(ModerationCase.state).order_by(ModerationCase.id)).all() == [
        "decided",
        "dropped",
    ]


@pytest.mark.parametrize("broken", ["reason", "text"])
def test_the_database_refuses_a_hiding_without_reason_or_text(house: House, broken: str) -> None:
    values = {"reason": "insult", "text": "Menghina.", broken: ""}
    row = ModerationDecision(
        key="k", case_id=house.case().id, action="hide", decided_on=LATER["today"], **values
    )
    house.session.add(row)
    with pytest.raises(IntegrityError):
        house.session.flush()
    house.session.rollback()
