"""The words for roles."""

from core.errors import N_
from core.policy import Role

ROLE_LABELS = {
    Role.CITIZEN: N_("Warga"),
    Role.ASN: N_("Pegawai (ASN)"),
    Role.FACILITATOR: N_("Fasilitator"),
    Role.PLANNER: N_("Penyusun rencana"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
