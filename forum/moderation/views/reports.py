"""Report a post: for everybody, without a session."""

from flask import Blueprint, render_template, request

from core import nonces
from core.db import db
from core.errors import RembukError
from core.web.server import secret, today
from core.web.throttle import limiter
from forum.discussion import queries
from forum.discussion.enums import PostState
from forum.discussion.models import TopicPost
from forum.discussion.views.common import account_id, words
from forum.moderation import reporting
from forum.moderation.forms import ReportForm
from forum.moderation.rules import read_reason

blueprint = Blueprint("post_reports", __name__, url_prefix="/forum/<string:key>/<string:post_key>")
# A hall full of people shares one address; only machines come near this.
_REPORTS = limiter.limit("300 per 15 minutes", methods=["POST"])


@blueprint.route("/laporkan", methods=["GET", "POST"])
@_REPORTS
def create(key: str, post_key: str) -> str | tuple[str, int]:
    """The form, and thanks once the report is stored; whatever goes wrong, the text comes back."""
    post = queries.post_in(db.session(), queries.topic_by_key(db.session(), key), post_key)
    form, nonce = ReportForm(meta={"csrf": False}), nonces.new_nonce()
    if not form.is_submitted():
        return _page(post, form, nonce)
    try:
        nonce = nonces.read_nonce(request.form.get("nonce", ""))
        _report(post, form, nonce)
        db.session.commit()
    except RembukError as refusal:
        db.session.rollback()
        return _page(post, form, nonce, words(refusal)), refusal.status
    return render_template("forum/moderation/reported.html", topic=post.topic, post=post)


def _report(post: TopicPost, form: ReportForm, nonce: str) -> None:
    reporting.report_post(
        db.session(),
        post,
        reason=read_reason(form.reason.data or ""),
        note=form.note.data or "",
        nonce=nonce,
        actor_id=account_id(),
        secret=secret(),
        today=today(),
    )


def _page(post: TopicPost, form: ReportForm, nonce: str, refusal: str = "") -> str:
    return render_template(
        "forum/moderation/report.html",
        topic=post.topic,
        post=post,
        form=form,
        nonce=nonce,
        refusal=refusal,
        visible=post.state == PostState.VISIBLE,
    )
