"""Staff type in what citizens say at the counter or wrote on paper; each such answer says so, and no more."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.policy import Role
from core.units.models import Unit
from surveys import publishing
from surveys.answer_models import Answer, Intake, Participation
from surveys.entering import VIA, Via, told
from surveys.enums import Purpose
from surveys.importing import import_rows
from surveys.models import Survey
from surveys.results import results_of
from surveys.views import by_code
from surveys.views import entering as view
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make
from tests.surveys.test_exports import rows_of

BrowserOf = Callable[[Role], Browser]


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (view, by_code):
        monkeypatch.setattr(module, "today", lambda: make.TODAY)


@pytest.fixture
def staff(browser_of: BrowserOf) -> Browser:
    return browser_of(Role.FACILITATOR)


@pytest.fixture
def survey(session: Session) -> Survey:
    made = make.feedback(session, questions=(make.NAME, replace(make.HOURS, required=True)))
    session.commit()
    return made


@pytest.fixture
def unit(session: Session) -> Unit:
    factories.unit(session, serves_public=True)
    made = factories.unit(session, serves_public=True)
    session.commit()
    return made


def at(survey: Survey, via: str = "kertas") -> str:
    return f"/kelola/survei/{survey.key}/isi/{via}"


def send(staff: Browser, path: str, page: Page, **typed: object) -> Page:
    return Page(staff.client.post(path, data={**page.fields(path), **typed}))


def bodies(session: Session) -> list[object]:
    session.expire_all()
    return sorted(
        ((row.unit_id, row.body) for row in session.execute(select(Answer.unit_id, Answer.body))), key=str
    )


@pytest.mark.database
def test_one_paper_after_the_other(session: Session, staff: Browser, survey: Survey, unit: Unit) -> None:
    path = at(survey)
    assert [a.get("href") for a in staff.get(f"/kelola/survei/{survey.key}").all("a[href*='/isi/']")] == [
        at(survey, "loket"),
        path,
    ]
    before = session.scalars(select(AuditEvent.id)).all()
    page = staff.get(path)
    page = send(staff, path, page, **{"form-unit": unit.key, "nama_layanan": "KTP", "jam": "2"})
    assert page.texts(".note-t, .note.ok p")[0] == "Jawaban ke-1 tersimpan."
    assert page.one("select[name=form-unit] option[selected]").get("value") == unit.key
    assert [field.get("value") for field in page.all("#q-nama_layanan, #q-jam")] == ["", ""]
    page = send(staff, path, page, **{"form-unit": unit.key, "jam": "3"})
    assert page.texts(".note-t, .note.ok p")[0] == "Jawaban ke-2 tersimpan."
    assert bodies(session) == [
        (unit.id, {"jam": 3, VIA: "kertas"}),
        (unit.id, {"nama_layanan": "KTP", "jam": 2, VIA: "kertas"}),
    ]
    # Nothing says who typed it: no audit row, no participation.
    assert session.scalars(select(AuditEvent.id)).all() == before
    assert session.scalars(select(Participation)).all() == session.scalars(select(Intake)).all() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"form-unit": "", "jam": "2"}, "Pilih unit yang dinilai."),
        ({"form-unit": "tidak-ada", "jam": "2"}, "Unit layanan ini tidak ada. Pilih dari daftar unit."),
        ({"jam": ""}, "Berapa jam?: Bagian ini wajib diisi."),
        ({"jam": "banyak"}, "Berapa jam?: Isi dengan angka."),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(
    session: Session, staff: Browser, survey: Survey, unit: Unit, typed: dict[str, str], said: str
) -> None:
    path = at(survey)
    page = send(staff, path, staff.get(path), **{"form-unit": unit.key, "nama_layanan": "KTP", **typed})
    assert page.status in {404, 422}
    assert said in page.texts('[role="alert"] p, [role="alert"] li')
    assert page.one("#q-nama_layanan").get("value") == "KTP"
    assert bodies(session) == []


def test_sent_twice_is_one_answer_and_the_same_code(
    session: Session, staff: Browser, survey: Survey, unit: Unit
) -> None:
    path = at(survey, "loket")
    data = {**staff.get(path).fields(path), "form-unit": unit.key, "jam": "2"}
    codes = [
        Page(staff.client.post(path, data=data)).one("[data-testid=kode-lacak]").text_content()
        for _ in range(2)
    ]
    assert codes[0] == codes[1]
    assert bodies(session) == [(unit.id, {"jam": 2, VIA: "loket"})]


def test_the_citizen_changes_what_was_typed_for_them_and_it_goes_on_saying_so(
    session: Session, staff: Browser, browser: Browser, survey: Survey, unit: Unit
) -> None:
    path = at(survey, "loket")
    page = send(staff, path, staff.get(path), **{"form-unit": unit.key, "jam": "2"})
    code = page.one("[data-testid=kode-lacak]").text_content()
    browser.post(f"/lacak/{code}/ubah", {"jam": "5"}, status=200)
    assert bodies(session) == [(unit.id, {"jam": 5, VIA: "loket"})]


@pytest.mark.parametrize("why", ["account", "draft", "closed", "unknown"])
def test_where_staff_cannot_type_for_others(session: Session, staff: Browser, why: str) -> None:
    made = {
        "account": lambda: make.survey(session),
        "draft": lambda: make.draft(session, purpose=Purpose.FEEDBACK, access="public"),  # type: ignore[arg-type]
    }.get(why, lambda: make.feedback(session))()
    if why == "closed":
        publishing.close_survey(session, made, today=make.TODAY, actor_id=None)
    session.commit()
    staff.get(at(made, "suara" if why == "unknown" else "loket"), status=404 if why == "unknown" else 409)
    links = staff.get(f"/kelola/survei/{made.key}").all("a[href*='/isi/']")
    assert len(links) == (2 if why == "unknown" else 0)


@pytest.mark.parametrize(
    ("figures", "answers", "shown"),
    [
        ({}, 20, ()),
        ({"loket": 5, "kertas": 6}, 20, ((Via.COUNTER, 5), (Via.PAPER, 6))),
        ({"loket": 5}, 5, ((Via.COUNTER, 5),)),
        ({"loket": 4, "kertas": 6}, 20, ()),
        ({"kertas": 6}, 10, ()),
    ],
)
def test_how_many_came_how_is_told_of_no_small_group(
    figures: dict[str, int], answers: int, shown: tuple[tuple[Via, int], ...]
) -> None:
    assert told(figures, answers) == shown


@pytest.mark.database
def test_the_figures_and_the_download_say_how_answers_came(
    session: Session, staff: Browser, survey: Survey, unit: Unit, browser_of: BrowserOf
) -> None:
    rows = [{"jam": "1"}] * 6
    import_rows(session, survey, rows=rows, mapping={"jam": "jam"}, actor_id=None)
    session.commit()
    path = at(survey, "loket")
    page = staff.get(path)
    for _ in range(5):
        page = send(staff, path, page, **{"form-unit": unit.key, "jam": "2"})
    session.expire_all()
    assert results_of(session, survey).entered == ((Via.COUNTER, 5),)
    shown = browser_of(Role.PLANNER).get(f"/kelola/survei/{survey.key}/hasil")
    assert shown.texts("p.mute")[0] == "5 diketik petugas di loket"
    head, *rows_ = rows_of(browser_of(Role.PLANNER), f"/kelola/survei/{survey.key}/ekspor.csv")
    assert (head[-1], sorted(row[-1] for row in rows_)) == (
        "Cara masuk",
        [""] * 6 + ["diketik petugas di loket"] * 5,
    )
