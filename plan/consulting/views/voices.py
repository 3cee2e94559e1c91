"""The staff speak about a draft: endorse or object, item by item. Nobody sees who said what."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.server import secret, today
from plan.consulting import queries
from plan.consulting import voices as services
from plan.consulting.enums import Stance
from plan.consulting.forms import StanceForm
from plan.consulting.models import PlanVersion
from plan.consulting.versions import lines_of
from plan.consulting.views.pages import version_page
from plan.consulting.views.words import line_words, title_of
from plan.views.refusals import show_refusal

blueprint = Blueprint("consultation", __name__, url_prefix="/konsultasi")


def _own(version: PlanVersion) -> dict[str, str]:
    found = services.own_stances(db.session(), version, account_id=current_user.id, secret=secret())
    return {key: voice.stance for key, voice in found.items()}


@blueprint.get("")
def index() -> str:
    """The drafts that the staff can speak about now."""
    versions = queries.open_versions(db.session(), today=today())
    return render_template("plan/consulting/open.html", versions=versions)


@blueprint.get("/<string:cycle>/<int:number>")
def show(cycle: str, number: int) -> str:
    """The items of a draft with one's own voice on each."""
    version = queries.version_at(db.session(), cycle, number)
    return render_template(
        "plan/consulting/voices.html",
        **version_page(version),
        own=_own(version),
        may_speak=services.is_taking_voices(version, today=today()),
        known=services.staff_member(db.session(), current_user.id) is not None,
    )


@blueprint.route("/<string:cycle>/<int:number>/<string:item>", methods=["GET", "POST"])
def speak(cycle: str, number: int, item: str) -> str | Response:
    """Say what one thinks of one item, then go on with the next."""
    version = queries.version_at(db.session(), cycle, number)
    line = queries.line_of(version, item)
    form = StanceForm(stance=_own(version).get(item), comment=_comment(version, item)).offer()
    if form.validate_on_submit():
        try:
            _speak(version, item, form)
            return _next(version, item)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "plan/consulting/speak.html",
        version=version,
        title=title_of(line),
        pairs=line_words(line),
        form=form,
        may_speak=services.is_taking_voices(version, today=today()),
    )


def _comment(version: PlanVersion, item: str) -> str:
    return services.own_comment(
        db.session(), version, item_key=item, account_id=current_user.id, secret=secret()
    )


def _speak(version: PlanVersion, item: str, form: StanceForm) -> None:
    services.speak(
        db.session(),
        version,
        item_key=item,
        stance=Stance(form.stance.data),
        comment=form.comment.data or "",
        account_id=current_user.id,
        secret=secret(),
        today=today(),
    )
    db.session.commit()


def _next(version: PlanVersion, item: str) -> Response:
    own = _own(version)
    keys = [str(line["key"]) for line in lines_of(version)]
    place = keys.index(item)
    waiting = [key for key in (*keys[place:], *keys[:place]) if key not in own]
    cycle, number = version.cycle.key, version.number
    if waiting:
        flash(gettext("Pendapat Anda disimpan. Berikutnya:"), "success")
        return redirect(url_for(".speak", cycle=cycle, number=number, item=waiting[0]), 303)
    flash(gettext("Pendapat Anda tentang semua butir sudah disimpan. Terima kasih."), "success")
    return redirect(url_for(".show", cycle=cycle, number=number), 303)
