"""One's own post by its tracking code, for those without an account and those who left theirs."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.db import db
from core.errors import N_, NotFound, RembukError
from core.web.server import today
from forum.discussion import posting, queries
from forum.discussion.forms import PostForm
from forum.discussion.models import TopicPost
from forum.discussion.rules import is_standing, why_closed
from forum.discussion.views.common import words

blueprint = Blueprint("posts_by_code", __name__, url_prefix="/forum/masukan-saya")


def _load(code: str) -> TopicPost:
    post = queries.post_by_code(db.session(), code)
    if post is None:
        raise NotFound(N_("Tidak ada tulisan dengan kode itu. Periksa lagi kodenya."))
    return post


@blueprint.route("/<string:code>", methods=["GET", "POST"])
def show(code: str) -> str | Response | tuple[str, int]:
    """Read and change it."""
    post = _load(code)
    form = PostForm(body=post.body, meta={"csrf": False})
    if not form.is_submitted():
        return _page(post, code, form)
    try:
        posting.edit(db.session(), post, body=form.body.data or "", today=today())
        db.session.commit()
    except RembukError as refusal:
        db.session.rollback()
        return _page(post, code, form, words(refusal)), refusal.status
    return redirect(url_for(".show", code=code, tersimpan=1), 303)


def _page(post: TopicPost, code: str, form: PostForm, refusal: str = "") -> str:
    closed = why_closed(post.topic)
    return render_template(
        "forum/discussion/by_code.html",
        post=post,
        topic=post.topic,
        code=code,
        form=form,
        refusal=refusal,
        closed=words(closed) if closed else "",
        standing=is_standing(post),
        saved="tersimpan" in request.args,
    )


@blueprint.route("/<string:code>/tarik", methods=["GET", "POST"])
def withdraw(code: str) -> str | Response:
    """Take it back, after asking once more."""
    post = _load(code)
    if request.method == "GET":
        return render_template(
            "forum/discussion/withdraw_by_code.html", post=post, topic=post.topic, code=code
        )
    posting.withdraw(db.session(), post)
    db.session.commit()
    return redirect(url_for(".show", code=code), 303)
