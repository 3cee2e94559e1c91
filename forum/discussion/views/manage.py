"""The office's side: open topics, change, lock and close them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.forms import show_refusal
from core.web.server import today
from forum.discussion import queries, services
from forum.discussion.forms import CloseForm, TopicForm, subject_value
from forum.discussion.models import Topic
from forum.discussion.views.common import subject_of, subjects

blueprint = Blueprint("manage_topics", __name__, url_prefix="/kelola/forum")


def _load(key: str) -> Topic:
    return queries.topic_by_key(db.session(), key)


def _done(topic: Topic, message: str) -> Response:
    db.session.commit()
    flash(message, "success")
    return redirect(url_for(".show", key=topic.key), 303)


@blueprint.get("")
def index() -> str:
    """All topics."""
    return render_template("forum/discussion/manage/index.html", topics=queries.topics(db.session()))


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """Open a topic."""
    offered = subjects(db.session())
    form = TopicForm(about=request.args.get("tentang"))
    form.offer(offered)
    if form.validate_on_submit():
        about = next(s for s in offered if subject_value(s) == form.about.data)
        topic = services.create_topic(db.session(), about, form.facts(), actor_id=current_user.id)
        return _done(topic, gettext("Topik sudah dibuka."))
    return render_template("forum/discussion/manage/form.html", form=form, topic=None)


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """A topic with the ways to change it."""
    topic = _load(key)
    (listed,) = queries.with_counts(db.session(), [topic])
    return render_template(
        "forum/discussion/manage/show.html", topic=topic, posts=listed.posts, about=subject_of(topic)
    )


@blueprint.route("/<string:key>/ubah", methods=["GET", "POST"])
def change(key: str) -> str | Response:
    """Change texts and rules; what the topic is about stays."""
    topic = _load(key)
    form = TopicForm(obj=topic)
    form.offer([])
    del form.about
    if form.validate_on_submit():
        try:
            services.change_topic(db.session(), topic, form.facts(), actor_id=current_user.id)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.identity, refusal)
        else:
            return _done(topic, gettext("Perubahan sudah disimpan."))
    return render_template("forum/discussion/manage/form.html", form=form, topic=topic)


@blueprint.post("/<string:key>/kunci")
def lock(key: str) -> Response:
    """Take no posts for now."""
    topic = _load(key)
    services.lock(db.session(), topic, actor_id=current_user.id)
    return _done(topic, gettext("Topik dikunci. Tulisan yang ada tetap dapat dibaca."))


@blueprint.post("/<string:key>/buka-kunci")
def unlock(key: str) -> Response:
    """Take posts again."""
    topic = _load(key)
    services.unlock(db.session(), topic, actor_id=current_user.id)
    return _done(topic, gettext("Topik dibuka lagi."))


@blueprint.route("/<string:key>/tutup", methods=["GET", "POST"])
def close(key: str) -> str | Response:
    """End a topic with its outcome."""
    topic = _load(key)
    form = CloseForm()
    if form.validate_on_submit():
        said = {"outcome_id": form.outcome_id.data, "outcome_en": form.outcome_en.data or ""}
        try:
            services.close_topic(db.session(), topic, **said, today=today(), actor_id=current_user.id)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.outcome_id, refusal)
            return render_template("forum/discussion/manage/close.html", form=form, topic=topic)
        return _done(topic, gettext("Topik ditutup. Hasilnya tampil di halaman topik."))
    return render_template("forum/discussion/manage/close.html", form=form, topic=topic)
