"""The check before publishing: each kind of fault is named with its question, among questions without one."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from core.errors import Invalid
from surveys import publishing
from surveys.checking import problems_of
from surveys.definition import QuestionDef
from tests.surveys import factories_surveys as make
from tests.surveys.test_logic import ask

YES = QuestionDef("pernah", "single", "Pernah?", config=make.options("ya", "tidak"))


def found(*questions: QuestionDef) -> list[tuple[str, bool, str]]:
    """(question, whether it stops, words) with harmless questions around."""
    asked = (make.NAME, YES, *questions, make.HOURS)
    return [(p.question, p.stops, p.message % p.params) for p in problems_of(asked)]


def test_what_is_well_written_has_no_problems() -> None:
    assert found(
        ask("a", relevant="${pernah} = 'ya'", constraint="string-length(.) > 3"),
        ask("b", "calculated", calculation="string-length(${a}) + ${jam}"),
        replace(make.NEED, label_en="", logic={"required": "${pernah} = 'tidak'"}),
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (ask("a", relevant="${pernah = 'ya'"), "Huruf ke-1"),
        (ask("a", relevant="${tiada} = 'ya'"), "membaca “tiada”"),
        (ask("a", label="Halo ${tiada}"), "membaca “tiada”"),
        (ask("a", constraint=". > kolom"), "“kolom” tanpa ${…}"),
        (replace(make.POST, logic={"choice_filter": "kota = 'x'"}), "tidak mempunyai kolom “kota”"),
        (ask("a", "calculated"), "belum mempunyai rumus"),
        (ask("a", "calculated", calculation="concat('x', ${nama_layanan})"), "menyalin tulisan bebas"),
        (ask("a", "calculated", calculation="if(${jam} > 1, ${nama_layanan}, '')"), "menyalin tulisan bebas"),
        (ask("a", "calculated", calculation="string(today())"), "hari atau jam mengisi"),
        (ask("a", relevant="${a} = 'x'"), "Lingkaran: “A” → “A”"),
        (ask("a", relevant="${nanti} = 'x'"), "baru ditanyakan di halaman sesudahnya"),
    ],
)
def test_what_stops(question: QuestionDef, words: str) -> None:
    later = QuestionDef("nanti", "text", "Nanti", starts_page=True)
    asked = (make.NAME, YES, question, make.HOURS, later)
    problems = [(p.question, p.stops, p.message % p.params) for p in problems_of(asked)]
    assert [(name, stops) for name, stops, _ in problems] == [(question.name, True)]
    assert words in problems[0][2]


def test_a_circle_over_three_is_told_once() -> None:
    around = (
        ask("a", relevant="${b} = 'x'"),
        ask("b", "calculated", calculation="${c} + 1"),
        ask("c", required="${a} = 'x'"),
    )
    assert found(*around) == [
        ("a", True, "Lingkaran: “A” → “B” → “C” → “A”. Jawaban yang satu menunggu yang lain.")
    ]


def test_a_text_handed_on_by_another_calculation_is_found() -> None:
    chain = (
        ask("a", "calculated", calculation="string-length(${nama_layanan})"),
        ask("b", "calculated", calculation="normalize-space(${nama_layanan})"),
        ask("c", "calculated", calculation="concat(${b}, '!')"),
    )
    assert [name for name, _, _ in found(*chain)] == ["b", "c"]


@pytest.mark.parametrize(
    ("logic", "words"),
    [
        ({"relevant": "false()"}, "membuka “A”"),
        ({"relevant": "${jam} > 5 and ${jam} < 3"}, "membuka “A”"),
        ({"relevant": "${jam} > 300"}, "membuka “A”"),
        ({"constraint": ". > 5 and . < 3"}, "diterima syaratnya"),
    ],
)
def test_what_nobody_reaches_or_can_answer_warns(logic: dict[str, str], words: str) -> None:
    problems = found(QuestionDef("a", "number", "A", logic=logic))
    assert [(name, stops) for name, stops, _ in problems] == [("a", False)]
    assert words in problems[0][2]


def test_a_branch_behind_a_closed_one_is_closed_too() -> None:
    closed = (ask("a", relevant="${pernah} = 'mungkin'"), ask("b", relevant="${a} = 'x'"))
    problems = found(*closed)
    assert {(name, stops) for name, stops, _ in problems} == {("a", False), ("b", False)}
    assert any("pilihan “mungkin”, yang tidak ada pada “Pernah?”" in words for _, _, words in problems)


def test_reachable_ones_do_not_warn() -> None:
    assert found(
        ask("a", relevant="${jam} > 199"),
        ask("b", relevant="${a} = 'kata kunci' and ${pernah} != 'ya'"),
        ask("c", "date", constraint=". < '2030-01-01'"),
        replace(make.WAYS, logic={"relevant": "not(${pernah} = 'ya')"}),
        ask("d", relevant="count-selected(${cara}) >= 2 or selected(${cara}, 'kelas')"),
    ) == []  # fmt: skip


def test_half_a_translation_warns_and_none_does_not() -> None:
    plain = replace(make.NEED, label_en="")
    assert [p.question for p in problems_of((plain, YES))] == []
    assert [(p.question, p.stops) for p in problems_of((make.NEED, YES))] == [("pernah", False)]


@pytest.mark.database
def test_publishing_refuses_what_stops(session: Session) -> None:
    draft = make.draft(session, questions=(make.NEED, ask("a", relevant="${tiada} = 1")))
    with pytest.raises(Invalid) as refused:
        publishing.publish_survey(session, draft, today=make.TODAY, actor_id=None)
    assert refused.value.params["name"] == "tiada"
    assert draft.versions == []
