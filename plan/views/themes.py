"""Staff pages of theme runs: start one, read what it found."""

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.enums import Action
from core.cycles.rules import is_open
from core.db import db
from core.errors import N_, NotFound, RembukError
from plan import runs as services
from plan import theme_queries as queries
from plan import theme_voices as voices
from plan.enums import RunState
from plan.item_queries import all_cycles, cycle_for
from plan.run_quality import FEWEST_ANSWERS, different_in_themes, is_too_few, quality_of
from plan.theme_forms import RunForm
from plan.views.quality_words import quality_sentences, run_json
from plan.views.refusals import show_refusal
from plan.views.small_units import small_units
from plan.views.sources import contribution_sources
from plan.views.taxonomy_words import list_of_run, lists_to_run
from plan.views.theme_words import WORDS, progress_sentence, scope_sentence, share, theme_chart
from plan.workbench import learning
from plan.workbench.differences import come_up, difference, earlier_runs
from surveys.enums import Purpose

blueprint = Blueprint("themes", __name__, url_prefix="/kelola/tema")
# How long a page of a waiting run stays before the browser asks again.
RELOAD_SECONDS = 5


def _list(form: RunForm, cycle_key: str | None) -> str:
    cycle = cycle_for(db.session(), cycle_key)
    form.cycle.data = cycle.key if cycle else ""
    return render_template(
        "plan/runs.html",
        form=form,
        cycle=cycle,
        cycles=all_cycles(db.session()),
        runs=queries.runs_of_cycle(db.session(), cycle.id) if cycle else [],
        may_run=cycle is not None and is_open(cycle, Action.DECIDE_THEMES),
        words=WORDS,
    )


@blueprint.get("")
def index() -> str:
    """The runs of a cycle, and the form that starts one."""
    form = RunForm(formdata=None, purpose=Purpose.ASPIRATION).offer(lists_to_run(db.session()))
    cycle = cycle_for(db.session(), request.args.get("siklus"))
    form.only_new.data = cycle is not None and queries.may_go_on(db.session(), cycle.id, Purpose.ASPIRATION)
    return _list(form, request.args.get("siklus"))


@blueprint.post("")
def start() -> str | Response:
    """Queue a run."""
    form = RunForm().offer(lists_to_run(db.session()))
    cycle = cycle_for(db.session(), form.cycle.data)
    if cycle is not None and form.validate_on_submit():
        try:
            run = services.start_run(
                db.session(),
                cycle,
                purpose=Purpose(form.purpose.data),
                taxonomy=form.taxonomy(),
                n_themes=form.count(),
                only_new=form.only_new.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return redirect(url_for("themes.show", run_id=run.id), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _list(form, form.cycle.data)


@blueprint.get("/<int:run_id>")
def show(run_id: int) -> Response:
    """What a run found; while it waits, the page asks again by itself."""
    run = queries.run_by_id(db.session(), run_id)
    unclassified = queries.unclassified_count(db.session(), run)
    newest = queries.newest_done(db.session(), run.cycle_id, run.purpose)
    done = run.state == RunState.DONE and run.text_count > 0
    quality = quality_of(db.session(), run, contribution_sources()) if done else None
    page = render_template(
        "plan/run.html",
        run=run,
        come_up=come_up(db.session(), run) if done else set(),
        too_few=is_too_few(run),
        fewest=FEWEST_ANSWERS,
        asking=learning.asked_ranks(db.session(), run),
        different=different_in_themes(db.session(), run),
        read_by=list_of_run(run),
        superseded_by=newest if newest and newest.id > run.id else None,
        chart=theme_chart(run, run.themes, unclassified),
        quotes=voices.quotes_of_run(db.session(), run, contribution_sources()),
        unclassified=unclassified,
        unclassified_share=share(unclassified, run.text_count),
        quality=quality_sentences(quality) if quality else [],
        unclear=quality.unclear if quality else 0,
        small=small_units(run),
        waiting=queries.waiting_themes(db.session(), run),
        progress=progress_sentence(run),
        scope=scope_sentence(run),
        stopped_by=queries.who_cancelled(db.session(), run),
        words=WORDS,
    )
    response = make_response(page)
    if run.state == RunState.QUEUED:
        response.headers["Refresh"] = str(RELOAD_SECONDS)
    return response


@blueprint.route("/<int:run_id>/batalkan", methods=["GET", "POST"])
def cancel(run_id: int) -> str | Response:
    """Stop a run that is not done, after asking once more."""
    run = queries.run_by_id(db.session(), run_id)
    if request.method == "GET":
        return render_template("plan/run_cancel.html", run=run, words=WORDS)
    try:
        services.cancel_run(db.session(), run, actor_id=current_user.id)
        db.session.commit()
    except RembukError as refusal:
        db.session.rollback()
        flash(gettext(refusal.message, **refusal.params), "error")
    return redirect(url_for("themes.show", run_id=run_id), 303)


@blueprint.get("/<int:run_id>.json")
def download(run_id: int) -> Response:
    """A finished run's figures and themes; nobody's text."""
    run = queries.run_by_id(db.session(), run_id)
    if run.state != RunState.DONE:
        raise NotFound(N_("Proses tema itu belum selesai."))
    quality = quality_of(db.session(), run, contribution_sources())
    response = jsonify(run_json(run, quality, different_in_themes(db.session(), run)))
    response.headers["Content-Disposition"] = f'attachment; filename="tema-{run.id}.json"'
    return response


@blueprint.get("/<int:run_id>/belum-terklasifikasi")
def unclassified(run_id: int) -> str:
    """What no theme was found for: somebody should read it."""
    run = queries.run_by_id(db.session(), run_id)
    number = request.args.get("halaman", 1, type=int)
    page = voices.voices_of_theme(db.session(), run, None, contribution_sources(), number=number)
    return render_template("plan/theme_unclassified.html", run=run, page=page, words=WORDS)


@blueprint.get("/<int:run_id>/beda")
def compare(run_id: int) -> str:
    """What changed since an earlier run: by default the one before."""
    run = queries.run_by_id(db.session(), run_id)
    earlier = earlier_runs(db.session(), run)
    wanted = request.args.get("dengan", type=int)
    older = next((one for one in earlier if wanted in (None, one.id)), None)
    if older is None and wanted is not None:
        raise NotFound(N_("Proses tema itu tidak ada."))
    changed = difference(db.session(), older, run) if older is not None else None
    return render_template("plan/run_compare.html", run=run, earlier=earlier, changed=changed, words=WORDS)
