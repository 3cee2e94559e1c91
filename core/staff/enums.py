"""The fixed words of the staff register, with their labels."""

from enum import StrEnum

from core.errors import N_


class Employment(StrEnum):
    """Under which law somebody works here."""

    PNS = "pns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk_part_time"
    OTHER = "other"


class PostKind(StrEnum):
    """The four kinds of post."""

    LEADER = "leader"
    STRUCTURAL = "structural"
    FUNCTIONAL = "functional"
    OPERATIONAL = "operational"


class TitleKey(StrEnum):
    """Who acts for the office when a plan goes its way."""

    DRAFTER = "drafter"
    CHECKER = "checker"
    SIGNER = "signer"
    AGENCY = "agency"
    DECIDER = "decider"


EMPLOYMENT_LABELS = {
    Employment.PNS: N_("PNS"),
    Employment.PPPK: N_("PPPK"),
    Employment.PPPK_PART_TIME: N_("PPPK paruh waktu"),
    Employment.OTHER: N_("Honorer atau lainnya"),
}
POST_KIND_LABELS = {
    PostKind.LEADER: N_("Pimpinan"),
    PostKind.STRUCTURAL: N_("Struktural"),
    PostKind.FUNCTIONAL: N_("Fungsional"),
    PostKind.OPERATIONAL: N_("Pelaksana"),
}
# What the person or body does, the same everywhere; what they are called is the office's data.
TITLE_ROLES = {
    TitleKey.DRAFTER: N_("Menyusun usulan"),
    TitleKey.CHECKER: N_("Memeriksa usulan"),
    TitleKey.SIGNER: N_("Menandatangani usulan"),
    TitleKey.AGENCY: N_("Instansi kepegawaian yang menerima usulan"),
    TitleKey.DECIDER: N_("Menetapkan rencana"),
}
FIELD_LABELS = {
    "name": N_("Nama lengkap"),
    "nip": N_("NIP"),
    "unit_id": N_("Unit"),
    "post_id": N_("Jabatan"),
    "superior_id": N_("Atasan"),
    "rank_group": N_("Golongan"),
    "employment": N_("Jenis kepegawaian"),
    "account_id": N_("Akun"),
    "left_on": N_("Berhenti pada"),
}
