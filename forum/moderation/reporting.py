"""Reports and the cases they open. Nothing is hidden by a report, however many there are."""

from datetime import date
from secrets import token_hex

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import nonces
from core.errors import N_, Conflict
from core.sql import insert_into
from forum.discussion.enums import PostState
from forum.discussion.models import TopicPost
from forum.moderation.enums import CaseState, Reason
from forum.moderation.models import ModerationCase, PostReport
from forum.moderation.rules import clean_note, reporter_tag

GONE = N_("Tulisan itu sudah tidak tampil, jadi tidak perlu dilaporkan lagi.")
DECIDED = N_("Perkara ini sudah diputuskan oleh moderator lain. Muat ulang halamannya.")


def report_post(
    session: Session,
    post: TopicPost,
    *,
    reason: Reason,
    note: str,
    nonce: str,
    actor_id: int | None,
    secret: str,
    today: date,
) -> None:
    """Ask the moderators to look at a post. The same form, or the same person again, adds nothing."""
    text, seal = clean_note(note), nonces.nonce_hash(nonce)
    if session.scalar(select(PostReport.id).where(PostReport.nonce_hash == seal)) is not None:
        return
    if hold_post(session, post.id, change=False).state != PostState.VISIBLE:
        raise Conflict(GONE)
    case = _open_case(session, post.id, today)
    tag = reporter_tag(post.id, actor_id, secret=secret) if actor_id is not None else seal
    session.execute(
        insert_into(session, PostReport)
        .values(
            case_id=case.id,
            reason=reason,
            note=text,
            reporter_tag=tag,
            nonce_hash=seal,
            reported_on=today,
        )
        .on_conflict_do_nothing()
    )


def hold_post(session: Session, post_id: int, *, change: bool) -> TopicPost:
    """The post as it is now. Every way to a case holds its post first, so that a report cannot slip into
    a case that is being decided, and no two of them wait for each other."""
    held = {"read": not change, "of": TopicPost}
    return session.get_one(TopicPost, post_id, with_for_update=held, populate_existing=True)


def open_case(session: Session, post: TopicPost, *, today: date) -> ModerationCase:
    """The open case of a post; a moderator who stumbles over one needs no report."""
    if hold_post(session, post.id, change=False).state != PostState.VISIBLE:
        raise Conflict(GONE)
    return _open_case(session, post.id, today)


def _open_case(session: Session, post_id: int, today: date) -> ModerationCase:
    session.execute(
        insert_into(session, ModerationCase)
        .values(key=token_hex(8), post_id=post_id, state=CaseState.OPEN, opened_on=today)
        .on_conflict_do_nothing()
    )
    found = select(ModerationCase).where(
        ModerationCase.post_id == post_id, ModerationCase.state == CaseState.OPEN
    )
    return session.scalars(found).one()


def take_case(session: Session, case: ModerationCase, *, actor_id: int) -> None:
    """Say that one sees to it; another moderator may take it over."""
    _assign(session, case, actor_id)


def leave_case(session: Session, case: ModerationCase) -> None:
    """Let others see to it."""
    _assign(session, case, None)


def _assign(session: Session, case: ModerationCase, actor_id: int | None) -> None:
    assigned = session.execute(
        update(ModerationCase)
        .where(ModerationCase.id == case.id, ModerationCase.state == CaseState.OPEN)
        .values(assigned_to_id=actor_id)
        .returning(ModerationCase.id)
    ).scalar()
    if assigned is None:
        raise Conflict(DECIDED)
    session.refresh(case)
