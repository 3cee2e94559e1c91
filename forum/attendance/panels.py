"""What attendance adds to the staff page of a workshop."""

from flask import url_for
from flask_babel import gettext

from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from forum.workshops.panels import StaffLink


def staff_links(workshop: Workshop) -> list[StaffLink]:
    """Presence and certificates, once people know of the workshop."""
    if workshop.state == WorkshopState.DRAFT:
        return []
    return [
        StaffLink(
            gettext("Kehadiran"),
            url_for("attendance.overview", key=workshop.key),
            gettext("Presensi di pintu, juga tanpa jaringan; daftar hadir untuk ditandatangani; tiket."),
        ),
        StaffLink(
            gettext("Sertifikat"),
            url_for("certificates.index", key=workshop.key),
            gettext("Siapa yang berhak, terbitkan, cabut, serahkan ke SIASN."),
        ),
    ]
