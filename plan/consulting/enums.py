"""The words of a draft of the plan and of what the staff say about it."""

from enum import StrEnum

from core.errors import N_


class VersionState(StrEnum):
    """A frozen draft; before the staff; decided upon."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    FINAL = "final"


class Stance(StrEnum):
    """What somebody says about an item of a version."""

    ENDORSE = "endorse"
    OBJECT = "object"


VERSION_STATE_LABELS = {
    VersionState.DRAFT: N_("Dibekukan"),
    VersionState.CONSULTATION: N_("Dalam konsultasi"),
    VersionState.FINAL: N_("Selesai dikonsultasikan"),
}
STANCE_LABELS = {Stance.ENDORSE: N_("Mendukung"), Stance.OBJECT: N_("Keberatan")}
