"""The notice that stands before an account is somebody's, and the box under it."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from core.db import db
from core.rights.models import ConsentKind
from core.rights.services import ACCOUNT_NOTICE, record_consent
from core.web.forms import BaseForm
from core.web.i18n import language


def consent_field() -> BooleanField:
    """The box, as the last field of a form. Show it with `consent_box` of macros/consent.html."""
    return BooleanField(
        _l("Saya sudah membaca pemberitahuan ini dan setuju."),
        [InputRequired(_l("Tandai kotak ini bila Anda setuju. Tanpa persetujuan, akun tidak dapat dibuat."))],
    )


class ConsentForm(BaseForm):
    """Agree, and nothing else."""

    consent = consent_field()


def consent_notice() -> str:
    """The notice in the visitor's language."""
    return str(gettext(ACCOUNT_NOTICE))


def remember_consent(account_id: int) -> None:
    """Record that this account agreed to the notice as it was shown just now."""
    record_consent(
        db.session(),
        account_id=account_id,
        kind=ConsentKind.ACCOUNT,
        text=consent_notice(),
        lang=language(),
    )
