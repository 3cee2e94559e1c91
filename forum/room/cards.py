"""What visitors and staff are led to the room by."""

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.slices import HomeCard, Viewer
from forum.room import queries
from forum.workshops import panels
from forum.workshops.models import Workshop
from forum.workshops.panels import StaffLink


def home_cards(session: Session, _viewer: Viewer) -> list[HomeCard]:
    """While a room is open: where its code is typed. The code itself is only on the projector."""
    if not queries.open_rooms(session):
        return []
    return [
        HomeCard(
            title=gettext("Ruang workshop sedang dibuka"),
            text=gettext("Anda sedang di workshop? Ketik kode yang tampil di layar, lalu ikut menjawab."),
            url=url_for("room.join"),
            action=gettext("Masuk ke ruang"),
            order=15,
        )
    ]


def staff_links(workshop: Workshop) -> list[StaffLink]:
    """On the workshop's staff page."""
    return [
        StaffLink(
            gettext("Ruang"),
            url_for("manage_room.show", key=workshop.key),
            gettext("Pertanyaan di layar, jawaban dari ponsel, kelompok, dan pemilihan dengan titik."),
        )
    ]


panels.add_staff(staff_links, order=40)
