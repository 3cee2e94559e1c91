"""Names on a device, who has earned a certificate, and the office's way of numbering."""

import re
from datetime import date, datetime, timedelta

from core.errors import N_, Invalid

USUAL_PERCENT = 80
USUAL_NUMBER = "800.2/{nomor}/{tahun}"
OLDEST_ENTRY = timedelta(days=30)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_SLOT = re.compile(r"\{([^{}]*)\}")
SLOTS = frozenset({"nomor", "tahun", "bulan"})


def short_name(name: str) -> str:
    """ "Maria Tefa Lestari" -> "Maria T. L.": enough to call somebody, not a list of full names on a phone."""
    first, *rest = name.split() or [""]
    return " ".join([first, *(f"{word[0]}." for word in rest if word[0].isalpha())])


def has_earned(present: int, sessions: int, percent: int) -> bool:
    """Whether somebody who was in so many of the sessions gets a certificate."""
    return sessions > 0 and present * 100 >= percent * sessions


def time_of_entry(said: datetime | None, now: datetime) -> datetime:
    """When somebody came, by a device's clock where it can be right."""
    if said is None or said > now or said < now - OLDEST_ENTRY:
        return now
    return said


def check_pattern(pattern: str) -> None:
    """Raise Invalid when numbers made by this pattern would not be numbers of their own."""
    slots = set(_SLOT.findall(pattern))
    if slots - SLOTS or re.search(r"[{}]", _SLOT.sub("", pattern)):
        raise Invalid(N_("Di antara kurung kurawal hanya boleh nomor, bulan, atau tahun."))
    if not {"nomor", "tahun"} <= slots:
        raise Invalid(
            N_("Pola nomor harus memuat {nomor} dan {tahun}, supaya setiap nomor hanya sekali dipakai.")
        )


def number_by(pattern: str, *, serial: int, on: date) -> str:
    """The number of a certificate: the pattern filled in, the month as offices write it."""
    values = {"nomor": f"{serial:03d}", "tahun": str(on.year), "bulan": _ROMAN[on.month - 1]}
    return _SLOT.sub(lambda slot: values[slot[1]], pattern)
