"""The safety net: backups, restoring them, locks that keep two processes out of each other's way."""


class SafetyError(Exception):
    """It was not done; the message says why and what to do, in one line."""
