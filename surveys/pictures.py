"""What is kept of a photo that somebody adds to an answer: a small JPEG, and nothing that came with it.

The file's name, its time and place of capture, the device and whatever else lies in its bytes are never
stored: the picture is drawn anew from its pixels. The same file always becomes the same bytes, so that
a form that is sent twice is one answer.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from core.errors import N_, Invalid
from core.uploads.content import MAX_BYTES, upright_picture

if TYPE_CHECKING:
    from PIL import Image

LONGEST_SIDE = 1280
MOST_BYTES = 200_000
MEDIA_TYPE = "image/jpeg"
# Longest side and quality, tried in turn until the picture is small enough.
_STEPS = ((LONGEST_SIDE, 80), (LONGEST_SIDE, 60), (1024, 60), (800, 50), (640, 40), (480, 30))
# What the fields of a picture are called, before the question's name: no question's name holds a hyphen.
FILE, KEEP, DROP = "file-", "keep-", "drop-"
_DIGEST = re.compile(r"[0-9a-f]{64}")
# The pixels of a large picture take up to 100 MB while it is drawn anew.
_at_once = BoundedSemaphore(2)


def clean_picture(data: bytes) -> bytes:
    """The picture as it is kept. Raises Invalid with what the person can do about it."""
    if not data:
        raise Invalid(N_("Berkas ini kosong. Pilih berkas lain."))
    if len(data) > MAX_BYTES:
        raise Invalid(N_("Berkas terlalu besar. Paling besar 8 MB."))
    with _at_once:
        found = upright_picture(data, at_least=LONGEST_SIDE)
        if found is None:
            raise Invalid(N_("Ini bukan foto yang dapat dibaca. Kirim JPEG, PNG, atau WebP."))
        return _small(_opaque(found[0]))


def digest_of(picture: bytes) -> str:
    """The fingerprint by which an answer names its picture: made from the kept bytes alone."""
    return hashlib.sha256(picture).hexdigest()


def is_digest(text: str) -> bool:
    """Whether a text could be such a fingerprint."""
    return _DIGEST.fullmatch(text) is not None


@dataclass(frozen=True)
class Chosen:
    """What the files of a form came to, by question: the picture, or the words that refuse it."""

    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def by_digest(self) -> dict[str, bytes]:
        return {digest_of(picture): picture for picture in self.pictures.values()}

    def value_of(self, name: str, posted: Mapping[str, str]) -> list[str]:
        """Which picture a form names: the one that came with it, else the one it had and was not told to drop."""
        if name in self.pictures:
            return [digest_of(self.pictures[name])]
        kept = posted.get(f"{KEEP}{name}", "")
        return [kept] if is_digest(kept) and not posted.get(f"{DROP}{name}") else []


def _opaque(picture: "Image.Image") -> "Image.Image":
    from PIL import Image

    if picture.mode != "RGBA":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _small(picture: "Image.Image") -> bytes:
    drawn = BytesIO()
    for side, quality in _STEPS:
        picture.thumbnail((side, side))
        drawn = BytesIO()
        picture.save(drawn, "JPEG", quality=quality)
        if drawn.tell() <= MOST_BYTES:
            break
    return drawn.getvalue()
