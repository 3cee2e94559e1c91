"""How somebody was checked in, and what became of each entry of a check-in device."""

from enum import StrEnum

from core.errors import N_


class How(StrEnum):
    """By the ticket, by a tick on the list, or as somebody who came without registering."""

    QR = "qr"
    MANUAL = "manual"
    WALK_IN = "walk_in"


HOW_LABELS = {
    How.QR: N_("tiket"),
    How.MANUAL: N_("daftar hadir"),
    How.WALK_IN: N_("datang langsung"),
}


class Outcome(StrEnum):
    """What the server said to an entry; the device shows it and forgets the entry."""

    RECORDED = "recorded"
    ALREADY = "already"
    FORGED = "forged"
    OLD = "old"
    OTHER_WORKSHOP = "other_workshop"
    CANCELLED = "cancelled"
    NO_SEAT = "no_seat"


OUTCOME_LABELS = {
    Outcome.RECORDED: N_("Hadir, tercatat."),
    Outcome.ALREADY: N_("Sudah tercatat hadir sebelumnya."),
    Outcome.FORGED: N_("Ditolak: kode ini tidak pernah diterbitkan kantor ini. Periksa salinannya."),
    Outcome.OLD: N_("Ditolak: tiket lama. Peserta ini sudah mendapat tiket baru."),
    Outcome.OTHER_WORKSHOP: N_("Ditolak: tiket ini untuk workshop lain."),
    Outcome.CANCELLED: N_("Ditolak: pendaftaran ini sudah dibatalkan."),
    Outcome.NO_SEAT: N_("Ditolak: orang ini belum mendapat tempat. Catat sebagai peserta datang langsung."),
}
IN_THE_ROOM = frozenset({Outcome.RECORDED, Outcome.ALREADY})
