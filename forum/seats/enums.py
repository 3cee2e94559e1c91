"""The states of a registration."""

from enum import StrEnum

from core.errors import N_


class RegistrationState(StrEnum):
    """Where a person stands. Offered and registered ones hold a seat; a walk-in came without one."""

    REQUESTED = "requested"
    WAITING = "waiting"
    OFFERED = "offered"
    REGISTERED = "registered"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"
    REFUSED = "refused"
    WALK_IN = "walk_in"


REGISTRATION_LABELS = {
    RegistrationState.REQUESTED: N_("menunggu persetujuan"),
    RegistrationState.WAITING: N_("di daftar tunggu"),
    RegistrationState.OFFERED: N_("mendapat tawaran tempat"),
    RegistrationState.REGISTERED: N_("terdaftar"),
    RegistrationState.CANCELLED: N_("batal ikut"),
    RegistrationState.DECLINED: N_("menolak tawaran"),
    RegistrationState.EXPIRED: N_("tawaran lewat waktu"),
    RegistrationState.REFUSED: N_("tidak disetujui"),
    RegistrationState.WALK_IN: N_("datang langsung"),
}
HOLDS_SEAT = frozenset({RegistrationState.OFFERED, RegistrationState.REGISTERED})
ACTIVE = HOLDS_SEAT | {RegistrationState.REQUESTED, RegistrationState.WAITING}
# Who takes part: on the attendance list, with reminders, notes and certificates.
PARTICIPANT = frozenset({RegistrationState.REGISTERED, RegistrationState.WALK_IN})
