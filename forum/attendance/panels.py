"""What attendance adds to the pages of a workshop and of a registration."""

from flask import url_for
from flask_babel import gettext

from core.db import db
from core.web.qr import qr_picture
from core.web.server import secret
from forum.attendance.certificate_queries import certificate_for, code_of_certificate
from forum.attendance.queries import ticket_for
from forum.seats.enums import PARTICIPANT
from forum.seats.models import Registration
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from forum.workshops.panels import Box, StaffLink


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


def own_box(registration: Registration) -> Box | None:
    """Somebody's ticket while the workshop lies ahead, and their certificate afterwards."""
    session, coming = db.session(), {WorkshopState.OPEN, WorkshopState.CLOSED}
    ticket = ""
    if registration.state in PARTICIPANT and registration.workshop.state in coming:
        ticket = ticket_for(session, registration, secret=secret()).text
    certificate = certificate_for(session, registration)
    if not ticket and certificate is None:
        return None
    return Box(
        "forum/attendance/own_box.html",
        {
            "ticket": ticket,
            "picture": qr_picture(ticket.replace("-", "")) if ticket else "",
            "certificate": certificate,
            "code": code_of_certificate(certificate.key, secret=secret()) if certificate else "",
        },
    )
