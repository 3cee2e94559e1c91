"""What other subjects add to the page of a registration: calendars, attendance, certificates, notes.

A subject's part adds its functions when it is loaded. The smaller `order` stands first.
"""

from collections.abc import Callable

from forum.seats.models import Registration
from forum.workshops.panels import Box

BoxMaker = Callable[[Registration], Box | None]
_own: list[tuple[int, BoxMaker]] = []


def add_own(make: BoxMaker, *, order: int = 50) -> None:
    """Show a box on the page that the person sees; None shows nothing. It reads its values as `box`."""
    _own.append((order, make))
    _own.sort(key=lambda one: one[0])


def own(registration: Registration) -> list[Box]:
    """The boxes of a person's page."""
    return [box for _order, make in _own if (box := make(registration)) is not None]
