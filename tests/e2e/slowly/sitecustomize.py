"""Pages that come late and in two halves, for the browser tests: what only works on a fast machine fails.

Python imports a module of this name at its start; `tests/e2e/conftest.py` puts this folder in its way where
REMBUK_SLOW_PAGES says so.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Flask

WAIT = 0.3
# What fits into the first packet.
FIRST = 1200
whole_page: Callable[..., Iterable[bytes]] = Flask.wsgi_app


def in_two_halves(app: Flask, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if "text/html" not in environ.get("HTTP_ACCEPT", ""):
        return whole_page(app, environ, start_response)
    time.sleep(WAIT)
    answer = whole_page(app, environ, start_response)
    page = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return _halves(page)


def _halves(page: bytes) -> Iterator[bytes]:
    cut = min(FIRST, len(page) // 2)
    yield page[:cut]
    time.sleep(WAIT)
    yield page[cut:]


Flask.wsgi_app = in_two_halves  # type: ignore[assignment,method-assign]
