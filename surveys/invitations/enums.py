"""How an invitation reaches a person, and what goes out."""

from enum import StrEnum


class Way(StrEnum):
    """By mail on its own; on paper or by WhatsApp a person brings it and notes that."""

    MAILED = "mailed"
    PAPER = "paper"
    PHONE = "phone"
    BROUGHT = "brought"


class Notice(StrEnum):
    """The kinds of notice in the sent ledger."""

    INVITATION = "survey.invitation"
    REMINDER = "survey.reminder"


class CallState(StrEnum):
    """A call is queued until its last letter is written."""

    QUEUED = "queued"
    DONE = "done"
