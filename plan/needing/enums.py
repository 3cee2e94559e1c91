"""The words of needs: what solves them, how far they are, where a hand-over stands."""

from enum import StrEnum

from core.errors import N_


class Solution(StrEnum):
    """What would meet a need. Only a course becomes a plan item; the rest goes to an addressee."""

    COURSE = "course"
    EQUIPMENT = "equipment"
    ALLOWANCE = "allowance"
    STAFFING = "staffing"
    PROCEDURE = "procedure"


class Stage(StrEnum):
    """How far a need is (DOMAIN: survei -> inventarisasi -> verifikasi atasan -> validasi -> prioritas)."""

    SURVEY = "survey"
    INVENTORY = "inventory"
    VERIFIED = "verified"
    VALIDATED = "validated"
    PRIORITISED = "prioritised"


class Hand(StrEnum):
    """In whose hand a step is."""

    PLANNER = "planner"
    SUPERIOR = "superior"
    CHECKER = "checker"


class HandoverStep(StrEnum):
    """What happened with a need at its addressee."""

    SENT = "sent"
    ANSWERED = "answered"


SOLUTION_LABELS = {
    Solution.COURSE: N_("Pelatihan atau pengembangan kompetensi"),
    Solution.EQUIPMENT: N_("Peralatan dan sarana"),
    Solution.ALLOWANCE: N_("Tambahan penghasilan (TPP)"),
    Solution.STAFFING: N_("Penambahan atau penataan pegawai"),
    Solution.PROCEDURE: N_("Perbaikan prosedur kerja"),
}
STAGE_LABELS = {
    Stage.SURVEY: N_("Survei"),
    Stage.INVENTORY: N_("Inventarisasi"),
    Stage.VERIFIED: N_("Diverifikasi atasan"),
    Stage.VALIDATED: N_("Divalidasi"),
    Stage.PRIORITISED: N_("Masuk daftar prioritas"),
}
HAND_LABELS = {
    Hand.PLANNER: N_("penyusun rencana"),
    Hand.SUPERIOR: N_("atasan"),
    Hand.CHECKER: N_("pemeriksa usulan"),
}
HANDOVER_LABELS = {
    HandoverStep.SENT: N_("Disampaikan"),
    HandoverStep.ANSWERED: N_("Dijawab"),
}
