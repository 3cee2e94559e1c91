"""What the holder of a post's tracking code is told about decisions, and who hears of it on the start page."""

from datetime import timedelta

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from core.contributions import TrackedNotice
from core.errors import N_
from core.slices import HomeCard, Viewer
from core.web.server import secret, today
from forum.discussion.models import TopicPost
from forum.moderation.enums import APPEAL_LABELS, REASON_LABELS, Action, AppealState, Reason
from forum.moderation.queries import Past, count_waiting, history, told_to
from forum.moderation.reminding import MODERATOR_ROLES
from forum.moderation.rules import is_appealable

TOLD_TITLES = {
    Action.HIDE: N_("Moderator menyembunyikan tulisan ini"),
    Action.MERGE: N_("Moderator menggabungkan tulisan ini dengan tulisan lain"),
    Action.LOCK_TOPIC: N_("Moderator mengunci topik karena tulisan ini"),
    Action.RESTORE: N_("Moderator menampilkan tulisan ini lagi"),
}
_FRESH = timedelta(days=30)


def tell(session: Session, post: TopicPost, code: str) -> tuple[TrackedNotice, ...]:
    """Each decision with its reason and text, and where to object."""
    return tuple(notice for past in history(session, [post]) for notice in _notices(past, code))


def _notices(past: Past, code: str) -> list[TrackedNotice]:
    decision, appeal = past.decision, past.appeal
    if decision.action == Action.KEEP:
        return []
    open_to = is_appealable(decision, appeal)
    told = TrackedNotice(
        TOLD_TITLES[Action(decision.action)],
        note=REASON_LABELS[Reason(decision.reason)] if decision.reason else "",
        said=decision.text,
        on=decision.decided_on,
        url=f"/forum/keberatan/{code}" if open_to else "",
        action=N_("Ajukan keberatan") if open_to else "",
    )
    if appeal is None:
        return [told]
    return [
        TrackedNotice(
            APPEAL_LABELS[AppealState(appeal.state)],
            said=appeal.answer,
            on=appeal.decided_on or appeal.appealed_on,
        ),
        told,
    ]


def home_cards(session: Session, viewer: Viewer) -> list[HomeCard]:
    """For moderators what waits, for authors what was decided about their posts lately."""
    cards = []
    if viewer.role in MODERATOR_ROLES and (waiting := count_waiting(session)):
        cards.append(
            HomeCard(
                title=gettext("Moderasi"),
                text=ngettext(
                    "%(num)s laporan atau keberatan menunggu.",
                    "%(num)s laporan atau keberatan menunggu.",
                    waiting,
                ),
                url=url_for("moderation.index"),
                action=gettext("Buka antrean"),
                badge=gettext("Tugas"),
                order=15,
            )
        )
    if viewer.account_id is not None and _has_news(session, viewer.account_id):
        cards.append(
            HomeCard(
                title=gettext("Keputusan tentang tulisan Anda"),
                text=gettext("Moderator memutuskan sesuatu tentang tulisan Anda di diskusi."),
                url=url_for("own_moderation.index"),
                action=gettext("Baca alasannya"),
                badge=gettext("Diskusi"),
                order=16,
            )
        )
    return cards


def _has_news(session: Session, account_id: int) -> bool:
    since = today() - _FRESH
    return any(
        max(past.decision.decided_on, (past.appeal and past.appeal.decided_on) or since) > since
        for past in told_to(session, account_id, secret=secret())
    )
