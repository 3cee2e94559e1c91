"""The SKM in a survey: questionnaire, report, gate."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from core.errors import Closed, Conflict
from core.policy import Role
from surveys.definition import QuestionDef, drafted
from surveys.models import Survey
from surveys.questions import kind_of
from surveys.skm_instruments import CURRENT
from surveys.skm_results import SkmReport, skm_report
from surveys.skm_template import add_skm_template, skm_questions
from tests import factories
from tests.page import Browser
from tests.surveys import factories_results as made
from tests.surveys.test_skm import KEYS, REFERENCE


def bodies(counts: dict[str, dict[int, int]]) -> list[dict[str, object]]:
    """Answers with these counts per element."""
    columns = {key: [str(v) for v, n in given.items() for _ in range(n)] for key, given in counts.items()}
    longest = max(map(len, columns.values()))
    return [{key: values[i] for key, values in columns.items() if i < len(values)} for i in range(longest)]


def everybody(value: int, n: int) -> dict[str, dict[int, int]]:
    return {key: {value: n} for key in KEYS}


def report_of(session: Session, survey: Survey) -> SkmReport:
    report = skm_report(session, survey)
    assert report is not None
    return report


@pytest.fixture
def survey(session: Session) -> Survey:
    """An SKM survey, beside another with quite other answers."""
    noise = made.survey(session, questions=[], skm=True)
    made.answer(session, noise, *bodies(everybody(1, 40)))
    return made.survey(session, questions=[], skm=True, public=True)


def test_template_holds_the_regulations_questions_in_both_languages() -> None:
    questions = skm_questions()
    assert [q.name for q in questions if q.is_skm] == list(KEYS)
    assert [q.name for q in questions if not q.is_skm] == [
        "jenis_kelamin",
        "usia",
        "pendidikan",
        "pekerjaan",
        "jenis_layanan",
        "disabilitas",
        "saran",
    ]
    for question in questions:
        kind_of(question).check(question)
        assert question.label_en
        assert all(option.label_en for option in question.options)
    for question in questions[:9]:
        assert (question.kind, question.required) == ("scale", True)
        assert [option.value for option in question.options] == ["1", "2", "3", "4"]


def test_template_completes_a_draft_and_says_when_nothing_is_missing(session: Session) -> None:
    survey = made.survey(session, questions=[], published=False)
    assert add_skm_template(session, survey, actor_id=None) == 16
    assert drafted(survey.questions) == skm_questions()
    with pytest.raises(Conflict):
        add_skm_template(session, survey, actor_id=None)
    survey.questions.remove(survey.questions[2])
    session.flush()
    assert add_skm_template(session, survey, actor_id=None) == 1
    assert survey.questions[-1].name == "waktu"


def test_template_does_not_touch_another_question_of_that_name(session: Session) -> None:
    survey = made.survey(session, questions=[QuestionDef("waktu", "text", "Kapan?")], published=False)
    with pytest.raises(Conflict) as refusal:
        add_skm_template(session, survey, actor_id=None)
    assert refusal.value.params == {"name": "waktu"}
    assert [q.name for q in survey.questions] == ["waktu"]


def test_template_is_for_drafts(session: Session) -> None:
    with pytest.raises(Closed):
        add_skm_template(session, made.survey(session), actor_id=None)


def test_template_page(session: Session, browser_of: Callable[[Role], Browser]) -> None:
    survey = made.survey(session, questions=[], published=False)
    session.commit()
    staff, here = browser_of(Role.PLANNER), f"/kelola/survei/{survey.key}"
    assert f"{here}/skm/pertanyaan" in [a.get("href") for a in staff.get(here).all("main a")]
    assert staff.post(f"{here}/skm/pertanyaan").headers["Location"] == here  # type: ignore[union-attr]
    session.expire_all()
    assert [q.name for q in survey.questions][:9] == list(KEYS)
    again = staff.post(f"{here}/skm/pertanyaan", status=200)
    assert "sudah ada" in again.text  # type: ignore[union-attr]


@pytest.mark.database
def test_report_of_the_reference_survey(session: Session, survey: Survey) -> None:
    made.answer(session, survey, *bodies(REFERENCE), times=10)
    survey.population = 1000
    report = report_of(session, survey)
    assert (report.n, report.ikm, report.ikm_without_biaya) == (290, Decimal("91.48"), Decimal("90.41"))
    assert report.band is not None
    assert (report.band.letter, report.minimum_sample) == ("A", 278)
    assert [row.element.key for row in report.elements] == list(KEYS)
    assert [row.element.key for row in report.lowest] == ["waktu", "prosedur", "produk"]
    assert {row.answered for row in report.elements} == {290}
    assert (report.missing, report.withheld) == ((), False)


def test_small_cells_hide_the_distribution_but_not_the_average(session: Session, survey: Survey) -> None:
    counts = everybody(4, 20) | {"waktu": {2: 3, 3: 7, 4: 10}}
    made.answer(session, survey, *bodies(counts))
    rows = {row.element.key: row for row in report_of(session, survey).elements}
    assert (rows["waktu"].counts, rows["waktu"].nrr) == (None, Decimal("3.35"))
    assert rows["produk"].counts == (0, 0, 0, 20)


def test_an_average_that_tells_on_one_person_hides_itself_and_the_index(
    session: Session, survey: Survey
) -> None:
    made.answer(session, survey, *bodies(everybody(3, 20) | {"biaya": {3: 1, 4: 19}}))
    report = report_of(session, survey)
    rows = {row.element.key: row for row in report.elements}
    assert (rows["biaya"].nrr, rows["biaya"].counts) == (None, None)
    assert (report.ikm, report.band, report.units, report.withheld) == (None, None, (), True)
    assert report.ikm_without_biaya == Decimal("75.00")


def test_another_withheld_element_takes_both_indexes(session: Session, survey: Survey) -> None:
    made.answer(session, survey, *bodies(everybody(3, 20) | {"waktu": {3: 4}}))
    report = report_of(session, survey)
    rows = {row.element.key: row for row in report.elements}
    assert (rows["waktu"].nrr, rows["waktu"].answered) == (None, None)
    assert (report.ikm, report.ikm_without_biaya) == (None, None)
    assert "waktu" not in [row.element.key for row in report.lowest]


def test_units_below_five_have_no_index(session: Session, survey: Survey) -> None:
    good, poor, small = (factories.unit(session) for _ in range(3))
    made.answer(session, survey, *bodies(everybody(4, 9)), unit=good)
    made.answer(session, survey, *bodies(everybody(2, 7)), unit=poor)
    made.answer(session, survey, *bodies(everybody(1, 4)), unit=small)
    made.answer(session, survey, *bodies(everybody(3, 6)))
    report = report_of(session, survey)
    assert [(row.unit.key, row.answers, row.ikm) for row in report.units] == [
        (good.key, 9, Decimal("100.00")),
        (poor.key, 7, Decimal("50.00")),
    ]


def test_no_distribution_of_an_element_by_unit(session: Session, survey: Survey) -> None:
    from surveys.results import results_of

    unit = factories.unit(session)
    made.answer(session, survey, *bodies(everybody(4, 30)), unit=unit)
    results = results_of(session, survey, unit_key=unit.key)
    counts = {o.count for r in results.questions if r.question.is_skm for o in r.options}
    assert counts == {None}


def test_part_of_the_elements_gives_an_index_that_says_so(session: Session) -> None:
    questions = skm_questions()[:3]
    survey = made.survey(session, questions=questions)
    made.answer(session, survey, dict.fromkeys(KEYS[:3], "3"), times=6)
    report = report_of(session, survey)
    assert (report.ikm, len(report.missing)) == (Decimal("75.00"), 6)


def test_a_survey_without_elements_has_no_report(
    session: Session, browser_of: Callable[[Role], Browser]
) -> None:
    survey = made.survey(session)
    session.commit()
    assert skm_report(session, survey) is None
    browser_of(Role.PLANNER).get(f"/kelola/survei/{survey.key}/skm", status=404)
    links = browser_of(Role.PLANNER).get(f"/kelola/survei/{survey.key}/hasil").all("main a")
    assert f"/kelola/survei/{survey.key}/skm" not in [a.get("href") for a in links]


def test_pages_show_the_figures(
    session: Session, survey: Survey, browser_of: Callable[[Role], Browser], browser: Browser
) -> None:
    unit, other = factories.unit(session), factories.unit(session)
    made.answer(session, survey, *bodies(REFERENCE), unit=unit, times=5)
    made.answer(session, survey, *bodies(REFERENCE), unit=other, times=5)
    survey.population = 4200
    session.commit()
    staff, here = browser_of(Role.PLANNER), f"/kelola/survei/{survey.key}"
    for page in (staff.get(f"{here}/hasil"), staff.get(f"{here}/skm"), browser.get(f"/hasil/{survey.key}")):
        stats = page.texts(".stats:has(.stat:nth-child(3)) .stat")
        assert stats == ["91,48IKMMutu A (Sangat Baik)", "90,41IKM tanpa biaya", "290terkumpulminimum 352"]
        first = page.all(".scroll table tbody tr")[0]
        assert [c.text_content() for c in first] == ["Persyaratan", "290", "3,62"]
        assert "Sampel minimum 352 dari 4.200 pengguna layanan, terkumpul 290" in page.text
    one = staff.get(f"{here}/hasil?unit={unit.key}")
    assert "91,48IKMMutu A (Sangat Baik)" in one.texts(".stat")


def test_report_offers_the_old_weight_for_comparison_only(
    session: Session, survey: Survey, browser_of: Callable[[Role], Browser]
) -> None:
    made.answer(session, survey, *bodies(REFERENCE), times=10)
    session.commit()
    here = f"/kelola/survei/{survey.key}/skm"
    plain = browser_of(Role.PLANNER).get(here)
    old = browser_of(Role.PLANNER).get(f"{here}?bobot=kompatibilitas")
    assert ("91,48" in plain.text, "91,38" in plain.text) == (True, False)
    assert ("91,38" in old.text, "Kompatibilitas" in old.text) == (True, True)
    assert CURRENT.name in plain.text
