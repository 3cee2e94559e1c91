"""Rows from elsewhere become answers: all valid ones or none."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Closed, Invalid
from surveys.answer_models import Answer
from surveys.importing import ImportReport, Mapped, guess_mapping, import_rows
from surveys.models import Survey
from surveys.results import load_counters
from tests import factories
from tests.surveys import factories_results as made

MAPPING = {"Warna": "warna", "Cara": "cara", "Jam": "jam", "Cerita": "cerita", "Hari": "hari"}


def bring(
    session: Session, survey: Survey, *rows: Mapping[str, str], skip: bool = False, unit: str | None = None
) -> ImportReport:
    return import_rows(
        session, survey, rows=rows, mapping=MAPPING, unit_column=unit, skip_invalid=skip, actor_id=None
    )


def stored(session: Session, survey: Survey) -> list[dict[str, object]]:
    """The bodies in a fixed order; the keys are random."""
    found = session.scalars(select(Answer.body).where(Answer.survey_id == survey.id))
    return sorted(found, key=str)


@pytest.mark.database
def test_values_are_read_as_each_kind_reads_them(session: Session) -> None:
    survey, noise = made.survey(session), made.survey(session)
    made.answer(session, noise, {"warna": "merah"})
    report = bring(
        session,
        survey,
        {"Warna": "PILIHAN merah ", "Cara": "daring; Pilihan kelas", "Jam": "1,5", "Hari": "01/03/2027"},
        {"Warna": "biru", "Cerita": "N/A"},
        {"Warna": "", "Jam": "7", "Cerita": "=1+1\r\n<b>tebal</b>"},
    )
    assert report == ImportReport(3, ())
    assert stored(session, survey) == sorted(
        [
            {"warna": "merah", "cara": ["kelas", "daring"], "jam": 1.5, "hari": "2027-03-01"},
            {"warna": "biru", "cerita": "N/A"},
            {"jam": 7, "cerita": "=1+1\n<b>tebal</b>"},
        ],
        key=str,
    )
    assert stored(session, noise) == [{"warna": "merah"}]
    assert load_counters(session, survey)[""]["warna"] == {"merah": 1, "biru": 1}
    assert load_counters(session, survey)[""][""] == {"": 3}


def test_units_by_key_name_or_code(session: Session) -> None:
    survey = made.survey(session)
    one, two = factories.unit(session, name="Kelurahan Satu"), factories.unit(session)
    two.code = "53.71.01"
    rows = [
        {"Warna": "merah", "Di mana": one.key.upper()},
        {"Warna": "biru", "Di mana": " kelurahan  SATU "},
        {"Warna": "hijau", "Di mana": "53.71.01"},
        {"Warna": "hijau", "Di mana": ""},
    ]
    assert bring(session, survey, *rows, unit="Di mana").imported == 4
    counters = load_counters(session, survey)
    assert {key: figures[""][""] for key, figures in counters.items()} == {"": 4, one.key: 2, two.key: 1}
    units = session.scalars(select(Answer.unit_id).where(Answer.survey_id == survey.id)).all()
    assert sorted(units, key=str) == sorted([one.id, one.id, two.id, None], key=str)


def test_errors_name_row_and_column_and_nothing_is_stored(session: Session) -> None:
    survey = made.survey(session)
    rows = [
        {"Warna": "merah", "Unit": ""},
        {"Warna": "ungu", "Jam": "banyak", "Unit": "antah"},
        {"Warna": "biru", "Jam": "501", "Unit": ""},
        {"Warna": " ", "Cerita": "", "Unit": ""},
    ]
    report = bring(session, survey, *rows, unit="Unit")
    assert report.imported == 0
    assert [(e.row, e.column, e.params.get("value")) for e in report.errors] == [
        (3, "Warna", "ungu"),
        (3, "Jam", "banyak"),
        (3, "Unit", "antah"),
        (4, "Jam", "501"),
        (5, "", None),
    ]
    assert stored(session, survey) == []
    assert load_counters(session, survey) == {"": {}}


def test_wrong_rows_are_skipped_when_that_was_chosen(session: Session) -> None:
    survey = made.survey(session)
    report = bring(session, survey, {"Warna": "merah"}, {"Warna": "ungu"}, {"Warna": "biru"}, skip=True)
    assert (report.imported, [error.row for error in report.errors]) == (2, [3])
    assert stored(session, survey) == [{"warna": "biru"}, {"warna": "merah"}]
    facts = session.scalars(select(AuditEvent.facts).where(AuditEvent.action == "survey.import")).all()
    assert facts == [{"rows": 2, "skipped": 1}]


def test_a_gap_in_a_required_question_stays_a_gap(session: Session) -> None:
    survey = made.survey(session, questions=[], skm=True)
    report = import_rows(
        session,
        survey,
        rows=[{"w": "4", "b": ""}],
        mapping={"w": "waktu", "b": "biaya"},
        actor_id=None,
    )
    assert report == ImportReport(1, ())
    assert stored(session, survey) == [{"waktu": "4"}]


def test_drafts_take_no_answers_closed_surveys_do(session: Session) -> None:
    draft = made.survey(session, published=False)
    with pytest.raises(Closed):
        bring(session, draft, {"Warna": "merah"})
    closed = made.close(made.survey(session))
    assert bring(session, closed, {"Warna": "merah"}).imported == 1


@pytest.mark.parametrize(
    ("mapping", "unit"),
    [({}, None), ({"a": "warna", "b": "warna"}, None), ({"a": "tidak_ada"}, None), ({"a": "warna"}, "a")],
)
def test_mappings_that_do_not_fit(session: Session, mapping: dict[str, str], unit: str | None) -> None:
    survey = made.survey(session)
    with pytest.raises(Invalid):
        import_rows(session, survey, rows=[{"a": "merah"}], mapping=mapping, unit_column=unit, actor_id=None)


def test_columns_are_guessed_from_names_and_words() -> None:
    header = ["No", "warna", "Berapa jam?", "TELL US", "Kelurahan", "Warna apa?", "Unit"]
    assert guess_mapping(header, made.QUESTIONS) == Mapped(
        {"warna": "warna", "Berapa jam?": "jam", "TELL US": "cerita"}, "Kelurahan"
    )
    assert guess_mapping(["x", "y"], made.QUESTIONS) == Mapped({}, None)


def test_a_mapping_survives_its_storage() -> None:
    for mapped in (Mapped({"a": "warna"}, "b"), Mapped({}, None)):
        assert Mapped.from_json(mapped.to_json()) == mapped
    assert Mapped.from_json({}) == Mapped({}, None)
