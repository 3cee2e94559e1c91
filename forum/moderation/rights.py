"""What moderation holds about accounts: who saw to what. Nothing points at authors or reporters."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core.errors import N_
from core.keeping import PersonalData, Retention, name_of, repoint, rows_of, unlink
from core.outreach.ledger import SentItem
from forum.discussion.following import recipient
from forum.moderation.appealing import APPEAL_TOLD
from forum.moderation.deciding import TOLD
from forum.moderation.models import Appeal, ModerationCase, ModerationDecision
from forum.moderation.reminding import REMINDER

# What an author wrote is not the moderator's own data.
_OTHERS = {
    ModerationCase.assigned_to_id: ("post_id",),
    ModerationDecision.actor_id: ("original",),
    Appeal.first_actor_id: ("text", "decided_by_id"),
    Appeal.decided_by_id: ("text", "first_actor_id"),
}


def collect(session: Session, account_id: int) -> object:
    """What somebody decided as a moderator, without the authors' texts."""
    return {name_of(c): rows_of(session, c, account_id, hidden=hidden) for c, hidden in _OTHERS.items()}


def erase(session: Session, account_id: int) -> None:
    """Forget who decided; what was decided and why stays."""
    for column in _OTHERS:
        unlink(session, column, account_id)
    told = (SentItem.recipient == recipient(account_id), SentItem.kind.in_((TOLD, APPEAL_TOLD, REMINDER)))
    session.execute(delete(SentItem).where(*told))


def merge(session: Session, old: int, new: int) -> None:
    """Give the rows to the other account. Where both decided one after the other, it was one person: the
    database holds no such row, so the second one is forgotten; the audit log still knows it."""
    for one, other in ((old, new), (new, old)):
        session.execute(
            update(Appeal)
            .where(Appeal.first_actor_id == one, Appeal.decided_by_id == other)
            .values(decided_by_id=None)
        )
    for column in _OTHERS:
        repoint(session, column, old, new)


PERSONAL_DATA = (
    PersonalData(
        key="moderation",
        label=N_("Moderasi: perkara yang Anda tangani dan putuskan sebagai moderator"),
        columns=frozenset(map(name_of, _OTHERS)),
        collect=collect,
        erase=erase,
        merge=merge,
    ),
)

RETENTION = (
    Retention(
        key="moderation",
        label=N_("Laporan, keputusan moderator, dan keberatan"),
        reason=N_(
            "Agar keputusan dapat diperiksa. Tanpa nama penulis dan pelapor; teks tulisan dihapus begitu"
            " penulis menariknya."
        ),
        tables=frozenset({"moderation_case", "post_report", "moderation_decision", "moderation_appeal"}),
    ),
)
