"""A pasted list of people: a line each, from a spreadsheet or typed. Pure."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from core.mail.addresses import is_address
from core.outreach.whatsapp import international

MOST_LINES = 5000
LONGEST_NAME = 160
# Whoever pastes a whole table means its lines; more cells than this are no person.
MOST_CELLS = 40
_CUT = re.compile(r"[;,\t<>\"]+")


@dataclass(frozen=True)
class Entry:
    """Somebody with an address, a telephone number, or both."""

    name: str = ""
    address: str = ""
    phone: str = ""

    def stored(self) -> dict[str, str]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, str]) -> "Entry":
        """From JSON."""
        return cls(**stored)


@dataclass(frozen=True)
class PastedList:
    """What could be read, and the numbers of the lines that could not."""

    entries: tuple[Entry, ...]
    unreadable: tuple[int, ...] = ()


def read_list(text: str, *, region: str) -> PastedList:
    """Name, address and number in any order, between commas, semicolons or tabs; a heading is skipped."""
    entries: list[Entry] = []
    unreadable: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        entry = _entry(line, region)
        if entry is not None:
            entries.append(entry)
        elif number > 1 or not _is_heading(line):
            unreadable.append(number)
    return PastedList(tuple(entries), tuple(unreadable))


def _is_heading(line: str) -> bool:
    """The first line of a table holds neither an address nor a digit."""
    return "@" not in line and not any(sign.isdigit() for sign in line) and bool(_CUT.search(line))


def _entry(line: str, region: str) -> Entry | None:
    name, address, phone = "", "", ""
    cells = _CUT.split(line)
    if len(cells) > MOST_CELLS:
        return None
    for cell in map(str.strip, cells):
        if not cell:
            continue
        if not address and is_address(cell):
            address = cell
        elif not phone and (found := international(cell, region=region)):
            phone = found
        elif "@" in cell or any(sign.isdigit() for sign in cell):
            return None
        else:
            name = f"{name}, {cell}" if name else cell
    if not address and not phone:
        return None
    return Entry(" ".join(name.split())[:LONGEST_NAME], address, phone)
