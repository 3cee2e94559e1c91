"""Decide a case, take a decision back, decide an objection."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import N_, NotFound, RembukError
from core.web.server import secret, today
from forum.discussion import queries as posts
from forum.discussion.views.common import words
from forum.moderation import appealing, deciding, queries
from forum.moderation.deciding import Ruling
from forum.moderation.enums import Action, AppealState, CaseState, Reason
from forum.moderation.forms import AnswerForm, KeepForm, MergeForm, ReasonedForm, RulingForm
from forum.moderation.letters import appeal_letter, decision_letter
from forum.moderation.models import ModerationCase, ModerationDecision
from forum.moderation.queries import Past
from forum.moderation.views.manage import LABELS, done, load

blueprint = Blueprint("rulings", __name__, url_prefix="/kelola/moderasi/<string:key>")
Answer = str | Response | tuple[str, int]
_DONE = {
    Action.HIDE: N_("Tulisan disembunyikan. Penulis dapat membaca alasannya."),
    Action.KEEP: N_("Tulisan tetap tampil. Laporan selesai."),
    Action.MERGE: N_("Tulisan digabung. Dukungan dan tanggapannya ikut pindah."),
    Action.LOCK_TOPIC: N_("Topik dikunci. Semua tulisan tetap dapat dibaca."),
}


@blueprint.route("/sembunyikan", methods=["GET", "POST"])
def hide(key: str) -> Answer:
    """Hide the post, after reading what its author will read."""
    return _decide(load(key), ReasonedForm(), Action.HIDE)


@blueprint.route("/pertahankan", methods=["GET", "POST"])
def keep(key: str) -> Answer:
    """Let it stand."""
    return _decide(load(key), KeepForm(), Action.KEEP)


@blueprint.route("/gabung", methods=["GET", "POST"])
def merge(key: str) -> Answer:
    """Let it point at the post that says the same."""
    case = load(key)
    targets = queries.merge_targets(db.session(), case.post)
    return _decide(case, MergeForm().offer(targets), Action.MERGE)


@blueprint.route("/kunci-topik", methods=["GET", "POST"])
def lock_topic(key: str) -> Answer:
    """Take no posts in its topic for now."""
    return _decide(load(key), ReasonedForm(), Action.LOCK_TOPIC)


def _decide(case: ModerationCase, form: RulingForm, action: Action) -> Answer:
    """The form, for hiding a look at what the author will read, then the decision."""
    if not form.is_submitted():
        form.seen.data = str(case.post.edits)
        opened = case.state == CaseState.OPEN
        return (
            _page(case, form, action) if opened else redirect(url_for("moderation.show", key=case.key), 303)
        )
    if not form.validate() or "kembali" in request.form:
        return _page(case, form, action)
    if action == Action.HIDE and "lanjut" not in request.form:
        return render_template("forum/moderation/manage/preview.html", case=case, form=form, **LABELS)
    try:
        _rule(case, form, action)
    except RembukError as refusal:
        db.session.rollback()
        form.seen.data = str(case.post.edits)
        return _page(case, form, action, words(refusal)), refusal.status
    return done(case, gettext(_DONE[action]))


def _rule(case: ModerationCase, form: RulingForm, action: Action) -> ModerationDecision:
    target = None
    if isinstance(form, MergeForm):
        target = posts.post_in(db.session(), case.post.topic, form.target.data)
    ruling = Ruling(
        action,
        reason=Reason(form.reason.data) if isinstance(form, ReasonedForm) else None,
        text=form.text.data or "",
        target=target,
        seen_edits=form.seen_edits,
    )
    return deciding.decide(
        db.session(),
        case,
        ruling,
        actor_id=current_user.id,
        secret=secret(),
        today=today(),
        letter=decision_letter,
    )


def _page(case: ModerationCase, form: RulingForm, action: Action, refusal: str = "") -> str:
    return render_template(
        "forum/moderation/manage/decide.html", case=case, form=form, action=action, refusal=refusal, **LABELS
    )


def _past(key: str) -> Past:
    past = queries.decision_of(db.session(), load(key))
    if past is None:
        raise NotFound(N_("Perkara ini belum diputuskan."))
    return past


@blueprint.route("/tampilkan", methods=["GET", "POST"])
def restore(key: str) -> Answer:
    """Take a decision to hide back."""
    past, form = _past(key), RulingForm()
    if not form.validate_on_submit():
        return _restore_page(past, form)
    try:
        deciding.restore(
            db.session(),
            past.decision,
            text=form.text.data or "",
            actor_id=current_user.id,
            secret=secret(),
            today=today(),
            letter=decision_letter,
        )
    except RembukError as refusal:
        db.session.rollback()
        return _restore_page(past, form, words(refusal)), refusal.status
    return done(past.decision.case, gettext("Tulisan tampil lagi. Penulis dapat membaca penjelasannya."))


def _restore_page(past: Past, form: RulingForm, refusal: str = "") -> str:
    return render_template(
        "forum/moderation/manage/restore.html", past=past, form=form, refusal=refusal, **LABELS
    )


@blueprint.route("/keberatan", methods=["GET", "POST"])
def answer(key: str) -> Answer:
    """Decide the author's objection; whoever decided first is refused."""
    past, form = _past(key), AnswerForm()
    if past.appeal is None:
        raise NotFound(N_("Belum ada keberatan tentang keputusan ini."))
    if not form.validate_on_submit():
        return _answer_page(past, form)
    try:
        appealing.decide_appeal(
            db.session(),
            past.appeal,
            overturn=form.outcome.data == AppealState.OVERTURNED,
            answer=form.text.data or "",
            actor_id=current_user.id,
            secret=secret(),
            today=today(),
            letter=appeal_letter,
        )
    except RembukError as refusal:
        db.session.rollback()
        return _answer_page(past, form, words(refusal)), refusal.status
    return done(past.decision.case, gettext("Keberatan sudah diputuskan. Penulis dapat membaca jawabannya."))


def _answer_page(past: Past, form: AnswerForm, refusal: str = "") -> str:
    first = past.appeal is not None and past.appeal.first_actor_id == current_user.id
    return render_template(
        "forum/moderation/manage/answer.html", past=past, form=form, refusal=refusal, first=first, **LABELS
    )
