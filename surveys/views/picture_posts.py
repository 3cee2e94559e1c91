"""The photos that come with an answer form, and where they wait until the form is accepted."""

from collections.abc import Iterable, Mapping, Sequence

from flask import request
from werkzeug.datastructures import MultiDict

from core.db import db
from core.errors import RembukError
from core.uploads.content import MAX_BYTES
from core.web.server import secret
from surveys import draft_pictures
from surveys.definition import QuestionDef
from surveys.pictures import FILE, Chosen, clean_picture
from surveys.questions import picture_names
from surveys.views.common import words


def chosen_here(questions: Iterable[QuestionDef]) -> Chosen:
    """The files of this request, cleaned or refused. Their names are never read."""
    pictures: dict[str, bytes] = {}
    refused: dict[str, str] = {}
    for name in picture_names(questions):
        file = request.files.get(f"{FILE}{name}")
        if file is None or not file.filename:
            continue  # nothing was chosen
        try:
            pictures[name] = clean_picture(file.stream.read(MAX_BYTES + 1))
        except RembukError as refusal:
            refused[name] = words(refusal)
    return Chosen(pictures, refused)


def typed_with(
    posted: "MultiDict[str, str]", questions: Sequence[QuestionDef], chosen: Chosen
) -> "MultiDict[str, str]":
    """What was posted, each picture by its fingerprint."""
    typed = MultiDict(posted)
    for name in picture_names(questions):
        typed.setlist(name, chosen.value_of(name, posted))
    return typed


def gathered(nonce: str, named: Iterable[str], new: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pictures that a form names: those that came with it, and those that were kept for it."""
    wanted = set(named) - new.keys()
    kept = draft_pictures.of_form(db.session(), nonce, wanted, secret=secret()) if wanted else {}
    return {**kept, **new}
