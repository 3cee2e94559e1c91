"""Results for staff and, where they are published, for everybody; both through the same gate."""

from collections.abc import Iterable, Iterator, Sequence

from flask import Blueprint, Response, render_template, request, url_for
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.csv_writing import Cell, write_csv
from core.db import db
from core.errors import N_, NotFound
from core.web.guard import may_call
from core.web.i18n import language
from core.web.pages import site
from surveys import answer_pictures, entering, exports, queries, reviewing
from surveys.models import Survey
from surveys.pictures import MEDIA_TYPE
from surveys.questions import kind_of
from surveys.results import results_of
from surveys.skm_results import skm_report
from surveys.text_answers import text_answers, text_column
from surveys.views.panels import band_words, element_chart, export_words, panels, two_places

blueprint = Blueprint("survey_results", __name__)
blueprint.add_app_template_filter(two_places)
blueprint.add_app_template_filter(band_words)


def _published(key: str) -> Survey:
    """A survey whose results everybody may see; others do not exist for the public."""
    survey = queries.published_survey(db.session(), key)
    if not survey.results_public:
        raise NotFound(N_("Hasil survei ini belum dibuka untuk umum."))
    return survey


def _page(template: str, survey: Survey, *, texts: bool, aside: int = 0) -> str:
    results = results_of(db.session(), survey, unit_key=request.args.get("unit", ""))
    report = skm_report(db.session(), survey)

    def address(name: str) -> str:
        unit = results.unit.key if results.unit else None
        return url_for("survey_results.texts", key=survey.key, name=name, unit=unit)

    return render_template(
        template,
        survey=survey,
        results=results,
        panels=panels(results, texts=address if texts else None, pictures=texts),
        entered=[(entering.LABELS[via], count) for via, count in results.entered],
        skm=report,
        aside=aside,
        skm_chart=element_chart(report) if report else None,
    )


@blueprint.get("/kelola/survei/<string:key>/hasil")
def show(key: str) -> str:
    """Staff: figures and ways to the texts."""
    survey = queries.published_survey(db.session(), key)
    aside = reviewing.count_waiting(db.session(), survey)
    return _page("surveys/results/staff.html", survey, texts=may_call("survey_results.texts"), aside=aside)


@blueprint.get("/hasil/<string:key>")
def public(key: str) -> str:
    """Everybody: figures only."""
    return _page("surveys/results/public.html", _published(key), texts=False)


@blueprint.get("/kelola/survei/<string:key>/hasil/jawaban/<string:name>")
def texts(key: str, name: str) -> str:
    """What people wrote, word for word."""
    survey = queries.published_survey(db.session(), key)
    column = text_column(survey, name, pictures=True)
    search, unit = request.args.get("cari", "")[:100], request.args.get("unit", "")
    page = text_answers(
        db.session(),
        survey,
        column,
        page=request.args.get("halaman", 1, type=int),
        search=search,
        unit_key=unit,
    )

    def address(number: int) -> str:
        return url_for(
            "survey_results.texts", key=key, name=name, halaman=number, cari=search or None, unit=unit or None
        )

    return render_template(
        "surveys/results/pictures.html"
        if kind_of(column.question).is_picture
        else "surveys/results/texts.html",
        survey=survey,
        page=page,
        search=search,
        prev_url=address(page.page - 1) if page.page > 1 else None,
        next_url=address(page.page + 1) if page.page < page.pages else None,
    )


@blueprint.get("/kelola/survei/<string:key>/hasil/foto/<string:name>/<string:digest>")
def picture(key: str, name: str, digest: str) -> Response:
    """One photo of the answers, for those who read the words."""
    survey = queries.published_survey(db.session(), key)
    column = text_column(survey, name, pictures=True)
    data = answer_pictures.shown(db.session(), survey, column, digest)
    if data is None:
        raise NotFound(N_("Foto ini tidak ada, atau sudah ditarik."))
    return Response(data, content_type=MEDIA_TYPE)


def _csv(rows: Iterable[Sequence[Cell]], name: str) -> Response:
    prefix = "contoh-" if site().demo else ""
    return Response(
        write_csv(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{prefix}{name}.csv"'},
    )


@blueprint.get("/kelola/survei/<string:key>/ekspor.csv")
def export_answers(key: str) -> Response:
    """Every answer as a row."""
    survey = queries.published_survey(db.session(), key)
    rows = _answers(db.engine, survey.id, language(), export_words())
    return _csv(rows, f"{survey.key}-jawaban")


def _answers(engine: Engine, survey_id: int, lang: str, words: exports.Words) -> Iterator[Sequence[Cell]]:
    """Runs while the file is sent, when the request's own session is closed already."""
    with Session(engine) as session:
        yield from exports.answer_rows(session, session.get_one(Survey, survey_id), lang=lang, words=words)


def _figures(survey: Survey) -> Response:
    results = results_of(db.session(), survey, unit_key=request.args.get("unit", ""))
    return _csv(exports.result_rows(results, lang=language(), words=export_words()), f"{survey.key}-hasil")


@blueprint.get("/kelola/survei/<string:key>/hasil.csv")
def export_figures(key: str) -> Response:
    """The counts of the results page."""
    return _figures(queries.published_survey(db.session(), key))


@blueprint.get("/hasil/<string:key>/hasil.csv")
def public_figures(key: str) -> Response:
    """The counts of the published page."""
    return _figures(_published(key))
