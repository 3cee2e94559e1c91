"""What other subjects add to the pages of a workshop, without this one knowing them.

A subject's part adds its functions when it is loaded; they run inside the view, so they may ask for the
visitor and the session of the request. The smaller `order` stands first.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from forum.workshops.models import Workshop


class Box(NamedTuple):
    """A template to include in a workshop's page; it reads its values as `box`."""

    template: str
    values: Mapping[str, object]


class StaffLink(NamedTuple):
    """Something that staff can do with a workshop; the texts are already in the visitor's language."""

    label: str
    url: str
    text: str = ""


BoxMaker = Callable[[Workshop], Box | None]
LinkMaker = Callable[[Workshop], list[StaffLink]]
_public: list[tuple[int, BoxMaker]] = []
_staff: list[tuple[int, LinkMaker]] = []


def add_public(make: BoxMaker, *, order: int = 50) -> None:
    """Show a box on the page that everybody sees; None shows nothing."""
    _public.append((order, make))
    _public.sort(key=lambda one: one[0])


def add_staff(make: LinkMaker, *, order: int = 50) -> None:
    """Show links on the page that staff see."""
    _staff.append((order, make))
    _staff.sort(key=lambda one: one[0])


def public(workshop: Workshop) -> list[Box]:
    """The boxes of the public page."""
    return [box for _order, make in _public if (box := make(workshop)) is not None]


def staff(workshop: Workshop) -> list[StaffLink]:
    """The links of the staff page."""
    return [link for _order, make in _staff for link in make(workshop)]
