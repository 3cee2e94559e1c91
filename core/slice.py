"""The core's own slice, joined from its parts."""

from core.parts import accounts, duties, frame, rights, settings, staff, upkeep
from core.slices import joined

SLICE = joined(
    "core",
    frame.PART,
    settings.PART,  # before the accounts: mails are erased by an address that erasing an account forgets
    accounts.PART,
    staff.PART,
    duties.PART,
    rights.PART,
    upkeep.PART,
)
