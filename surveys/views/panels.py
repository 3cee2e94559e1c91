"""How figures are put on a page: charts in the reader's language, numbers with their places."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import format_decimal, gettext

from core.web import charts
from core.web.i18n import language, localized
from core.web.pages import site
from surveys.definition import OTHER
from surveys.entering import LABELS
from surveys.exports import Words
from surveys.questions import kind_of
from surveys.results import NumberFigures, QuestionResult, Results
from surveys.skm_instruments import CURRENT, Band
from surveys.skm_results import SkmReport
from surveys.views.version_notes import version_notes

TextsUrl = Callable[[str], str]


@dataclass(frozen=True)
class Panel:
    """One question of a results page. `texts_url` is empty where texts are not shown.

    `beside`: what was written beside "Lainnya". `whole_only`: not shown by unit. `notes`: what versions
    changed about the question.
    """

    name: str
    title: str
    answered: int | None
    chart: charts.BarChart | None
    several: bool
    some_hidden: bool
    all_hidden: bool
    figures: tuple[tuple[str, str], ...]
    is_text: bool
    is_picture: bool
    texts_url: str
    beside: bool
    whole_only: bool
    notes: tuple[str, ...] = ()


def panels(results: Results, *, texts: TextsUrl | None, pictures: bool = False) -> list[Panel]:
    """The questions that are no SKM element, in order; `texts` gives the address of what people wrote.

    `pictures`: and of the photos they added.
    """
    days = {version.number: version.published_on for version in results.survey.versions}
    return [
        _panel(
            row, texts if pictures or not kind_of(row.question).is_picture else None, version_notes(row, days)
        )
        for row in results.questions
        if not row.question.is_skm
    ]


def _panel(row: QuestionResult, texts: TextsUrl | None, notes: tuple[str, ...]) -> Panel:
    question = row.question
    kind = kind_of(question)
    url = texts(question.name) if texts and kind.is_own else ""
    return Panel(
        name=question.name,
        title=question.label(language()),
        answered=row.answered,
        chart=_bars(row) if row.options and not row.all_hidden else None,
        several=question.kind == "multiple",
        some_hidden=row.some_hidden,
        all_hidden=row.all_hidden,
        figures=_figures(row.numbers) if row.numbers else (),
        is_text=kind.is_free_text,
        is_picture=kind.is_picture,
        texts_url=url,
        beside=question.name.endswith(f".{OTHER}"),
        whole_only=row.whole_only,
        notes=notes,
    )


def _bars(row: QuestionResult) -> charts.BarChart:
    return charts.bar_chart(
        [
            (r.option.label(language()), r.count, float(r.percent) if r.percent is not None else None)
            for r in row.options
        ]
    )


def _figures(numbers: NumberFigures) -> tuple[tuple[str, str], ...]:
    return (
        (gettext("Rata-rata"), two_places(numbers.mean)),
        (gettext("Nilai tengah"), format_decimal(numbers.median)),
        (gettext("Terkecil"), format_decimal(numbers.low)),
        (gettext("Terbesar"), format_decimal(numbers.high)),
    )


def two_places(value: Decimal | None) -> str:
    """3,60: averages and indexes always with two places."""
    return str(format_decimal(value, "#,##0.00")) if value is not None else ""


def band_words(band: Band | None) -> str:
    """A (Sangat Baik)."""
    return f"{band.letter} ({localized(band, 'name')})" if band is not None else ""


def element_chart(report: SkmReport) -> charts.LikertChart:
    """All elements beside each other, from step 1 to 4."""
    words = [
        gettext("1 (terendah)") if step == CURRENT.steps[0]
        else gettext("4 (tertinggi)") if step == CURRENT.steps[-1]
        else str(step)
        for step in CURRENT.steps
    ]  # fmt: skip
    return charts.likert_chart(
        words, [(localized(row.element, "name"), row.counts) for row in report.elements]
    )


def export_words() -> Words:
    """Headings of the files."""
    return Words(
        unit=gettext("Unit"),
        question=gettext("Pertanyaan"),
        option=gettext("Pilihan"),
        count=gettext("Jumlah"),
        percent=gettext("Persen"),
        hidden=gettext("disembunyikan (kurang dari 5)"),
        answered=gettext("Menjawab"),
        original=gettext("jawaban asli"),
        mean=gettext("Rata-rata"),
        median=gettext("Nilai tengah"),
        order=gettext("Urutan pilihan (1–12)"),
        via={"": gettext("Cara masuk"), **{str(via): gettext(label) for via, label in LABELS.items()}},
        notice=gettext("DATA CONTOH – bukan data resmi") if site().demo else "",
    )
