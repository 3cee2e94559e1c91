"""The one address that hands out uploads; whoever owns one says who may have it."""

from io import BytesIO

from flask import Blueprint, send_file
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.db import db
from core.pages.frame.home import viewer
from core.uploads.files import folder_of, path_of
from core.uploads.owners import IMAGES
from core.uploads.queries import readable_upload

blueprint = Blueprint("uploads", __name__)


@blueprint.get("/berkas/<string:key>")
def show(key: str) -> Response:
    """The bytes, with the type that was found when they came in; documents are saved, never opened here."""
    upload = readable_upload(db.session(), key, viewer())
    path = path_of(folder_of(db.session()), upload.key) if upload else None
    if upload is None or path is None or not path.is_file():
        raise NotFound
    return send_file(
        BytesIO(path.read_bytes()),
        mimetype=upload.media_type,
        as_attachment=upload.media_type not in IMAGES,
        download_name=upload.filename,
        etag=upload.sha256,
        max_age=0,
    )
