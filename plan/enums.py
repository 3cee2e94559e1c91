"""The words of the plan."""

from enum import StrEnum

from core.errors import N_


class RunState(StrEnum):
    """A theme run is made by a job; a cancelled one was stopped by a person before it was done."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


# In the place of a list's key: the machine looks for themes by itself.
NO_TAXONOMY = "none"


class ThemeState(StrEnum):
    """What a planner decided about a proposed theme."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    MERGED = "merged"
    REJECTED = "rejected"


class ItemState(StrEnum):
    """The way of a plan item from the office's draft to the city's plan and its doing."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    VERIFIED = "verified"
    BUDGETED = "budgeted"
    CARRIED_OUT = "carried_out"
    POSTPONED = "postponed"
    REFUSED = "refused"


RUN_STATE_LABELS = {
    RunState.QUEUED: N_("Sedang diproses"),
    RunState.DONE: N_("Selesai"),
    RunState.FAILED: N_("Gagal"),
    RunState.CANCELLED: N_("Dibatalkan"),
}
THEME_STATE_LABELS = {
    ThemeState.PROPOSED: N_("Menunggu keputusan"),
    ThemeState.ACCEPTED: N_("Diterima"),
    ThemeState.MERGED: N_("Digabung"),
    ThemeState.REJECTED: N_("Tidak dilanjutkan"),
}
ITEM_STATE_LABELS = {
    ItemState.DRAFT: N_("Draf"),
    ItemState.PROPOSED: N_("Diusulkan"),
    ItemState.VERIFIED: N_("Diverifikasi"),
    ItemState.BUDGETED: N_("Masuk RKA/DPA"),
    ItemState.CARRIED_OUT: N_("Dilaksanakan"),
    ItemState.POSTPONED: N_("Ditunda"),
    ItemState.REFUSED: N_("Ditolak"),
}


class Competency(StrEnum):
    """Kinds of competency (PP 11/2017)."""

    MANAGERIAL = "managerial"
    SOCIO_CULTURAL = "socio_cultural"
    TECHNICAL = "technical"


COMPETENCY_LABELS = {
    Competency.MANAGERIAL: N_("Manajerial"),
    Competency.SOCIO_CULTURAL: N_("Sosial kultural"),
    Competency.TECHNICAL: N_("Teknis"),
}
