"""Whose an upload can be. An owner kind that is not registered here can neither store nor be read."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.policy import Viewer
from core.uploads.models import Upload

IMAGES = frozenset({"image/png", "image/jpeg", "image/webp"})
DOCUMENTS = frozenset({"application/pdf"})
SITE = "site"


@dataclass(frozen=True)
class OwnerKind:
    """A kind of owner: who may read its files, which types it takes, and how much one owner may keep."""

    kind: str
    may_read: Callable[[Session, Upload, Viewer], bool]
    media_types: frozenset[str] = IMAGES
    max_files: int = 10
    max_bytes: int = 20 * 1024 * 1024


_KINDS: dict[str, OwnerKind] = {}


def register(kind: OwnerKind) -> None:
    """Make a kind known; slices call this when they are imported."""
    _KINDS[kind.kind] = kind


def owner_kind(kind: str) -> OwnerKind | None:
    """The kind of that name; None when nobody registered it."""
    return _KINDS.get(kind)


def _everybody(_session: Session, _upload: Upload, _viewer: Viewer) -> bool:
    return True


# What the office shows of itself: its logo on letters and pages.
register(OwnerKind(SITE, _everybody, media_types=IMAGES, max_files=4))
