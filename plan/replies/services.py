"""Give replies and take them back. A reply is never rewritten; a newer one takes its place."""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, insert, literal, select, update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.contributions import ContributionRef
from core.cycles.enums import Action
from core.cycles.models import Cycle
from core.cycles.rules import require_open
from core.errors import N_, Invalid, NotFound
from plan.ledger import Deed, edges_to, link_select, unlink_select
from plan.ledger_models import NodeKind
from plan.models import Need, NeedContribution, Theme, ThemeAssignment, ThemeRun
from plan.needs import one_at_a_time
from plan.replies.enums import ReplyKind
from plan.replies.figures import are_read, count_again
from plan.replies.models import Reply, ReplyContribution
from plan.replies.rules import accepted_sentence, check_reply

AT_ONCE = 500
_COLUMNS = ("reply_id", "contribution_kind", "contribution_key", "contribution_field")


def reply_to_theme(
    session: Session,
    theme: Theme,
    *,
    kind: ReplyKind,
    reason: str,
    addressee: str = "",
    fed: Sequence[int],
    actor_id: int | None,
) -> Reply:
    """Tell a theme's decision to every contribution whose main theme is one of `fed` (ids)."""
    reply = _write(session, theme.run.cycle_id, kind, reason, addressee, actor_id, theme_id=theme.id)
    found = ThemeAssignment
    columns = (found.contribution_kind, found.contribution_key, found.contribution_field)
    rows = select(literal(reply.id), *columns).where(found.theme_id.in_(fed), found.rank == 1)
    _give(session, reply, rows.distinct())
    return reply


def reply_to_later(session: Session, need: Need, theme: Theme) -> Reply | None:
    """Tell what a later run put behind a need that it is accepted; who has a reply in force keeps that.

    Where nothing came, no reply is written: None.
    """
    behind = NeedContribution
    columns = (behind.contribution_kind, behind.contribution_key, behind.contribution_field)
    waiting = (behind.need_id == need.id, ~_answered(*columns))
    if session.scalar(select(behind.need_id).where(*waiting).limit(1)) is None:
        return None
    reason = accepted_sentence(need.title_id)
    reply = _write(session, need.cycle_id, ReplyKind.ACCEPTED, reason, "", None, theme_id=theme.id)
    _give(session, reply, select(literal(reply.id), *columns).where(*waiting))
    return reply


def standing_reply(session: Session, theme: Theme) -> Reply | None:
    """What was told by the decision that a theme has now, made about it in this run or an earlier one."""
    return session.scalar(
        select(Reply)
        .join(Theme, Theme.id == Reply.theme_id)
        .join(ThemeRun, ThemeRun.id == Theme.run_id)
        .where(
            ThemeRun.cycle_id == theme.run.cycle_id,
            ThemeRun.purpose == theme.run.purpose,
            Theme.theme_key == theme.theme_key,
            Reply.retracted_at.is_(None),
        )
        .order_by(Reply.id.desc())
        .limit(1)
    )


def repeat_reply(session: Session, theme: Theme, refs: Select[*tuple[Any, ...]]) -> Reply | None:
    """A decision holds for what came to the theme later: tell it to those of `refs` who have no reply in force.

    `refs` selects kind, key and field. Where the theme has no reply, or nobody waits, none is written: None.
    """
    before = standing_reply(session, theme)
    said = refs.subquery()
    waiting = select(*said.c).where(~_answered(*said.c))
    if before is None or session.execute(waiting.limit(1)).first() is None:
        return None
    kind = ReplyKind(before.kind)
    again = (before.reason, before.addressee, before.decided_by)
    reply = _write(session, theme.run.cycle_id, kind, *again, theme_id=theme.id)
    _give(session, reply, select(literal(reply.id), *said.c).where(~_answered(*said.c)))
    return reply


def take_back_from(session: Session, refs: Select[*tuple[Any, ...]], *, deed: Deed) -> None:
    """These contributions left their theme: what its decision told them is no longer said to them.

    The ledger keeps that it was said. Replies given to them directly stay.
    """
    said = refs.subquery()
    told = ReplyContribution
    columns = (told.contribution_kind, told.contribution_key, told.contribution_field)
    own = exists().where(*(a == b for a, b in zip(columns, said.c, strict=True)))
    by_theme = told.reply_id.in_(select(Reply.id).where(Reply.theme_id.is_not(None)))
    edges = select(*columns, literal(NodeKind.REPLY), Reply.key).join(Reply, Reply.id == told.reply_id)
    unlink_select(session, edges.where(Reply.theme_id.is_not(None), own), deed=deed)
    session.execute(delete(told).where(by_theme, own))


def reply_to(
    session: Session,
    cycle: Cycle,
    refs: Sequence[ContributionRef],
    *,
    kind: ReplyKind,
    reason: str,
    addressee: str = "",
    actor_id: int | None,
) -> Reply:
    """One reply for some contributions of the cycle, of any kind, with or without a theme."""
    require_open(cycle, Action.DECIDE_THEMES)
    one_at_a_time(session, cycle.id)
    chosen = sorted(set(refs))
    if not chosen:
        raise Invalid(N_("Pilih sedikitnya satu masukan."))
    if not are_read(session, cycle.id, set(chosen)):
        raise NotFound(N_("Salah satu masukan itu tidak ada di siklus ini. Muat ulang daftarnya."))
    reply = _write(session, cycle.id, kind, reason, addressee, actor_id)
    rows = [dict(zip(_COLUMNS, (reply.id, r.kind, r.key, r.field), strict=True)) for r in chosen]
    for start in range(0, len(rows), AT_ONCE):
        session.execute(insert(ReplyContribution), rows[start : start + AT_ONCE])
    _note(session, reply, len(rows))
    return reply


def retract_replies(session: Session, themes: Sequence[int], *, actor_id: int | None) -> int:
    """Take back what was told by the decisions about these themes; returns how many replies."""
    taken = session.scalars(
        update(Reply)
        .where(Reply.theme_id.in_(themes), Reply.retracted_at.is_(None))
        .values(retracted_at=utc_now(), retracted_by=actor_id)
        .returning(Reply.key)
    ).all()
    cycles = session.scalars(select(Reply.cycle_id).where(Reply.key.in_(taken)).distinct()).all()
    for cycle_id in cycles:
        count_again(session, cycle_id)
    for key in sorted(taken):
        unlink_select(session, edges_to(NodeKind.REPLY, key), deed=Deed("reply.retract", actor_id))
        audit.record(session, actor_id=actor_id, action="reply.retract", kind="reply", key=key)
    return len(taken)


def _answered(kind: Any, key: Any, field: Any) -> ColumnElement[bool]:
    """Whether a contribution, given by its columns, has a reply in force."""
    told = ReplyContribution
    return exists().where(
        told.reply_id == Reply.id,
        Reply.retracted_at.is_(None),
        told.contribution_kind == kind,
        told.contribution_key == key,
        told.contribution_field == field,
    )


def _write(
    session: Session,
    cycle_id: int,
    kind: ReplyKind,
    reason: str,
    addressee: str,
    actor_id: int | None,
    *,
    theme_id: int | None = None,
) -> Reply:
    reason, addressee = reason.strip(), addressee.strip()
    check_reply(kind, reason, addressee)
    reply = Reply(
        key=token_hex(8),
        cycle_id=cycle_id,
        theme_id=theme_id,
        kind=kind,
        reason=reason,
        # Typed for another kind, it would promise that somebody else was asked.
        addressee=addressee if kind == ReplyKind.FORWARDED else "",
        decided_by=actor_id,
    )
    session.add(reply)
    session.flush()
    return reply


def _give(session: Session, reply: Reply, rows: Select[*tuple[Any, ...]]) -> None:
    given = insert(ReplyContribution).from_select(_COLUMNS, rows).returning(ReplyContribution.reply_id)
    _note(session, reply, len(session.scalars(given).all()))


def _note(session: Session, reply: Reply, contributions: int) -> None:
    """Into the ledger and the audit log, in the transaction that gave it."""
    told = ReplyContribution
    columns = (told.contribution_kind, told.contribution_key, told.contribution_field)
    edges = select(*columns, literal(NodeKind.REPLY), literal(reply.key)).where(told.reply_id == reply.id)
    link_select(session, edges, deed=Deed("reply.give", reply.decided_by))
    count_again(session, reply.cycle_id)
    audit.record(
        session,
        actor_id=reply.decided_by,
        action="reply.give",
        kind="reply",
        key=reply.key,
        decision=reply.kind,
        contributions=contributions,
    )
