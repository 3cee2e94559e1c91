"""The row of links above every settings page."""

from flask import request, url_for
from flask_babel import gettext

from core.errors import N_
from core.web.guard import may_call

# Pages of other parts stand here as soon as they exist.
TABS = (
    ("settings.edit", N_("Kantor dan kop surat")),
    ("settings.languages", N_("Bahasa")),
    ("settings.registration", N_("Pembuatan akun")),
    ("settings.security", N_("Keamanan")),
    ("mail_settings.show", N_("Surel")),
    ("retention.show", N_("Masa simpan")),
    ("holidays.index", N_("Hari libur")),
    ("titles.index", N_("Pejabat")),
    ("posts.index", N_("Jabatan")),
)
PART_OF = {"logo.edit": "settings.edit"}


def tabs() -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of the settings that this visitor may open."""
    here = PART_OF.get(request.endpoint or "", request.endpoint)
    return [(gettext(label), url_for(name), name == here) for name, label in TABS if may_call(name)]
