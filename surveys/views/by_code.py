"""The writer of an answer changes it or takes it back with the tracking code. No session, no account."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from core import nonces
from core.db import db
from core.errors import N_, Conflict, NotFound, RembukError
from core.web.i18n import language
from core.web.server import now, secret, today
from surveys import draft_pictures, drafts, queries, rules, withdrawing
from surveys.answer_form import fields_of
from surveys.answer_pictures import PictureMissing
from surveys.columns import MARK
from surveys.definition import questions_of
from surveys.drafts import DraftContent
from surveys.held import Held, Leaving, held_by
from surveys.logic_form import LogicForm, whole_form
from surveys.models import SurveyVersion
from surveys.ordering import ORDER
from surveys.pictures import Chosen
from surveys.questions import answerable, kind_of, picture_names
from surveys.tracking import grouped
from surveys.views.common import words
from surveys.views.form_page import permit_position
from surveys.views.picture_posts import chosen_here, gathered, typed_with
from surveys.withdrawing import Change

blueprint = Blueprint("survey_codes", __name__, url_prefix="/lacak")
_LONGEST_NUMBER = 6


def _load(code: str) -> Held:
    held = held_by(db.session(), code)
    if held is None:
        raise NotFound(N_("Kode lacak itu tidak dikenal. Periksa sekali lagi huruf dan angkanya."))
    return held


@blueprint.route("/<string:code>/tarik", methods=["GET", "POST"])
def withdraw(code: str) -> ResponseReturnValue:
    """Say what happens, ask once more, then erase; the answer to the POST tells it, without a redirect."""
    held = _load(code)
    if request.method == "POST":
        leaving = withdrawing.withdraw(db.session(), code)
        return _gone(_load(code), code, leaving)
    if held.withdrawn:
        return _gone(held, code)
    if held.discarded:
        # There is nothing left to take back; the trace says what became of it.
        return redirect(url_for("trace.show", code=code), 303)
    asked = answerable(questions_of(db.session.get_one(SurveyVersion, held.version_id)))
    own = [q for q in asked if kind_of(q).is_own and held.body.get(q.name)]
    texts = [held.body[q.name] for q in own if not kind_of(q).is_picture]
    photos = len(own) - len(texts)
    return render_template(
        "surveys/code_withdraw.html", held=held, code=grouped(code), texts=texts, photos=photos
    )


def _gone(held: Held, code: str, leaving: Leaving | None = None) -> str:
    """The answer is gone: just now, in the way it left, or since earlier."""
    return render_template(
        "surveys/code_withdrawn.html", survey=held.survey, code=grouped(code), leaving=leaving
    )


@blueprint.route("/<string:code>/ubah", methods=["GET", "POST"])
def change(code: str) -> ResponseReturnValue:
    """The form as it was answered; whatever goes wrong, it comes back with everything that was typed."""
    held = _load(code)
    if request.method == "POST":
        return _take(held, code)
    if held.withdrawn:
        return _gone(held, code), 409
    try:
        rules.require_time(held.survey, today=today())
        withdrawing.require_kept(held)
    except RembukError as refusal:
        why = words(refusal)
        page = render_template("surveys/code_closed.html", held=held, code=grouped(code), refusal=why)
        return page, refusal.status
    version = db.session.get_one(SurveyVersion, held.version_id)
    form = _form(held, version, fields_of(held.body))
    return _page(held, code, version, form, nonce=nonces.new_nonce())


def _take(held: Held, code: str) -> ResponseReturnValue:
    version = queries.version_to_answer(db.session(), held.survey, _edition())
    asked = questions_of(version)
    chosen = chosen_here(asked)
    typed = typed_with(request.form, asked, chosen)
    form = _form(held, version, typed, chosen.refused)
    fits = form.read(typed) and not form.appeared(request.form.get("form-shown"))
    named = [value for name in picture_names(asked) for value in typed.getlist(name)]
    nonce = nonces.new_nonce()
    try:
        nonce = nonces.read_nonce(request.form.get("nonce", ""))
        if not fits:
            _keep_pictures(held, version, nonce, chosen, named)
            return _page(held, code, version, form, nonce=nonce), 422
        pictures = gathered(nonce, named, chosen.by_digest)
        kept = {name: value for name, value in held.body.items() if name.startswith(MARK)}
        wanted = Change(code, nonce, version.id, {**form.body(), **kept}, pictures)
        withdrawing.change(db.session(), wanted, today=today(), secret=secret())
    except RembukError as refusal:
        # What was refused as another text under this nonce may be sent again as a further change.
        if isinstance(refusal, Conflict):
            nonce = nonces.new_nonce()
        if isinstance(refusal, PictureMissing):
            form = _form(held, version, request.form, dict.fromkeys(picture_names(asked), words(refusal)))
            form.refuse()
        _keep_pictures(held, version, nonce, chosen, named)
        page = _page(held, code, version, form, nonce=nonce, refusal=words(refusal))
        return page, refusal.status
    return render_template("surveys/code_changed.html", held=_load(code), code=grouped(code))


def _keep_pictures(
    held: Held, version: SurveyVersion, nonce: str, chosen: Chosen, named: Sequence[str]
) -> None:
    """A form that comes back must not ask again for the photo that came with it: a draft under its nonce has it."""
    db.session.rollback()
    if chosen.pictures:
        content = DraftContent(nonce, version.number)
        drafts.keep(db.session(), held.survey, content, today=today(), secret=secret())
        draft_pictures.keep(db.session(), nonce, chosen.by_digest, named, secret=secret())
        db.session.commit()


def _form(
    held: Held,
    version: SurveyVersion,
    fields: "MultiDict[str, str]",
    refused: Mapping[str, str] | None = None,
) -> LogicForm:
    """All questions on one page, filled in, with the options in the order in which they were answered."""
    order = held.body.get(ORDER)
    shown = order if isinstance(order, int) else 0
    form = whole_form(questions_of(version), fields, lang=language(), now=now(), order=shown, refused=refused)
    form.fill(fields)
    return form


def _edition() -> int | None:
    """The number of the version that the form was made from; None for anything else."""
    raw = request.form.get("version", "")
    short_enough = raw.isascii() and raw.isdecimal() and len(raw) <= _LONGEST_NUMBER
    return int(raw) if short_enough else None


def _page(
    held: Held, code: str, version: SurveyVersion, form: LogicForm, *, nonce: str, refusal: str = ""
) -> str:
    permit_position(form)
    return render_template(
        "surveys/code_change.html",
        held=held,
        code=grouped(code),
        edition=version.number,
        form=form,
        nonce=nonce,
        refusal=refusal,
    )
