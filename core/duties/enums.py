"""The words for duties, and what each can be given for."""

from enum import StrEnum

from core.errors import N_
from core.policy import Duty


class ScopeKind(StrEnum):
    """What a duty is for: the whole office, a unit with all below it, or one object of a slice."""

    OFFICE = "office"
    UNIT = "unit"
    OBJECT = "object"


DUTY_LABELS = {
    Duty.SUPERIOR: N_("Atasan"),
    Duty.CHECKER: N_("Pemeriksa usulan"),
    Duty.SIGNER: N_("Penanda tangan usulan"),
    Duty.PARTNER: N_("Mitra pelatihan"),
    Duty.AUDITOR: N_("Pemeriksa (audit)"),
    Duty.FEEDBACK_OFFICER: N_("Petugas masukan"),
}

DUTY_ABOUT = {
    Duty.SUPERIOR: N_(
        "Melihat angka survei dan IKM unitnya, dan memverifikasi kebutuhannya. Tidak pernah melihat siapa yang mengisi "
        "atau apa yang ditulis."
    ),
    Duty.CHECKER: N_("Membaca kebutuhan dan butir rencana untuk memeriksa usulan."),
    Duty.SIGNER: N_("Membaca kebutuhan dan butir rencana untuk menandatangani usulan."),
    Duty.PARTNER: N_("Melihat butir rencana yang dikerjakannya, dan hanya itu."),
    Duty.AUDITOR: N_("Melihat angka, rencana, dan catatan kegiatan, tanpa nama orang."),
    Duty.FEEDBACK_OFFICER: N_("Membaca masukan warga tentang unitnya."),
}

# What each duty may be given for.
SCOPES: dict[Duty, tuple[ScopeKind, ...]] = {
    Duty.SUPERIOR: (ScopeKind.UNIT,),
    Duty.CHECKER: (ScopeKind.OFFICE, ScopeKind.UNIT),
    Duty.SIGNER: (ScopeKind.OFFICE, ScopeKind.UNIT),
    Duty.PARTNER: (ScopeKind.OBJECT,),
    Duty.AUDITOR: (ScopeKind.OFFICE,),
    Duty.FEEDBACK_OFFICER: (ScopeKind.UNIT,),
}
