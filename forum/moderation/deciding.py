"""Decisions: each case once, with a reason, a text for the author, and the post as it was then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account
from core.errors import N_, Conflict, Invalid
from core.mail.services import send_mail
from core.outreach.ledger import claim_item
from core.staff.holidays import working_days_until
from forum.discussion import services
from forum.discussion.following import recipient
from forum.discussion.models import Topic, TopicPost
from forum.moderation.enums import Action, AppealState, CaseState, DecisionState, Reason
from forum.moderation.models import Appeal, ModerationCase, ModerationDecision
from forum.moderation.reporting import DECIDED, hold_post
from forum.moderation.rules import REASONED, clean_note, clean_words, refuse_changed, refuse_own

# Subject and body for the author, in the language of the installation: the edge writes them.
Letter = Callable[[ModerationDecision], tuple[str, str]]
TOLD = "moderation"


@dataclass(frozen=True)
class Ruling:
    """What a moderator wants to decide. `seen_edits`: the state of the post that was read."""

    action: Action
    reason: Reason | None = None
    text: str = ""
    target: TopicPost | None = None
    seen_edits: int = 0


def decide(
    session: Session,
    case: ModerationCase,
    ruling: Ruling,
    *,
    actor_id: int,
    secret: str,
    today: date,
    letter: Letter,
) -> ModerationDecision:
    """Decide an open case; of two moderators at once one is refused with Conflict."""
    text = clean_note(ruling.text) if ruling.action == Action.KEEP else clean_words(ruling.text)
    if ruling.action in REASONED and ruling.reason is None:
        raise Invalid(N_("Pilih satu alasan dari daftar."))
    post = _hold(session, case, ruling)
    refuse_own(post, actor_id, secret=secret)
    refuse_changed(post, ruling.seen_edits)
    _close_case(session, case, today)
    _carry_out(session, post, ruling, actor_id)
    waited = working_days_until(session, {case.opened_on}, today)
    decision = _store(
        session,
        case,
        ruling.action,
        reason=ruling.reason or "",
        text=text,
        original=post.body,
        actor_id=actor_id,
        decided_on=today,
        working_days=waited.get(case.opened_on, 0),
    )
    tell_author(session, decision, letter)
    return decision


def _hold(session: Session, case: ModerationCase, ruling: Ruling) -> TopicPost:
    """Topic before posts, posts in one order: the order in which those who write hold them."""
    if ruling.action == Action.LOCK_TOPIC:
        session.get_one(Topic, case.post.topic_id, with_for_update={"of": Topic}, populate_existing=True)
    wanted = {case.post_id}
    if ruling.action == Action.MERGE:
        if ruling.target is None:
            raise Invalid(N_("Pilih tulisan yang sama isinya."))
        wanted.add(ruling.target.id)
    for number in sorted(wanted):
        hold_post(session, number, change=True)
    return session.get_one(TopicPost, case.post_id)


def _close_case(session: Session, case: ModerationCase, today: date) -> None:
    closed = session.execute(
        update(ModerationCase)
        .where(ModerationCase.id == case.id, ModerationCase.state == CaseState.OPEN)
        .values(state=CaseState.DECIDED, decided_on=today)
        .returning(ModerationCase.id)
    ).scalar()
    if closed is None:
        raise Conflict(DECIDED)
    session.refresh(case)


def _carry_out(session: Session, post: TopicPost, ruling: Ruling, actor_id: int) -> None:
    if ruling.action == Action.HIDE:
        services.hide_post(session, post)
    elif ruling.action == Action.LOCK_TOPIC:
        services.lock(session, post.topic, actor_id=actor_id)
    elif ruling.action == Action.MERGE and ruling.target is not None:
        services.merge_post(session, post, ruling.target)


def _store(session: Session, case: ModerationCase, action: Action, **values: object) -> ModerationDecision:
    decision = ModerationDecision(key=token_hex(8), case_id=case.id, action=action, **values)
    session.add(decision)
    session.flush()
    facts: dict[str, object] = {"reason": decision.reason} if decision.reason else {}
    audit.record(
        session,
        actor_id=decision.actor_id,
        action=f"moderation.{action}",
        kind="moderation_case",
        key=case.key,
        **facts,
    )
    return decision


def restore(
    session: Session,
    decision: ModerationDecision,
    *,
    text: str,
    actor_id: int,
    secret: str,
    today: date,
    letter: Letter,
) -> ModerationDecision:
    """Take a decision to hide back without an appeal; an open appeal is decided by somebody else."""
    words = clean_words(text)
    post = hold_post(session, decision.case.post_id, change=True)
    refuse_own(post, actor_id, secret=secret)
    waiting = select(Appeal.id).where(Appeal.decision_id == decision.id, Appeal.state == AppealState.OPEN)
    if session.scalar(waiting) is not None:
        raise Conflict(N_("Penulis mengajukan keberatan. Putuskan keberatan itu."))
    undo(session, decision, DecisionState.RESTORED)
    case = ModerationCase(
        key=token_hex(8), post_id=post.id, state=CaseState.DECIDED, opened_on=today, decided_on=today
    )
    session.add(case)
    session.flush()
    made = _store(
        session,
        case,
        Action.RESTORE,
        text=words,
        original=post.body,
        actor_id=actor_id,
        decided_on=today,
    )
    tell_author(session, made, letter)
    return made


def undo(session: Session, decision: ModerationDecision, state: DecisionState) -> None:
    """Mark a standing decision as undone and show the post again; the post is held already."""
    undone = session.execute(
        update(ModerationDecision)
        .where(
            ModerationDecision.id == decision.id,
            ModerationDecision.action == Action.HIDE,
            ModerationDecision.state == DecisionState.STANDING,
        )
        .values(state=state)
        .returning(ModerationDecision.id)
    ).scalar()
    if undone is None:
        raise Conflict(DECIDED)
    session.refresh(decision)
    services.show_post(session, decision.case.post)


def tell_author(session: Session, decision: ModerationDecision, letter: Letter, *, kind: str = TOLD) -> None:
    """Write a mail to an author whom the topic names; everybody else reads it by the tracking code."""
    number = decision.case.post.author_id
    if number is None or decision.action == Action.KEEP:
        return
    account = session.get_one(Account, number)
    if not account.email or not account.active:
        return
    if claim_item(session, recipient=recipient(number), kind=kind, key=decision.key):
        subject, body = letter(decision)
        send_mail(session, to=account.email, subject=subject, body=body)
