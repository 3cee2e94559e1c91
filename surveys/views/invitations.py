"""Staff invite people to a survey with codes, print slips, remind; and see how many of a unit have answered."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.outreach.pasted import PastedList, read_list
from core.outreach.recipients import recipients_of
from core.outreach.whatsapp import chat_link
from core.units.queries import active_units, tree
from core.web.i18n import language
from core.web.pages import absolute, site
from core.web.qr import qr_picture
from core.web.server import secret
from surveys.invitations import bringing, inviting, queries, reminding
from surveys.invitations.codes import code_of
from surveys.invitations.forms import InviteForm, LetterForm
from surveys.invitations.letters import House, addressed, chat_text, draft_of
from surveys.invitations.models import SurveyInvitation
from surveys.models import Survey
from surveys.queries import survey_by_key
from surveys.views.common import show_refusal

blueprint = Blueprint("survey_invitations", __name__, url_prefix="/kelola/survei/<string:key>/undangan")


# More people than any list or register brings.
MOST_PAGES = 1000


def _load(key: str) -> Survey:
    return survey_by_key(db.session(), key)


def _house() -> House:
    return House(site().office, absolute(""))


def _region() -> str:
    return str(current_app.config["REMBUK_SETTINGS"].phone_region)


def can_mail() -> bool:
    """Whether there is a server: a private mail waits on no page until somebody sets one up."""
    return bool(current_app.config["REMBUK_SETTINGS"].mail_url)


def _letter_lang() -> str:
    lang = request.args.get("surat", language())
    return lang if lang in {"id", "en"} else "id"


@blueprint.get("")
def index(key: str) -> str:
    """By unit: how many were invited, how, and in fives how many have answered."""
    survey, session = _load(key), db.session()
    rows, total = queries.responses(session, survey)
    return render_template(
        "surveys/invitations/index.html",
        survey=survey,
        rows=rows,
        total=total,
        running=reminding.is_running(session, survey),
    )


def _form(survey: Survey) -> InviteForm:
    lang = _letter_lang()
    draft = draft_of("invitation", survey, _house(), lang=lang)
    form = InviteForm(who="staff", lang=lang, subject=draft.subject, body=draft.body)
    return form.offer(tree(active_units(db.session())))


def _preview(survey: Survey, form: InviteForm, listed: PastedList) -> dict[str, object]:
    """How many would get it and how, and the letter as the first of them reads it, without a real code."""
    session, letter = db.session(), form.letter()
    found = recipients_of(session, form.choice(), listed.entries)
    known = queries.already_invited(session, survey, found)
    fresh = [one for one in found if one.key not in known]
    name, code = next((one.name for one in fresh), ""), "XXXX-XXXX-XXXX-XXXX"
    return {
        "ways": Counter("mail" if one.address else "phone" if one.phone else "paper" for one in fresh),
        "total": len(fresh),
        "known": len(known),
        "subject": addressed(letter.subject, name=name, code=code, lang=form.lang.data),
        "body": addressed(letter.body, name=name, code=code, lang=form.lang.data),
    }


def _invite(survey: Survey, form: InviteForm, listed: PastedList) -> Response | None:
    """Hand it to the worker; None where it was refused."""
    try:
        inviting.invite(
            db.session(),
            survey,
            choice=form.choice(),
            pasted=listed.entries,
            list_unit=form.list_unit.data,
            letter=form.letter(),
            lang=form.lang.data,
            actor_id=current_user.id,
        )
    except RembukError as refusal:
        show_refusal(form, refusal)
        return None
    db.session.commit()
    flash(gettext("Undangan sedang dikirim. Muat ulang halaman ini untuk melihat kemajuannya."), "success")
    return redirect(url_for(".index", key=survey.key), 303)


@blueprint.route("/baru", methods=["GET", "POST"])
def create(key: str) -> str | Response:
    """Choose whom, edit the letter, look at it, send it."""
    survey = _load(key)
    inviting.require_inviting(survey)
    form, preview = _form(survey), None
    if form.validate_on_submit():
        listed = read_list(form.pasted.data or "", region=_region())
        if listed.unreadable:
            lines = ", ".join(map(str, listed.unreadable[:10]))
            form.pasted.errors = [gettext("Tidak terbaca: baris %(lines)s.", lines=lines)]
        elif request.form.get("aksi") == "kirim":
            if sent := _invite(survey, form, listed):
                return sent
        else:
            preview = _preview(survey, form, listed)
    return render_template("surveys/invitations/create.html", survey=survey, form=form, preview=preview)


@dataclass(frozen=True)
class Slip:
    """One invitation on paper."""

    name: str
    code: str
    picture: str


def _slip(row: SurveyInvitation) -> Slip:
    code = code_of(row.salt, secret=secret())
    return Slip(row.name, code, qr_picture(absolute(url_for("survey_invited.answer", code=code))))


@blueprint.get("/cetak")
def slips(key: str) -> str:
    """Slips to cut: those no mail has reached, or everybody of a unit."""
    survey, page = _load(key), min(max(request.args.get("hal", 1, type=int), 1), MOST_PAGES)
    inviting.require_inviting(survey)
    everybody, unit = "semua" in request.args, request.args.get("unit")
    found = queries.list_slips(
        db.session(), survey, unit_key=unit, everybody=everybody, page=page if everybody else 1
    )
    shown = found[: queries.SLIPS]
    return render_template(
        "surveys/invitations/slips.html",
        survey=survey,
        slips=[_slip(row) for row in shown],
        keys=[row.key for row in shown],
        everybody=everybody,
        address=absolute(url_for("surveys.answer", key=survey.key)),
        next_url=url_for(".slips", key=key, unit=unit, semua=1, hal=page + 1)
        if found[len(shown) :]
        else None,
    )


@blueprint.post("/cetak/sudah")
def slips_brought(key: str) -> Response:
    """Those that were printed have been handed out."""
    return _brought(key, request.form.getlist("who")[: queries.SLIPS], ".slips")


@blueprint.post("/whatsapp/sudah")
def tick(key: str) -> Response:
    """Somebody wrote it."""
    return _brought(key, request.form.getlist("who")[:1], ".chats")


def _brought(key: str, keys: list[str], back: str) -> Response:
    survey = _load(key)
    bringing.mark_brought(db.session(), survey, keys, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Undangan ditandai sudah disampaikan."), "success")
    return redirect(url_for(back, key=key), 303)


@blueprint.route("/pengingat", methods=["GET", "POST"])
def remind(key: str) -> str | Response:
    """A letter to every code that is not used; nobody is shown which those are."""
    survey, lang = _load(key), _letter_lang()
    inviting.require_inviting(survey)
    draft = draft_of("reminder", survey, _house(), lang=lang)
    form = LetterForm(lang=lang, subject=draft.subject, body=draft.body)
    if form.validate_on_submit():
        try:
            reminding.remind(
                db.session(),
                survey,
                letter=form.letter(),
                lang=form.lang.data,
                can_mail=can_mail(),
                actor_id=current_user.id,
            )
            db.session.commit()
            flash(gettext("Pengingat sedang dikirim ke undangan yang belum dipakai."), "success")
            return redirect(url_for(".index", key=key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    total = queries.responses(db.session(), survey)[1]
    return render_template("surveys/invitations/remind.html", survey=survey, form=form, total=total)


@blueprint.get("/whatsapp")
def chats(key: str) -> str:
    """Whom to write to, each with a link that opens the chat with the text typed in."""
    survey = _load(key)
    inviting.require_inviting(survey)
    house, region, lang, key_of = _house(), _region(), language(), secret()
    rows = [
        (row, chat_link(row.phone, _chat(survey, house, row, lang, key_of), region=region))
        for row in queries.chats(db.session(), survey)
    ]
    return render_template("surveys/invitations/chats.html", survey=survey, rows=rows)


def _chat(survey: Survey, house: House, row: SurveyInvitation, lang: str, key: str) -> str:
    return chat_text(survey, house, name=row.name, code=code_of(row.salt, secret=key), lang=lang)
