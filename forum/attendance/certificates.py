"""Issue certificates with numbers that have no gap, and revoke them."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.codes import code_hash
from core.errors import N_, Closed, Conflict, Invalid
from core.site import change_site, site_of, site_values
from core.sql import insert_into
from core.staff.enums import TitleKey
from core.staff.titles import office_titles
from forum.attendance.certificate_queries import (
    NUMBER_PATTERN,
    code_of_certificate,
    number_pattern,
    standings,
)
from forum.attendance.models import Certificate, CertificateCounter, CertificateSetting
from forum.attendance.rules import check_pattern, number_by
from forum.seats.models import Registration
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from forum.workshops.rules import first_begin, jp_of, last_end

MOST_JP = 1000


def set_number_pattern(session: Session, pattern: str, *, actor_id: int | None) -> None:
    """Change how the office numbers; numbers that were given stay, and the counting goes on."""
    check_pattern(pattern)
    change_site(session, {NUMBER_PATTERN: pattern}, actor_id=actor_id)


def set_percent(session: Session, workshop: Workshop, *, percent: int, actor_id: int | None) -> None:
    """Change the share; certificates that were issued stay."""
    if not 1 <= percent <= 100:
        raise Invalid(N_("Isi angka dari 1 sampai 100."))
    session.merge(CertificateSetting(workshop_id=workshop.id, percent=percent))
    session.flush()
    _record(session, "workshop", workshop.key, "certificate.rule", actor_id, percent=percent)


def issue_certificates(
    session: Session, workshop: Workshop, *, on: date, zone: tzinfo, secret: str, actor_id: int | None
) -> int:
    """A certificate for everybody who has earned one and never had one; how many there were."""
    due = [s.registration for s in standings(session, workshop) if s.earned and s.certificate is None]
    return len(_issue(session, workshop, due, on=on, zone=zone, secret=secret, actor_id=actor_id))


def issue_again(
    session: Session,
    workshop: Workshop,
    registration: Registration,
    *,
    on: date,
    zone: tzinfo,
    secret: str,
    actor_id: int | None,
) -> Certificate:
    """A new one for somebody whose certificate was revoked, under a number of its own."""
    found = next((s for s in standings(session, workshop) if s.registration.id == registration.id), None)
    revoked = found is not None and found.certificate is not None and found.certificate.revoked_at is not None
    if found is None or not found.earned or not revoked:
        raise Conflict(N_("Sertifikat baru hanya untuk peserta yang berhak dan sertifikatnya sudah dicabut."))
    made = _issue(session, workshop, [registration], on=on, zone=zone, secret=secret, actor_id=actor_id)
    if not made:
        raise Conflict(N_("Sertifikat orang ini baru saja diterbitkan."))
    return made[0]


def _issue(
    session: Session,
    workshop: Workshop,
    due: Sequence[Registration],
    *,
    on: date,
    zone: tzinfo,
    secret: str,
    actor_id: int | None,
) -> list[Certificate]:
    end = last_end(workshop)
    if workshop.state in {WorkshopState.DRAFT, WorkshopState.CANCELLED} or end is None or end > utc_now():
        raise Closed(N_("Sertifikat baru dapat diterbitkan setelah sesi terakhir selesai."))
    if not due:
        return []
    facts, pattern = _facts(session, workshop, zone), number_pattern(session)
    made = []
    _lock_numbers(session, on.year)
    for registration in sorted(due, key=lambda r: r.id):
        if _has_valid(session, registration):
            continue
        serial = _next_serial(session, on.year)
        key = secrets.token_hex(16)
        certificate = Certificate(
            key=key,
            code_hash=code_hash(code_of_certificate(key, secret=secret)),
            registration_id=registration.id,
            account_id=registration.account_id,
            year=on.year,
            serial=serial,
            number=number_by(pattern, serial=serial, on=on),
            name=registration.name,
            issued_on=on,
            **facts,
        )
        session.add(certificate)
        session.flush()
        made.append(certificate)
    if made:
        _record(session, "workshop", workshop.key, "certificate.issue", actor_id, certificates=len(made))
    return made


def _has_valid(session: Session, registration: Registration) -> bool:
    valid = select(Certificate.id).where(
        Certificate.registration_id == registration.id, Certificate.revoked_at.is_(None)
    )
    return session.scalar(valid) is not None


def _lock_numbers(session: Session, year: int) -> None:
    """Of two who press at once, the second waits here and then finds nothing due."""
    row = insert_into(session, CertificateCounter).values(year=year, last=0)
    session.execute(
        row.on_conflict_do_update(
            index_elements=[CertificateCounter.year], set_={"last": CertificateCounter.last}
        )
    )


def _next_serial(session: Session, year: int) -> int:
    """The next number of the year. Its row is locked until the end: who rolls back leaves no gap."""
    counted = update(CertificateCounter).where(CertificateCounter.year == year)
    return int(
        session.execute(
            counted.values(last=CertificateCounter.last + 1).returning(CertificateCounter.last)
        ).scalar_one()
    )


def _facts(session: Session, workshop: Workshop, zone: tzinfo) -> dict[str, object]:
    """What all certificates of a workshop say."""
    signer = office_titles(session)[TitleKey.SIGNER]
    office = site_of(site_values(session), "id").office
    return {
        "workshop_id": workshop.id,
        "title_id": workshop.title_id,
        "title_en": workshop.title_en,
        "organiser": workshop.organiser or office,
        "development_code": workshop.development_code,
        "jp": min(MOST_JP, jp_of(workshop)),
        "starts_on": _day(first_begin(workshop), zone),
        "ends_on": _day(last_end(workshop), zone),
        "signer_title": signer.title_id,
        "signer_name": signer.person_name,
    }


def _day(time: datetime | None, zone: tzinfo) -> date:
    """The day of a session where the office is; a workshop that is over has sessions."""
    assert time is not None
    return time.astimezone(zone).date()


def revoke_certificate(
    session: Session, certificate: Certificate, *, reason: str, actor_id: int | None
) -> None:
    """Say that a certificate no longer holds, and why; the number is not given again."""
    if not reason.strip():
        raise Invalid(N_("Tulis alasannya."))
    changed = session.execute(
        update(Certificate)
        .where(Certificate.id == certificate.id, Certificate.revoked_at.is_(None))
        .values(revoked_at=utc_now(), revoked_reason=reason.strip())
        .returning(Certificate.id)
    ).scalar()
    if changed is None:
        raise Conflict(N_("Sertifikat ini sudah dicabut."))
    session.refresh(certificate)
    _record(session, "certificate", str(certificate.id), "certificate.revoke", actor_id)


def _record(
    session: Session, kind: str, key: str, action: str, actor_id: int | None, **facts: object
) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind=kind, key=key, **facts)
