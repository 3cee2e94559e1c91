"""Staff type in what citizens answer at the counter or wrote on paper, one after the other."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from core import nonces
from core.db import db, stop_writing
from core.errors import N_, Invalid, NotFound, RembukError
from core.units.models import Unit
from core.web.guard import viewer_role
from core.web.i18n import language
from core.web.pages import absolute
from core.web.qr import qr_picture
from core.web.server import now, secret, today
from surveys import answering, entering, promises, queries
from surveys.definition import questions_of
from surveys.entering import VIA, Via
from surveys.enums import Purpose
from surveys.logic_form import LogicForm, whole_form
from surveys.models import Survey, SurveyVersion
from surveys.views.common import words
from surveys.views.form_page import permit_position
from surveys.views.spoken import speak

blueprint = Blueprint("survey_entry", __name__, url_prefix="/kelola/survei/<string:key>/isi")
_MOST = 100_000


@dataclass(frozen=True)
class _Sitting:
    """One officer at one survey: how many answers so far, and about which unit the next one is."""

    survey: Survey
    version: SurveyVersion
    via: Via
    count: int = 0
    unit_key: str = ""

    def form(self, typed: "MultiDict[str, str]") -> LogicForm:
        """All that an officer can ask, on one page, with the logic over what was typed."""
        asked = entering.entered(questions_of(self.version))
        return whole_form(asked, typed, lang=language(), now=now())


@blueprint.route("/<string:via>", methods=["GET", "POST"])
def type_in(key: str, via: str) -> str | tuple[str, int]:
    """A form; after sending, the tracking code of what was sent above the next form."""
    if via not in set(Via):
        raise NotFound(N_("Halaman ini tidak ada."))
    stop_writing()
    survey = queries.survey_by_key(db.session(), key)
    entering.require_enterable(survey)
    version = queries.version_to_answer(db.session(), survey, _small_number("version"))
    sitting = _Sitting(
        survey, version, Via(via), _small_number("form-count") or 0, request.form.get("form-unit", "")
    )
    return _take(sitting) if request.method == "POST" else _empty(sitting)


def _small_number(name: str) -> int | None:
    raw = request.form.get(name, "")
    number = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= len(str(_MOST)) else None
    return number if number is None or number < _MOST else None


def _take(sitting: _Sitting) -> str | tuple[str, int]:
    form, nonce = sitting.form(request.form), nonces.new_nonce()
    fits = form.read(request.form) and not form.appeared(request.form.get("form-shown"))
    try:
        nonce = nonces.read_nonce(request.form.get("nonce", ""))
        unit = _unit(sitting)
        if not fits:
            return _page(sitting, form, nonce), 422
        code = _send(sitting, form, nonce, unit)
    except RembukError as refusal:
        db.session.rollback()
        return _page(sitting, form, nonce, refusal=words(refusal)), refusal.status
    latest = queries.version_to_answer(db.session(), sitting.survey, None)
    return _empty(_Sitting(sitting.survey, latest, sitting.via, sitting.count + 1, sitting.unit_key), code)


def _unit(sitting: _Sitting) -> Unit | None:
    if sitting.survey.purpose != Purpose.FEEDBACK:
        return None
    if not sitting.unit_key:
        raise Invalid(N_("Pilih unit yang dinilai."))
    return queries.public_unit(db.session(), sitting.unit_key)


def _send(sitting: _Sitting, form: LogicForm, nonce: str, unit: Unit | None) -> str:
    receipt = answering.submit(
        db.session(),
        sitting.survey,
        sitting.version,
        nonce=nonce,
        body={**form.body(), VIA: str(sitting.via)},
        unit=unit,
        account_id=None,
        role=viewer_role(),
        today=today(),
        secret=secret(),
    )
    return receipt.code


def _empty(sitting: _Sitting, code: str = "") -> str:
    return _page(sitting, sitting.form(MultiDict()), nonces.new_nonce(), code=code)


def _page(sitting: _Sitting, form: LogicForm, nonce: str, *, refusal: str = "", code: str = "") -> str:
    permit_position(form)
    trail = absolute(url_for("trace.show", code=code)) if code else ""
    feedback = sitting.survey.purpose == Purpose.FEEDBACK
    return render_template(
        "surveys/manage/entry.html",
        sitting=sitting,
        survey=sitting.survey,
        at_counter=sitting.via == Via.COUNTER,
        units=queries.public_units(db.session()) if feedback else (),
        form=form,
        nonce=nonce,
        refusal=refusal,
        code=code,
        trail=trail,
        picture=qr_picture(trail) if code else "",
        promise=speak(promises.promise_of(db.session(), sitting.survey, questions_of(sitting.version))),
    )
