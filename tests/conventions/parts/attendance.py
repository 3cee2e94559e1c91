"""Examples of attendance and certificates."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.base import utc_now
from forum.attendance import certificate_queries, certificates, services
from forum.seats.enums import RegistrationState
from tests.forum import factories

SECRET = "a key for tests only"


def build(session: Session, world: Any) -> dict[str, Any]:
    """A workshop that is over: one with a certificate, one whose certificate was revoked, one who cancelled."""
    workshop = factories.workshop(session, cycle=world.cycle, organiser="Kantor Contoh")
    at = workshop.sessions[0]
    at.starts_at, at.ends_at = utc_now() - timedelta(hours=4), utc_now() - timedelta(hours=1)
    there = factories.registration(session, workshop, name="Orang yang hadir")
    wrong = factories.registration(session, workshop, name="Orang dengan sertifikat yang dicabut")
    factories.registration(session, workshop, name="Orang yang belum datang")
    gone = factories.registration(session, workshop, name="Orang batal", state=RegistrationState.CANCELLED)
    services.mark_present(session, at, [there.key, wrong.key], actor_id=None)
    services.renew_ticket(session, there, actor_id=None)
    certificates.issue_certificates(
        session,
        workshop,
        on=date(2027, 3, 2),
        zone=ZoneInfo("Asia/Makassar"),
        secret=SECRET,
        actor_id=None,
    )
    late = factories.registration(session, workshop, name="Orang yang dicatat kemudian")
    services.mark_present(session, at, [late.key], actor_id=None)
    certificate = certificate_queries.certificate_for(session, there)
    revoked = certificate_queries.certificate_for(session, wrong)
    assert certificate is not None
    assert revoked is not None
    certificates.revoke_certificate(session, revoked, reason="Nama keliru", actor_id=None)
    return {
        "presence": there,
        "presence_at": at,
        "gone": gone,
        "certificate": certificate,
        "without_certificate": wrong,
    }


def _at(w: Any) -> dict[str, object]:
    return {"key": w.more["presence_at"].workshop.key, "number": w.more["presence_at"].id}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "attendance": lambda w: {**_at(w), "person": w.more["presence"].key},
    "attendance.admit": lambda w: {**_at(w), "person": w.more["gone"].key},
    "check_in": _at,
    "certificates": lambda w: {
        **_at(w),
        "certificate": w.more["certificate"].key,
        "person": w.more["presence"].key,
    },
    "certificates.issue_again": lambda w: {**_at(w), "person": w.more["without_certificate"].key},
    "certificate": lambda w: {
        "code": certificate_queries.code_of_certificate(w.more["certificate"].key, secret=SECRET)
    },
}
