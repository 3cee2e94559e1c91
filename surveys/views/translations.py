"""Staff write the English of all texts of a survey on one page."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.validators import Length

from core.db import db
from core.errors import RembukError
from core.web.forms import BaseForm
from surveys import queries, translating
from surveys.changing import Overtaken
from surveys.models import Survey
from surveys.translating import Text
from surveys.views import conflicts
from surveys.views.common import show_refusal

blueprint = Blueprint("manage_translations", __name__, url_prefix="/kelola/survei/<string:key>/terjemahan")

# How many lines the wide fields have.
_LINES = {"intro": "6", "label": "2", "help": "2"}


def _form(texts: list[Text]) -> BaseForm:
    """A field for each text; one that was not sent stays as it is stored."""
    form: BaseForm = type("TranslationForm", (BaseForm,), {text.field: _field(text) for text in texts})()
    return form


def _field(text: Text) -> UnboundField:
    kind = TextAreaField if text.part in _LINES else StringField
    lines = {"rows": _LINES[text.part]} if text.part in _LINES else {}
    return kind(
        text.source,
        [Length(max=text.longest)],
        default=text.english,
        filters=[_trimmed if text.part == "intro" else _one_line],
        render_kw={"lang": "en", **lines},
    )


def _trimmed(words: str | None) -> str:
    return (words or "").strip()


def _one_line(words: str | None) -> str:
    """Questions and choices are one line each, however they were typed."""
    return " ".join((words or "").split())


@blueprint.route("", methods=["GET", "POST"])
def edit(key: str) -> str | Response | tuple[str, int]:
    """Indonesian beside English. Whoever was overtaken keeps what they typed and sees what is stored now."""
    survey = queries.survey_by_key(db.session(), key)
    texts = translating.texts_of(survey)
    form = _form(texts)
    if form.validate_on_submit():
        typed = {text.field: form[text.field].data for text in texts}
        seen = {text.field: request.form.get(f"seen_{text.field}", "") for text in texts}
        try:
            count = translating.translate(
                db.session(), survey, typed=typed, seen=seen, actor_id=current_user.id
            )
            db.session.commit()
            _tell(count, texts)
            return redirect(url_for("manage_translations.edit", key=key), 303)
        except Overtaken:
            db.session.rollback()
            return _page(queries.survey_by_key(db.session(), key), seen), conflicts.STATUS
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _page(survey, form=form)


def _tell(count: int, texts: list[Text]) -> None:
    saved = "%(num)d terjemahan disimpan."
    flash(ngettext("%(num)d terjemahan disimpan.", saved, count), "success")
    known = {f"seen_{text.field}" for text in texts}
    if any(name.startswith("seen_") and name not in known for name in request.form):
        flash(gettext("Sebagian teks tidak disimpan: pertanyaannya sudah dihapus orang lain."), "error")


def _page(survey: Survey, seen: dict[str, str] | None = None, form: BaseForm | None = None) -> str:
    """With `seen` also what others stored meanwhile, beside the fields it concerns."""
    texts = translating.texts_of(survey)
    form = form or _form(texts)
    overtaken = [t for t in texts if seen is not None and seen.get(t.field, t.mark) != t.mark]
    return render_template(
        "surveys/manage/translations.html",
        survey=survey,
        form=form,
        texts=texts,
        parts=translating.PARTS,
        missing=translating.missing(texts),
        stored={text.field: text.english for text in overtaken if form[text.field].data != text.english},
        overtaken=seen is not None,
    )
