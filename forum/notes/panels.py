"""What this subject adds to the pages of a workshop."""

from flask import url_for
from flask_babel import gettext

from core.db import db
from forum.notes import photos, queries
from forum.workshops import panels
from forum.workshops.enums import ANNOUNCED
from forum.workshops.models import Workshop
from forum.workshops.panels import Box, StaffLink


def _staff_links(workshop: Workshop) -> list[StaffLink]:
    return [
        StaffLink(
            gettext("Catatan meja"),
            url_for("workshop_notes.index", key=workshop.key),
            gettext("Kalimat demi kalimat, kode lacak, foto kertas plano."),
        ),
        StaffLink(
            gettext("Berkas SPJ"),
            url_for("workshop_papers.index", key=workshop.key),
            gettext("Undangan, daftar hadir, notulen, berita acara, dokumentasi."),
        ),
    ]


def _public_box(workshop: Workshop) -> Box | None:
    session = db.session()
    shown = queries.notes_of(session, workshop, public_only=True)
    if workshop.state not in ANNOUNCED or not (
        shown or photos.photos_of(session, workshop, public_only=True)
    ):
        return None
    url = url_for("public_notes.show", key=workshop.key)
    return Box("forum/notes/_public_box.html", {"url": url})


def install() -> None:
    """Once, when the part is loaded."""
    panels.add_staff(_staff_links, order=60)
    panels.add_public(_public_box, order=60)
