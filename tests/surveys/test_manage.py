"""Staff pages: from an empty draft to a closed survey, without JavaScript."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.policy import Role
from surveys import queries, store
from surveys.definition import drafted
from surveys.models import Question, Survey, SurveyLink
from surveys.questions import KINDS
from surveys.views import common
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make

BrowserOf = Callable[[Role], Browser]
HOME = "/kelola/survei"


@pytest.fixture
def staff(browser_of: BrowserOf) -> Browser:
    return browser_of(Role.FACILITATOR)


@pytest.fixture
def cycle(session: Session) -> Cycle:
    current = factories.cycle(session)
    session.commit()
    return current


def details(cycle: Cycle, **changed: object) -> dict[str, object]:
    return {
        "title_id": "Aspirasi 2027",
        "title_en": "Aspirations 2027",
        "intro_id": "Tiga menit.",
        "purpose": "aspiration",
        "access": "account",
        "cycle": cycle.key,
        **changed,
    }


def only(session: Session) -> Survey:
    session.expire_all()
    return session.scalars(select(Survey)).one()


def names(session: Session, survey: Survey) -> list[str]:
    session.expire_all()
    ordered = select(Question.name).where(Question.survey_id == survey.id).order_by(Question.position)
    return list(session.scalars(ordered))


def test_from_a_title_to_an_open_survey(session: Session, cycle: Cycle, staff: Browser) -> None:
    other = factories.cycle(session)
    session.commit()
    form = staff.get(f"{HOME}/baru")
    assert form.one("select option[selected]").get("value") == cycle.key
    assert {o.get("value") for o in form.all("select option")} == {cycle.key, other.key}
    sent = {"closes_on": "31/12/2026", "population": "742"}
    reply = staff.post(f"{HOME}/baru", details(cycle, **sent))
    at = f"{HOME}/aspirasi-2027"
    assert reply.headers["Location"] == at
    survey = only(session)
    assert (survey.title_en, survey.cycle_id, survey.population) == ("Aspirations 2027", cycle.id, 742)
    assert str(survey.closes_on) == "2026-12-31"
    kinds = [a.get("href") for a in staff.get(f"{at}/pertanyaan/baru").all("main .card a")]
    assert [k.rsplit("/", 1)[1] for k in kinds] == [k for k in KINDS if k not in {"email", "phone"}]
    staff.get(f"{at}/pertanyaan/baru/email", status=404)
    staff.post(
        f"{at}/pertanyaan/baru/scale",
        {"label_id": "Seberapa mendesak?", "options": "Tidak\n2 | Sangat | Very", "required": "y"},
    )
    limits = {"label_id": "Berapa jam?", "minimum": "0", "maximum": "1,5", "name": "jam"}
    staff.post(f"{at}/pertanyaan/baru/number", limits)
    asked = [(q.name, q.kind, q.required, dict(q.config)) for q in drafted(only(session).questions)]
    steps = [
        {"value": "1", "label_id": "Tidak", "label_en": ""},
        {"value": "2", "label_id": "Sangat", "label_en": "Very"},
    ]
    assert asked == [
        ("seberapa_mendesak", "scale", True, {"options": steps}),
        ("jam", "number", False, {"min": 0, "max": 1.5}),
    ]
    staff.post(f"{at}/terbitkan")
    assert only(session).state == "open"
    assert staff.get(at).texts("main .pill")[0] == "Dibuka"
    assert len(staff.get("/survei/aspirasi-2027").all("main .f")) == 2


def test_a_form_with_errors_keeps_what_was_typed(session: Session, cycle: Cycle, staff: Browser) -> None:
    page = staff.post(f"{HOME}/baru", details(cycle, title_id="", intro_id="Isi"), status=200)
    assert isinstance(page, Page)
    assert page.one("textarea[name=intro_id]").text_content().strip() == "Isi"
    assert session.scalars(select(Survey)).all() == []
    survey = make.draft(session, cycle=cycle)
    session.commit()
    path = f"{HOME}/{survey.key}/pertanyaan/baru/scale"
    page = staff.post(path, {"label_id": "Skala", "options": "baik | Baik\nburuk | Buruk"}, status=200)
    assert isinstance(page, Page)
    assert page.texts('[role="alert"] li') == [
        "Nilai skala pada “Skala” harus angka bulat, misalnya 1 sampai 4."
    ]
    assert page.one("textarea[name=options]").text_content().strip() == "baik | Baik\nburuk | Buruk"
    assert names(session, survey) == ["kebutuhan", "jabatan"]


def test_questions_are_changed_moved_duplicated_and_deleted(
    session: Session, cycle: Cycle, staff: Browser
) -> None:
    survey = make.draft(session, cycle=cycle)
    session.commit()
    at = f"{HOME}/{survey.key}"
    need, post = (f"{at}/pertanyaan/{q.id}" for q in survey.questions)
    form = staff.get(post)
    assert form.one("textarea[name=options]").text_content().split("\n")[-1].strip() == (
        "pejabat | Pejabat | pejabat (en)"
    )
    staff.post(post, {"label_id": "Pangkat", "options": "a | A\nb | B", "name": "pangkat"})
    staff.post(f"{post}/naik", form_at=at)
    assert names(session, survey) == ["pangkat", "kebutuhan"]
    staff.post(f"{post}/turun", form_at=at)
    staff.post(f"{post}/gandakan", form_at=at)
    assert names(session, survey) == ["kebutuhan", "pangkat", "pangkat_2"]
    staff.get(f"{need}/hapus")
    assert names(session, survey) == ["kebutuhan", "pangkat", "pangkat_2"]
    staff.post(f"{need}/hapus")
    assert names(session, survey) == ["pangkat", "pangkat_2"]


def test_a_question_of_another_survey_is_not_found(session: Session, cycle: Cycle, staff: Browser) -> None:
    mine, other = make.draft(session, cycle=cycle), make.draft(session, cycle=cycle)
    session.commit()
    number = other.questions[0].id
    for action in ("", "/hapus"):
        staff.get(f"{HOME}/{mine.key}/pertanyaan/{number}{action}", status=404)
    staff.get(f"{HOME}/{mine.key}/pertanyaan/baru/coretan", status=404)


def test_options_and_column_of_an_skm_element_are_fixed(
    session: Session, cycle: Cycle, staff: Browser
) -> None:
    config = {**make.options("1", "2", "3", "4"), "skm": True}
    element = make.QuestionDef("waktu", "scale", "Waktu", required=True, config=config)
    survey = make.draft(session, cycle=cycle, questions=(element,))
    session.commit()
    path = f"{HOME}/{survey.key}/pertanyaan/{survey.questions[0].id}"
    assert staff.get(path).all("[name=options], [name=name]") == []
    staff.post(path, {"label_id": "Waktu pelayanan", "options": "x", "name": "y"})
    session.expire_all()
    changed = drafted(survey.questions)[0]
    assert (changed.name, changed.label_id, changed.required, changed.config) == (
        "waktu",
        "Waktu pelayanan",
        False,
        config,
    )


def test_the_preview_is_what_respondents_will_see(session: Session, cycle: Cycle, staff: Browser) -> None:
    survey = make.draft(session, cycle=cycle, questions=make.ALL_KINDS)
    session.commit()
    preview = staff.get(f"{HOME}/{survey.key}/pratinjau")
    assert preview.all("main form") == []
    staff.post(f"{HOME}/{survey.key}/terbitkan")
    asked = staff.get(f"/survei/{survey.key}")

    def shape(page: Page) -> list[tuple[str | None, str | None, str]]:
        fields = "main .f input, main .f textarea"
        return [(f.get("name"), f.get("type"), f.get("value", "")) for f in page.all(fields)]

    assert shape(preview) == shape(asked)
    assert preview.texts("main .f") == asked.texts("main .f")
    assert preview.texts("main .note.info") == asked.texts("main .note.info")


def test_a_phone_shows_the_preview_and_nothing_else_may_be_framed(
    session: Session, cycle: Cycle, staff: Browser
) -> None:
    survey = make.draft(session, cycle=cycle)
    session.commit()
    at = f"{HOME}/{survey.key}/pratinjau"
    assert [a.get("href") for a in staff.get(at).all(f"main a[href='{at}/ponsel']")] == [f"{at}/ponsel"]
    assert staff.get(f"{at}/ponsel").one("iframe").get("src") == at
    framed = {path: staff.client.get(path).headers["X-Frame-Options"] for path in (at, f"{at}/ponsel", HOME)}
    assert framed == {at: "SAMEORIGIN", f"{at}/ponsel": "DENY", HOME: "DENY"}
    assert staff.client.get(f"{HOME}/tidak-ada/pratinjau").headers["X-Frame-Options"] == "DENY"


def test_an_open_survey_gets_a_new_version(session: Session, cycle: Cycle, staff: Browser) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    at = f"{HOME}/{survey.key}"
    assert staff.get(at).all(f'main a[href="{at}/terbitkan"]') == []
    refused = staff.post(f"{at}/terbitkan", status=200)
    assert isinstance(refused, Page)
    assert refused.texts('[role="alert"] li') == ["Tidak ada pertanyaan yang berubah sejak versi terakhir."]
    staff.post(f"{at}/pertanyaan/baru/text", {"label_id": "Layanan apa?"})
    assert len(staff.get(at).all("main .note.warn")) == 1
    assert staff.get(f"/survei/{survey.key}").all("[name=layanan_apa]") == []
    staff.post(f"{at}/terbitkan")
    assert len(staff.get(f"/survei/{survey.key}").all("[name=layanan_apa]")) == 1
    assert staff.get(at).all("main .note.warn") == []


def test_the_promise_is_not_asked_again(session: Session, cycle: Cycle, staff: Browser) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    path = f"{HOME}/{survey.key}/ubah"
    assert staff.get(path).all("[name=purpose], [name=access], [name=cycle]") == []
    staff.post(path, {"title_id": "Judul baru", "access": "public", "batch_size": "1", "state": "closed"})
    session.expire_all()
    assert (survey.title_id, survey.access, survey.batch_size, survey.state) == (
        "Judul baru",
        "account",
        10,
        "open",
    )


def test_closing_asks_first_and_is_final(session: Session, cycle: Cycle, staff: Browser) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    at = f"{HOME}/{survey.key}"
    staff.get(f"{at}/tutup")
    assert only(session).state == "open"
    staff.post(f"{at}/tutup")
    assert (only(session).state, only(session).closed_on is not None) == ("closed", True)
    page = staff.get(at)
    assert page.all("main .card .acts") == []
    assert page.all(f'main a[href="{at}/tutup"], main a[href="{at}/ubah"]') == []
    staff.post(f"{at}/tutup", status=409)


def test_results_open_and_shut(session: Session, cycle: Cycle, staff: Browser) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    at = f"{HOME}/{survey.key}"
    for wanted in (True, False):
        staff.post(f"{at}/hasil-terbuka", form_at=at)
        assert only(session).results_public is wanted


def test_a_copy_is_a_draft_of_the_current_cycle(session: Session, cycle: Cycle, staff: Browser) -> None:
    survey = make.survey(session, cycle=factories.cycle(session), key="lama")
    session.commit()
    reply = staff.post(f"{HOME}/lama/salin", form_at=f"{HOME}/lama")
    copy = queries.survey_by_key(session, reply.headers["Location"].rsplit("/", 1)[1])
    assert (copy.state, copy.cycle_id, names(session, copy)) == ("draft", cycle.id, ["kebutuhan", "jabatan"])
    assert copy.id != survey.id


def test_a_draft_is_deleted_an_open_survey_is_not(session: Session, cycle: Cycle, staff: Browser) -> None:
    draft, survey = make.draft(session, cycle=cycle), make.survey(session, cycle=cycle)
    session.commit()
    staff.post(f"{HOME}/{draft.key}/hapus")
    staff.post(f"{HOME}/{survey.key}/hapus", status=409)
    assert only(session).key == survey.key


def test_the_list_tells_states_and_waiting_answers(session: Session, cycle: Cycle, staff: Browser) -> None:
    survey = make.survey(session, cycle=cycle, title="Terbuka")
    make.draft(session, cycle=cycle, title="Draf saja")
    account = factories.account(session)
    session.commit()
    store.append(session, make.submission(survey, account_id=account.id), secret=make.SECRET)
    page = staff.get(HOME)
    assert page.texts("main tbody th a") == ["Draf saja", "Terbuka"]
    assert page.texts("main tbody .pill") == ["Draf", "Dibuka"]
    assert page.texts("main tbody td:nth-child(4)") == ["0", "0 1 menunggu"]
    assert staff.get(f"{HOME}/{survey.key}").texts("main .stat b") == ["0", "1"]


def test_every_unit_gets_a_sheet_with_its_code(session: Session, cycle: Cycle, staff: Browser) -> None:
    survey = make.feedback(session, cycle=cycle)
    units = [factories.unit(session), factories.unit(session)]
    factories.unit(session, serves_public=False)
    session.commit()
    path = f"{HOME}/{survey.key}/tautan"
    staff.post(path)
    links = {link.unit_id: link.code for link in session.scalars(select(SurveyLink))}
    assert set(links) == {None, *(unit.id for unit in units)}
    staff.post(path)
    session.expire_all()
    assert {link.unit_id: link.code for link in session.scalars(select(SurveyLink))} == links
    shown = staff.get(path).texts("main tbody th")
    assert shown == ["Semua", *(unit.name for unit in units)]
    code = links[units[0].id]
    sheet = staff.get(f"{path}/{code}")
    assert sheet.texts("main b")[-1] == f"http://localhost/s/{code}"
    side, drawn = common.qr_path(f"http://localhost/s/{code}")
    assert sheet.one("main p svg[role=img]").get("viewbox") == f"0 0 {side} {side}"
    assert sheet.all("main p svg path")[1].get("d") == drawn
    other = make.survey(session, cycle=cycle)
    session.commit()
    staff.get(f"{HOME}/{other.key}/tautan/{code}", status=404)


def test_without_a_cycle_there_is_nothing_to_begin(staff: Browser) -> None:
    staff.get(f"{HOME}/baru", status=404)


def test_the_footer_keeps_the_version_of_the_product(session: Session, cycle: Cycle, staff: Browser) -> None:
    survey = make.feedback(session, cycle=cycle)
    session.commit()
    home = staff.get("/").texts("footer li")[-1]
    for path in (f"{HOME}/{survey.key}", f"/survei/{survey.key}"):
        assert staff.get(path).texts("footer li")[-1] == home


@pytest.mark.parametrize("role", [None, Role.CITIZEN, Role.ASN])
def test_others_write_no_surveys(
    session: Session, cycle: Cycle, browser: Browser, browser_of: BrowserOf, role: Role | None
) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    who = browser_of(role) if role else browser
    at = f"{HOME}/{survey.key}"
    for path in (HOME, f"{HOME}/baru", at, f"{at}/tutup", f"{at}/pratinjau", f"{at}/tautan"):
        assert who.client.get(path).status_code == (403 if role else 303)
    assert who.client.post(f"{at}/tutup").status_code == (403 if role else 303)
    assert only(session).state == "open"
