"""The base form: CSRF, and WTForms' messages in the visitor's language."""

from typing import Any

from flask_wtf import FlaskForm

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
