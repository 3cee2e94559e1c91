"""Two people code a sample of a run, each alone; then the page says how far they agree."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.enums import Action
from core.cycles.rules import is_open
from core.db import db
from core.errors import RembukError
from plan import theme_queries as queries
from plan.coding import queries as samples
from plan.coding import services
from plan.coding.forms import CodingForm, SampleForm
from plan.coding.models import CodingSample
from plan.coding.rules import SUBSTANTIAL
from plan.item_forms import ConfirmForm
from plan.models import ThemeRun
from plan.views.refusals import show_refusal
from plan.views.sources import contribution_sources
from plan.views.theme_words import WORDS

blueprint = Blueprint("coding", __name__, url_prefix="/kelola/tema/<int:run_id>/sampel")


def _list(run: ThemeRun, form: SampleForm) -> str:
    newest = queries.newest_done(db.session(), run.cycle_id, run.purpose)
    return render_template(
        "plan/coding_samples.html",
        run=run,
        form=form,
        samples=samples.samples_of(db.session(), run),
        may_draw=is_open(run.cycle, Action.DECIDE_THEMES) and newest is not None and newest.id == run.id,
        words=WORDS,
    )


@blueprint.get("")
def index(run_id: int) -> str:
    """The samples of a run."""
    return _list(queries.run_by_id(db.session(), run_id), SampleForm(formdata=None))


@blueprint.post("")
def draw(run_id: int) -> str | Response:
    """Draw a sample."""
    run, form = queries.run_by_id(db.session(), run_id), SampleForm()
    if form.validate_on_submit():
        try:
            sample = services.draw_sample(db.session(), run, size=form.size.data, actor_id=current_user.id)
            db.session.commit()
            return redirect(url_for("coding.show", run_id=run_id, key=sample.key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _list(run, form)


def _sample(run_id: int, key: str) -> CodingSample:
    return samples.sample_by_key(db.session(), run_id, key)


def _page(sample: CodingSample, form: ConfirmForm) -> str:
    done = samples.progress(db.session(), sample)
    seat = samples.seat_of(sample, current_user.id)
    return render_template(
        "plan/coding_sample.html",
        sample=sample,
        form=form,
        done=done,
        result=samples.result_of(db.session(), sample, contribution_sources()),
        seat=seat,
        finished=seat is not None and done[seat - 1] == sample.size,
        themes={theme.theme_key: theme for theme in sample.run.themes},
        substantial=SUBSTANTIAL,
        may_decide=is_open(sample.run.cycle, Action.DECIDE_THEMES),
        words=WORDS,
    )


@blueprint.get("/<string:key>")
def show(run_id: int, key: str) -> str:
    """How far the two are; once both are done, whether they agree."""
    return _page(_sample(run_id, key), ConfirmForm(formdata=None))


@blueprint.post("/<string:key>")
def take_over(run_id: int, key: str) -> str | Response:
    """Put what both agree on where they say."""
    sample, form = _sample(run_id, key), ConfirmForm()
    if form.validate_on_submit():
        try:
            count = services.take_over(db.session(), sample, actor_id=current_user.id)
            db.session.commit()
            told = ngettext("%(count)s masukan dikunci.", "%(count)s masukan dikunci.", count, count=count)
            flash(told, "success")
            return redirect(url_for("coding.show", run_id=run_id, key=key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _page(sample, form)


@blueprint.get("/<string:key>/kode")
def read(run_id: int, key: str) -> str | Response:
    """The next contribution, without anybody's answer."""
    return _read(_sample(run_id, key), CodingForm(formdata=None))


def _read(sample: CodingSample, form: CodingForm) -> str | Response:
    seat = samples.seat_of(sample, current_user.id)
    item = samples.next_item(db.session(), sample, seat)
    if item is None or (seat is None and sample.first_id and sample.second_id):
        return redirect(url_for("coding.show", run_id=sample.run_id, key=sample.key), 303)
    form.position.data = str(item.position)
    said = samples.text_of(db.session(), item, contribution_sources())
    return render_template(
        "plan/coding_read.html", sample=sample, item=item, said=said, form=form.offer(sample.run.themes)
    )


@blueprint.post("/<string:key>/kode")
def code(run_id: int, key: str) -> str | Response:
    """Keep the answer and go on to the next."""
    sample = _sample(run_id, key)
    form = CodingForm().offer(sample.run.themes)
    gone = _is_gone(sample, form.number())
    if form.validate_on_submit() or (gone and not form.csrf_token.errors):
        try:
            theme = None if gone else form.theme_key()
            services.code_item(
                db.session(), sample, position=form.number(), theme_key=theme, actor_id=current_user.id
            )
            db.session.commit()
            return redirect(url_for("coding.read", run_id=run_id, key=key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _read(sample, form)


def _is_gone(sample: CodingSample, position: int) -> bool:
    """Whether the text of an item was taken back meanwhile."""
    item = samples.item_at(db.session(), sample, position)
    return item is not None and samples.text_of(db.session(), item, contribution_sources()) is None
