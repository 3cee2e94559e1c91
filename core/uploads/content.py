"""What may be uploaded, decided by the bytes and never by the name."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from core.errors import N_, Invalid

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 24_000_000
MAX_SIDE = 2400
FORMATS = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg"), "WEBP": ("image/webp", ".webp")}
MAX_NAME = 100


@dataclass(frozen=True)
class Content:
    """Bytes that may be kept, and what they are."""

    data: bytes = field(repr=False)
    media_type: str
    suffix: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def clean(data: bytes) -> Content:
    """The content as it is kept: pictures drawn anew without their metadata, PDF as it came.

    A picture that also holds something else (a page, an archive, a place of capture) loses it.
    """
    if not data:
        raise Invalid(N_("Berkas ini kosong. Pilih berkas lain."))
    if len(data) > MAX_BYTES:
        raise Invalid(N_("Berkas terlalu besar. Paling besar 8 MB."))
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    return _picture(data)


def _pdf(data: bytes) -> Content:
    # Whatever follows the end mark would be a second file in the same bytes.
    end = data.rfind(b"%%EOF")
    if end < 0 or data[end + 5 :].strip(b"\r\n\t \x00"):
        raise Invalid(N_("Berkas PDF ini rusak atau tidak utuh. Simpan ulang sebagai PDF, lalu coba lagi."))
    return Content(data, "application/pdf", ".pdf")


def _picture(data: bytes) -> Content:
    refused = Invalid(N_("Jenis berkas ini tidak diterima. Kirim PNG, JPEG, WebP, atau PDF."))
    found = upright_picture(data)
    if found is None:
        raise refused
    picture, kind = found
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    drawn = BytesIO()
    media_type, suffix = FORMATS[kind]
    picture.save(drawn, kind, **({} if kind == "PNG" else {"quality": 88}))
    return Content(drawn.getvalue(), media_type, suffix)


def upright_picture(data: bytes, *, at_least: int = 0) -> "tuple[Image.Image, str] | None":
    """The picture alone, without anything that was stored with it, and its format; None where there is none.

    `at_least`: so many pixels on each side are enough; a JPEG that has far more is then read faster.
    Raises Invalid for one that is too large, judged before its pixels are read.
    """
    from PIL import Image, ImageFile, ImageOps

    # WeasyPrint switches this on for the whole process: half a picture would be taken for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(data), formats=tuple(FORMATS)) as found:
            # What several phones write is a JPEG with a second one behind it.
            kind = "JPEG" if found.format == "MPO" else str(found.format)
            if found.width * found.height > MAX_PIXELS:
                raise Invalid(N_("Gambar terlalu besar. Paling besar 24 juta piksel."))
            if at_least:
                found.draft("RGB", (at_least, at_least))
            upright = ImageOps.exif_transpose(found)
            mode = "RGBA" if kind != "JPEG" and upright.has_transparency_data else "RGB"
            picture = upright.convert(mode)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Invalid(N_("Gambar terlalu besar. Paling besar 24 juta piksel.")) from bomb
    except (OSError, ValueError, SyntaxError, EOFError):
        return None
    picture.info.clear()
    return picture, kind


def clean_filename(name: str, suffix: str) -> str:
    """The name without folders and control characters, with the ending of what it really is."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    stem = printable.rsplit(".", 1)[0] if "." in printable else printable
    return f"{stem.strip(' .')[:MAX_NAME] or 'berkas'}{suffix}"
