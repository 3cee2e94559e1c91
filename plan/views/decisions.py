"""Staff pages of one theme: read it, then accept, rename, merge, reject or take the decision back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.enums import Action
from core.cycles.rules import is_open
from core.db import db
from core.errors import RembukError
from plan import theme_queries as queries
from plan import theme_voices as voices
from plan import themes as services
from plan.item_forms import ConfirmForm
from plan.linking import last_decision, root_of
from plan.models import Theme
from plan.replies.enums import REPLY_LABELS, ReplyKind
from plan.replies.queries import replies_of_theme
from plan.theme_forms import AcceptForm, MergeForm, NameForm, RejectForm
from plan.views.refusals import show_refusal
from plan.views.sources import contribution_sources
from plan.views.theme_words import WORDS, is_mixed, share
from plan.workbench.forms import MeaningForm, SplitForm
from plan.workbench.memory import memory_of, say_meaning
from plan.workbench.moving import split_subtheme

blueprint = Blueprint("decisions", __name__, url_prefix="/kelola/tema/<int:run_id>/<string:theme_key>")


def _theme(run_id: int, theme_key: str) -> Theme:
    return queries.theme_in_run(db.session(), run_id, theme_key)


def _address(theme: Theme) -> Response:
    return redirect(url_for("decisions.show", run_id=theme.run_id, theme_key=theme.theme_key), 303)


def _page(theme: Theme, *, name: NameForm | None = None, merge: MergeForm | None = None) -> str:
    """The theme with its contributions; a form that was refused comes back as it was sent."""
    number = request.args.get("halaman", 1, type=int)
    targets = queries.merge_targets(db.session(), theme)
    newest = queries.newest_done(db.session(), theme.run.cycle_id, theme.run.purpose)
    mixed = is_mixed(theme.name_id)
    written = {} if mixed else {"title_id": theme.name_id, "title_en": theme.name_en}
    return render_template(
        "plan/theme.html",
        theme=theme,
        mixed=mixed,
        root=root_of(theme),
        memory=memory_of(db.session(), theme),
        earlier=last_decision(db.session(), theme),
        superseded_by=newest if newest and newest.id > theme.run_id else None,
        page=voices.voices_of_theme(db.session(), theme.run, theme, contribution_sources(), number=number),
        percent=share(theme.size, theme.run.text_count),
        subs=queries.subs_of(db.session(), theme),
        may_split=is_open(theme.run.cycle, Action.DECIDE_THEMES)
        and (not newest or newest.id == theme.run_id),
        name_form=name or AcceptForm(formdata=None, data=written),
        merge_form=(merge or MergeForm(formdata=None)).offer(targets) if targets else None,
        refused=name or merge,
        may_decide=is_open(theme.run.cycle, Action.DECIDE_THEMES),
        words=WORDS,
        replies=replies_of_theme(db.session(), theme.id),
        reply_labels=REPLY_LABELS,
    )


@blueprint.get("")
def show(run_id: int, theme_key: str) -> str:
    """Everything that was said under a theme, and what can be decided."""
    return _page(_theme(run_id, theme_key))


@blueprint.post("/terima")
def accept(run_id: int, theme_key: str) -> str | Response:
    """Make it a need."""
    theme, form = _theme(run_id, theme_key), AcceptForm()
    if form.validate_on_submit():
        try:
            need = services.accept_theme(
                db.session(),
                theme,
                title_id=form.title_id.data,
                title_en=form.title_en.data,
                reason=form.reason.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            flash(gettext("Tema diterima dan menjadi kebutuhan."), "success")
            return redirect(url_for("needs.show", key=need.key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _page(theme, name=form)


@blueprint.post("/nama")
def rename(run_id: int, theme_key: str) -> str | Response:
    """Give it another name without deciding yet."""
    theme, form = _theme(run_id, theme_key), AcceptForm()
    if form.validate_on_submit():
        try:
            services.rename_theme(
                db.session(),
                theme,
                name_id=form.title_id.data,
                name_en=form.title_en.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            flash(gettext("Nama tema disimpan."), "success")
            return _address(theme)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _page(theme, name=form)


@blueprint.post("/gabung")
def merge(run_id: int, theme_key: str) -> str | Response:
    """Let another theme speak for it."""
    theme = _theme(run_id, theme_key)
    targets = {target.key: target for target in queries.merge_targets(db.session(), theme)}
    form = MergeForm().offer(list(targets.values()))
    if form.validate_on_submit():
        try:
            into, reason = targets[form.into.data], form.reason.data
            services.merge_theme(db.session(), theme, into=into, reason=reason, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Tema digabung."), "success")
            return _address(theme)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _page(theme, merge=form)


@blueprint.route("/tolak", methods=["GET", "POST"])
def reject(run_id: int, theme_key: str) -> str | Response:
    """Ask for the reason, then do not follow it up."""
    theme, form = _theme(run_id, theme_key), RejectForm().offer()
    if form.validate_on_submit():
        try:
            services.reject_theme(
                db.session(),
                theme,
                kind=ReplyKind(form.kind.data),
                reason=form.reason.data,
                addressee=form.addressee.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            flash(gettext("Keputusan disimpan: tema tidak dilanjutkan."), "success")
            return _address(theme)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/theme_reject.html", theme=theme, form=form)


@blueprint.route("/tarik", methods=["GET", "POST"])
def reopen(run_id: int, theme_key: str) -> str | Response:
    """Ask once more, then take the decision back."""
    theme, form = _theme(run_id, theme_key), ConfirmForm()
    if form.validate_on_submit():
        try:
            services.reopen_theme(db.session(), theme, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Keputusan ditarik. Tema menunggu keputusan lagi."), "success")
            return _address(theme)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/theme_reopen.html", theme=theme, root=root_of(theme), form=form, words=WORDS)


@blueprint.route("/arti", methods=["GET", "POST"])
def explain(run_id: int, theme_key: str) -> str | Response:
    """Say in one sentence what it means."""
    theme = _theme(run_id, theme_key)
    known = memory_of(db.session(), theme)
    form = MeaningForm(
        data={"meaning_id": known.meaning_id, "meaning_en": known.meaning_en} if known else None
    )
    if form.validate_on_submit():
        try:
            said = {"meaning_id": form.meaning_id.data, "meaning_en": form.meaning_en.data}
            say_meaning(db.session(), theme, actor_id=current_user.id, **said)
            db.session.commit()
            flash(gettext("Arti tema disimpan."), "success")
            return _address(theme)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/theme_meaning.html", theme=theme, form=form)


@blueprint.route("/subtema/<string:sub_key>", methods=["GET", "POST"])
def split(run_id: int, theme_key: str, sub_key: str) -> str | Response:
    """Ask for a name, then make a sub-theme a theme of its own."""
    theme = _theme(run_id, theme_key)
    sub, count = queries.sub_of(db.session(), theme, sub_key)
    form = SplitForm(data={"name_id": sub.name_id, "name_en": sub.name_en})
    if form.validate_on_submit():
        try:
            named = {"name_id": form.name_id.data, "name_en": form.name_en.data}
            made = split_subtheme(db.session(), theme, sub_key=sub_key, actor_id=current_user.id, **named)
            db.session.commit()
            flash(gettext("Subtema menjadi tema sendiri."), "success")
            return _address(made)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "plan/theme_split.html", theme=theme, root=root_of(theme), sub=sub, count=count, form=form
    )
