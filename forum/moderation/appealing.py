"""The author's objection to a decision to hide, decided by another moderator."""

from datetime import date

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict, NotAllowed
from core.sql import insert_into
from forum.discussion.models import TopicPost
from forum.moderation.deciding import Letter, tell_author, undo
from forum.moderation.enums import AppealState, CaseState, DecisionState
from forum.moderation.models import Appeal, ModerationCase, ModerationDecision, PostReport
from forum.moderation.reporting import hold_post
from forum.moderation.rules import SAME_MODERATOR, clean_words, is_appealable, refuse_own

APPEAL_TOLD = "moderation_appeal"


def appeal_of(session: Session, decision: ModerationDecision) -> Appeal | None:
    """The objection to a decision, if there is one."""
    return session.scalar(select(Appeal).where(Appeal.decision_id == decision.id))


def file_appeal(session: Session, decision: ModerationDecision, *, text: str, today: date) -> None:
    """Object to a decision, once. The view has made sure that it is the author who does.

    No row says who they are, and the audit log says nothing.
    """
    words = clean_words(text)
    hold_post(session, decision.case.post_id, change=True)  # a double click waits and finds the first
    session.refresh(decision)
    known = appeal_of(session, decision)
    if known is not None and known.text == words:
        return
    if not is_appealable(decision, known):
        raise Conflict(N_("Tentang keputusan ini tidak dapat diajukan keberatan lagi."))
    stored = session.execute(
        insert_into(session, Appeal)
        .values(
            decision_id=decision.id,
            text=words,
            state=AppealState.OPEN,
            answer="",
            first_actor_id=decision.actor_id,
            appealed_on=today,
        )
        .on_conflict_do_nothing()
        .returning(Appeal.id)
    ).scalar()
    if stored is None:
        raise Conflict(N_("Tentang keputusan ini tidak dapat diajukan keberatan lagi."))


def decide_appeal(
    session: Session,
    appeal: Appeal,
    *,
    overturn: bool,
    answer: str,
    actor_id: int,
    secret: str,
    today: date,
    letter: Letter,
) -> None:
    """Uphold the decision or overturn it; overturned, the post is shown again."""
    words, decision = clean_words(answer), appeal.decision
    post = hold_post(session, decision.case.post_id, change=True)
    refuse_own(post, actor_id, secret=secret)
    if appeal.first_actor_id == actor_id:
        raise NotAllowed(SAME_MODERATOR)
    state = AppealState.OVERTURNED if overturn else AppealState.UPHELD
    decided = session.execute(
        update(Appeal)
        .where(
            Appeal.id == appeal.id,
            Appeal.state == AppealState.OPEN,
            or_(Appeal.first_actor_id.is_(None), Appeal.first_actor_id != actor_id),
        )
        .values(state=state, answer=words, decided_by_id=actor_id, decided_on=today)
        .returning(Appeal.id)
    ).scalar()
    if decided is None:
        raise Conflict(N_("Keberatan ini sudah diputuskan oleh moderator lain. Muat ulang halamannya."))
    session.refresh(appeal)
    if overturn:
        undo(session, decision, DecisionState.OVERTURNED)
    audit.record(
        session,
        actor_id=actor_id,
        action="moderation.appeal_overturned" if overturn else "moderation.appeal_upheld",
        kind="moderation_case",
        key=decision.case.key,
    )
    tell_author(session, decision, letter, kind=APPEAL_TOLD)


def forget_text(session: Session, post: TopicPost) -> None:
    """The author withdrew the post: copies of it and what they said about it are erased.

    What waited for a decision has nothing left to decide about. The reason that moderators gave stays.
    """
    cases = select(ModerationCase.id).where(ModerationCase.post_id == post.id)
    decisions = select(ModerationDecision.id).where(ModerationDecision.case_id.in_(cases))
    session.execute(
        update(ModerationCase)
        .where(ModerationCase.post_id == post.id, ModerationCase.state == CaseState.OPEN)
        .values(state=CaseState.DROPPED)
    )
    session.execute(
        update(ModerationDecision).where(ModerationDecision.case_id.in_(cases)).values(original="")
    )
    session.execute(
        update(Appeal)
        .where(Appeal.decision_id.in_(decisions), Appeal.state == AppealState.OPEN)
        .values(state=AppealState.DROPPED)
    )
    session.execute(update(Appeal).where(Appeal.decision_id.in_(decisions)).values(text=""))
    session.execute(update(PostReport).where(PostReport.case_id.in_(cases)).values(note=""))
