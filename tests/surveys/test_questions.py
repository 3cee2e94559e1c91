"""The first kinds: field, value, import, counters, export."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from core.errors import Invalid
from surveys.answer_form import AnswerForm
from surveys.definition import Option, QuestionDef, definition_of, questions_of
from surveys.models import SurveyVersion
from surveys.questions import KINDS, kind_of
from surveys.questions.number import read_number
from surveys.questions.text import tidy
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import ALL_KINDS, DAY, HOURS, NAME, NEED, POST, URGENT, WAYS


def read(app: Flask, question: QuestionDef, *values: str) -> tuple[object, list[str]]:
    """Value and error messages of a posted field."""
    with app.test_request_context(headers={"Accept-Language": "id"}):
        form = AnswerForm((question,), "id")
        form.read(MultiDict([(question.name, value) for value in values]))
        errors = [str(e) for e in form.form[question.name].errors]
        return (None if errors else form.body().get(question.name)), errors


@pytest.mark.parametrize(
    ("question", "posted", "value"),
    [
        (NAME, ["  Surat\r\npindah\x00 "], "Surat\npindah"),
        (NAME, ["   "], None),
        (NAME, [], None),
        (NAME, ["x" * 300], "x" * 300),
        (NEED, ["a\r\nb"], "a\nb"),
        (NEED, ["y" * 5000], "y" * 5000),
        (POST, ["pejabat"], "pejabat"),
        (POST, [], None),
        (WAYS, ["daring", "kelas"], ["kelas", "daring"]),
        (WAYS, ["kelas", "kelas"], ["kelas"]),
        (WAYS, [], None),
        (URGENT, ["4"], "4"),
        (HOURS, ["20"], 20),
        (HOURS, ["1,5"], 1.5),
        (HOURS, ["0"], 0),
        (HOURS, [" "], None),
        (DAY, ["2026-11-23"], "2026-11-23"),
        (DAY, ["23/11/2026"], "2026-11-23"),
        (DAY, [""], None),
    ],
)
def test_what_is_posted_becomes_the_value(
    app: Flask, question: QuestionDef, posted: list[str], value: object
) -> None:
    assert read(app, question, *posted) == (value, [])


@pytest.mark.parametrize(
    ("question", "posted", "message"),
    [
        (NEED, [" \n "], "Bagian ini wajib diisi."),
        (NEED, [], "Bagian ini wajib diisi."),
        (NEED, ["y" * 5001], "Isian paling banyak 5000 karakter."),
        (NAME, ["x" * 301], "Isian paling banyak 300 karakter."),
        (POST, ["wali kota"], "Pilih salah satu yang tersedia."),
        (WAYS, ["kelas", "bulan"], "'bulan' bukan pilihan yang tersedia."),
        (HOURS, ["banyak"], "Isi dengan angka."),
        (HOURS, ["201"], "Angka harus antara 0 dan 200."),
        (HOURS, ["NaN"], "Isi dengan angka."),
        (DAY, ["kemarin"], "Tanggal tidak benar. Contoh: 23/11/2026."),
    ],
)
def test_what_cannot_be_accepted_says_why(
    app: Flask, question: QuestionDef, posted: list[str], message: str
) -> None:
    assert read(app, question, *posted) == (None, [message])


@pytest.mark.parametrize("question", ALL_KINDS, ids=lambda q: str(q.kind))
def test_a_required_question_of_any_kind_wants_an_answer(app: Flask, question: QuestionDef) -> None:
    required = QuestionDef(**{**question.to_json(), "required": True})  # type: ignore[arg-type]
    assert read(app, required) == (None, ["Bagian ini wajib diisi."])


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (NAME, " KTP ", "KTP"),
        (NEED, "", None),
        (POST, "pejabat", "pejabat"),
        (POST, "  PEJABAT ", "pejabat"),
        (POST, "pejabat (EN)", "pejabat"),
        (POST, " ", None),
        (WAYS, "Daring; kelas;", ["kelas", "daring"]),
        (WAYS, ";", None),
        (URGENT, "3", "3"),
        (URGENT, "3.0", "3"),
        (URGENT, "3,00", "3"),
        (URGENT, "", None),
        (HOURS, "12,5", 12.5),
        (HOURS, "", None),
        (DAY, "23/11/2026", "2026-11-23"),
        (DAY, "2026-11-23", "2026-11-23"),
        (DAY, " ", None),
    ],
)
def test_a_cell_of_a_file_becomes_the_value(question: QuestionDef, raw: str, value: object) -> None:
    assert kind_of(question).from_text(raw, question) == value


@pytest.mark.parametrize(
    ("question", "raw", "shown"),
    [
        (NAME, "x" * 301, {"max": 300}),
        (POST, "wali kota", {"value": "wali kota"}),
        (WAYS, "kelas; bulan", {"value": "bulan"}),
        (URGENT, "5", {"value": "5"}),
        (URGENT, "3.5", {"value": "3.5"}),
        (HOURS, "banyak", {"value": "banyak"}),
        (HOURS, "-1", {"value": "-1"}),
        (HOURS, "200,5", {"value": "200,5"}),
        (DAY, "31/02/2026", {"value": "31/02/2026"}),
    ],
)
def test_a_cell_that_is_wrong_says_what(question: QuestionDef, raw: str, shown: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal:
        kind_of(question).from_text(raw, question)
    assert refusal.value.params == shown


@pytest.mark.parametrize(
    ("question", "value", "counted", "cells"),
    [
        (NAME, "KTP", [""], ["KTP"]),
        (NEED, "panjang", [""], ["panjang"]),
        (POST, "pejabat", ["pejabat"], ["Pejabat"]),
        (POST, "dulu", ["dulu"], ["dulu"]),
        (WAYS, ["kelas", "daring"], ["kelas", "daring"], ["Kelas; Daring"]),
        (URGENT, "4", ["4"], ["4"]),
        (HOURS, 12.5, ["12.5"], [12.5]),
        (HOURS, 0, ["0"], [0]),
        (DAY, "2026-11-23", ["2026-11-23"], ["2026-11-23"]),
    ],
)
def test_a_value_is_counted_and_exported(
    question: QuestionDef, value: Any, counted: list[str], cells: list[object]
) -> None:
    kind = kind_of(question)
    assert list(kind.count_values(value)) == counted
    assert kind.export(value, question, "id") == cells
    assert kind.export(None, question, "id") == [None] * len(kind.export_headers(question, "id"))


def test_an_export_speaks_the_language_and_reads_back() -> None:
    assert kind_of(NEED).export_headers(NEED, "en") == ["What do you need?"]
    assert kind_of(DAY).export_headers(DAY, "en") == ["Sejak kapan?"]
    cell = kind_of(WAYS).export(["kelas", "magang"], WAYS, "en")[0]
    assert cell == "kelas (en); magang (en)"
    assert kind_of(WAYS).from_text(str(cell), WAYS) == ["kelas", "magang"]


def test_what_each_kind_is() -> None:
    shape = {k.key: (k.is_free_text, k.chart, k.macro, sorted(k.settings)) for k in KINDS.values()}
    assert shape == {
        "text": (True, None, "field", []),
        "longtext": (True, None, "field", []),
        "single": (False, "bar", "choices", ["options", "other", "shuffled"]),
        "multiple": (False, "bar", "checks", ["options", "other", "shuffled"]),
        "scale": (False, "likert", "scale", ["options"]),
        "number": (False, None, "field", ["max", "min"]),
        "date": (False, None, "field", []),
        "matrix": (False, None, "matrix", ["options", "rows"]),
        "ranking": (False, None, "ranks", ["options", "shuffled", "top"]),
        "dropdown": (False, "bar", "field", ["options", "other"]),
        "integer": (False, None, "field", ["max", "min"]),
        "time": (False, None, "field", []),
        "consent": (False, None, "checkbox", []),
        "calculated": (False, None, "field", []),
        "note": (False, None, "remark", []),
        "email": (False, None, "field", []),
        "phone": (False, None, "field", []),
        "place": (False, None, "place", []),
        "image": (False, None, "picture", []),
    }


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234.567,89", "1234567.89"),
        ("1.500", "1500"),
        ("3,5", "3.5"),
        ("3.5", "3.5"),
        ("-2", "-2"),
        ("−2", "-2"),
        ("1e5", None),
        ("1,2,3", None),
        ("", None),
        ("9" * 13, None),
        ("٣", None),
    ],
)
def test_numbers_are_read_as_indonesians_write_them(text: str, number: str | None) -> None:
    found = read_number(text)
    assert (None if found is None else str(found)) == number


@pytest.mark.parametrize(
    ("kind", "config"),
    [
        ("single", {}),
        ("single", make.options("satu")),
        ("single", make.options("satu", "satu")),
        ("multiple", {"options": [{"value": "a", "label_id": "a; b"}, {"value": "b", "label_id": "b"}]}),
        ("scale", make.options("baik", "buruk")),
        ("number", {"min": 5, "max": 4}),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(kind: str, config: dict[str, object]) -> None:
    question = QuestionDef("q", kind, "Q", config=config)
    with pytest.raises(Invalid):
        kind_of(question).check(question)


@pytest.mark.parametrize("question", ALL_KINDS, ids=lambda q: str(q.kind))
def test_a_question_that_can_be_asked_is_accepted(question: QuestionDef) -> None:
    kind_of(question).check(question)


def test_a_definition_survives_its_json() -> None:
    version = SurveyVersion(definition=definition_of(ALL_KINDS))
    assert questions_of(version) == ALL_KINDS
    assert POST.options == (
        Option("pelaksana", "Pelaksana", "pelaksana (en)"),
        Option("pejabat", "Pejabat", "pejabat (en)"),
    )
    assert [NEED.label("en"), NAME.label("en"), NAME.help("id")] == ["What do you need?", "Layanan apa?", ""]
    skm = QuestionDef("waktu", "scale", "Waktu", config={**make.options("1", "2"), "skm": True})
    assert [skm.is_skm, URGENT.is_skm] == [True, False]


def test_tidy_keeps_what_people_write() -> None:
    assert tidy("Béta sonde tau 😀\tya\n\nlagi\u200d") == "Béta sonde tau 😀\tya\n\nlagi\u200d"
