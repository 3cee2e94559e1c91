"""Reasons, actions and states of moderation, with the words people read."""

from enum import StrEnum

from core.errors import N_


class Reason(StrEnum):
    """Why a post is reported, hidden, or its topic locked."""

    PERSONAL_DATA = "personal_data"
    INSULT = "insult"
    HATE = "hate"
    OFF_TOPIC = "off_topic"
    ADVERT = "advert"
    OTHER = "other"


REASON_LABELS = {
    Reason.PERSONAL_DATA: N_("Memuat data pribadi orang lain"),
    Reason.INSULT: N_("Kasar atau menghina orang"),
    Reason.HATE: N_("Merendahkan suku, agama, ras, atau golongan (SARA)"),
    Reason.OFF_TOPIC: N_("Di luar topik"),
    Reason.ADVERT: N_("Iklan atau promosi"),
    Reason.OTHER: N_("Lainnya"),
}


class Action(StrEnum):
    """What a decision did."""

    HIDE = "hide"
    KEEP = "keep"
    MERGE = "merge"
    LOCK_TOPIC = "lock_topic"
    RESTORE = "restore"


ACTION_LABELS = {
    Action.HIDE: N_("Disembunyikan"),
    Action.KEEP: N_("Tetap tampil"),
    Action.MERGE: N_("Digabung dengan tulisan lain"),
    Action.LOCK_TOPIC: N_("Topik dikunci"),
    Action.RESTORE: N_("Ditampilkan lagi"),
}


class CaseState(StrEnum):
    """A dropped case lost its post: the author withdrew it before anybody decided."""

    OPEN = "open"
    DECIDED = "decided"
    DROPPED = "dropped"


class DecisionState(StrEnum):
    """A decision to hide can be taken back by moderators, or overturned on appeal."""

    STANDING = "standing"
    RESTORED = "restored"
    OVERTURNED = "overturned"


class AppealState(StrEnum):
    """A dropped appeal lost its post: the author withdrew it."""

    OPEN = "open"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    DROPPED = "dropped"


APPEAL_LABELS = {
    AppealState.OPEN: N_("Keberatan menunggu keputusan"),
    AppealState.UPHELD: N_("Keberatan ditolak, keputusan tetap"),
    AppealState.OVERTURNED: N_("Keberatan diterima, tulisan tampil lagi"),
    AppealState.DROPPED: N_("Gugur karena tulisan ditarik penulisnya"),
}
