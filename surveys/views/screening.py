"""What a public form carries against junk, and what its post says (surveys/junk.py)."""

from collections.abc import Mapping

from flask import request

from core.db import db
from core.web.server import secret
from surveys import drafts, junk
from surveys.filling import Filling
from surveys.junk import Sign
from surveys.models import Survey

STAMP, TRAP = "form-opened", "form-website"


def stamp_for(survey: Survey, filling: Filling, *, known: bool) -> str:
    """The stamp of the page in hand: the one it came with, else a new one; empty where nobody looks.

    `known`: the form was filled in before, so it counts as open for long enough.
    """
    if not survey.screens:
        return ""
    raw = request.form.get(STAMP, "")
    age = junk.age_of(filling.nonce, raw, now=filling.now, secret=secret())
    if age is not None and age <= junk.KEPT:
        return raw
    if known or age is not None:
        return junk.settled(filling.nonce, now=filling.now, secret=secret())
    return junk.stamp(filling.nonce, opened=filling.now, secret=secret())


def sign_on_post(survey: Survey, filling: Filling, body: Mapping[str, object]) -> Sign | None:
    """What speaks against the answer; what is there already is acknowledged without a look. Raises Expired."""
    if not survey.screens or drafts.has_been_sent(db.session(), filling.nonce):
        return None
    return junk.sign_of(
        filling.questions,
        body,
        nonce=filling.nonce,
        raw=request.form.get(STAMP, ""),
        trap=request.form.get(TRAP, ""),
        now=filling.now,
        secret=secret(),
    )
