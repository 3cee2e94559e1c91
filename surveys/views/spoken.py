"""A promise in the language of the request."""

from dataclasses import dataclass

from flask_babel import gettext

from surveys.promises import Line, Promise


@dataclass(frozen=True)
class Spoken:
    """The lines as they are read; `mark` names the wording."""

    mark: str
    main: list[str]
    more: list[str]
    limits: list[str]

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, in order."""
        return (*self.main, *self.more, *self.limits)


def speak(promise: Promise) -> Spoken:
    """The lines translated, with their values."""
    return Spoken(promise.mark, *map(_said, (promise.main, promise.more, promise.limits)))


def _said(lines: tuple[Line, ...]) -> list[str]:
    return [str(gettext(line.text, **line.values)) for line in lines]
