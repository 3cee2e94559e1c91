"""The base form: CSRF, and WTForms' messages in the visitor's language."""

from typing import Any

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import FileField, MultipleFileField

from core.errors import RembukError
from core.web.csrf import SAFE_METHODS
from core.web.i18n import language
from core.web.wtforms_messages import INDONESIAN

TOO_MANY_REQUESTS = 429


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
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Texts and files by the kind of their field: a file under a text's name would reach its filters.

            Nothing is read from JSON, which Flask-WTF would take for a form.
            """
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            if request.method in SAFE_METHODS:
                return None
            wanted = {field.name for field in form if isinstance(field, FileField | MultipleFileField)}
            files = MultiDict((k, file) for k, file in request.files.items(multi=True) if k in wanted)
            return CombinedMultiDict((files, request.form))

        def get_translations(self, form: Any) -> WTFormsTranslations:
            return WTFormsTranslations()


def show_refusal(field: Any, refusal: RembukError) -> None:
    """Put a service's refusal on the field that it is about, in the visitor's language.

    That somebody tried too often no field can mend: it is a page of its own.
    """
    if refusal.status == TOO_MANY_REQUESTS:
        raise refusal
    params = {
        name: gettext(value) if isinstance(value, str) else value for name, value in refusal.params.items()
    }
    field.errors = [*field.errors, gettext(refusal.message, **params)]
