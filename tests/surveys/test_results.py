"""What the results pages show, and to whom."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from core.policy import Role
from surveys.definition import QuestionDef
from surveys.enums import Access, Purpose
from surveys.models import Survey
from surveys.results import NumberFigures, asked_questions, number_figures, results_of
from surveys.text_answers import text_answers, text_column
from tests import factories
from tests.page import Browser
from tests.surveys import factories_results as made


def shown(session: Session, survey: Survey, unit: str = "") -> dict[str, dict[str, int | None]]:
    results = results_of(session, survey, unit_key=unit)
    return {
        r.question.name: {o.option.value: o.count for o in r.options} for r in results.questions if r.options
    }


@pytest.fixture
def noise(session: Session) -> Survey:
    """Another survey with the same questions and answers of its own."""
    other = made.survey(session)
    made.answer(session, other, {"warna": "merah", "cara": ["daring"], "jam": 9}, times=50)
    return other


@pytest.mark.database
def test_counts_percentages_and_numbers(session: Session, noise: Survey) -> None:
    survey = made.survey(session)
    made.answer(session, survey, {"warna": "merah", "cara": ["kelas", "daring"], "jam": 2}, times=6)
    made.answer(session, survey, {"warna": "biru", "cara": ["kelas"], "jam": 5, "cerita": "ya"}, times=6)
    made.answer(session, survey, {"cerita": "tidak"}, times=1)
    results = results_of(session, survey)
    rows = {r.question.name: r for r in results.questions}
    assert (results.answers, results.waiting) == (13, 0)
    assert [(o.option.value, o.count, o.percent) for o in rows["warna"].options] == [
        ("merah", 6, Decimal("50.0")),
        ("biru", 6, Decimal("50.0")),
        ("hijau", 0, Decimal("0.0")),
    ]
    assert [(o.option.value, o.count, o.percent) for o in rows["cara"].options] == [
        ("kelas", None, None),
        ("daring", 6, Decimal("46.2")),
    ]
    assert {name: row.answered for name, row in rows.items()} == {
        "warna": 12,
        "cara": 13,
        "jam": 12,
        "cerita": 7,
        "hari": 0,
    }
    assert rows["jam"].numbers == NumberFigures(12, Decimal("3.50"), Decimal("3.50"), Decimal(2), Decimal(5))


@pytest.mark.parametrize(
    ("given", "figures"),
    [
        ({"1": 4, "100": 1}, (5, "20.80", "1.00", "1", "100")),
        ({"-3": 1, "2.5": 2, "4": 2}, (5, "2.00", "2.50", "-3", "4")),
        ({"1": 3, "2": 3}, (6, "1.50", "1.50", "1", "2")),
    ],
)
def test_number_figures(given: dict[str, int], figures: tuple[int, str, str, str, str]) -> None:
    got = number_figures(given)
    assert (got.n, str(got.mean), str(got.median), str(got.low), str(got.high)) == figures


def test_numbers_of_fewer_than_five_are_hidden(session: Session) -> None:
    survey = made.survey(session)
    made.answer(session, survey, {"jam": 7}, times=4)
    made.answer(session, survey, {"warna": "merah"}, times=8)
    row = next(r for r in results_of(session, survey).questions if r.question.name == "jam")
    assert (row.answered, row.numbers) == (None, None)


def test_units_pass_the_gate(session: Session) -> None:
    survey = made.survey(session)
    large, small, other = (factories.unit(session) for _ in range(3))
    made.answer(session, survey, {"warna": "merah"}, unit=large, times=20)
    made.answer(session, survey, {"warna": "biru"}, unit=other, times=6)
    made.answer(session, survey, {"warna": "hijau"}, unit=small, times=4)
    results = results_of(session, survey)
    assert [unit.key for unit in results.units] == [large.key]
    assert shown(session, survey)["warna"] == {"merah": 20, "biru": None, "hijau": None}
    assert shown(session, survey, large.key)["warna"] == {"merah": 20, "biru": 0, "hijau": 0}
    assert results_of(session, survey, unit_key=large.key).answers == 20


@pytest.mark.parametrize("unit", ["small", "tidak-ada"])
def test_a_hidden_unit_is_as_unknown_as_one_that_does_not_exist(
    session: Session, browser_of: Callable[[Role], Browser], unit: str
) -> None:
    survey = made.survey(session)
    small = factories.unit(session)
    made.answer(session, survey, {"warna": "hijau"}, unit=small, times=4)
    session.commit()
    key = small.key if unit == "small" else unit
    page = browser_of(Role.PLANNER).get(f"/kelola/survei/{survey.key}/hasil?unit={key}", status=404)
    assert "kurang dari 5" in page.text
    assert small.name not in page.text


def test_a_dropped_question_and_option_keep_their_figures(session: Session) -> None:
    survey = made.survey(session)
    made.answer(session, survey, {"warna": "hijau", "cerita": "lama"}, times=6)
    survey.questions[0].config = made.options("merah", "biru", "ungu")
    del survey.questions[3]
    session.flush()
    made.publish_survey(session, survey, today=made.DAY, actor_id=None)
    session.expire_all()
    questions = asked_questions(survey)
    assert [q.name for q in questions] == ["warna", "cara", "jam", "hari", "cerita"]
    assert [o.value for o in questions[0].options] == ["merah", "biru", "ungu", "hijau"]
    assert shown(session, survey)["warna"]["hijau"] == 6


def test_staff_page(session: Session, browser_of: Callable[[Role], Browser], noise: Survey) -> None:
    survey = made.survey(session)
    made.answer(session, survey, {"warna": "merah", "jam": 3, "cerita": "<b>halo</b>"}, times=6)
    session.commit()
    page = browser_of(Role.FACILITATOR).get(f"/kelola/survei/{survey.key}/hasil")
    table = page.all("#pertanyaan-warna table")[0]
    assert [[c.text_content() for c in r] for r in table.cssselect("tbody tr")] == [
        ["Pilihan merah", "6", "100"],
        ["Pilihan biru", "0", "0"],
        ["Pilihan hijau", "0", "0"],
    ]
    assert page.texts("#pertanyaan-jam dd") == ["3,00", "3", "3", "3"]
    assert [a.get("href") for a in page.all("#pertanyaan-cerita a")] == [
        f"/kelola/survei/{survey.key}/hasil/jawaban/cerita"
    ]
    assert "halo" not in page.text


def test_hidden_cells_are_said_to_be_hidden(session: Session, browser_of: Callable[[Role], Browser]) -> None:
    survey = made.survey(session)
    made.answer(session, survey, {"warna": "merah"}, times=20)
    made.answer(session, survey, {"warna": "biru"}, times=3)
    made.answer(session, survey, {"warna": "hijau"}, times=6)
    session.commit()
    page = browser_of(Role.PLANNER).get(f"/kelola/survei/{survey.key}/hasil")
    rows = page.all("#pertanyaan-warna tbody tr")
    assert [[c.text_content() for c in r] for r in rows] == [
        ["Pilihan merah", "20", "69"],
        ["Pilihan biru", "disembunyikan (kurang dari 5)"],
        ["Pilihan hijau", "disembunyikan (kurang dari 5)"],
    ]


def test_waiting_answers_are_told_apart(session: Session, browser_of: Callable[[Role], Browser]) -> None:
    survey = made.survey(session, purpose=Purpose.ASPIRATION, access=Access.ACCOUNT)
    made.answer(session, survey, {"warna": "merah"}, times=10)
    session.commit()
    page = browser_of(Role.PLANNER).get(f"/kelola/survei/{survey.key}/hasil")
    assert page.texts(".stat b") == ["10", "0"]
    assert "tampil setelah 10" in page.text


def test_published_results_have_no_texts_and_need_the_permission(
    session: Session, browser: Browser, noise: Survey
) -> None:
    survey = made.survey(session, public=True)
    hidden = made.survey(session, public=False)
    draft = made.survey(session, public=True, published=False)
    made.answer(session, survey, {"warna": "merah", "cerita": "rahasia besar"}, times=6)
    session.commit()
    page = browser.get(f"/hasil/{survey.key}")
    assert "rahasia besar" not in page.text
    assert "Jawaban bebas tidak ditampilkan" in page.text
    assert page.texts("#pertanyaan-warna tbody td")[0] == "6"
    browser.get(f"/hasil/{hidden.key}", status=404)
    browser.get(f"/hasil/{draft.key}", status=404)
    browser.get(f"/hasil/{hidden.key}/hasil.csv", status=404)


def test_published_page_with_few_answers_tells_no_number(session: Session, browser: Browser) -> None:
    survey = made.survey(session, public=True)
    made.answer(session, survey, {"warna": "merah", "jam": 3}, times=3)
    session.commit()
    page = browser.get(f"/hasil/{survey.key}")
    assert page.texts(".stat b") == ["kurang dari 5"]
    assert page.all("main td, main dd") == []
    assert page.all("rect.bar1") == []


def test_both_languages(session: Session, browser: Browser) -> None:
    survey = made.survey(session, public=True)
    made.answer(session, survey, {"warna": "merah"}, times=6)
    session.commit()
    page = browser.get(f"/hasil/{survey.key}?lang=en")
    assert "Which colour?" in page.text
    assert page.texts("#pertanyaan-warna tbody th") == ["Option merah", "Option biru", "Option hijau"]


def test_empty_results_lead_to_the_import(session: Session, browser_of: Callable[[Role], Browser]) -> None:
    survey = made.survey(session)
    session.commit()
    page = browser_of(Role.PLANNER).get(f"/kelola/survei/{survey.key}/hasil")
    assert [a.get("href") for a in page.all(".empty a")] == [f"/kelola/survei/{survey.key}/impor"]


def test_results_are_for_staff(
    session: Session, browser: Browser, browser_of: Callable[[Role], Browser]
) -> None:
    survey = made.survey(session)
    session.commit()
    for path in ("hasil", "hasil/jawaban/cerita", "ekspor.csv", "hasil.csv", "skm"):
        assert browser.client.get(f"/kelola/survei/{survey.key}/{path}").status_code == 303
        browser_of(Role.ASN).get(f"/kelola/survei/{survey.key}/{path}", status=403)


@pytest.mark.database
def test_texts_are_searched_word_for_word_and_paged(session: Session, noise: Survey) -> None:
    survey = made.survey(session)
    for i in range(45):
        made.answer(session, survey, {"cerita": f"cerita ke-{i} 100%"})
    made.answer(session, survey, {"warna": "merah"}, times=3)
    made.answer(session, noise, {"cerita": "cerita orang lain"})
    question = text_column(survey, "cerita")
    first, second = (text_answers(session, survey, question, page=page) for page in (1, 2))
    assert (first.found, first.pages, len(first.texts), len(second.texts)) == (45, 2, 40, 5)
    assert len({t.text for t in first.texts + second.texts}) == 45
    assert [t.text for t in text_answers(session, survey, question, search="KE-7 ").texts] == [
        "cerita ke-7 100%"
    ]
    assert text_answers(session, survey, question, search="100%").found == 45
    assert text_answers(session, survey, question, search="1_0").found == 0
    assert text_answers(session, survey, question, page=99).page == 2


def test_a_small_unit_is_not_named_with_its_texts(
    session: Session, browser_of: Callable[[Role], Browser]
) -> None:
    survey = made.survey(session)
    large, other, small = (factories.unit(session) for _ in range(3))
    made.answer(session, survey, {"cerita": "dari yang besar"}, unit=large, times=6)
    made.answer(session, survey, {"cerita": "dari yang lain"}, unit=other, times=5)
    made.answer(session, survey, {"cerita": "<script>alert(1)</script>"}, unit=small)
    session.commit()
    path = f"/kelola/survei/{survey.key}/hasil/jawaban/cerita"
    page = browser_of(Role.PLANNER).get(path)
    quotes = sorted(set(page.texts("figure.quote")))
    assert quotes == ["<script>alert(1)</script>", "dari yang besar" + large.name, "dari yang lain"]
    assert small.name not in page.text
    only = browser_of(Role.PLANNER).get(f"{path}?unit={large.key}")
    assert set(only.texts("blockquote")) == {"dari yang besar"}


def test_only_questions_in_own_words_have_texts(
    session: Session, browser_of: Callable[[Role], Browser]
) -> None:
    survey = made.survey(session)
    session.commit()
    for name in ("warna", "tidak_ada"):
        browser_of(Role.PLANNER).get(f"/kelola/survei/{survey.key}/hasil/jawaban/{name}", status=404)


def test_multiple_choice_by_unit(session: Session) -> None:
    survey = made.survey(
        session, questions=[QuestionDef("cara", "multiple", "?", config=made.options("a", "b"))]
    )
    one, two = factories.unit(session), factories.unit(session)
    made.answer(session, survey, {"cara": ["a", "b"]}, unit=one, times=8)
    made.answer(session, survey, {"cara": ["a"]}, unit=one, times=7)
    made.answer(session, survey, {"cara": ["b"]}, unit=two, times=9)
    assert shown(session, survey)["cara"] == {"a": 15, "b": 17}
    assert shown(session, survey, one.key)["cara"] == {"a": 15, "b": 8}
    assert shown(session, survey, two.key)["cara"] == {"a": 0, "b": 9}
