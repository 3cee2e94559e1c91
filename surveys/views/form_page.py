"""The pages of the answer form: the form itself, and the receipt."""

from flask import Response, after_this_request, render_template, request, url_for

from core.db import db
from core.units.models import Unit
from core.web.guard import viewer_role
from core.web.pages import absolute
from core.web.qr import qr_picture
from surveys import promises
from surveys.answer_form import AnswerForm
from surveys.drafts import Kept
from surveys.enums import Access
from surveys.estimating import estimate_of
from surveys.filling import Filling
from surveys.models import Survey
from surveys.views.screening import stamps_for
from surveys.views.spoken import speak


def thanks_page(survey: Survey, unit: Unit | None, code: str) -> str:
    """The receipt: code, QR, what happens next."""
    trail = absolute(url_for("trace.show", code=code))
    return render_template(
        "surveys/thanks.html",
        survey=survey,
        unit=unit,
        code=code,
        trail=trail,
        picture=qr_picture(trail),
        shared=is_shared(),
    )


def is_shared() -> bool:
    """Whether the person said that others use this device, too."""
    return request.form.get("form-shared") == "y"


def permit_position(form: AnswerForm) -> None:
    """Let the page in hand ask the browser where the device is, if it has a question for that."""
    if form.asks_position:
        after_this_request(_with_position)


def _with_position(response: Response) -> Response:
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=()"
    return response


def form_page(
    survey: Survey,
    unit: Unit | None,
    filling: Filling,
    *,
    refusal: str = "",
    again: bool = False,
    kept: Kept | None = None,
    resumed: str = "",
    promise_changed: bool = False,
) -> str:
    """The form at the page in hand, with whatever has to be said about it."""
    promise = promises.promise_of(db.session(), survey, filling.questions)
    permit_position(filling.form)
    return render_template(
        "surveys/answer.html",
        survey=survey,
        unit=unit,
        filling=filling,
        form=filling.form,
        promise=speak(promise),
        refusal=refusal,
        again=again,
        kept=kept,
        resumed=resumed,
        promise_changed=promise_changed,
        shared=is_shared(),
        stamps=stamps_for(survey, filling, known=bool(resumed)),
        estimate=estimate_of(filling.questions) if filling.page == 1 else None,
        login_missing=survey.access == Access.ACCOUNT and viewer_role() is None,
    )
