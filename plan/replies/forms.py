"""Shape of the forms that give a reply."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms import TextAreaField as LongText
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.web.forms import BaseForm
from plan.replies.enums import REPLY_LABELS, ReplyKind
from plan.replies.rules import LONGEST, LONGEST_ADDRESSEE, SHORTEST


def _strip(text: str | None) -> str:
    return (text or "").strip()


def reason_field(*, required: bool = False, help_: object = None) -> Any:
    """The reason that contributors read."""
    return LongText(
        _l("Alasan untuk pemberi masukan"),
        [DataRequired() if required else Optional(), Length(min=SHORTEST, max=LONGEST)],
        filters=[_strip],
        description=help_
        or _l(
            "Tampil bagi setiap orang yang masukannya dijawab dengan keputusan ini. Tulis dengan sopan dan jelas."
        ),
    )


def addressee_field() -> Any:
    """To whom it is passed on; wanted where the form's `kind` says so."""
    return StringField(
        _l("Diteruskan kepada"),
        [_named_where_forwarded, Length(max=LONGEST_ADDRESSEE)],
        filters=[_strip],
        description=_l("Hanya untuk “Diteruskan ke instansi berwenang”: nama instansinya."),
    )


def _named_where_forwarded(form: Any, field: Any) -> None:
    if form.kind.data == ReplyKind.FORWARDED and not field.data:
        raise ValidationError(gettext("Tulis kepada instansi mana masukan ini diteruskan."))


class ReplyForm(BaseForm):
    """One reply for the contributions that were ticked: written, looked at once more, saved."""

    kind = RadioField(_l("Keputusan"), [InputRequired()])
    reason = reason_field(required=True)
    addressee = addressee_field()
    cycle = HiddenField(validators=[InputRequired()])

    def offer(self) -> "ReplyForm":
        """Set the decisions to choose from, in the visitor's language."""
        self.kind.choices = [(str(kind), gettext(label)) for kind, label in REPLY_LABELS.items()]
        return self
