"""Words of mails, in the first language of the installation: what a mail's reader reads is not known."""

from flask import current_app
from flask_babel import force_locale, gettext, ngettext

from core.db import db
from core.errors import N_
from core.site import offered_languages, site_values
from core.web.i18n import localized
from forum.moderation.enums import Action
from forum.moderation.models import ModerationDecision

_SUBJECTS = {
    Action.HIDE: N_("Tulisan Anda disembunyikan moderator"),
    Action.MERGE: N_("Tulisan Anda digabung dengan tulisan lain"),
    Action.LOCK_TOPIC: N_("Topik tempat Anda menulis dikunci moderator"),
    Action.RESTORE: N_("Tulisan Anda tampil lagi"),
}


def _address(path: str) -> str:
    return f"{current_app.config['REMBUK_SETTINGS'].base_url}{path}"


def decision_letter(decision: ModerationDecision) -> tuple[str, str]:
    """That something was decided and where to read it; the text itself stays on the page."""
    with force_locale(offered_languages(site_values(db.session()))[0]):
        subject = gettext(_SUBJECTS[Action(decision.action)])
        return subject, _body(decision, subject)


def appeal_letter(decision: ModerationDecision) -> tuple[str, str]:
    """That the objection was decided."""
    with force_locale(offered_languages(site_values(db.session()))[0]):
        subject = gettext("Keberatan Anda sudah diputuskan")
        return subject, _body(decision, subject)


def _body(decision: ModerationDecision, subject: str) -> str:
    return str(
        gettext(
            "%(subject)s (topik “%(title)s”).\n\n"
            "Baca alasan dan penjelasannya di sini: %(url)s\n\n"
            "Di halaman itu Anda juga melihat apakah Anda dapat mengajukan keberatan.",
            subject=subject,
            title=localized(decision.case.post.topic, "title"),
            url=_address("/forum/moderasi/saya"),
        )
    )


def reminder_letter(count: int, days: int) -> tuple[str, str]:
    """How many things wait, and where."""
    subject = ngettext(
        "%(num)s laporan menunggu keputusan moderator", "%(num)s laporan menunggu keputusan moderator", count
    )
    body = gettext(
        "%(count)s laporan atau keberatan tentang tulisan di diskusi sudah menunggu %(days)s hari kerja"
        " atau lebih.\n\nBuka antrean: %(url)s",
        count=count,
        days=days,
        url=_address("/kelola/moderasi"),
    )
    return subject, body
