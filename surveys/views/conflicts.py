"""The page for an author who was overtaken: their own words in the form, beside it what is stored now."""

from flask import request
from flask_babel import gettext
from wtforms import BooleanField, Field, SelectFieldBase
from wtforms.widgets import HiddenInput

from core.web.forms import BaseForm

STATUS = 409
# One line of the comparison: the field, what is stored now, whether the author wrote something else.
Line = tuple[str, str, bool]


def seen() -> str:
    """The mark of what this author was shown; a form without one has shown nothing."""
    return request.form.get("seen", "")


def stored_lines(typed: BaseForm, stored: BaseForm) -> list[Line]:
    """Every field that is filled in on either side; `stored` is the same form over what is stored."""
    lines = []
    for field in stored:
        if field.name in typed and not isinstance(field.widget, HiddenInput):
            theirs, mine = _shown(field), _shown(typed[field.name])
            if theirs or mine:
                lines.append((str(field.label.text), theirs, theirs != mine))
    return lines


def differ(lines: list[Line]) -> bool:
    """Whether there is anything to choose: a form that was sent twice is stored as it was typed."""
    return any(different for _label, _stored, different in lines)


def _shown(field: Field) -> str:
    """What a field says, as somebody reads it."""
    if isinstance(field, BooleanField):
        return str(gettext("ya") if field.data else gettext("tidak"))
    if isinstance(field, SelectFieldBase):
        return ", ".join(str(label) for _value, label, chosen, *_more in field.iter_choices() if chosen)
    return "\n".join(str(field._value()).splitlines()).strip()
