"""Refusals: services raise them with a message id, the edge translates and shows them."""


def N_(message: str) -> str:
    """Mark a message for the catalogue without translating it here."""
    return message


class RembukError(Exception):
    """A refusal a person can act on. `message` is an Indonesian source string with %(name)s slots."""

    status = 400

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


class Invalid(RembukError):
    """What was sent cannot be used as it is."""

    status = 422


class NotAllowed(RembukError):
    """The actor may not do this."""

    status = 403


class NotFound(RembukError):
    """There is no such thing, or it is hidden from the actor."""

    status = 404


class Closed(RembukError):
    """The time or phase for this is over, or has not begun."""

    status = 409


class Conflict(RembukError):
    """Something else happened in the meantime."""

    status = 409


class Full(RembukError):
    """No place is left."""

    status = 409
