"""Register for a workshop. Works without JavaScript, without a session and without an account."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core import nonces
from core.base import utc_now
from core.db import db
from core.errors import Full, NotAllowed, RembukError
from core.web.guard import viewer_role
from core.web.server import secret
from core.web.throttle import guest_forms
from forum.seats import codes, offering, rules, services
from forum.seats.forms import CodeForm
from forum.seats.models import Registration
from forum.seats.views.common import Asked, account_id, asked_to_register, words
from forum.workshops.models import Workshop
from forum.workshops.queries import load_workshop

blueprint = Blueprint("registrations", __name__)


@blueprint.route("/workshop/<string:key>/daftar", methods=["GET", "POST"])
@guest_forms
def register(key: str) -> str | Response | tuple[str, int]:
    """Ask, then take the registration."""
    workshop = load_workshop(db.session(), key)
    asked = asked_to_register(workshop)
    if request.method == "POST":
        return _take(workshop, asked)
    own = services.of_account(db.session(), workshop, account_id())
    if own is not None:
        return redirect(url_for("own_registrations.show", key=own.key), 303)
    refusal = rules.why_not(workshop, role=viewer_role(), now=utc_now())
    if isinstance(refusal, NotAllowed) and viewer_role() is None:
        return redirect(url_for("accounts.login", next=request.path), 303)
    if refusal is not None:
        page = render_template("forum/seats/refused.html", workshop=workshop, refusal=words(refusal))
        return page, refusal.status
    return _page(workshop, asked, nonce=nonces.new_nonce())


def _take(workshop: Workshop, asked: Asked) -> str | Response | tuple[str, int]:
    """Whatever goes wrong, the page comes back with everything that was typed."""
    fits = asked.read()
    key, nonce, refusal = workshop.key, nonces.new_nonce(), None
    try:
        nonce = nonces.read_nonce(request.form.get("nonce", ""))
        if fits:
            made = _registered(workshop, asked, nonce)
            db.session.commit()
            code = codes.code_of(made.key, secret=secret())
            return redirect(url_for("own_registrations.by_code", code=code), 303)
    except RembukError as error:
        db.session.rollback()
        refusal, workshop = error, load_workshop(db.session(), key)
    page = _page(workshop, asked, nonce=nonce, refusal=refusal)
    return page, refusal.status if refusal else 422


def _registered(workshop: Workshop, asked: Asked, nonce: str) -> Registration:
    return services.register(
        db.session(),
        workshop,
        applicant=asked.person.applicant(asked.unit_id),
        answers=asked.answers(),
        nonce=nonce,
        wait=bool(request.form.get("tunggu")),
        now=utc_now(),
        role=viewer_role(),
        actor_id=account_id(),
        secret=secret(),
    )


def _page(workshop: Workshop, asked: Asked, *, nonce: str, refusal: RembukError | None = None) -> str:
    full = isinstance(refusal, Full) or offering.is_full(workshop, asked.unit_id)
    return render_template(
        "forum/seats/register.html",
        workshop=workshop,
        asked=asked,
        nonce=nonce,
        refusal=words(refusal) if refusal else "",
        full=full and not workshop.approval,
        just_full=isinstance(refusal, Full),
        login_missing=isinstance(refusal, NotAllowed) and viewer_role() is None,
    )


@blueprint.route("/pendaftaran", methods=["GET", "POST"])
def ask() -> str | Response:
    """Ask for a code. It goes into the address only after the redirect, and no log holds an address."""
    form = CodeForm(meta={"csrf": False})
    if form.validate_on_submit():
        return redirect(url_for("own_registrations.by_code", code=codes.typed(form.code.data)), 303)
    return render_template("forum/seats/ask.html", form=form)
