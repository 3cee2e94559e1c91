"""Find replies: the one in force of a contribution, those of a theme, and how far the answering has come."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from plan.replies.models import Reply, ReplyContribution


def newest_replies(
    session: Session, refs: Sequence[ContributionRef]
) -> tuple[dict[ContributionRef, Reply], frozenset[ContributionRef]]:
    """The newest reply in force of each contribution, and those that had one and have none any more."""
    told = ReplyContribution
    rows = session.execute(
        select(told.contribution_kind, told.contribution_key, told.contribution_field, Reply)
        .join(Reply, Reply.id == told.reply_id)
        .where(
            told.contribution_kind.in_({ref.kind for ref in refs}),
            told.contribution_key.in_({ref.key for ref in refs}),
        )
        .order_by(Reply.id)
    ).all()
    wanted, found, had = set(refs), dict[ContributionRef, Reply](), set[ContributionRef]()
    for kind, key, field, reply in rows:
        ref = ContributionRef(kind, key, field)
        if ref not in wanted:
            continue
        had.add(ref)
        if reply.retracted_at is None:
            found[ref] = reply
    return found, frozenset(had - found.keys())


def replies_of_theme(session: Session, theme_id: int) -> list[Reply]:
    """What was told by decisions about a theme, the newest first; those taken back are among them."""
    query = select(Reply).where(Reply.theme_id == theme_id).order_by(Reply.id.desc())
    return list(session.scalars(query))
