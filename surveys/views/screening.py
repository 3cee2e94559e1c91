"""What a public form carries against junk, and what its post says (surveys/junk.py)."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from core.db import db
from core.web.server import least_seconds, secret
from surveys import drafts, junk
from surveys.filling import Filling
from surveys.junk import Sign
from surveys.models import Survey

STAMP, EARLIER, TRAP = "form-opened", "form-earlier", "form-website"
"""EARLIER: of the page on which a text was typed that the script kept on the device, without its nonce."""


@dataclass(frozen=True)
class Stamps:
    """What a page carries: `opened` in the form, `kept` for the script. Empty where nobody looks."""

    opened: str = ""
    kept: str = ""


def stamps_for(survey: Survey, filling: Filling, *, known: bool) -> Stamps:
    """For the page in hand, as old as what it came with.

    `known`: the form was filled in before, so it counts as open for long enough, and so does one from long ago.
    """
    if not survey.screens:
        return Stamps()
    opened = _opened(survey)
    first = junk.begun(opened, now=filling.now)
    if first is None:
        first = junk.settled(filling.now) if known or opened else int(filling.now.timestamp())
    return Stamps(
        junk.stamp(filling.nonce, first, secret=secret()), junk.stamp(survey.key, first, secret=secret())
    )


def sign_on_post(survey: Survey, filling: Filling, body: Mapping[str, object]) -> Sign | None:
    """What speaks against the answer; what is there already is acknowledged without a look."""
    if not survey.screens or drafts.has_been_sent(db.session(), filling.nonce):
        return None
    return junk.sign_of(
        filling.questions,
        body,
        opened=_opened(survey),
        trap=request.form.get(TRAP, ""),
        now=filling.now,
        least=least_seconds(),
    )


def _opened(survey: Survey) -> list[int]:
    """The seconds of the stamps that came with the post and are ours."""
    nonce = request.form.get("nonce", "").strip().lower()
    brought = ((nonce, STAMP), (survey.key, EARLIER))
    found = (junk.second_of(of, request.form.get(name, ""), secret=secret()) for of, name in brought)
    return [second for second in found if second is not None]
