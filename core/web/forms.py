"""The base form: CSRF, and WTForms' messages in the visitor's language."""

from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm

from core.errors import RembukError
from core.web.i18n import language
from core.web.wtforms_messages import INDONESIAN


class WTFormsTranslations:
    """WTForms asks for its English messages; Indonesian ones come from our own list."""

    def gettext(self, message: str) -> str:
        return INDONESIAN.get(message, message) if language() == "id" else message

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        if language() == "id":
            return INDONESIAN.get(singular, singular)
        return singular if n == 1 else plural


class BaseForm(FlaskForm):  # type: ignore[misc]
    """All forms of staff and account pages."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: Any) -> WTFormsTranslations:
            return WTFormsTranslations()


def show_refusal(field: Any, refusal: RembukError) -> None:
    """Put a service's refusal on the field that it is about, in the visitor's language."""
    params = {
        name: gettext(value) if isinstance(value, str) else value for name, value in refusal.params.items()
    }
    field.errors = [*field.errors, gettext(refusal.message, **params)]
