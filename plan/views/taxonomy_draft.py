"""Staff pages of a draft: its themes with what the check says, and the forms that change it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.forms import BaseForm
from plan.taxonomies import drafting, queries
from plan.taxonomies.content import Content
from plan.taxonomies.drafting import Overtaken
from plan.taxonomies.forms import MoveForm, NamesForm, NewThemeForm, NoThemeForm, ThemeForm
from plan.taxonomies.lines import read_examples, read_sayings, read_terms
from plan.taxonomies.models import Taxonomy
from plan.taxonomies.rules import check
from plan.views import taxonomy_words as words
from plan.views.refusals import show_refusal
from surveys.views.conflicts import STATUS, Line, stored_lines

blueprint = Blueprint("taxonomy_draft", __name__, url_prefix="/kelola/daftar-tema/<string:key>/draf")
Answer = str | Response | tuple[str, int]


def _found(key: str) -> tuple[Taxonomy, Content]:
    taxonomy = queries.taxonomy_by_key(db.session(), key)
    return taxonomy, queries.draft_of(db.session(), taxonomy).told


def _refuse(
    form: BaseForm, refusal: RembukError, stored: Callable[[Content], BaseForm], key: str
) -> list[Line]:
    """Say why. Who was overtaken gets what is stored now beside their own words, which a second "save" keeps."""
    show_refusal(form, refusal)
    if not isinstance(refusal, Overtaken):
        return []
    now = stored(_found(key)[1])
    form.seen.data = now.seen.data
    return stored_lines(form, now)


def _page(
    name: str, taxonomy: Taxonomy, form: BaseForm, lines: list[Line], theme: object = None
) -> str | tuple[str, int]:
    page = render_template(
        f"plan/taxonomies/{name}.html", taxonomy=taxonomy, form=form, lines=lines, theme=theme
    )
    return (page, STATUS) if lines else page


def _back(key: str, message: str) -> Response:
    flash(message, "success")
    return redirect(url_for(".show", key=key), 303)


@blueprint.get("")
def show(key: str) -> str:
    """The themes of the draft, and what the check says."""
    taxonomy = queries.taxonomy_by_key(db.session(), key)
    draft = queries.draft_of(db.session(), taxonomy)
    content = draft.told
    findings = check(content)
    return render_template(
        "plan/taxonomies/draft.html",
        taxonomy=taxonomy,
        draft=draft,
        content=content,
        lines=words.theme_lines(content),
        loose=words.loose(content),
        stops=words.finding_lines(findings, stops=True),
        hints=words.finding_lines(findings, stops=False),
        move=MoveForm(formdata=None),
    )


@blueprint.route("/nama", methods=["GET", "POST"])
def rename(key: str) -> Answer:
    """What the next version is called."""
    taxonomy, told = _found(key)
    form = NamesForm(data=_names(told))
    lines: list[Line] = []
    if form.validate_on_submit():
        try:
            drafting.name_taxonomy(
                db.session(),
                taxonomy,
                name_id=form.name_id.data,
                name_en=form.name_en.data,
                seen=form.seen.data or "",
                actor_id=current_user.id,
            )
            db.session.commit()
            return _back(key, gettext("Nama daftar disimpan."))
        except RembukError as refusal:
            lines = _refuse(form, refusal, lambda now: NamesForm(formdata=None, data=_names(now)), key)
    return _page("rename", taxonomy, form, lines)


def _names(told: Content) -> dict[str, str]:
    return {"name_id": told.name_id, "name_en": told.name_en, "seen": told.names_part}


@blueprint.route("/tema-baru", methods=["GET", "POST"])
def add(key: str) -> Answer:
    """Add a theme; its terms, examples and sayings come next."""
    taxonomy, _told = _found(key)
    form = NewThemeForm()
    if form.validate_on_submit():
        try:
            theme = drafting.add_theme(
                db.session(),
                taxonomy,
                name_id=form.name_id.data,
                name_en=form.name_en.data,
                description=form.description.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return redirect(url_for(".theme", key=key, theme=theme.key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _page("add", taxonomy, form, [])


@blueprint.route("/tema/<string:theme>", methods=["GET", "POST"])
def theme(key: str, theme: str) -> Answer:
    """Write a theme otherwise; the second of two editors sees what the first one wrote."""
    taxonomy, told = _found(key)
    form = ThemeForm.of(told, theme)
    lines: list[Line] = []
    if form.validate_on_submit():
        try:
            drafting.write_theme(
                db.session(),
                taxonomy,
                theme=form.entry(theme),
                examples=lambda now: read_examples(form.examples.data, now, theme=theme),
                sayings=read_sayings(form.sayings.data, theme=theme),
                seen=form.seen.data or "",
                actor_id=current_user.id,
            )
            db.session.commit()
            return _back(key, gettext("Tema “%(name)s” disimpan.", name=form.name_id.data))
        except RembukError as refusal:
            lines = _refuse(form, refusal, lambda now: ThemeForm.of(now, theme, stored=True), key)
    return _page("edit", taxonomy, form, lines, theme=told.theme(theme))


@blueprint.route("/tanpa-tema", methods=["GET", "POST"])
def no_theme(key: str) -> Answer:
    """The terms, examples and sayings of what belongs to no theme."""
    taxonomy, told = _found(key)
    form = NoThemeForm.of(told)
    lines: list[Line] = []
    if form.validate_on_submit():
        try:
            drafting.write_no_theme(
                db.session(),
                taxonomy,
                terms=read_terms(form.terms.data),
                examples=lambda now: read_examples(form.examples.data, now, theme=None),
                sayings=read_sayings(form.sayings.data, theme=None),
                seen=form.seen.data or "",
                actor_id=current_user.id,
            )
            db.session.commit()
            return _back(key, gettext("Kata kunci, contoh, dan ungkapan tanpa tema disimpan."))
        except RembukError as refusal:
            lines = _refuse(form, refusal, lambda now: NoThemeForm.of(now, stored=True), key)
    return _page("no_theme", taxonomy, form, lines)
