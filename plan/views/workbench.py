"""The workbench of a run: read what the machine is least sure of, and put it where it belongs."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.enums import Action
from core.cycles.rules import is_open
from core.db import db
from core.errors import N_, Invalid, RembukError
from plan import theme_queries as queries
from plan.item_rules import QUOTES_FROM
from plan.models import Theme, ThemeRun
from plan.views.refusals import show_refusal
from plan.views.sources import contribution_sources
from plan.views.theme_words import WORDS
from plan.workbench import moving, quoting
from plan.workbench.forms import NO_THEME as NO_THEME_CHOSEN
from plan.workbench.forms import Act, WorkbenchForm
from plan.workbench.queries import NO_THEME, folds_of_run, spoken_refs

blueprint = Blueprint("workbench", __name__, url_prefix="/kelola/tema/<int:run_id>/meja")
# In the address: only what no theme was found for.
UNCLASSIFIED = "belum"


def _address(run_id: int) -> str:
    """The page the form was sent from."""
    number = request.args.get("halaman", type=int)
    return url_for("workbench.show", run_id=run_id, tema=request.args.get("tema") or None, halaman=number)


def _page(run: ThemeRun, form: WorkbenchForm) -> str:
    shown = request.args.get("tema", "")
    theme = queries.theme_in_run(db.session(), run.id, shown) if shown not in ("", UNCLASSIFIED) else None
    theme_id = theme.id if theme else NO_THEME if shown else None
    number = request.args.get("halaman", 1, type=int)
    newest = queries.newest_done(db.session(), run.cycle_id, run.purpose)
    return render_template(
        "plan/workbench.html",
        run=run,
        theme=theme,
        shown=shown,
        form=form,
        act=Act,
        page=folds_of_run(db.session(), run, contribution_sources(), theme_id=theme_id, number=number),
        superseded_by=newest if newest and newest.id > run.id else None,
        may_decide=is_open(run.cycle, Action.DECIDE_THEMES) and (newest is None or newest.id == run.id),
        quotes_from=QUOTES_FROM,
        words=WORDS,
    )


@blueprint.get("")
def show(run_id: int) -> str:
    """The contributions of a run or theme, near copies folded, the least certain first."""
    run = queries.run_by_id(db.session(), run_id)
    return _page(run, WorkbenchForm(formdata=None).offer(run.themes))


@blueprint.post("")
def act(run_id: int) -> str | Response:
    """Do one thing to everything that is ticked."""
    run = queries.run_by_id(db.session(), run_id)
    form = WorkbenchForm().offer(run.themes)
    if form.validate_on_submit():
        try:
            count = ACTS[Act(form.aksi.data)](run, form)
            db.session.commit()
            done = ngettext("%(count)s masukan diubah.", "%(count)s masukan diubah.", count, count=count)
            flash(done, "success")
            return redirect(_address(run_id), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _page(run, form)


def _move(run: ThemeRun, form: WorkbenchForm) -> int:
    if not form.into.data:
        raise Invalid(N_("Pilih dahulu tema tujuannya."))
    return moving.move_contributions(
        db.session(),
        run,
        picked=form.picked(),
        to=None if form.into.data == NO_THEME_CHOSEN else _target(run, form),
        actor_id=current_user.id,
        reason=form.reason.data,
    )


def _target(run: ThemeRun, form: WorkbenchForm) -> Theme:
    return queries.theme_in_run(db.session(), run.id, form.into.data)


def _split(run: ThemeRun, form: WorkbenchForm) -> int:
    return moving.split_theme(
        db.session(),
        run,
        picked=form.picked(),
        name_id=form.name_id.data,
        name_en=form.name_en.data,
        actor_id=current_user.id,
        reason=form.reason.data,
    ).size


def _lock(run: ThemeRun, form: WorkbenchForm) -> int:
    return moving.lock_contributions(
        db.session(), run, picked=form.picked(), actor_id=current_user.id, reason=form.reason.data
    )


def _release(run: ThemeRun, form: WorkbenchForm) -> int:
    return moving.release_contributions(db.session(), run, picked=form.picked(), actor_id=current_user.id)


def _quote(run: ThemeRun, form: WorkbenchForm) -> int:
    refs = spoken_refs(db.session(), run, form.picked(), contribution_sources())
    return quoting.choose_quotes(
        db.session(), run, refs=refs, shown=form.aksi.data == Act.QUOTE, actor_id=current_user.id
    )


ACTS: dict[Act, Callable[[ThemeRun, WorkbenchForm], int]] = {
    Act.MOVE: _move,
    Act.SPLIT: _split,
    Act.LOCK: _lock,
    Act.RELEASE: _release,
    Act.QUOTE: _quote,
    Act.HIDE: _quote,
}
