"""The moderators' pages: the queue, a case, the decisions about it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.site import site_values
from core.web.server import secret, today
from forum.discussion import queries as posts
from forum.discussion.rules import is_by
from forum.moderation import queries, reporting
from forum.moderation.enums import ACTION_LABELS, APPEAL_LABELS, REASON_LABELS
from forum.moderation.house_rules import reminder_days
from forum.moderation.models import ModerationCase
from forum.moderation.reminding import moderators
from forum.moderation.rules import is_restorable

blueprint = Blueprint("moderation", __name__, url_prefix="/kelola/moderasi")
# An objection is decided by somebody else than who hid the post.
DECIDERS = 2
LABELS = {"actions": ACTION_LABELS, "reasons": REASON_LABELS, "appeals": APPEAL_LABELS}


def load(key: str) -> ModerationCase:
    """The case at this address."""
    return queries.case_by_key(db.session(), key)


def done(case: ModerationCase, message: str) -> Response:
    """Commit, and go back to the case."""
    db.session.commit()
    flash(message, "success")
    return redirect(url_for("moderation.show", key=case.key), 303)


@blueprint.get("")
def index() -> str:
    """What waits, the oldest first."""
    reason, whose = request.args.get("alasan", ""), request.args.get("siapa", "")
    page = request.args.get("hal", 1, type=int)
    wanted: dict[str, Any] = {"reason": reason, "whose": whose, "page": page}
    found = queries.queue(db.session(), today=today(), actor_id=current_user.id, **wanted)
    return render_template(
        "forum/moderation/manage/index.html",
        found=found,
        objections=queries.open_appeals(db.session(), today=today()),
        reason=reason,
        whose=whose,
        late=reminder_days(site_values(db.session())),
        alone=len(moderators(db.session())) < DECIDERS,
        prev_url=_page_url(reason, whose, found.page - 1) if found.page > 1 else None,
        next_url=_page_url(reason, whose, found.page + 1) if found.page < found.pages else None,
        **LABELS,
    )


def _page_url(reason: str, whose: str, page: int) -> str:
    return url_for(".index", alasan=reason, siapa=whose, hal=page)


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """A case: the post, what was reported, what was decided before, and what can be done."""
    case = load(key)
    session, post = db.session(), case.post
    past = queries.decision_of(session, case)
    return render_template(
        "forum/moderation/manage/case.html",
        case=case,
        post=post,
        topic=post.topic,
        answered=queries.parent_of(session, post),
        edits=posts.edits_of(session, post),
        reports=queries.reports_of(session, case),
        reported=queries.count_reports(session, case),
        past=past,
        earlier=[p for p in queries.history(session, [post]) if p.decision.case_id != case.id],
        mine=is_by(post, current_user.id, secret=secret()),
        restorable=past is not None and is_restorable(past.decision, past.appeal),
        mergeable=bool(queries.merge_targets(session, post)),
        **LABELS,
    )


@blueprint.post("/<string:key>/ambil")
def take(key: str) -> Response:
    """Say that one sees to it."""
    case = load(key)
    reporting.take_case(db.session(), case, actor_id=current_user.id)
    return done(case, gettext("Perkara ini sekarang Anda tangani."))


@blueprint.post("/<string:key>/lepas")
def leave(key: str) -> Response:
    """Let others see to it."""
    case = load(key)
    reporting.leave_case(db.session(), case)
    return done(case, gettext("Perkara ini dapat diambil moderator lain."))


@blueprint.post("/tulisan/<string:topic_key>/<string:post_key>")
def open_case(topic_key: str, post_key: str) -> Response:
    """Open a case about a post that nobody reported."""
    topic = posts.topic_by_key(db.session(), topic_key)
    post = posts.post_in(db.session(), topic, post_key)
    case = reporting.open_case(db.session(), post, today=today())
    return done(case, gettext("Perkara dibuka. Belum ada yang berubah pada tulisan itu."))
