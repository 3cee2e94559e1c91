"""The states of a registration, and the steps between them."""

from enum import StrEnum

from core.errors import N_


class RegistrationState(StrEnum):
    """Where a person stands. Offered and registered ones hold a seat; a walk-in came without one.

    Unserved are those who still waited when the workshop was over or called off.
    """

    REQUESTED = "requested"
    WAITING = "waiting"
    OFFERED = "offered"
    REGISTERED = "registered"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"
    REFUSED = "refused"
    WALK_IN = "walk_in"
    UNSERVED = "unserved"


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
    RegistrationState.UNSERVED: N_("tidak mendapat tempat"),
}
HOLDS_SEAT = frozenset({RegistrationState.OFFERED, RegistrationState.REGISTERED})
ACTIVE = HOLDS_SEAT | {RegistrationState.REQUESTED, RegistrationState.WAITING}
# Who takes part: on the attendance list, with reminders, notes and certificates.
PARTICIPANT = frozenset({RegistrationState.REGISTERED, RegistrationState.WALK_IN})
# Who left the line by themselves or by time: they may come back, at its end.
MAY_REJOIN = frozenset({RegistrationState.CANCELLED, RegistrationState.DECLINED, RegistrationState.EXPIRED})


class Act(StrEnum):
    """A step of a registration; its name stands in the history and in the audit log."""

    REGISTER = "register"
    QUEUE = "queue"
    REQUEST = "request"
    ADD = "add"
    APPROVE = "approve"
    REFUSE = "refuse"
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    REJOIN = "rejoin"
    CONFIRM = "confirm"
    CHANGE = "change"
    CANCEL = "cancel"
    CLOSE = "close"
    END = "end"


ACT_LABELS = {
    Act.REGISTER: N_("mendaftar dan mendapat tempat"),
    Act.QUEUE: N_("masuk daftar tunggu"),
    Act.REQUEST: N_("mendaftar, menunggu persetujuan"),
    Act.ADD: N_("ditambahkan oleh penyelenggara"),
    Act.APPROVE: N_("pendaftaran disetujui"),
    Act.REFUSE: N_("pendaftaran tidak disetujui"),
    Act.OFFER: N_("tempat ditawarkan"),
    Act.ACCEPT: N_("tawaran diterima"),
    Act.DECLINE: N_("tawaran ditolak"),
    Act.EXPIRE: N_("tawaran lewat waktu"),
    Act.WITHDRAW: N_("tawaran ditarik oleh penyelenggara"),
    Act.REJOIN: N_("mendaftar lagi"),
    Act.CONFIRM: N_("memastikan akan hadir"),
    Act.CHANGE: N_("isian diperbaiki"),
    Act.CANCEL: N_("batal ikut"),
    Act.CLOSE: N_("pendaftaran workshop ditutup; tetap di daftar tunggu"),
    Act.END: N_("workshop selesai atau dibatalkan tanpa tempat"),
}


class By(StrEnum):
    """Who took a step."""

    PERSON = "person"
    STAFF = "staff"
    SYSTEM = "system"


BY_LABELS = {
    By.PERSON: N_("pendaftar"),
    By.STAFF: N_("penyelenggara"),
    By.SYSTEM: N_("Rembuk, menurut aturan"),
}
