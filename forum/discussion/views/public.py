"""What everybody reads and writes: topics, posts, answers. Without JavaScript and without a session."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from core import nonces
from core.db import db
from core.errors import N_, Conflict, RembukError
from core.web.server import secret, today
from core.web.throttle import guest_forms
from forum.discussion import posting, queries, rules, searching
from forum.discussion.enums import ABOUT_LABELS, PostState
from forum.discussion.forms import PostForm
from forum.discussion.models import Topic, TopicPost
from forum.discussion.posting import Receipt
from forum.discussion.views.common import account_id, shown, subject_of, words, writer_mark

blueprint = Blueprint("discussion", __name__, url_prefix="/forum")
_SEARCH = 80


@dataclass(frozen=True)
class Box:
    """The form as it stands on a page, with what came back."""

    form: PostForm
    nonce: str
    refusal: str = ""
    again: bool = False
    similar: list[TopicPost] = field(default_factory=list)

    @property
    def returned(self) -> bool:
        return bool(self.refusal or self.similar)


def new_box() -> Box:
    """An empty form."""
    return Box(PostForm(formdata=None, meta={"csrf": False}), nonces.new_nonce())


@blueprint.get("")
def index() -> str:
    """Topics by kind and state; with words, the topics and the posts that have them."""
    search = request.args.get("q", "")[:_SEARCH].strip()
    kind, state = request.args.get("tentang", ""), request.args.get("keadaan", "")
    return render_template(
        "forum/discussion/index.html",
        topics=queries.topics(db.session(), kind=kind, state=state, search=search),
        found=searching.find_posts(db.session(), search) if search else [],
        search=search,
        kind=kind,
        state=state,
        kinds=ABOUT_LABELS,
    )


@blueprint.route("/<string:key>", methods=["GET", "POST"])
@guest_forms
def show(key: str) -> str | Response | tuple[str, int]:
    """A topic and its posts; write in it."""
    topic = queries.topic_by_key(db.session(), key)
    return _take(topic, None) if request.method == "POST" else topic_page(topic, new_box())


@blueprint.route("/<string:key>/<string:post_key>", methods=["GET", "POST"])
@guest_forms
def show_post(key: str, post_key: str) -> str | Response | tuple[str, int]:
    """One post and its answers; answer it."""
    topic = queries.topic_by_key(db.session(), key)
    post = queries.post_in(db.session(), topic, post_key)
    return _take(topic, post) if request.method == "POST" else post_page(topic, post, new_box())


@blueprint.get("/<string:key>/<string:post_key>/riwayat")
def history(key: str, post_key: str) -> str:
    """What a post said before."""
    topic = queries.topic_by_key(db.session(), key)
    post = queries.post_in(db.session(), topic, post_key)
    return render_template(
        "forum/discussion/history.html",
        topic=topic,
        post=post,
        edits=queries.edits_of(db.session(), post),
        visible=post.state == PostState.VISIBLE,
    )


def _take(topic: Topic, parent: TopicPost | None) -> str | tuple[str, int]:
    """Store what was written; whatever goes wrong, the page comes back with all of it."""
    form, nonce = PostForm(meta={"csrf": False}), nonces.new_nonce()
    try:
        nonce = nonces.read_nonce(request.form.get("nonce", ""))
        body = rules.clean_text(form.body.data or "")
        receipt = posting.find_repeat(
            db.session(), topic, body=body, nonce=nonce, parent=parent, secret=secret()
        )
        if receipt is None:
            _refuse_other_writer(topic)
            if similar := _similar(topic, parent, body):
                return _page(topic, parent, Box(form, nonce, similar=similar))
            receipt = _store(topic, parent, body, nonce)
            db.session.commit()
    except RembukError as refusal:
        db.session.rollback()
        again = isinstance(refusal, Conflict)
        box = Box(form, nonces.new_nonce() if again else nonce, words(refusal), again)
        return _page(topic, parent, box), refusal.status
    return render_template("forum/discussion/thanks.html", topic=topic, receipt=receipt)


def _refuse_other_writer(topic: Topic) -> None:
    """Raise when the visitor may not write, or is not the one any more who opened the form."""
    refusal = rules.why_not(topic, signed_in=account_id() is not None)
    if refusal is not None:
        raise refusal
    if request.form.get("penulis", "") != writer_mark(topic):
        raise Conflict(
            N_("Anda masuk atau keluar sejak halaman ini dibuka. Periksa dengan nama apa tulisan ini tampil.")
        )


def _store(topic: Topic, parent: TopicPost | None, body: str, nonce: str) -> Receipt:
    how: dict[str, Any] = {"actor_id": account_id(), "secret": secret(), "today": today()}
    if parent is not None:
        return posting.reply(db.session(), parent, body=body, nonce=nonce, **how)
    return posting.post(db.session(), topic, body=body, nonce=nonce, **how)


def _similar(topic: Topic, parent: TopicPost | None, body: str) -> list[TopicPost]:
    """What says nearly the same as a first post, unless its author was told and sends it all the same."""
    if parent is not None or "tetap" in request.form:
        return []
    return searching.similar_posts(db.session(), topic, body)


def _page(topic: Topic, parent: TopicPost | None, box: Box) -> str:
    return topic_page(topic, box) if parent is None else post_page(topic, parent, box)


def _writing(topic: Topic, box: Box) -> dict[str, Any]:
    """What both pages say about writing: the rule, the reason why not, the form."""
    refusal = rules.why_not(topic, signed_in=account_id() is not None)
    # Whoever was logged out logs in again in another tab and sends this form as the one they were.
    left = box.returned and account_id() is None and not topic.guests
    return {
        "topic": topic,
        "box": box,
        "writer": request.form.get("penulis", "") if left else writer_mark(topic),
        "closed": words(refusal) if refusal else "",
        "following": queries.is_following(db.session(), topic, account_id()),
        "about": subject_of(topic),
        "kinds": ABOUT_LABELS,
    }


def topic_page(topic: Topic, box: Box) -> str:
    """The topic's page, with the form as given."""
    sort = request.args.get("urut", queries.NEWEST)
    page = request.args.get("hal", 1, type=int)
    found = queries.page_of_posts(db.session(), topic, sort=sort, page=page)
    return render_template(
        "forum/discussion/topic.html",
        found=found,
        cards=shown(topic, found.posts, found.answers),
        sort=sort,
        prev_url=_page_url(topic, sort, found.page - 1) if found.page > 1 else None,
        next_url=_page_url(topic, sort, found.page + 1) if found.page < found.pages else None,
        **_writing(topic, box),
    )


def _page_url(topic: Topic, sort: str, page: int) -> str:
    return url_for(".show", key=topic.key, urut=sort, hal=page)


def post_page(topic: Topic, post: TopicPost, box: Box) -> str:
    """The page of one post, with the form for an answer."""
    answers = queries.answers_to(db.session(), [post])
    (card,) = shown(topic, [post], answers)
    return render_template("forum/discussion/post.html", card=card, **_writing(topic, box))
