"""What the administrator sets for the whole installation."""

from collections.abc import Mapping

from flask import current_app
from sqlalchemy.orm import Session

from core.errors import N_
from core.mail.rights import PERSONAL_DATA as MAIL_DATA
from core.mail.rights import RETENTION as MAIL_RETENTION
from core.mail.services import JOB as MAIL_JOB
from core.mail.services import send_waiting
from core.pages.settings import first_steps, logo, mail_settings, outbox, settings
from core.policy import ADMINISTRATORS, Policy
from core.site import SiteSetting
from core.slices import JobEffect, NavGroup, NavItem, Retention, Slice

POLICIES: dict[str, Policy] = {
    "first_steps.index": ADMINISTRATORS,
    "first_steps.hide": ADMINISTRATORS,
    "settings.edit": ADMINISTRATORS,
    "settings.languages": ADMINISTRATORS,
    "settings.registration": ADMINISTRATORS,
    "settings.security": ADMINISTRATORS,
    "logo.edit": ADMINISTRATORS,
    "logo.remove": ADMINISTRATORS,
    "mail_settings.show": ADMINISTRATORS,
    "mail_settings.by_hand": ADMINISTRATORS,
    "outbox.index": ADMINISTRATORS,
    "outbox.show": ADMINISTRATORS,
    "outbox.hand_on": ADMINISTRATORS,
    "outbox.send_again": ADMINISTRATORS,
    "outbox.cancel": ADMINISTRATORS,
}

NAVIGATION = (
    NavItem(
        N_("Langkah awal"),
        "first_steps.index",
        order=89,
        staff=True,
        about=N_("Apa yang masih perlu disiapkan pada pemasangan baru."),
        group=NavGroup.SYSTEM,
    ),
    NavItem(
        N_("Pengaturan"),
        "settings.edit",
        order=90,
        staff=True,
        about=N_("Nama kantor, kop surat, bahasa, keamanan, dan surel."),
        group=NavGroup.SYSTEM,
    ),
    NavItem(
        N_("Surel keluar"),
        "outbox.index",
        order=92,
        staff=True,
        about=N_("Surel yang menunggu, terkirim, atau perlu disampaikan sendiri."),
        group=NavGroup.SYSTEM,
    ),
)

ACTIONS = {
    "site.change": N_("mengubah pengaturan"),
    "mail.cancel": N_("membatalkan surel"),
    "mail.hand": N_("menandai surel sudah disampaikan"),
    "mail.retry": N_("mengirim ulang surel"),
    "mail.test": N_("mencoba server surel"),
}

RETENTION = (
    MAIL_RETENTION,
    Retention(
        "site",
        N_("Pengaturan kantor"),
        N_("Nama, kop surat, dan pilihan kantor; bukan data tentang seseorang."),
        frozenset({SiteSetting.__tablename__}),
    ),
)


def _send_mail(session: Session, payload: Mapping[str, object]) -> JobEffect:
    number, attempt = int(str(payload["mail"])), int(str(payload["attempt"]))
    mail_url = current_app.config["REMBUK_SETTINGS"].mail_url
    return send_waiting(session, number, attempt=attempt, mail_url=mail_url)


PART = Slice(
    name="settings",
    blueprints=(
        first_steps.blueprint,
        settings.blueprint,
        logo.blueprint,
        mail_settings.blueprint,
        outbox.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
    jobs={MAIL_JOB: _send_mail},
    job_labels={MAIL_JOB: N_("Mengirim surel")},
    personal_data=(MAIL_DATA,),
    retention=RETENTION,
    actions=ACTIONS,
    fact_values={"site.change": {"changed": N_("berubah")}},
)
