"""What became of my contribution: the form and the trail behind a tracking code."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from core.db import db
from plan.theme_forms import CodeForm
from plan.theme_voices import fetch_all
from plan.trace import what_became_of
from plan.views.news import offer
from plan.views.sources import contribution_sources, find_tracked
from plan.views.trace_words import spoken_steps, typed_code

blueprint = Blueprint("trace", __name__, url_prefix="/lacak")


@blueprint.route("", methods=["GET", "POST"])
def ask() -> str | Response:
    """Ask for a code. It goes into the address only after the redirect, and no log holds an address."""
    form = CodeForm(meta={"csrf": False})  # the guard checks the stateless token instead
    if form.validate_on_submit():
        return redirect(url_for("trace.show", code=typed_code(form.code.data)), 303)
    return render_template("plan/lacak.html", form=form)


@blueprint.get("/<string:code>")
def show(code: str) -> str | tuple[str, int]:
    """The trail of each free text behind the code."""
    found = find_tracked(db.session(), code)
    if found is None:
        return render_template(
            "plan/lacak_unknown.html", form=CodeForm(formdata=None, meta={"csrf": False})
        ), 404
    refs = found.contributions
    said = fetch_all(db.session(), refs, contribution_sources())
    trails = what_became_of(db.session(), refs, moderation=found.moderation)
    return render_template(
        "plan/lacak_trail.html",
        found=found,
        code=typed_code(code),
        trails=[(said.get(ref), spoken_steps(steps)) for ref, steps in zip(refs, trails, strict=True)],
        **offer(found),
    )
