"""What became of an invitation, and the notices that the ledger knows."""

from enum import StrEnum

from core.errors import N_


class InvitationState(StrEnum):
    """By mail on its own; on paper or by WhatsApp a person brings it and notes that."""

    MAILED = "mailed"
    PAPER = "paper"
    PHONE = "phone"
    BROUGHT = "brought"


class Shown(StrEnum):
    """What staff see of an invitation: its own state together with what became of its mail."""

    REGISTERED = "registered"
    SENT = "sent"
    WAITING = "waiting"
    FAILED = "failed"
    PAPER = "paper"
    PHONE = "phone"
    BROUGHT = "brought"


SHOWN_LABELS = {
    Shown.REGISTERED: N_("sudah mendaftar"),
    Shown.SENT: N_("terkirim"),
    Shown.WAITING: N_("surel menunggu dikirim"),
    Shown.FAILED: N_("surel gagal"),
    Shown.PAPER: N_("perlu dicetak"),
    Shown.PHONE: N_("lewat WhatsApp"),
    Shown.BROUGHT: N_("sudah disampaikan"),
}


class Notice(StrEnum):
    """The kinds of notice in the sent ledger; those by WhatsApp are ticked by a person."""

    INVITATION = "workshop.invitation"
    REMINDER = "workshop.reminder"
    OFFER_ENDS = "workshop.offer_ends"
    CANCELLED = "workshop.cancelled"
    CHANGED = "workshop.changed"
    WA_REMINDER = "whatsapp.reminder"
    WA_OFFER = "whatsapp.offer"


CHAT_LABELS = {
    Notice.INVITATION: N_("undangan"),
    Notice.WA_REMINDER: N_("pengingat"),
    Notice.WA_OFFER: N_("tawaran tempat"),
}


class CallState(StrEnum):
    """A call is queued until its last letter is written."""

    QUEUED = "queued"
    DONE = "done"


DEFAULT_DAYS = (3, 1)
MOST_DAYS = 30
