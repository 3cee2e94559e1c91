"""The three steps of an import in the browser."""

import io
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.audit import AuditEvent
from core.policy import Role
from surveys.answer_models import Answer
from surveys.models import AnswerImport, Survey
from tests import factories
from tests.core.xlsx import xlsx
from tests.page import Browser, Page
from tests.surveys import factories_results as made

CSV = "Nama,Warna apa?,Jam,Unit\nAna,merah,3,\nBudi,ungu,<b>4</b>,\nCici,biru,,\n"


@pytest.fixture
def survey(session: Session) -> Survey:
    survey = made.survey(session)
    session.commit()
    return survey


@pytest.fixture
def staff(browser_of: Callable[[Role], Browser]) -> Browser:
    return browser_of(Role.FACILITATOR)


def send(
    staff: Browser, survey: Survey, content: str | bytes, name: str = "data.csv", status: int = 303
) -> Page | TestResponse:
    data = content.encode() if isinstance(content, str) else content
    here = f"/kelola/survei/{survey.key}/impor"
    answer = staff.post(here, {"file": (io.BytesIO(data), name)}, status=status)
    response = answer.response if isinstance(answer, Page) else answer
    response.request.environ["wsgi.input"].close()  # the test client keeps large bodies in a file
    return answer


def sent(session: Session, survey: Survey) -> AnswerImport:
    return session.scalars(
        select(AnswerImport)
        .where(AnswerImport.survey_id == survey.id)
        .execution_options(populate_existing=True)
    ).one()


def answers(session: Session, survey: Survey) -> list[object]:
    bodies = session.scalars(select(Answer.body).where(Answer.survey_id == survey.id))
    return sorted(bodies, key=str)


def uploaded(session: Session, staff: Browser, survey: Survey, content: str = CSV) -> str:
    send(staff, survey, content)
    return f"/kelola/survei/{survey.key}/impor/{sent(session, survey).id}"


@pytest.mark.database
def test_upload_pair_check_import(session: Session, staff: Browser, survey: Survey) -> None:
    made.survey(session)
    session.commit()
    here = uploaded(session, staff, survey)
    pair = staff.get(here)
    chosen = [o.get("value") for o in pair.all("select[name=kolom] option[selected]")]
    assert chosen == ["warna", "jam", " unit"]
    assert [row.text_content() for row in pair.all("tbody tr")][0] == "2Anamerah3"
    response = staff.post(here, {"kolom": ["", "warna", "jam", " unit"]})
    assert response.headers["Location"] == f"{here}/periksa"  # type: ignore[union-attr]
    check = staff.get(f"{here}/periksa")
    assert check.texts(".stat") == ["2baris siap diimpor", "1baris salah"]
    assert check.texts("tbody tr") == [
        "Baris 3Warna apa?“ungu” bukan salah satu pilihan.",
        "Baris 3Jam“<b>4</b>” bukan angka.",
    ]
    assert check.all("tbody b") == []

    refused = staff.post(f"{here}/periksa", status=200)
    assert "Belum ada yang diimpor" in refused.text  # type: ignore[union-attr]
    assert answers(session, survey) == []
    assert sent(session, survey).state == "uploaded"

    done = staff.post(f"{here}/periksa", {"skip": "y"})
    assert done.headers["Location"] == f"/kelola/survei/{survey.key}/hasil"  # type: ignore[union-attr]
    assert answers(session, survey) == [{"warna": "biru"}, {"warna": "merah", "jam": 3}]
    kept = sent(session, survey)
    assert (kept.state, kept.content, kept.row_count) == ("done", b"", 2)
    staff.get(f"{here}/periksa", status=404)
    staff.get(here, status=404)
    listed = staff.get(f"/kelola/survei/{survey.key}/impor")
    assert "2 jawaban diimpor" in listed.text
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert [a for a in actions if a.startswith("survey.import")] == [
        "survey.import.upload",
        "survey.import.mapping",
        "survey.import",
    ]


def test_a_file_without_errors_needs_no_tick(session: Session, staff: Browser, survey: Survey) -> None:
    here = uploaded(session, staff, survey, "warna;cerita\nmerah;satu\nbiru;dua\n")
    page = staff.get(f"{here}/periksa")
    assert page.all("input[name=skip]") == []
    staff.post(f"{here}/periksa")
    assert answers(session, survey) == [
        {"warna": "biru", "cerita": "dua"},
        {"warna": "merah", "cerita": "satu"},
    ]


def test_the_same_file_twice(session: Session, staff: Browser, survey: Survey) -> None:
    content = "warna\nmerah\n"
    here = uploaded(session, staff, survey, content)
    again = send(staff, survey, content, "nama lain.csv")
    assert again.headers["Location"] == here  # type: ignore[union-attr]
    staff.post(f"{here}/periksa")
    refused = send(staff, survey, content, status=200)
    assert "sudah pernah diimpor" in refused.text  # type: ignore[union-attr]
    assert answers(session, survey) == [{"warna": "merah"}]
    other = made.survey(session)
    session.commit()
    assert send(staff, other, content).status_code == 303  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"warna\nme\x00rah\n", "NUL"),
        (b"PK\x03\x04", "rusak"),
        (b"%PDF-1.7", "bukan berkas CSV"),
        (b"warna\n", "hanya berisi judul kolom"),
        (b"a,a\n1,2\n", "Judul kolom “a” dipakai dua kali"),
        (b"warna\n" + b"x" * (5 * 1024 * 1024), "paling besar 5 MB"),
    ],
)
def test_files_that_are_refused(
    session: Session, staff: Browser, survey: Survey, content: bytes, reason: str
) -> None:
    page = send(staff, survey, content, status=200)
    assert reason in page.text  # type: ignore[union-attr]
    assert session.scalars(select(AnswerImport)).all() == []


def test_no_file_chosen(staff: Browser, survey: Survey) -> None:
    page = staff.post(f"/kelola/survei/{survey.key}/impor", status=200)
    assert "Pilih berkasnya dahulu." in page.text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        (["", "", "", ""], "paling sedikit satu kolom"),
        (["warna", "warna", "", ""], "dua kolom"),
        ([" unit", "warna", "", " unit"], "Hanya satu kolom"),
        (["warna", "karangan", "", ""], "Pilih ulang"),
    ],
)
def test_pairs_that_do_not_fit(
    session: Session, staff: Browser, survey: Survey, chosen: list[str], reason: str
) -> None:
    here = uploaded(session, staff, survey)
    before = dict(sent(session, survey).mapping)
    page = staff.post(here, {"kolom": chosen}, status=200)
    assert reason in page.text  # type: ignore[union-attr]
    session.expire_all()
    assert sent(session, survey).mapping == before


def test_markup_in_headers_cells_and_file_names_stays_text(
    session: Session, staff: Browser, survey: Survey
) -> None:
    evil = "<script>alert(1)</script>"
    send(staff, survey, f"{evil},warna\n{evil},{evil}\n", f"../../{evil}.csv")
    here = f"/kelola/survei/{survey.key}/impor/{sent(session, survey).id}"
    assert sent(session, survey).filename == "script>.csv"
    for path in (here, f"{here}/periksa", f"{here}/buang", f"/kelola/survei/{survey.key}/impor"):
        assert staff.get(path).all("main script") == []
    assert f"“{evil}” bukan salah satu pilihan." in staff.get(f"{here}/periksa").texts("td")


def test_many_errors_are_counted_not_all_listed(session: Session, staff: Browser, survey: Survey) -> None:
    here = uploaded(session, staff, survey, "warna\n" + "ungu\n" * 250)
    page = staff.get(f"{here}/periksa")
    assert len(page.all("tbody tr")) == 200
    assert "Masih ada 50 masalah lain." in page.text
    assert page.all("main form") == []


def test_a_file_is_thrown_away_after_a_question(session: Session, staff: Browser, survey: Survey) -> None:
    here = uploaded(session, staff, survey)
    staff.get(f"{here}/buang")
    assert sent(session, survey).content
    staff.post(f"{here}/buang")
    assert session.scalars(select(AnswerImport)).all() == []
    assert answers(session, survey) == []


def test_a_file_belongs_to_its_survey(session: Session, staff: Browser, survey: Survey) -> None:
    number = uploaded(session, staff, survey).rsplit("/", 1)[1]
    other = made.survey(session)
    session.commit()
    for path in ("", "/periksa", "/buang"):
        staff.get(f"/kelola/survei/{other.key}/impor/{number}{path}", status=404)


def test_drafts_say_what_to_do_first(session: Session, staff: Browser) -> None:
    draft = made.survey(session, published=False)
    session.commit()
    page = staff.get(f"/kelola/survei/{draft.key}/impor", status=409)
    assert "Terbitkan survei ini dahulu" in page.text


def test_import_is_for_staff(survey: Survey, browser: Browser, browser_of: Callable[[Role], Browser]) -> None:
    path = f"/kelola/survei/{survey.key}/impor"
    assert browser.client.get(path).status_code == 303
    browser_of(Role.CITIZEN).get(path, status=403)


def test_units_are_offered_and_used(session: Session, staff: Browser, survey: Survey) -> None:
    unit = factories.unit(session, name="Kelurahan Alun")
    session.commit()
    here = uploaded(session, staff, survey, "warna,kelurahan\nmerah,kelurahan alun\n")
    staff.post(f"{here}/periksa")
    rows = session.execute(select(Answer.unit_id).where(Answer.survey_id == survey.id)).all()
    assert rows == [(unit.id,)]


def test_answers_come_from_a_spreadsheet_too(session: Session, staff: Browser, survey: Survey) -> None:
    content = xlsx([["warna", "jam"], ["merah", 3], ["biru", None]])
    send(staff, survey, content, "data.xlsx")
    staff.post(f"/kelola/survei/{survey.key}/impor/{sent(session, survey).id}/periksa")
    assert answers(session, survey) == [{"warna": "biru"}, {"warna": "merah", "jam": 3}]
