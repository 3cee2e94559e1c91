"""Shape of the forms about samples."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange

from core.web.forms import BaseForm
from core.web.i18n import localized
from plan.coding.rules import LARGEST, SMALLEST
from plan.models import Theme

# What the radio for "none of these" sends: an empty value would be no answer.
NONE = "-"


class SampleForm(BaseForm):
    """How many contributions to draw."""

    size = IntegerField(_l("Jumlah masukan"), [InputRequired(), NumberRange(SMALLEST, LARGEST)], default=50)


class CodingForm(BaseForm):
    """The theme of one contribution."""

    position = HiddenField(validators=[InputRequired()])
    theme = RadioField(_l("Tema yang paling cocok"), [InputRequired()], coerce=str)

    def offer(self, themes: Sequence[Theme]) -> "CodingForm":
        """Set the themes to choose from, in the order of their names."""
        named = sorted(
            ((t.theme_key, localized(t, "name")) for t in themes), key=lambda one: one[1].casefold()
        )
        self.theme.choices = [*named, (NONE, gettext("Tidak satu pun"))]
        return self

    def number(self) -> int:
        """The position that is meant; 0 where it is no number."""
        value = self.position.data or ""
        return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0

    def theme_key(self) -> str:
        """The key that is meant; "" for none of them."""
        return "" if self.theme.data == NONE else str(self.theme.data)
