"""Who has earned a certificate, what was issued, and which certificate a code opens."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.codes import code_hash, normalise
from core.nonces import code_of
from core.site import site_values
from forum.attendance.models import Attendance, Certificate, CertificateSetting
from forum.attendance.rules import USUAL_NUMBER, USUAL_PERCENT, has_earned
from forum.seats.enums import PARTICIPANT
from forum.seats.models import Registration
from forum.workshops.models import Workshop

NUMBER_PATTERN = "certificate_number"


@dataclass(frozen=True)
class Standing:
    """How somebody stands: in how many sessions they were, and the certificate they have or had last."""

    registration: Registration
    present: int
    earned: bool
    certificate: Certificate | None


def percent_of(session: Session, workshop: Workshop) -> int:
    """From which share of the sessions on somebody gets a certificate."""
    stored = session.get(CertificateSetting, workshop.id)
    return stored.percent if stored else USUAL_PERCENT


def number_pattern(session: Session) -> str:
    """How the office numbers its certificates."""
    return site_values(session).get(NUMBER_PATTERN) or USUAL_NUMBER


def standings(session: Session, workshop: Workshop) -> list[Standing]:
    """Everybody who takes part, by name, with what they have earned."""
    counted = (
        select(Attendance.registration_id, func.count().label("present"))
        .where(Attendance.session_id.in_([s.id for s in workshop.sessions]))
        .group_by(Attendance.registration_id)
        .subquery()
    )
    rows = session.execute(
        select(Registration, func.coalesce(counted.c.present, 0))
        .outerjoin(counted, counted.c.registration_id == Registration.id)
        .where(Registration.workshop_id == workshop.id, Registration.state.in_(PARTICIPANT))
        .order_by(func.lower(Registration.name), Registration.id)
    ).all()
    latest = {c.registration_id: c for c in certificates_of(session, workshop)}
    percent, sessions = percent_of(session, workshop), len(workshop.sessions)
    return [
        Standing(r, present, has_earned(present, sessions, percent), latest.get(r.id)) for r, present in rows
    ]


def certificates_of(session: Session, workshop: Workshop) -> list[Certificate]:
    """All of a workshop in the order of their numbers, revoked ones too."""
    found = select(Certificate).where(Certificate.workshop_id == workshop.id)
    return list(session.scalars(found.order_by(Certificate.year, Certificate.serial)))


def code_of_certificate(key: str, *, secret: str) -> str:
    """The code on the paper, by which everybody can see whether it is genuine."""
    return code_of(f"sertifikat:{key}", secret=secret)


def find_certificate(session: Session, code: str) -> Certificate | None:
    """The certificate with this code, also a revoked one."""
    if normalise(code) is None:
        return None
    return session.scalar(select(Certificate).where(Certificate.code_hash == code_hash(code)))


def certificate_for(session: Session, registration: Registration) -> Certificate | None:
    """The certificate that somebody has, else the last one that was revoked."""
    found = select(Certificate).where(Certificate.registration_id == registration.id)
    return session.scalars(found.order_by(Certificate.id.desc()).limit(1)).first()


def certificate_by_key(session: Session, workshop: Workshop, key: str) -> Certificate | None:
    """A certificate, through its workshop."""
    return session.scalar(
        select(Certificate).where(Certificate.key == key, Certificate.workshop_id == workshop.id)
    )
