"""The states of a workshop and the rules a visitor reads."""

from enum import StrEnum

from core.errors import N_


class WorkshopState(StrEnum):
    """A draft is seen by staff only; an open one takes registrations; after it was held it is over."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    HELD = "held"
    CANCELLED = "cancelled"


STATE_LABELS = {
    WorkshopState.DRAFT: N_("draf"),
    WorkshopState.OPEN: N_("pendaftaran dibuka"),
    WorkshopState.CLOSED: N_("pendaftaran ditutup"),
    WorkshopState.HELD: N_("selesai"),
    WorkshopState.CANCELLED: N_("dibatalkan"),
}
ANNOUNCED = frozenset(set(WorkshopState) - {WorkshopState.DRAFT})


class Audience(StrEnum):
    """Who may register."""

    STAFF = "staff"
    ACCOUNT = "account"
    PUBLIC = "public"


AUDIENCE_LABELS = {
    Audience.STAFF: N_("pegawai (ASN)"),
    Audience.ACCOUNT: N_("siapa saja yang mempunyai akun"),
    Audience.PUBLIC: N_("siapa saja, juga tanpa akun"),
}


class Rule(StrEnum):
    """Who of the waiting list is offered a seat that becomes free."""

    ORDER = "order"
    UNIT_BALANCE = "unit_balance"
    NEVER_SERVED = "never_served"


RULE_LABELS = {
    Rule.ORDER: N_("menurut urutan daftar tunggu"),
    Rule.UNIT_BALANCE: N_("unit yang pesertanya paling sedikit lebih dahulu"),
    Rule.NEVER_SERVED: N_("yang belum pernah mendapat tempat lebih dahulu"),
}
