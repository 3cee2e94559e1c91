"""Photos for tests, as phones and people who mean harm would send them."""

import random
import struct
import zlib
from io import BytesIO

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

CAMERA = "KameraRahasia-77"


def photo(
    size: tuple[int, int] = (400, 300), *, kind: str = "JPEG", colour: int = 90, turned: bool = False
) -> bytes:
    """A photo with a place, a time and a camera in it; `turned` as a phone held upright stores it."""
    picture = Image.new("RGB", size, (colour, 120, 60))
    picture.paste((250, 250, 250), (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[Base.Model], exif[Base.DateTime] = CAMERA, "2026:11:27 08:30:00"
    if turned:
        exif[Base.Orientation] = 6
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (10.0, 10.0, 18.5)
    drawn = BytesIO()
    picture.save(drawn, kind, exif=exif, comment=CAMERA)
    return drawn.getvalue()


def noise(side: int) -> bytes:
    """A picture that no compression makes small, the same each time."""
    dice = random.Random(3)  # noqa: S311  no secret
    drawn = BytesIO()
    Image.frombytes("RGB", (side, side), dice.randbytes(3 * side * side)).save(drawn, "PNG")
    return drawn.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it is so large, with whatever pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = _chunk(b"IDAT", zlib.compress(data or b"\0" * 64))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + body + _chunk(b"IEND", b"")


def webp_of(width: int, height: int) -> bytes:
    """A WebP whose head says it is so large."""
    canvas = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", len(canvas)) + canvas
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


PAGE = b"<html><script>alert(1)</script></html>"
NOT_A_PHOTO = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "page": PAGE,
    "words": b"foto saya",
    "zeros": b"\0" * 5000,
    "truncated jpeg": photo()[:900],
    "truncated png": photo(kind="PNG")[:300],
    "head of a jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "pixels that lie": png_of(400, 300),
    "gif": b"GIF89a\x01\0\x01\0\0\0\0;",
    "bmp": b"BM" + b"\0" * 60,
    "tiff": b"II*\0" + b"\0" * 40,
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "pdf": b"%PDF-1.4\n%%EOF",
    "archive": b"PK\x03\x04" + b"\0" * 30,
    "program": b"\x7fELF" + b"\0" * 60,
    "webp without pixels": webp_of(10, 10),
    "text chunk bomb": b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0))
    + b"".join(_chunk(b"zTXt", b"k\0\0" + zlib.compress(b"x" * 1_000_000)) for _ in range(80))
    + _chunk(b"IEND", b""),
}
TOO_LARGE = {
    "dimensions of a bomb": png_of(60_000, 60_000),
    "just too large": png_of(6001, 4000),
    "webp canvas": webp_of(16_383, 16_383),
}
