"""Staff invite people to a workshop, see what became of it, and print what no mail can bring."""

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.outreach.pasted import PastedList, read_list
from core.staff.queries import all_posts
from core.units.queries import active_units, tree
from core.web.forms import show_refusal
from core.web.i18n import language
from core.web.qr import qr_picture
from forum.calls import letters, queries, services
from forum.calls.enums import SHOWN_LABELS, Shown
from forum.calls.forms import CallForm
from forum.calls.recipients import recipients_of
from forum.calls.times import spans_text
from forum.calls.views.office import office_of, phone_region
from forum.workshops.models import Workshop
from forum.workshops.views.common import load

blueprint = Blueprint("workshop_invitations", __name__, url_prefix="/kelola/workshop/<string:key>/undangan")
PILLS = {"registered": "ok", "sent": "info", "failed": "bad", "paper": "warn", "phone": "warn"}


@blueprint.get("")
def index(key: str) -> str:
    """Every invitation and what became of it."""
    workshop, session = load(key), db.session()
    chosen = request.args.get("keadaan", "")
    shown = Shown(chosen) if chosen in set(Shown) else None
    found = queries.list_invitations(
        session, workshop, shown=shown, page=request.args.get("hal", 1, type=int)
    )

    def page_url(page: int) -> str | None:
        return url_for(".index", key=key, keadaan=shown, hal=page) if 1 <= page <= found.pages else None

    return render_template(
        "forum/calls/invitations.html",
        workshop=workshop,
        found=found,
        counts=queries.invitation_counts(session, workshop),
        running=queries.calls_running(session, workshop),
        labels={str(shown): gettext(label) for shown, label in SHOWN_LABELS.items()},
        pills=PILLS,
        chosen=shown,
        prev_url=page_url(found.page - 1),
        next_url=page_url(found.page + 1),
    )


def _form(workshop: Workshop) -> CallForm:
    """With the draft of the letter in the language asked for."""
    session, lang = db.session(), request.args.get("surat", language())
    lang = lang if lang in {"id", "en"} else "id"
    draft = letters.invitation(workshop, office_of(session, lang))
    form = CallForm(who="staff", lang=lang, subject=draft.subject, body=draft.body)
    return form.offer(tree(active_units(session)), all_posts(session), queries.rank_groups(session))


def _preview(workshop: Workshop, form: CallForm, listed: PastedList) -> dict[str, object]:
    """How many would get it and how, and the letter as the first of them reads it."""
    session = db.session()
    found = recipients_of(session, form.choice(), listed.entries)
    known = queries.already_invited(session, workshop, found)
    fresh = [one for one in found if one.key not in known]
    ways = Counter("mail" if one.address else "phone" if one.phone else "paper" for one in fresh)
    name, letter = next((one.name for one in fresh), ""), form.letter()
    return {
        "ways": ways,
        "total": len(fresh),
        "known": len(known),
        "subject": letters.addressed(letter.subject, name, form.lang.data),
        "body": letters.addressed(letter.body, name, form.lang.data),
    }


def _send(workshop: Workshop, form: CallForm, listed: PastedList) -> Response | None:
    """Hand it to the worker; None where it was refused."""
    try:
        services.call_out(
            db.session(),
            workshop,
            choice=form.choice(),
            pasted=listed.entries,
            letter=form.letter(),
            lang=form.lang.data,
            actor_id=current_user.id,
        )
    except RembukError as refusal:
        db.session.rollback()
        show_refusal(form.who, refusal)
        return None
    db.session.commit()
    flash(gettext("Undangan sedang dikirim. Muat ulang halaman ini untuk melihat kemajuannya."), "success")
    return redirect(url_for(".index", key=workshop.key), 303)


@blueprint.route("/baru", methods=["GET", "POST"])
def create(key: str) -> str | Response:
    """Choose whom, edit the letter, look at it, send it."""
    workshop = load(key)
    form, preview = _form(workshop), None
    if form.validate_on_submit():
        listed = read_list(form.pasted.data or "", region=phone_region())
        if listed.unreadable:
            lines = ", ".join(map(str, listed.unreadable[:10]))
            form.pasted.errors = [gettext("Tidak terbaca: baris %(lines)s.", lines=lines)]
        elif request.form.get("aksi") == "kirim":
            if sent := _send(workshop, form, listed):
                return sent
        else:
            preview = _preview(workshop, form, listed)
    return render_template("forum/calls/create.html", workshop=workshop, form=form, preview=preview)


@blueprint.get("/cetak")
def slips(key: str) -> str:
    """Invitations on paper, for those whom no mail reaches: slips to cut, or whole letters."""
    workshop, session = load(key), db.session()
    office = office_of(session, language())
    found = queries.list_slips(session, workshop)
    address = office.url(workshop)
    return render_template(
        "forum/calls/slips.html",
        workshop=workshop,
        slips=[(row, letters.addressed(row.call.body, row.name, row.call.lang)) for row in found],
        whole="surat" in request.args,
        address=address,
        picture=qr_picture(address),
        when=spans_text(workshop.sessions, office.lang, office.tz).splitlines(),
    )


@blueprint.post("/cetak/sudah")
def slips_brought(key: str) -> Response:
    """All that were printed have been handed out."""
    workshop = load(key)
    services.mark_slips_brought(db.session(), workshop, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Undangan cetak ditandai sudah disampaikan."), "success")
    return redirect(url_for(".index", key=key), 303)


@blueprint.post("/<int:number>/sudah")
def brought(key: str, number: int) -> Response:
    """One was brought by a person."""
    workshop = load(key)
    invitation = queries.load_invitation(db.session(), workshop, number)
    services.mark_brought(db.session(), invitation, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Undangan ditandai sudah disampaikan."), "success")
    return redirect(url_for(".index", key=key), 303)
