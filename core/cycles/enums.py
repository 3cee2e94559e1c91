"""The five phases of a cycle and the actions they open."""

from enum import StrEnum

from core.errors import N_


class Phase(StrEnum):
    """In order; names in DOMAIN words are in PHASE_LABELS."""

    GATHER = "gather"
    FORMULATE = "formulate"
    DRAFT = "draft"
    CARRY_OUT = "carry_out"
    EVALUATE = "evaluate"


PHASE_LABELS = {
    Phase.GATHER: N_("Penjaringan aspirasi"),
    Phase.FORMULATE: N_("Perumusan kebutuhan"),
    Phase.DRAFT: N_("Penyusunan rencana"),
    Phase.CARRY_OUT: N_("Pelaksanaan"),
    Phase.EVALUATE: N_("Monitoring dan evaluasi"),
}


class Action(StrEnum):
    """What a phase can open. Stored per cycle and phase, edited by staff."""

    ANSWER_ASPIRATION = "answer_aspiration"
    ANSWER_FEEDBACK = "answer_feedback"
    DECIDE_THEMES = "decide_themes"
    EDIT_PLAN = "edit_plan"
    REPORT_PROGRESS = "report_progress"
    MEASURE = "measure"


ACTION_LABELS = {
    Action.ANSWER_ASPIRATION: N_("Mengisi survei aspirasi"),
    Action.ANSWER_FEEDBACK: N_("Mengirim masukan layanan"),
    Action.DECIDE_THEMES: N_("Memutuskan tema dan kebutuhan"),
    Action.EDIT_PLAN: N_("Menyusun butir rencana"),
    Action.REPORT_PROGRESS: N_("Mengubah status pelaksanaan"),
    Action.MEASURE: N_("Mencatat pengukuran indikator"),
}

# What a new cycle starts with; from then on it is data of that cycle.
DEFAULT_OPENINGS: dict[Phase, tuple[Action, ...]] = {
    Phase.GATHER: (Action.ANSWER_ASPIRATION, Action.ANSWER_FEEDBACK),
    Phase.FORMULATE: (Action.ANSWER_FEEDBACK, Action.DECIDE_THEMES),
    Phase.DRAFT: (Action.ANSWER_FEEDBACK, Action.DECIDE_THEMES, Action.EDIT_PLAN),
    Phase.CARRY_OUT: (Action.ANSWER_FEEDBACK, Action.REPORT_PROGRESS, Action.MEASURE),
    Phase.EVALUATE: (Action.ANSWER_FEEDBACK, Action.REPORT_PROGRESS, Action.MEASURE),
}
