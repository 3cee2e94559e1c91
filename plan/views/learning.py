"""Bantu mesin belajar: a planner reads what teaches the machine most, ten at a time."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.enums import Action
from core.cycles.rules import is_open
from core.db import db
from core.errors import RembukError
from core.web.pages import number
from plan import theme_queries as queries
from plan.models import ThemeRun
from plan.views.quality_words import lesson_sentence, sureness
from plan.views.refusals import show_refusal
from plan.views.sources import contribution_sources
from plan.views.theme_words import WORDS
from plan.workbench import learning
from plan.workbench.forms import LearnForm, field_of, learn_form, rank_of

blueprint = Blueprint("learning", __name__, url_prefix="/kelola/tema/<int:run_id>/belajar")


def _form_of(run: ThemeRun) -> type[LearnForm]:
    return learn_form(learning.asked_ranks(db.session(), run))


def _after() -> int:
    return request.args.get("sesudah", 0, type=int)


def _page(run: ThemeRun, form: LearnForm) -> str:
    newest = queries.newest_done(db.session(), run.cycle_id, run.purpose)
    lesson = learning.lesson(db.session(), run)
    return render_template(
        "plan/learning.html",
        run=run,
        form=form,
        page=learning.questions(db.session(), run, contribution_sources(), after=_after()),
        after=_after(),
        field_of=field_of,
        sureness=sureness,
        lesson=lesson_sentence(lesson) if lesson else None,
        superseded_by=newest if newest and newest.id > run.id else None,
        may_decide=is_open(run.cycle, Action.DECIDE_THEMES) and (newest is None or newest.id == run.id),
        words=WORDS,
    )


@blueprint.get("")
def show(run_id: int) -> str:
    """The answers to read now."""
    run = queries.run_by_id(db.session(), run_id)
    return _page(run, _form_of(run)(formdata=None).offer(run.themes))


@blueprint.post("")
def answer(run_id: int) -> str | Response:
    """Keep what was chosen; what was skipped waits."""
    run = queries.run_by_id(db.session(), run_id)
    form = _form_of(run)().offer(run.themes)
    if form.validate_on_submit():
        try:
            answers = form.answers()
            taught = learning.teach(db.session(), run, answers=answers, actor_id=current_user.id)
            db.session.commit()
            _tell(taught)
            return redirect(url_for("learning.show", run_id=run_id, sesudah=_next(answers)), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _page(run, form)


def _next(answers: dict[int, str]) -> int:
    """After the last answer of the page where some of it was skipped; else where the page began."""
    sent = {rank for name in request.form if (rank := rank_of(name))}
    return max(sent) if sent - answers.keys() else _after()


def _tell(taught: learning.Taught) -> None:
    count = taught.read
    told = ngettext(
        "%(count)s masukan dipelajari, mewakili %(all)s masukan. Proses berikutnya belajar darinya.",
        "%(count)s masukan dipelajari, mewakili %(all)s masukan. Proses berikutnya belajar darinya.",
        count,
        count=number(count),
        all=number(taught.contributions),
    )
    flash(told, "success")
    if taught.late:
        flash(
            gettext(
                "%(count)s lainnya sudah dibaca orang lain lebih dahulu. Jawaban orang itu yang berlaku.",
                count=number(taught.late),
            ),
            "warning",
        )
