"""What somebody with an account does with posts: support, follow, change and withdraw their own."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import N_, NotAllowed, RembukError
from core.web.server import secret, today
from forum.discussion import following, posting, queries, rules, supporting
from forum.discussion.forms import ConfirmForm, PostForm
from forum.discussion.models import Topic, TopicPost
from forum.discussion.views.common import account_id, words

blueprint = Blueprint("own_posts", __name__, url_prefix="/forum/<string:key>")
_NOT_YOURS = N_("Hanya penulisnya yang dapat mengubah atau menarik tulisan ini.")


def _load(key: str, post_key: str) -> tuple[Topic, TopicPost]:
    topic = queries.topic_by_key(db.session(), key)
    return topic, queries.post_in(db.session(), topic, post_key)


def _to_post(key: str, post: TopicPost) -> Response:
    return redirect(url_for("discussion.show_post", key=key, post_key=post.key), 303)


@blueprint.post("/<string:post_key>/dukung")
def support(key: str, post_key: str) -> Response:
    """Support a post; a second press changes nothing."""
    _topic, post = _load(key, post_key)
    supporting.support(db.session(), post, actor_id=current_user.id, secret=secret())
    db.session.commit()
    flash(gettext("Dukungan Anda sudah dihitung."), "success")
    return _to_post(key, post)


@blueprint.post("/<string:post_key>/batal-dukung")
def unsupport(key: str, post_key: str) -> Response:
    """Take one's support back."""
    _topic, post = _load(key, post_key)
    supporting.unsupport(db.session(), post, actor_id=current_user.id, secret=secret())
    db.session.commit()
    flash(gettext("Dukungan Anda sudah ditarik."), "success")
    return _to_post(key, post)


@blueprint.post("/ikuti")
def follow(key: str) -> Response:
    """Hear of what is new."""
    following.follow(db.session(), queries.topic_by_key(db.session(), key), actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Anda mengikuti topik ini. Yang baru tampil di halaman Pemberitahuan."), "success")
    return redirect(url_for("discussion.show", key=key), 303)


@blueprint.post("/berhenti-ikuti")
def unfollow(key: str) -> Response:
    """Hear no more of it."""
    following.unfollow(db.session(), queries.topic_by_key(db.session(), key), actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Anda tidak lagi mengikuti topik ini."), "success")
    return redirect(url_for("discussion.show", key=key), 303)


@blueprint.route("/<string:post_key>/ubah", methods=["GET", "POST"])
def edit(key: str, post_key: str) -> str | Response | tuple[str, int]:
    """Change one's own post. Whoever was logged out meanwhile gets the page back with the text."""
    topic, post = _load(key, post_key)
    mine = rules.is_by(post, account_id(), secret=secret())
    form = PostForm(body=post.body, meta={"csrf": False})
    if not form.is_submitted():
        return edit_page(topic, post, form) if mine else _to_post(key, post)
    try:
        if not mine:
            raise NotAllowed(_NOT_YOURS)
        posting.edit(db.session(), post, body=form.body.data or "", today=today())
        db.session.commit()
    except RembukError as refusal:
        db.session.rollback()
        return edit_page(topic, post, form, words(refusal)), refusal.status
    return _to_post(key, post)


def edit_page(topic: Topic, post: TopicPost, form: PostForm, refusal: str = "") -> str:
    """The form for changing a post."""
    return render_template(
        "forum/discussion/edit.html",
        topic=topic,
        post=post,
        form=form,
        refusal=refusal,
        login_missing=account_id() is None,
    )


@blueprint.route("/<string:post_key>/tarik", methods=["GET", "POST"])
def withdraw(key: str, post_key: str) -> str | Response:
    """Take one's own post back, after asking once more."""
    topic, post = _load(key, post_key)
    mine = rules.is_by(post, account_id(), secret=secret())
    form = ConfirmForm()
    if not form.is_submitted():
        page = render_template("forum/discussion/withdraw.html", topic=topic, post=post)
        return page if mine else _to_post(key, post)
    if not mine:
        raise NotAllowed(_NOT_YOURS)
    posting.withdraw(db.session(), post)
    db.session.commit()
    flash(gettext("Tulisan Anda sudah ditarik dan teksnya dihapus."), "success")
    return redirect(url_for("discussion.show", key=key), 303)
