"""The files that a printed page refers to, read without the network."""

from urllib.parse import urlsplit

from flask import Response, current_app
from werkzeug.exceptions import NotFound


def read_own_file(url: str) -> tuple[bytes, str]:
    """Bytes and kind of a static file or an upload, asked of the view that hands it out."""
    endpoint, values = current_app.url_map.bind("").match(urlsplit(url).path)
    if endpoint not in {"static", "uploads.show"}:
        raise NotFound
    answer: Response = current_app.view_functions[endpoint](**values)  # type: ignore[assignment]
    answer.direct_passthrough = False
    content = answer.get_data()
    answer.close()
    return content, answer.mimetype or ""
