"""Who came to the workshops that were held, and their certificates."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from core.policy import Role
from forum.attendance.certificates import issue_certificates
from forum.attendance.check_in import note_presence
from forum.attendance.enums import How
from forum.attendance.queries import attendance_rows
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from rembuk.seeding.loading import Loading

# One in so many stays away from a session, another one each time.
AWAY_EVERY, MINUTES_APART = 6, 2


def load_attendance(loading: Loading) -> None:
    """Most come to most sessions; whoever came often enough has a certificate."""
    held = select(Workshop).where(Workshop.state == WorkshopState.HELD).order_by(Workshop.id)
    for workshop in loading.session.scalars(held).all():
        _check_in(loading, workshop)
        issue_certificates(
            loading.session,
            workshop,
            on=loading.today,
            zone=ZoneInfo(loading.seed.toml("workshops.toml")["timezone"]),
            secret=loading.secret,
            actor_id=loading.actor_id(Role.FACILITATOR),
        )


def _check_in(loading: Loading, workshop: Workshop) -> None:
    for day, at in enumerate(workshop.sessions):
        for number, row in enumerate(attendance_rows(loading.session, at)):
            if (number + day) % AWAY_EVERY != AWAY_EVERY - 1:
                note_presence(
                    loading.session,
                    at,
                    row.registration,
                    how=How.QR if number % 3 else How.MANUAL,
                    came=at.starts_at + timedelta(minutes=MINUTES_APART * number - 20),
                    actor_id=loading.actor_id(Role.FACILITATOR),
                )
