"""What expressions decide over a questionnaire: asked or not, required, options, words, and what is computed."""

from dataclasses import replace
from datetime import datetime

import pytest

from surveys.definition import Option, QuestionDef, option_list
from surveys.logic import Logic, for_everybody, has_logic
from tests.surveys import factories_surveys as make

NOW = datetime(2027, 3, 4, 8, 15)


def ask(name: str, kind: str = "text", label: str = "", **logic: str) -> QuestionDef:
    return QuestionDef(name, kind, label or name.title(), logic=logic)


TRAINED = QuestionDef("pernah", "single", "Pernah ikut pelatihan?", config=make.options("ya", "tidak"))
HOW_MANY = replace(make.HOURS, name="berapa", logic={"relevant": "${pernah} = 'ya'"})
WHY_NOT = ask("sebab", "longtext", relevant="${pernah} = 'tidak'")
WHICH = ask("mana", relevant="${berapa} > 2", required="${berapa} > 10")
QUESTIONS = (TRAINED, HOW_MANY, WHY_NOT, WHICH, make.POST)


def logic(questions: tuple[QuestionDef, ...] = QUESTIONS, lang: str = "id", **answers: object) -> Logic:
    return Logic(questions, answers, lang=lang, now=NOW)


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, {"pernah", "jabatan"}),
        ({"pernah": "tidak"}, {"pernah", "sebab", "jabatan"}),
        ({"pernah": "ya"}, {"pernah", "berapa", "jabatan"}),
        ({"pernah": "ya", "berapa": 3}, {"pernah", "berapa", "mana", "jabatan"}),
        # What hangs on an answer that is not asked any more closes with it.
        ({"pernah": "tidak", "berapa": 3}, {"pernah", "sebab", "jabatan"}),
    ],
)
def test_what_is_asked(answers: dict[str, object], asked: set[str]) -> None:
    found = logic(**answers)
    assert {question.name for question in QUESTIONS if found.is_relevant(question.name)} == asked


def test_required_from_a_number_on() -> None:
    required = [logic(pernah="ya", berapa=n).asked(WHICH).required for n in (3, 10, 11)]
    assert required == [False, False, True]


def test_a_constraint_looks_at_the_answer_and_at_others() -> None:
    limited = replace(make.HOURS, logic={"constraint": ". >= 1 and . <= ${batas}"})
    found = logic((QuestionDef("batas", "number", "Batas"), limited), batas=40)
    assert [found.fits(limited, n) for n in (0, 1, 40, 41)] == [False, True, True, False]
    assert not logic((QuestionDef("batas", "number", "Batas"), limited)).fits(limited, 5)


def test_options_are_chosen_by_their_columns() -> None:
    villages = [
        Option("alak", "Alak", columns={"kecamatan": "alak"}),
        Option("oesapa", "Oesapa", columns={"kecamatan": "klp5"}),
        Option("manulai", "Manulai", columns={"kecamatan": "alak"}),
    ]
    village = QuestionDef(
        "kelurahan",
        "dropdown",
        "Kelurahan",
        config={"options": option_list(villages)},
        logic={"choice_filter": "kecamatan = ${kecamatan}"},
    )
    district = QuestionDef("kecamatan", "single", "Kecamatan", config=make.options("alak", "klp5", "lain"))
    offered = {
        answer: [
            option.value for option in logic((district, village), kecamatan=answer).asked(village).options
        ]
        for answer in ("alak", "klp5", "lain", "")
    }
    assert offered == {"alak": ["alak", "manulai"], "klp5": ["oesapa"], "lain": [], "": []}


def test_words_repeat_answers_by_the_words_of_their_options() -> None:
    said = replace(
        make.NEED, label_id="Sebagai ${jabatan}, lewat ${cara}, selama ${jam} jam?", help_en="${hari}"
    )
    questions = (make.POST, make.WAYS, make.HOURS, make.DAY, said)
    found = logic(questions, jabatan="pejabat", cara=["kelas", "daring"], jam=2.5).asked(said)
    assert found.label_id == "Sebagai Pejabat, lewat Kelas, Daring, selama 2.5 jam?"
    assert found.help_en == "…"
    english = logic(questions, "en", jabatan="pejabat", cara=["kelas"]).asked(said)
    assert english.label_id == "Sebagai pejabat (en), lewat kelas (en), selama … jam?"
    plain = for_everybody(said)
    assert (plain.label_id, plain.help_en) == ("Sebagai …, lewat …, selama … jam?", "…")
    assert for_everybody(make.POST) is make.POST


def test_what_is_calculated_is_a_number_or_a_short_text() -> None:
    questions = (
        make.HOURS,
        make.PEOPLE,
        ask("semua", "calculated", calculation="${jam} * ${orang}"),
        ask("setengah", "calculated", calculation="${semua} div 4"),
        ask("besar", "calculated", calculation="if(${semua} > 5, 'besar', '')"),
        ask("benar", "calculated", calculation="${semua} = 6"),
        ask("tertutup", "calculated", calculation="7", relevant="${jam} > 100"),
    )
    assert logic(questions, jam=2, orang=3).calculated() == {
        "semua": 6, "setengah": 1.5, "besar": "besar", "benar": "true"
    }  # fmt: skip
    assert logic(questions, jam=2).calculated() == {"benar": "false"}


def test_a_circle_in_an_old_version_is_cut() -> None:
    around = (ask("a", relevant="${b} = 'x'"), ask("b", relevant="${a} = 'x'"))
    found = logic(around, a="x", b="x")
    assert [found.is_relevant(name) for name in ("a", "b")] == [True, True]
    turning = (ask("c", "calculated", calculation="${d} + 1"), ask("d", "calculated", calculation="${c} + 1"))
    assert logic(turning).calculated() == {}


def test_without_expressions_nothing_is_looked_at() -> None:
    assert not has_logic(make.ALL_KINDS)
    assert has_logic((ask("a", label="Halo ${b}"),))
    assert has_logic((WHICH,))
