"""Account names made from people's names."""

import re
import unicodedata
from collections.abc import Container

SHORTEST = 3
PATTERN = re.compile(r"[a-z0-9][a-z0-9._@-]{2,79}")
# "Drs.", "H.", "Ir.": what stands before a name and ends with a point.
_BEFORE = re.compile(r"^(?:[^\W\d_]{1,5}\.\s*)+", re.UNICODE)


def login_for(name: str, taken: Container[str]) -> str:
    """first.last in plain letters, with a number where that is taken."""
    plain = unicodedata.normalize("NFKD", _BEFORE.sub("", name.split(",")[0]))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    words = re.findall(r"[a-z0-9]+", letters.replace("'", "").replace("’", ""))
    base = ".".join([words[0], words[-1]] if len(words) > 1 else words)[:60]
    if len(base) < SHORTEST:
        base = f"pegawai.{base}".rstrip(".")
    login, number = base, 1
    while login in taken:
        number += 1
        login = f"{base}{number}"
    return login
