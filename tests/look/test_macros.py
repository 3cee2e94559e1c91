"""What the macros must always print, whatever page they are on."""

import gzip
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from lxml import html
from lxml.html import HtmlElement
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FileField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired

from core.web import charts
from core.web.forms import BaseForm

STATIC = Path(__file__).parents[2] / "rembuk" / "static"
IMPORTS = (
    '{% import "macros/ui.html" as ui %}{% import "macros/forms.html" as fm %}'
    '{% import "macros/charts.html" as ch %}'
)
FIRST_FLIGHT = 14_600
STEPS = [("1", "Tidak sesuai"), ("2", "Kurang sesuai"), ("3", "Sesuai"), ("4", "Sangat sesuai")]


class Sample(BaseForm):
    waktu = RadioField("Kecepatan waktu", choices=STEPS, validators=[InputRequired("Pilih satu.")])
    topik = SelectMultipleField("Topik", choices=[("a", "Arsip"), ("b", "Keuangan")])
    nama = StringField("Nama kegiatan", description="Singkat saja.", validators=[InputRequired("Isi.")])
    lampiran = FileField("Lampiran")
    setuju = BooleanField("Saya setuju")


def render(app: Flask, source: str, **names: object) -> HtmlElement:
    with app.test_request_context():
        return html.fromstring("<div>" + render_template_string(IMPORTS + source, **names) + "</div>")


def sample(app: Flask, data: dict[str, str] | None = None) -> Sample:
    with app.test_request_context():
        form = Sample(formdata=MultiDict(data or {}), meta={"csrf": False})
        if data is not None:
            form.validate()
        return form


def test_an_error_is_tied_to_its_field_and_reached_from_the_summary(app: Flask) -> None:
    page = render(app, "{{ fm.error_summary(f) }}{{ fm.fields(f) }}", f=sample(app, {"x": ""}))
    targets = [link.get("href").removeprefix("#") for link in page.cssselect("[role=alert] a")]
    assert targets == ["waktu", "nama"]
    for target in targets:
        described = page.get_element_by_id(target).get("aria-describedby").split()
        assert page.get_element_by_id(described[-1]).cssselect(".vh")
    assert page.get_element_by_id("nama").get("aria-invalid") == "true"
    assert page.get_element_by_id("nama-h").text_content() == "Singkat saja."


def test_a_form_without_errors_is_silent(app: Flask) -> None:
    page = render(app, "{{ fm.error_summary(f) }}{{ fm.fields(f) }}", f=sample(app))
    assert not page.cssselect("[role=alert], [aria-invalid], .e")


def test_required_is_said_in_words(app: Flask) -> None:
    page = render(app, "{{ fm.fields(f) }}", f=sample(app))
    marked = [e.text_content() for e in page.cssselect("legend, label") if e.cssselect("i")]
    assert marked == ["Kecepatan waktu wajib", "Nama kegiatan wajib"]


def test_each_step_of_a_scale_has_number_and_words(app: Flask) -> None:
    page = render(app, "{{ fm.scale(f.waktu) }}", f=sample(app, {"waktu": "3"}))
    assert [e.text_content() for e in page.cssselect("label")] == [n + text for n, text in STEPS]
    assert [e.get("value") for e in page.cssselect("input[checked]")] == ["3"]


def test_several_answers_are_boxes_that_may_all_be_left_empty(app: Flask) -> None:
    page = render(app, "{{ fm.field(f.topik) }}", f=sample(app))
    assert [e.get("type") for e in page.cssselect("input")] == ["checkbox", "checkbox"]
    assert not page.cssselect("[required]")


def test_a_form_with_a_file_can_carry_it(app: Flask) -> None:
    form = render(app, "{{ fm.form_open(upload=True) }}</form>").cssselect("form")[0]
    assert (form.get("method"), form.get("enctype")) == ("post", "multipart/form-data")


@pytest.mark.parametrize(
    "source",
    [
        "{{ ch.bar(charts.bar_chart([('SMP', none, 2.0)]), 'Pendidikan') }}",
        "{{ ch.stacked_likert(charts.likert_chart(['1', '2'], [('Biaya', none)]), 'Unsur') }}",
        "{{ ch.interval(charts.interval_chart([('Sesudah', none, none, none)], 0, 9), 'Menit') }}",
    ],
)
def test_suppressed_figures_say_so_in_picture_and_table(app: Flask, source: str) -> None:
    page = render(app, source, charts=charts)
    words = "disembunyikan (kurang dari 5)"
    assert words in page.cssselect("svg[role=img]")[0].text_content()
    assert words in page.cssselect("table")[0].text_content()
    assert not page.cssselect("svg[role=img] rect:not(.tr)[width]")


def test_every_chart_has_a_name_and_a_table(app: Flask) -> None:
    page = render(app, "{{ ch.line(c, 'IKM') }}", c=charts.line_chart(["S1"], [("Alak", [91.48])], 70, 100))
    assert "IKM" in page.cssselect("svg[role=img]")[0].get("aria-label")
    assert page.cssselect("td.num")[0].text_content() == "91,48"


def test_only_the_handover_of_a_code_carries_the_test_id(app: Flask) -> None:
    page = render(app, "{{ ui.tracking_code('K7QF-2M9X', testid=true) }}{{ ui.tracking_code('K7QF-2M9X') }}")
    assert [e.text_content() for e in page.cssselect("[data-testid=kode-lacak]")] == ["K7QF-2M9X"]


def test_texts_are_escaped(app: Flask) -> None:
    source = (
        "{{ ui.page_head(x, x, [(x, '/')]) }}{{ ui.quote(x, x) }}{{ ui.trail([{'kind': x, 'title': x}]) }}"
    )
    assert not render(app, source, x="<script>alert(1)</script>").cssselect("script")


def test_the_first_page_of_a_long_form_fits_the_first_flight(app: Flask) -> None:
    class Long(BaseForm):
        pass

    for i in range(16):
        question = f"Bagaimana pendapat Saudara tentang unsur pelayanan nomor {i * 7919}?"
        setattr(Long, f"unsur{i}", RadioField(question, choices=STEPS, validators=[InputRequired()]))
    body = (
        '{% extends "base.html" %}{% import "macros/forms.html" as fm %}{% import "macros/ui.html" as ui %}'
        "{% block content %}{{ ui.page_head('Masukan') }}{{ fm.form_open(f) }}"
        "{% for q in f if q.type == 'RadioField' %}{{ fm.scale(q) }}{% endfor %}"
        "{{ fm.submit_row('Kirim') }}</form>{% endblock %}"
    )
    with app.test_request_context():
        page = render_template_string(body, f=Long())
    sent = gzip.compress(page.encode(), 6) + gzip.compress((STATIC / "style.css").read_bytes(), 6)
    assert len(sent) <= FIRST_FLIGHT * 0.7, "leave the questions' own texts some room"


def test_nothing_in_the_look_comes_from_elsewhere() -> None:
    for file in STATIC.glob("*.*"):
        if file.suffix in {".css", ".svg"}:
            text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
            assert "://" not in text, file.name
            assert "@import" not in text, file.name
            assert "style=" not in text, file.name
