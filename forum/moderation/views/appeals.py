"""The author's side: what was decided, and the objection; with the tracking code or the account."""

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import N_, NotFound, RembukError
from core.web.server import secret, today
from core.web.throttle import limiter
from forum.discussion.queries import post_by_code
from forum.discussion.views.common import words
from forum.moderation import appealing, queries
from forum.moderation.enums import ACTION_LABELS, APPEAL_LABELS, REASON_LABELS
from forum.moderation.forms import AppealForm
from forum.moderation.queries import Past
from forum.moderation.rules import is_appealable
from forum.moderation.telling import TOLD_TITLES

by_code = Blueprint("appeals_by_code", __name__, url_prefix="/forum/keberatan")
own = Blueprint("own_moderation", __name__, url_prefix="/forum/moderasi/saya")
_APPEALS = limiter.limit("300 per 15 minutes", methods=["POST"])
_LABELS = {
    "titles": TOLD_TITLES,
    "reasons": REASON_LABELS,
    "actions": ACTION_LABELS,
    "appeals": APPEAL_LABELS,
}


@by_code.route("/<string:code>", methods=["GET", "POST"])
@_APPEALS
def appeal(code: str) -> str | Response | tuple[str, int]:
    """Read the decision and object to it, with the code that came with the post."""
    post = post_by_code(db.session(), code)
    past = queries.latest_of(db.session(), post) if post is not None else None
    if past is None:
        raise NotFound(N_("Tidak ada keputusan moderator untuk kode itu. Periksa lagi kodenya."))
    return _appeal(past, url_for(".appeal", code=code), url_for("trace.show", code=code))


@own.get("")
def index() -> str:
    """What was decided about the posts of whoever looks."""
    return render_template(
        "forum/moderation/own.html",
        pasts=queries.told_to(db.session(), current_user.id, secret=secret()),
        appealable=is_appealable,
        **_LABELS,
    )


@own.route("/<string:key>/keberatan", methods=["GET", "POST"])
@_APPEALS
def object_(key: str) -> str | Response | tuple[str, int]:
    """Read the decision and object to it, as the account that wrote the post; others find their own list."""
    past = queries.own_decision(db.session(), key, current_user.id, secret=secret())
    if past is None:
        return redirect(url_for(".index"), 303)
    return _appeal(past, url_for(".object_", key=key), url_for(".index"))


def _appeal(past: Past, here: str, back: str) -> str | Response | tuple[str, int]:
    """The page of an objection; refused, it comes back with the text."""
    form = AppealForm(meta={"csrf": False})
    if not form.is_submitted():
        return _page(past, form, here, back)
    try:
        appealing.file_appeal(db.session(), past.decision, text=form.text.data or "", today=today())
        db.session.commit()
    except RembukError as refusal:
        db.session.rollback()
        return _page(past, form, here, back, words(refusal)), refusal.status
    return redirect(here, 303)


def _page(past: Past, form: AppealForm, here: str, back: str, refusal: str = "") -> str:
    return render_template(
        "forum/moderation/appeal.html",
        past=past,
        form=form,
        here=here,
        back=back,
        refusal=refusal,
        open_to=is_appealable(past.decision, past.appeal),
        stateless=here.startswith("/forum/keberatan/"),
        **_LABELS,
    )
