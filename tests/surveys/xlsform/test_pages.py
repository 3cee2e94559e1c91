"""From an author's desk into a survey and out again; refused forms leave everything as it was."""

from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.policy import Role
from surveys.definition import drafted
from surveys.models import Survey
from surveys.xlsform.cells import read_book
from surveys.xlsform.models import SurveyXlsform
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make
from tests.surveys.xlsform.books import YES_NO, asked, book
from tests.surveys.xlsform.forms import FORMS

BrowserOf = Callable[[Role], Browser]
GOOD = book(
    asked(("select_one yt", "pernah", "Pernah ikut?"), ("text", "apa", "Apa?", "${pernah} = 'ya'"),
          header=("type", "name", "label", "relevant")),
    YES_NO,
)  # fmt: skip
WRONG = book(
    asked(("text", "baik", "Baik"), ("geopoint", "tempat", "Di mana?"), ("text", "Nama Anda", "Nama"))
)


@pytest.fixture
def survey(session: Session) -> Survey:
    """A draft with the questions `kebutuhan` and `jabatan`, beside one that nobody touches."""
    make.draft(session, title="Survei lain")
    found = make.draft(session, title="Survei <b>kita</b>")
    session.commit()
    return found


@pytest.fixture
def staff(browser_of: BrowserOf) -> Browser:
    return browser_of(Role.FACILITATOR)


def at(survey: Survey) -> str:
    return f"/kelola/survei/{survey.key}/xlsform"


def send(staff: Browser, survey: Survey, content: bytes, *, status: int = 303, **more: object) -> Page | None:
    data = {"file": (BytesIO(content), "formulir.xlsx"), "replace": "y", **more}
    page = staff.post(at(survey), data, status=status)
    return page if isinstance(page, Page) else None


def stored(session: Session) -> list[tuple[str, list[str]]]:
    """Every survey with the names of its questions."""
    session.expire_all()
    found = session.scalars(select(Survey).order_by(Survey.id))
    return [(survey.title_id, [question.name for question in survey.questions]) for survey in found]


@pytest.mark.database
def test_a_form_replaces_the_questions_and_is_kept(session: Session, staff: Browser, survey: Survey) -> None:
    send(staff, survey, GOOD)
    assert stored(session) == [
        ("Survei lain", ["kebutuhan", "jabatan"]),
        ("Survei <b>kita</b>", ["pernah", "apa"]),
    ]
    assert [q.position for q in survey.questions] == [1, 2]
    assert drafted(survey.questions)[1].logic == {"relevant": "${pernah} = 'ya'"}
    kept = session.scalars(select(SurveyXlsform)).one()
    assert (kept.survey_id, kept.filename, kept.content) == (survey.id, "formulir.xlsx", GOOD)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.object_key, event.facts) == (
        "survey.xlsform.import", survey.key, {"questions": 2},
    )  # fmt: skip


def test_a_second_form_takes_the_place_of_the_first(session: Session, staff: Browser, survey: Survey) -> None:
    send(staff, survey, GOOD)
    send(staff, survey, FORMS["matrix"])
    assert stored(session)[1][1] == ["n", "nilai", "kenapa"]
    assert session.scalars(select(SurveyXlsform)).one().content == FORMS["matrix"]


def test_the_replacement_can_be_undone(session: Session, staff: Browser, survey: Survey) -> None:
    send(staff, survey, GOOD)
    home = f"/kelola/survei/{survey.key}"
    page = staff.get(home)
    assert "mengimpor XLSForm, oleh Anda" in page.text
    staff.client.post(f"{home}/urungkan", data=page.fields(f"{home}/urungkan"))
    assert stored(session)[1][1] == ["kebutuhan", "jabatan"]


def test_refusals_are_listed_and_nothing_is_taken(session: Session, staff: Browser, survey: Survey) -> None:
    before = stored(session)
    page = send(staff, survey, WRONG, status=200)
    assert page is not None
    rows = [
        [" ".join(c.text_content().split()) for c in row.cssselect("th, td")] for row in page.all("tbody tr")
    ]
    assert rows == [
        ["survey, baris 3", "type", "Titik, garis, dan bidang di peta belum didukung."],
        [
            "survey, baris 4",
            "name",
            "Nama “Nama Anda” tidak dapat dipakai: huruf kecil, angka, dan garis bawah saja, paling banyak 40,"
            " dimulai dengan huruf.",
        ],
    ]
    assert stored(session) == before
    assert session.scalars(select(SurveyXlsform)).all() == []
    assert session.scalars(select(AuditEvent).where(AuditEvent.action == "survey.xlsform.import")).all() == []


def test_questions_are_replaced_only_by_one_who_says_so(
    session: Session, staff: Browser, survey: Survey
) -> None:
    before = stored(session)
    page = staff.post(at(survey), {"file": (BytesIO(GOOD), "a.xlsx")}, status=200)
    assert "Centang bila pertanyaan yang ada sekarang boleh diganti." in page.text  # type: ignore[union-attr]
    assert stored(session) == before


def test_a_survey_that_was_changed_meanwhile_is_left_alone(
    session: Session, staff: Browser, survey: Survey
) -> None:
    before = stored(session)
    for seen in ("0", "", "x", "-1", "9" * 30, "٣"):
        page = send(staff, survey, GOOD, status=200, seen=str(survey.revision + 7) if seen == "0" else seen)
        assert page is not None
        assert "baru saja diubah orang lain" in page.text
    assert stored(session) == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00" * 99, b"type,name\ntext,a\n"])
def test_what_is_no_workbook_is_refused(
    session: Session, staff: Browser, survey: Survey, content: bytes
) -> None:
    before = stored(session)
    page = send(staff, survey, content, status=200)
    assert page is not None
    assert page.all(".note.bad")
    assert stored(session) == before


def test_markup_in_a_form_stays_text(staff: Browser, survey: Survey) -> None:
    evil = "<script>alert(1)</script>"
    page = send(staff, survey, book(asked((evil, evil, evil))), status=200)
    assert page is not None
    assert page.all("main script") == []
    assert f"Jenis “{evil}” tidak dikenal." in page.texts("td")


def test_the_export_holds_what_is_written_now(session: Session, staff: Browser, survey: Survey) -> None:
    send(staff, survey, GOOD)
    survey.questions[1].label_id = "Yang mana?"
    session.commit()
    response = staff.client.get(f"{at(survey)}/unduh")
    assert response.headers["Content-Disposition"] == f"attachment; filename={survey.key}.xlsx"
    sheet = read_book(response.data)["survey"]
    assert [row.cells["label"] for row in sheet.rows] == ["Pernah ikut?", "Yang mana?"]
    assert staff.client.get(f"{at(survey)}/asli/unduh").data == GOOD


def test_without_a_form_there_is_no_original(staff: Browser, survey: Survey) -> None:
    assert staff.client.get(f"{at(survey)}/asli/unduh").status_code == 404
    assert [a.get("href") for a in staff.get(at(survey)).all("main h2 ~ p.acts a")] == [f"{at(survey)}/unduh"]


def test_a_closed_survey_is_only_taken_out(session: Session, staff: Browser, survey: Survey) -> None:
    fields = staff.get(at(survey)).fields()
    survey.state = "closed"
    session.commit()
    assert staff.get(at(survey)).all("main form") == []
    data = {**fields, "replace": "y", "seen": str(survey.revision), "file": (BytesIO(GOOD), "a.xlsx")}
    before = stored(session)
    assert "tidak dapat diubah" in staff.client.post(at(survey), data=data).get_data(as_text=True)
    assert stored(session) == before


def test_forms_are_for_staff(browser: Browser, browser_of: BrowserOf, survey: Survey) -> None:
    for path in (at(survey), f"{at(survey)}/unduh", f"{at(survey)}/asli/unduh"):
        assert browser.client.get(path).status_code == 303
        assert browser_of(Role.CITIZEN).client.get(path).status_code == 403
