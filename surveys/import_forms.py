"""Forms of the import: the file, which column is which, the last yes."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from core.errors import N_
from core.web.forms import BaseForm


class UploadForm(BaseForm):
    """The file."""

    file = FileField(
        _l("Berkas CSV atau XLSX"),
        [FileRequired(message=N_("Pilih berkasnya dahulu."))],
        description=_l("Paling besar 5 MB dan 50.000 baris. Baris 1 berisi judul kolom."),
        render_kw={"accept": ".csv,.txt,.xlsx,text/csv"},
    )


class FinishForm(BaseForm):
    """Import now."""

    skip = BooleanField(_l("Lewati baris yang salah; impor yang lain"))


SKIP, UNIT = "", " unit"


def read_choices(chosen: Sequence[str], header: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """What was chosen for each column, by its place: the questions, and the columns that name the unit."""
    pairs = list(zip(header, chosen, strict=False))
    columns = {column: name for column, name in pairs if name not in {SKIP, UNIT}}
    return columns, [column for column, name in pairs if name == UNIT]
