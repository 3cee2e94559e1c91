"""Read the queue of a check-in device: JSON from a browser, so nothing in it is believed."""

import re
from datetime import UTC, datetime
from typing import Any

from core.errors import N_, Invalid
from forum.attendance.check_in import Entry

MOST_ENTRIES = 200
_KEY = re.compile(r"[0-9a-f]{32}")
_DEVICE = re.compile(r"[0-9a-f]{16}|")
_PERSON = re.compile(r"[0-9a-z-]{1,64}|")
UNREADABLE = N_("Antrean dari perangkat ini tidak dapat dibaca. Muat ulang halaman presensi.")


def read_batch(sent: Any) -> list[Entry]:
    """The entries in their order. Raises Invalid when the batch is none."""
    if not isinstance(sent, dict) or not isinstance(sent.get("entries"), list):
        raise Invalid(UNREADABLE)
    if len(sent["entries"]) > MOST_ENTRIES:
        raise Invalid(UNREADABLE)
    device = _text(sent, "device", _DEVICE)
    return [_entry(one, device) for one in sent["entries"]]


def _entry(one: Any, device: str) -> Entry:
    if not isinstance(one, dict):
        raise Invalid(UNREADABLE)
    ticket = one.get("ticket", "")
    if not isinstance(ticket, str) or len(ticket) > 200:
        raise Invalid(UNREADABLE)
    person = _text(one, "person", _PERSON)
    if bool(ticket) == bool(person):
        raise Invalid(UNREADABLE)
    key = _text(one, "key", _KEY)
    return Entry(key=key, ticket=ticket, registration_key=person, at=_time(one.get("at")), device_key=device)


def _text(holder: dict[str, Any], name: str, shape: re.Pattern[str]) -> str:
    value = holder.get(name, "")
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise Invalid(UNREADABLE)
    return value


def _time(sent: Any) -> datetime | None:
    """Milliseconds since 1970, as browsers count; None where that is no time."""
    if isinstance(sent, bool) or not isinstance(sent, int) or not 0 < sent < 2**43:
        return None
    return datetime.fromtimestamp(sent / 1000, UTC)
