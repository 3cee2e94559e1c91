"""What a taxonomy is for, and how a finding of its check weighs."""

from enum import StrEnum

from core.errors import N_
from surveys.enums import Purpose


class Use(StrEnum):
    """Which free texts may be read with it: those of a purpose, or any."""

    ASPIRATION = "aspiration"
    FEEDBACK = "feedback"
    ANY = "any"


USE_LABELS = {
    Use.ASPIRATION: N_("Survei aspirasi"),
    Use.FEEDBACK: N_("Masukan layanan"),
    Use.ANY: N_("Semua masukan"),
}
# What comes with the product, and what it is for.
SHIPPED_USES = {"asn": Use.ASPIRATION, "skm": Use.FEEDBACK}


def uses_for(purpose: Purpose) -> tuple[Use, ...]:
    """The uses that fit texts of a purpose."""
    return (Use(purpose.value), Use.ANY)


class TrialState(StrEnum):
    """How far a trial is."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"
