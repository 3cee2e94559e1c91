"""The core's own slice, joined from its parts."""

from core.parts import accounts, duties, frame, rights, settings, staff, upkeep
from core.slices import joined

SLICE = joined(
    "core",
    frame.PART,
    accounts.PART,
    staff.PART,
    duties.PART,
    rights.PART,
    settings.PART,
    upkeep.PART,
)
