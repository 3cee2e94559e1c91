"""Compression for poor networks: static files and pages without a login.

A page that mixes a secret with text an attacker chose must not be compressed (BREACH), so
pages of logged-in people stay as they are.
"""

from flask import Flask, Response, request
from flask_compress import Compress
from flask_login import current_user


def install_compression(app: Flask) -> None:
    """Compress what may be."""
    app.config.update(COMPRESS_REGISTER=False, COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_MIN_SIZE=500)
    compress = Compress(app)

    @app.after_request
    def maybe(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == 200:
            response.direct_passthrough = False
            response.get_data()  # whole in memory: a streamed file would not be compressed with gzip
        return response if current_user.is_authenticated else compress.after_request(response)
