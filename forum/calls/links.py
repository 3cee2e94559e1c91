"""What this subject adds to the pages of a workshop."""

from flask import url_for
from flask_babel import gettext

from forum.workshops import panels
from forum.workshops.enums import ANNOUNCED, WorkshopState
from forum.workshops.models import Workshop
from forum.workshops.panels import Box, StaffLink


def _staff(workshop: Workshop) -> list[StaffLink]:
    if workshop.state == WorkshopState.DRAFT:
        return []
    return [
        StaffLink(
            gettext("Undangan"),
            url_for("workshop_invitations.index", key=workshop.key),
            gettext("Undang pegawai atau daftar alamat, dan lihat siapa sudah mendaftar."),
        ),
        StaffLink(
            gettext("Pengingat dan perubahan"),
            url_for("workshop_reminding.days", key=workshop.key),
            gettext("Kapan peserta diingatkan, dan pemberitahuan bila jadwal berubah."),
        ),
        StaffLink(
            gettext("Ingatkan lewat WhatsApp"),
            url_for("workshop_reminding.chats", key=workshop.key),
            gettext("Pesan siap kirim untuk setiap orang atau untuk grup."),
        ),
    ]


def _calendar(workshop: Workshop) -> Box | None:
    over = workshop.state in (WorkshopState.CANCELLED, WorkshopState.HELD)
    if workshop.state not in ANNOUNCED or over or not workshop.sessions:
        return None
    file = url_for("workshop_calendar.one", key=workshop.key)
    return Box("forum/calls/_calendar.html", {"file": file, "all": url_for("workshop_calendar.subscribe")})


def add_links() -> None:
    """Said once, when the slice is put together."""
    panels.add_staff(_staff, order=20)
    panels.add_public(_calendar, order=60)
