"""Shape of the form that asks for news."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField
from wtforms.validators import DataRequired, Length, ValidationError

from core.mail.addresses import LONGEST, is_address
from core.web.forms import BaseForm


def _strip(text: str | None) -> str:
    return (text or "").strip()


class NewsForm(BaseForm):
    """An address that news are sent to once it was confirmed."""

    address = EmailField(
        _l("Alamat surel"),
        [DataRequired(), Length(max=LONGEST)],
        filters=[_strip],
        render_kw={"autocomplete": "email"},
        description=_l(
            "Kami mengirim satu surel berisi tautan. Sebelum tautan itu dibuka, alamat ini tidak kami simpan."
        ),
    )

    def validate_address(self, field: Any) -> None:
        """Nothing that could carry a second header."""
        if field.data and not is_address(field.data):
            raise ValidationError(
                gettext("Alamat surel itu tidak dapat dipakai. Contoh yang benar: nama@contoh.go.id.")
            )
