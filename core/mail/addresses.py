"""What counts as an e-mail address: enough to hand a mail in, nothing that could carry a second header."""

import re

LONGEST = 254
# The plain form that offices use: no quotes, no comments, no list of several, ASCII.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}")


def is_address(text: str) -> bool:
    """Whether a mail can be sent there."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None


def same_address(text: str) -> str:
    """The form in which addresses are kept and compared."""
    return text.strip().lower()
