"""Small pictures for tests, drawn when asked for."""

from io import BytesIO
from typing import Any

from PIL import Image


def png(size: tuple[int, int] = (40, 20), *, kind: str = "PNG", mode: str = "RGB", **options: Any) -> bytes:
    """A picture in one colour."""
    drawn = BytesIO()
    Image.new(mode, size, 120 if mode in {"L", "P", "1"} else (20, 60, 120, 255)[: len(mode)]).save(
        drawn, kind, **options
    )
    return drawn.getvalue()
