"""Staff pages of taxonomies: what there is, what a version says, what changed, files to take along."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import N_, NotFound, RembukError
from plan.taxonomies import comparing, files, queries, services
from plan.taxonomies.content import Content
from plan.taxonomies.enums import SHIPPED_USES, USE_LABELS, Use
from plan.taxonomies.forms import CreateForm, SeenForm
from plan.views import taxonomy_words as words
from plan.views.refusals import show_refusal

blueprint = Blueprint("taxonomies", __name__, url_prefix="/kelola/daftar-tema")


@blueprint.get("")
def index() -> str:
    """The shipped ones and the office's own."""
    own = [words.of_office(one) for one in queries.own_taxonomies(db.session())]
    return render_template("plan/taxonomies/index.html", shipped=words.shipped(), own=own, uses=USE_LABELS)


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """Begin one: empty, or as a copy."""
    asked = request.args.get("dari", "")
    form = CreateForm(purpose=SHIPPED_USES.get(asked, Use.ANY), source=asked)
    form.offer(words.sources_to_copy(db.session()))
    if form.validate_on_submit():
        taxonomy = services.create_taxonomy(
            db.session(),
            name_id=form.name_id.data,
            name_en=form.name_en.data,
            purpose=Use(form.purpose.data),
            source=_source(form.source.data),
            actor_id=current_user.id,
        )
        db.session.commit()
        return redirect(url_for("taxonomy_draft.show", key=taxonomy.key), 303)
    return render_template("plan/taxonomies/create.html", form=form)


def _source(key: str | None) -> Content | None:
    if not key:
        return None
    shown = words.find(db.session(), key)
    return words.content_of(db.session(), shown, shown.newest)[0]


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """One taxonomy: the newest version, the earlier ones, the draft."""
    shown = words.find(db.session(), key)
    return _version_page(shown, shown.newest)


@blueprint.get("/<string:key>/<int:number>")
def version(key: str, number: int) -> str:
    """What a version says."""
    return _version_page(words.find(db.session(), key), number)


def _version_page(shown: words.Shown, number: int) -> str:
    content, row = words.content_of(db.session(), shown, number) if number else (None, None)
    return render_template(
        "plan/taxonomies/show.html",
        shown=shown,
        number=number,
        row=row,
        content=content,
        lines=words.theme_lines(content) if content else [],
        digest=content.digest[: words.DIGEST_SHOWN] if content else "",
        uses=USE_LABELS,
    )


@blueprint.get("/<string:key>/<int:number>/tema/<string:theme>")
def theme(key: str, number: int, theme: str) -> str:
    """One theme of a version: its words, examples and sayings."""
    shown = words.find(db.session(), key)
    content, _row = words.content_of(db.session(), shown, number)
    return render_template(
        "plan/taxonomies/theme.html",
        shown=shown,
        number=number,
        theme=content.theme(theme),
        examples=content.examples_of(theme),
        sayings=content.sayings_of(theme),
        open_at_most=words.OPEN_AT_MOST,
        content=content,
    )


@blueprint.get("/<string:key>/beda")
def compare(key: str) -> str:
    """What changed between two versions: by default the last two."""
    shown = words.find(db.session(), key)
    older, newer = (request.args.get(name, type=int) for name in ("dari", "ke"))
    newer = newer or shown.newest
    older = older or max(newer - 1, 1)
    if not (0 < older <= shown.newest and 0 < newer <= shown.newest):
        raise NotFound(N_("Versi itu tidak ada."))
    before, after = (words.content_of(db.session(), shown, one)[0] for one in (older, newer))
    return render_template(
        "plan/taxonomies/compare.html",
        shown=shown,
        older=older,
        newer=newer,
        changed=comparing.compare(before, after),
    )


@blueprint.get("/<string:key>/<int:number>/unduh")
def download(key: str, number: int) -> Response:
    """The version as `rembuk themes --taxonomy` reads it."""
    content, _row = words.content_of(db.session(), words.find(db.session(), key), number)
    return _file(files.write_toml(content).encode(), f"{key}-{number}.toml", "application/octet-stream")


@blueprint.get("/<string:key>/<int:number>/contoh.csv")
def download_examples(key: str, number: int) -> Response:
    """Its examples for a spreadsheet."""
    content, _row = words.content_of(db.session(), words.find(db.session(), key), number)
    return _file(b"".join(files.write_examples_csv(content)), f"{key}-{number}.csv", "text/csv")


def _file(content: bytes, name: str, mimetype: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.post("/<string:key>/draf")
def start_draft(key: str) -> Response:
    """Begin the next version."""
    services.start_draft(db.session(), queries.taxonomy_by_key(db.session(), key), actor_id=current_user.id)
    db.session.commit()
    return redirect(url_for("taxonomy_draft.show", key=key), 303)


@blueprint.route("/<string:key>/arsip", methods=["GET", "POST"])
def archive(key: str) -> str | Response:
    """Ask once more, then offer it no longer for new runs; or offer it again."""
    taxonomy, form = queries.taxonomy_by_key(db.session(), key), SeenForm()
    if form.validate_on_submit():
        try:
            services.archive_taxonomy(
                db.session(), taxonomy, archived=not taxonomy.archived, actor_id=current_user.id
            )
            db.session.commit()
            flash(gettext("Perubahan disimpan."), "success")
            return redirect(url_for(".show", key=key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/taxonomies/archive.html", form=form, taxonomy=taxonomy)
