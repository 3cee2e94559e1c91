"""The one family of errors a caller may show to a person as they are."""


class RefusedError(ValueError):
    """What was asked cannot be done; the message says in one line what to change."""
