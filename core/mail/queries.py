"""Read the outbox."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.mail.models import Mail, MailState

PAGE_SIZE = 25


@dataclass(frozen=True)
class MailPage:
    """One page of the outbox, and where it stands."""

    rows: list[Mail]
    page: int
    pages: int
    total: int


def list_mails(session: Session, *, state: MailState | None = None, page: int = 1) -> MailPage:
    """The newest first; a page past the end is the last one."""
    found = select(Mail).where(~Mail.private)
    found = found if state is None else found.where(Mail.state == state)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = session.scalars(
        found.order_by(Mail.id.desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    ).all()
    return MailPage(list(rows), page, pages, total)


def count_by_state(session: Session) -> dict[MailState, int]:
    """How many mails are in each state."""
    found = session.execute(select(Mail.state, func.count()).where(~Mail.private).group_by(Mail.state))
    counts = {MailState(state): count for state, count in found}
    return {state: counts.get(state, 0) for state in MailState}
