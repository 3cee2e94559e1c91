"""Questions written here as an XLSForm: other tools read it, and so do we, to the same questions."""

from dataclasses import replace

import pytest
from pyxform.xls2xform import convert

from core.errors import Invalid
from surveys import library
from surveys.definition import Option, QuestionDef, option_list
from surveys.xlsform import FormSettings, read_form, write_form
from surveys.xlsform.cells import Sheet, read_book
from surveys.xlsform.settings import FACTS
from tests.surveys.xlsform.books import YES_NO, asked, book

YES = [Option("ya", "Ya", "Yes"), Option("tidak", "Tidak", "No")]


def write(questions: tuple[QuestionDef, ...], settings: FormSettings | None = None) -> bytes:
    return write_form(questions, settings or FormSettings(), title="Survei", key="survei")


def written(questions: tuple[QuestionDef, ...]) -> Sheet:
    return read_book(write(questions))["survey"]


def plain(question: QuestionDef) -> QuestionDef:
    """Without what only an XLSForm says; a page begins with the first question anyway."""
    config = {name: value for name, value in question.config.items() if name != FACTS}
    return replace(question, config=config)


@pytest.mark.parametrize("key", library.KEYS)
def test_a_template_comes_back_as_it_was(key: str) -> None:
    questions = library.template_by_key(key).questions
    content = write(questions)
    assert convert(content, file_type=".xlsx").xform
    read = read_form(content)
    assert read.refusals == ()
    told = [plain(question).to_json() for question in questions]
    # Limits are said as a constraint, which means the same.
    for one in told:
        limits = [f". {sign} {one['config'].pop(name)}" for name, sign in (("min", ">="), ("max", "<="))
                  if name in one["config"]]  # type: ignore[attr-defined,operator]  # fmt: skip
        one["logic"] |= {"constraint": " and ".join(limits)} if limits else {}  # type: ignore[operator]
    assert [plain(question).to_json() for question in read.questions] == told


def test_an_element_of_the_skm_in_other_words_is_a_question_of_ones_own() -> None:
    first, second, *_rest = library.template_by_key("skm").questions
    content = write((replace(first, label_id="Dengan kata lain?"), second))
    assert [question.is_skm for question in read_form(content).questions] == [False, True]


def test_every_kind_has_its_row() -> None:
    options = {"options": option_list(YES)}
    several = {
        "options": option_list([*YES, Option("ragu", "Ragu", "Unsure"), Option("lupa", "Lupa", "Forgot")])
    }
    steps = {"options": option_list([Option("1", "Buruk"), Option("2", "Baik")])}
    rows = {"rows": option_list([Option("a", "A"), Option("2", "B"), Option("teks", "C")])}
    questions = (
        QuestionDef("teks", "text", "Teks", help_id="Bantuan", required=True),
        QuestionDef("panjang", "longtext", "Panjang"),
        QuestionDef("satu", "single", "Satu", config={**options, "other": True}),
        QuestionDef("daftar", "dropdown", "Daftar", config=options),
        QuestionDef("skala", "scale", "Skala", config=steps),
        QuestionDef("urut", "ranking", "Urut", config={**several, "top": 2}),
        QuestionDef("m", "matrix", "M", config={**options, **rows}, logic={"required": "${m.a} = 'ya'"}),
        QuestionDef("n", "number", "N", config={"min": 1, "max": 2.5}, logic={"constraint": ". != 2"}),
        QuestionDef("setuju", "consent", "Setuju", logic={"relevant": "${m.2} = 'ya'"}),
        QuestionDef("ket", "note", "Ket ${setuju}", logic={"relevant": "${setuju} = 'ya' and ${satu} = 'lain'"}),
        QuestionDef("hit", "calculated", "hit", logic={"calculation": "${n} * 2"}),
        QuestionDef("surel", "email", "Surel"),
    )  # fmt: skip
    rows_of = {row.cells.get("name", row.cells["type"]): dict(row.cells) for row in written(questions).rows}
    label, hint = "label::Bahasa Indonesia (id)", "hint::Bahasa Indonesia (id)"
    assert rows_of["teks"] == {
        "type": "text",
        "name": "teks",
        label: "Teks",
        hint: "Bantuan",
        "required": "yes",
    }
    assert rows_of["panjang"]["appearance"] == "multiline"
    assert rows_of["satu"]["type"] == "select_one satu or_other"
    assert rows_of["daftar"]["type"] == "select_one satu"
    assert (rows_of["daftar"]["appearance"], rows_of["skala"]["appearance"]) == ("minimal", "likert")
    assert (rows_of["urut"]["type"], rows_of["urut"]["rembuk_top"]) == ("rank urut", "2")
    assert (rows_of["m"]["type"], rows_of["m"]["appearance"]) == ("begin_group", "table-list")
    assert [rows_of[name]["required"] for name in ("a", "m_2", "m_teks")] == ["${a} = 'ya'"] * 3
    assert rows_of["n"]["constraint"] == "(. != 2) and . >= 1 and . <= 2.5"
    assert rows_of["setuju"] == {
        "type": "acknowledge", "name": "setuju", label: "Setuju", "relevant": "${m_2} = 'ya'",
    }  # fmt: skip
    assert rows_of["ket"]["relevant"] == "${setuju} = 'OK' and ${satu} = 'other'"
    assert rows_of["hit"] == {"type": "calculate", "name": "hit", "calculation": "${n} * 2"}
    assert rows_of["surel"]["type"] == "text"
    assert convert(write(questions), file_type=".xlsx").xform


def test_pages_are_groups() -> None:
    questions = (
        QuestionDef("a", "text", "A"),
        QuestionDef("halaman_2", "text", "B", starts_page=True),
        QuestionDef("c", "text", "C"),
    )
    shown = [
        (r.cells["type"], r.cells.get("name", ""), r.cells.get("appearance", ""))
        for r in written(questions).rows
    ]
    assert shown == [
        ("begin_group", "halaman_1", "field-list"), ("text", "a", ""), ("end_group", "", ""),
        ("begin_group", "halaman_3", "field-list"), ("text", "halaman_2", ""), ("text", "c", ""),
        ("end_group", "", ""),
    ]  # fmt: skip
    assert [q.starts_page for q in read_form(write(questions)).questions] == [False, True, False]


GROUPS = book(
    asked(
        ("integer", "n", "Berapa?"),
        ("begin_group", "g", "Kelompok", "${n} > 1"),
        ("text", "a", "A", "${n} > 2"),
        ("text", "b", "B"),
        ("end_group",),
        header=("type", "name", "label", "relevant"),
    )
)


def shape(questions: list[QuestionDef]) -> list[tuple[str, ...]]:
    """Type, name, label and condition of each row."""
    kept = ("type", "name", "label", "relevant")
    sheet = read_book(write(tuple(questions), read_form(GROUPS).settings))["survey"]
    return [tuple(row.cells.get(name, "") for name in kept) for row in sheet.rows]


def test_a_group_follows_what_its_author_does_with_the_questions() -> None:
    n, heading, a, b = read_form(GROUPS).questions
    assert a.logic["relevant"] == "(${n} > 1) and (${n} > 2)"
    begin, end = ("begin_group", "g", "Kelompok", "${n} > 1"), ("end_group", "", "", "")
    row_n, row_a, row_b = (
        ("integer", "n", "Berapa?", ""),
        ("text", "a", "A", "${n} > 2"),
        ("text", "b", "B", ""),
    )
    assert shape([n, heading, a, b]) == [row_n, begin, row_a, row_b, end]
    reworded = replace(heading, label_id="Lain")
    assert shape([n, reworded, b]) == [row_n, ("begin_group", "g", "Lain", "${n} > 1"), row_b, end]
    # Its condition was changed: then every question says its own.
    freed = replace(a, logic={"relevant": "${n} > 5"})
    assert shape([n, heading, freed, b]) == [
        row_n, ("begin_group", "g", "", ""), ("note", heading.name, "Kelompok", "${n} > 1"),
        ("text", "a", "A", "${n} > 5"), ("text", "b", "B", "${n} > 1"), end,
    ]  # fmt: skip
    # Torn apart by a question of no group: two groups, under two names.
    assert shape([heading, a, n, b]) == [
        begin, row_a, end, row_n, ("begin_group", "g_2", "", "${n} > 1"), row_b, end,
    ]  # fmt: skip


def test_a_changed_list_gets_a_name_of_its_own() -> None:
    both = book(asked(("select_one yt", "p", "P"), ("select_one yt", "q", "Q")), YES_NO)
    read = read_form(both)
    first, second = read.questions
    changed = replace(second, config={**second.config, "options": option_list([*YES, Option("x", "X")])})
    made = read_book(write((first, changed), read.settings))
    assert [row.cells["type"] for row in made["survey"].rows] == ["select_one yt", "select_one yt_2"]
    names = [row.cells["list_name"] for row in made["choices"].rows]
    assert names == ["yt"] * 2 + ["yt_2"] * 3


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (QuestionDef("q", "single", "Q", config={"options": option_list([Option("a b", "A"), Option("c", "C")])}),
         "XLSForm tidak mengenal spasi dalam nilai: “a b” pada “Q”. Ubah nilainya dahulu."),
        (QuestionDef("q", "text", "Q", logic={"relevant": "${p.lain} = 'x'"}),
         "XLSForm tidak mengenal “${p.lain}”, yang dibaca “Q”. Hapus dahulu."),
    ],
)  # fmt: skip
def test_what_xlsform_cannot_say_is_refused(question: QuestionDef, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        write(
            (QuestionDef("p", "single", "P", config={"options": option_list(YES), "other": True}), question)
        )
    assert refusal.value.message % refusal.value.params == reason


def test_no_cell_is_a_formula_or_an_address() -> None:
    evil = ("=1+1", "+1", "@SUM(A1)", "http://contoh.id", "<b>&amp;</b>")
    sheet = written(tuple(QuestionDef(f"q{n}", "text", text) for n, text in enumerate(evil)))
    assert tuple(row.cells["label::Bahasa Indonesia (id)"] for row in sheet.rows) == evil
