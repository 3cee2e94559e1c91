"""The form that people answer, page by page. Works without JavaScript and without a session."""

from collections.abc import Callable

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from core import nonces
from core.db import db, stop_writing, write_from_here
from core.errors import Conflict, RembukError
from core.units.models import Unit
from core.web.guard import viewer_role
from core.web.i18n import language
from core.web.server import now, secret, today
from core.web.throttle import answers as throttled
from surveys import answering, drafts, opening, promises, queries
from surveys.answer_pictures import PictureMissing
from surveys.enums import Access
from surveys.filling import Filling
from surveys.models import Survey
from surveys.promises import PromiseChanged
from surveys.views import code_asking, resuming
from surveys.views.common import words
from surveys.views.form_page import form_page, is_shared, thanks_page
from surveys.views.keeping import keep, keep_pictures
from surveys.views.picture_posts import chosen_here, gathered
from surveys.views.screening import sign_on_post

blueprint = Blueprint("surveys", __name__)
_LONGEST_NUMBER = 6
Page = Response | tuple[str, int]


def account_id() -> int | None:
    """The account that asks; None for a guest."""
    return current_user.id if current_user.is_authenticated else None


@blueprint.route("/survei/<string:key>", methods=["GET", "POST"])
@throttled
def answer(key: str) -> str | Response | tuple[str, int]:
    """Answer a survey."""
    stop_writing()
    survey = queries.published_survey(db.session(), key)
    if survey.access == Access.CODE:
        return code_asking.ask_code(survey)
    if request.method == "POST":
        return take(survey, None)
    if survey.access == Access.ACCOUNT and viewer_role() is None:
        return redirect(url_for("accounts.login", next=request.path), 303)
    if queries.has_taken_part(db.session(), survey, account_id()):
        return render_template("surveys/taken.html", survey=survey)
    return ask(survey, None)


@blueprint.route("/masukan/<string:unit>", methods=["GET", "POST"])
@throttled
def feedback(unit: str) -> str | Response | tuple[str, int]:
    """Tell an office how its service was."""
    stop_writing()
    about = queries.public_unit(db.session(), unit)
    survey = queries.feedback_form(db.session(), today=today())
    if survey is None:
        return render_template("surveys/units.html", survey=None, units=[], refusal=""), 409
    return take(survey, about) if request.method == "POST" else ask(survey, about)


def ask(survey: Survey, unit: Unit | None, *, invitation: str = "") -> str | tuple[str, int]:
    """The form: a new one, or where this device left off, which stays readable after closing too."""
    refusal = _why_not(survey, unit)
    found = resuming.kept_here(survey, unit)
    if found is not None:
        code, content = found
        version = queries.version_to_answer(db.session(), survey, content.version)
        filling = Filling.resumed(version, language(), content, one_page=survey.one_page, now=now())
        filling.invitation = invitation
        why = words(refusal) if refusal else ""
        return form_page(survey, unit, filling, resumed=code, refusal=why)
    if refusal is not None:
        page = render_template("surveys/refused.html", survey=survey, unit=unit, refusal=words(refusal))
        return page, refusal.status
    version = queries.version_to_answer(db.session(), survey, None)
    nonce = nonces.new_nonce()
    filling = Filling(version, language(), nonce=nonce, one_page=survey.one_page, now=now())
    return form_page(survey, unit, filling)


def _why_not(survey: Survey, unit: Unit | None) -> RembukError | None:
    about = unit.key if unit else ""
    return opening.why_not(db.session(), survey, unit_key=about, role=viewer_role(), today=today())


def take(survey: Survey, unit: Unit | None, *, invitation: str = "") -> Page:
    """Do what the button asks; whatever goes wrong, the page comes back with everything that was typed.

    Reads only, until something is kept or sent: on SQLite a reader waits for nobody, and those who
    send at once share a commit.
    """
    version = queries.version_to_answer(db.session(), survey, _number("version"))
    page = _number("form-page") or 1
    whole = request.form.get("form-whole") == "y"
    filling = Filling(version, language(), nonce=nonces.new_nonce(), page=page, one_page=whole, now=now())
    filling.saves, filling.invitation = _number("form-saves") or 0, invitation
    filling.take(request.form, chosen_here(filling.questions))
    try:
        filling.nonce = nonces.read_nonce(request.form.get("nonce", ""))
        earlier = drafts.of_form(db.session(), survey, filling.nonce, secret=secret())
        if earlier is not None:
            filling.remember(earlier.fields)
        act = request.form.get("form-act", "send" if filling.is_last else "next")
        return _ACTS.get(act, _send)(survey, unit, filling)
    except RembukError as refusal:
        return _refused(survey, unit, filling, refusal)


def _number(name: str) -> int | None:
    """A small number that the form carried; None for anything else."""
    raw = request.form.get(name, "")
    short_enough = raw.isascii() and raw.isdecimal() and len(raw) <= _LONGEST_NUMBER
    return int(raw) if short_enough else None


def _refused(survey: Survey, unit: Unit | None, filling: Filling, refusal: RembukError) -> Page:
    db.session.rollback()
    changed = isinstance(refusal, PromiseChanged)
    # A public form may be sent again as a further answer: only then does it get a new nonce.
    again = isinstance(refusal, Conflict) and survey.access == Access.PUBLIC
    if again:
        filling.nonce = nonces.new_nonce()
    if isinstance(refusal, PictureMissing):
        filling.lose(filling.named_pictures() - filling.pictures.keys(), words(refusal))
    keep_pictures(survey, unit, filling)
    page = form_page(survey, unit, filling, refusal=words(refusal), again=again, promise_changed=changed)
    return page, refusal.status


def _send(survey: Survey, unit: Unit | None, filling: Filling) -> Page:
    if len(filling.pages) > 1 and drafts.has_been_sent(db.session(), filling.nonce):
        repeat = answering.repeat_of_page(db.session(), filling.nonce, filling.body_here(), secret=secret())
        return make_response(thanks_page(survey, unit, repeat.code))
    if filling.opens_more():
        return _next(survey, unit, filling)
    body = filling.whole()
    if body is None:
        keep_pictures(survey, unit, filling)
        return form_page(survey, unit, filling), 422
    promise = promises.promise_of(db.session(), survey, filling.questions)
    promises.require_read(promise, request.form.get("form-promise", ""))
    receipt = answering.submit(
        db.session(),
        survey,
        filling.version,
        nonce=filling.nonce,
        body=body,
        unit=unit,
        account_id=account_id(),
        invitation=filling.invitation,
        role=viewer_role(),
        today=today(),
        secret=secret(),
        pictures=gathered(filling.nonce, filling.named_pictures(), filling.pictures),
        sign=sign_on_post(survey, filling, body),
    )
    response = make_response(thanks_page(survey, unit, receipt.code))
    resuming.forget(response)
    return response


def _next(survey: Survey, unit: Unit | None, filling: Filling) -> Page:
    fits, appeared = filling.fits_here(), filling.appeared()
    if not fits or appeared:
        return _turn(survey, unit, filling, filling.page)
    return _turn(survey, unit, filling, filling.page_after(+1) or filling.page)


def _back(survey: Survey, unit: Unit | None, filling: Filling) -> Page:
    if filling.refused:
        return _stay(survey, unit, filling)
    return _turn(survey, unit, filling, filling.page_after(-1) or filling.page)


def _turn(survey: Survey, unit: Unit | None, filling: Filling, page_number: int) -> Page:
    """Keep what was typed, then show a page; the one in hand again with what is wrong or new on it."""
    judged, refused = filling.form, dict(filling.refused)
    kept = keep(survey, unit, filling, page=page_number)
    if filling.refused != refused:  # a picture was lost: its page asks for it again
        judged, page_number = filling.form, filling.page
    again = filling.page == page_number
    filling.turn(page_number, form=judged if again else None)
    refusal = _why_not(survey, unit)
    why = words(refusal) if refusal else ""
    page = form_page(survey, unit, filling, kept=kept, refusal=why)
    response = make_response(page, 422 if again and judged.problems() else 200)
    resuming.remember(response, kept.code, request.path, shared=is_shared())
    return response


def _stay(survey: Survey, unit: Unit | None, filling: Filling) -> Page:
    """The page again, with what is wrong about a file: whoever left it would not learn that it is not kept."""
    filling.form.refuse()
    return _turn(survey, unit, filling, filling.page)


def _save(survey: Survey, unit: Unit | None, filling: Filling) -> Page:
    if filling.refused:
        return _stay(survey, unit, filling)
    kept = keep(survey, unit, filling)
    response = make_response(resuming.saved_page(survey, unit, kept, shared=is_shared()))
    if is_shared():
        resuming.forget(response)
    else:
        resuming.remember(response, kept.code, request.path, shared=False)
    return response


def _save_quietly(survey: Survey, unit: Unit | None, filling: Filling) -> Page:
    """What the script asks for while somebody types; late, it does not undo what a button kept."""
    kept = keep(survey, unit, filling, pressed=False)
    response = make_response("", 204)
    resuming.remember(response, kept.code, request.path, shared=is_shared())
    return response


def _ask_discard(survey: Survey, unit: Unit | None, filling: Filling) -> Page:
    return make_response(
        render_template("surveys/discard.html", survey=survey, unit=unit, nonce=filling.nonce)
    )


def _discard(survey: Survey, unit: Unit | None, filling: Filling) -> Page:
    path = resuming.path_of(survey, unit.key if unit else "", filling.invitation)
    write_from_here()
    drafts.discard(db.session(), survey, filling.nonce, secret=secret())
    db.session.commit()
    response = redirect(path, 303)
    resuming.forget(response)
    return response


_ACTS: dict[str, Callable[[Survey, Unit | None, Filling], Page]] = {
    "next": _next,
    "back": _back,
    "send": _send,
    "save": _save,
    "auto": _save_quietly,
    "discard": _ask_discard,
    "discard-yes": _discard,
}
