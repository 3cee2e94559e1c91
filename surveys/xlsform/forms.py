"""The form of the upload."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired

from core.errors import N_
from core.web.forms import BaseForm


class XlsformUpload(BaseForm):
    """A file, and a word about the questions that it replaces."""

    file = FileField(
        _l("Berkas XLSForm"),
        [FileRequired(message=N_("Pilih berkasnya dahulu."))],
        description=_l("Berkas .xlsx dengan lembar survey, choices, dan settings. Paling besar 5 MB."),
        render_kw={"accept": ".xlsx"},
    )
    replace = BooleanField(
        _l("Ganti semua pertanyaan yang ada sekarang"),
        [InputRequired(message=N_("Centang bila pertanyaan yang ada sekarang boleh diganti."))],
        description=_l("Penggantian ini masih dapat diurungkan."),
    )
    seen = HiddenField()

    def for_survey(self, *, asks: bool) -> "XlsformUpload":
        """Without questions there is nothing to replace."""
        if not asks:
            del self.replace
        return self
