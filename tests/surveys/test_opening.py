"""The days of a survey, its quota as people meet it, one page or several, and how long it says it takes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.errors import Invalid
from core.policy import Role
from surveys import authoring, cards, opening, publishing, queries, store
from surveys.answer_models import Answer, Draft
from surveys.definition import QuestionDef
from surveys.enums import Access, Purpose
from surveys.estimating import Estimate, estimate_of
from surveys.models import Survey
from surveys.opening import Standing
from surveys.questions import KINDS
from surveys.views import answer as view
from surveys.views import lists, manage, resuming
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET, TODAY

BrowserOf = Callable[[Role], Browser]
DAY = timedelta(days=1)
PAGED = (make.NAME, replace(make.URGENT, starts_page=True), replace(make.HOURS, starts_page=True))
SCHEDULED = "Survei ini dibuka pada Selasa, 24 November 2026. Silakan kembali mulai hari itu."


@pytest.fixture
def cycle(session: Session) -> Cycle:
    current = factories.cycle(session)
    session.commit()
    return current


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (view, lists, cards, manage, resuming):
        monkeypatch.setattr(module, "today", lambda: TODAY)


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(view, "today", lambda: day)


def fill(session: Session, survey: Survey, **how: object) -> None:
    body: dict[str, object] = {"nama_layanan": "KTP"}
    store.append(session, make.submission(survey, body, **how), secret=SECRET)  # type: ignore[arg-type]


def answers(session: Session) -> int:
    session.expire_all()
    return session.scalars(select(func.count()).select_from(Answer)).one()


@pytest.mark.parametrize(
    ("opens", "closes", "full", "expected"),
    [
        (None, None, False, Standing.OPEN),
        (TODAY, TODAY, False, Standing.OPEN),
        (TODAY + DAY, None, False, Standing.SCHEDULED),
        (TODAY + DAY, None, True, Standing.SCHEDULED),
        (None, TODAY - DAY, True, Standing.OVER),
        (TODAY - DAY, TODAY + DAY, True, Standing.FULL),
    ],
)
def test_standing_follows_from_days_and_places(
    opens: date | None, closes: date | None, full: bool, expected: Standing
) -> None:
    survey = Survey(state="open", opens_on=opens, closes_on=closes)
    assert opening.standing_of(survey, full=full, today=TODAY) == expected
    for state in ("draft", "closed"):
        survey.state = state
        assert opening.standing_of(survey, full=full, today=TODAY) == state


@pytest.mark.database
def test_a_scheduled_survey_says_when_and_opens_by_itself(
    session: Session, cycle: Cycle, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, opens_on=TODAY + DAY)
    session.commit()
    path = f"/survei/{survey.key}"
    page = browser.get(path, status=409)
    assert page.texts("main .note p")[0] == SCHEDULED
    assert page.all("main textarea, main input[name=nama_layanan]") == []
    card = browser.get("/survei")
    assert SCHEDULED in card.texts("main .card p.mute")
    assert [a.get("href") for a in card.all("main .card a.btn")] == []
    on(monkeypatch, TODAY + DAY)
    assert isinstance(browser.post(path, {"nama_layanan": "KTP"}, status=200), Page)
    assert answers(session) == 1


def test_a_form_of_next_month_does_not_hide_the_one_of_today(session: Session, cycle: Cycle) -> None:
    over = make.feedback(session, cycle=cycle, closes_on=TODAY)
    over.closes_on = TODAY - DAY
    now = make.feedback(session, cycle=cycle, closes_on=TODAY)
    later = make.feedback(session, cycle=cycle, opens_on=TODAY + DAY)
    session.commit()
    assert queries.feedback_form(session, today=TODAY) == now
    assert queries.feedback_form(session, today=TODAY + DAY) == later
    publishing.close_survey(session, now, today=TODAY, actor_id=None)
    # Nobody can fill in any today: the newest says when.
    assert queries.feedback_form(session, today=TODAY) == later


@pytest.mark.database
def test_a_full_unit_says_so_before_and_elsewhere_it_goes_on(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    survey = make.feedback(session, cycle=cycle, unit_quota=1)
    full, free = factories.unit(session, serves_public=True), factories.unit(session, serves_public=True)
    session.commit()
    fill(session, survey, unit=full)
    page = browser.get(f"/masukan/{full.key}", status=409)
    assert page.texts("main .note p")[0].startswith("Kuota untuk unit ini sudah penuh")
    shown = {a.get("href"): a.getparent().getparent() for a in browser.get("/masukan").all("main .card a")}
    told = {href: [p.text_content() for p in card.cssselect(".pill")] for href, card in shown.items()}
    assert told == {f"/masukan/{full.key}": ["Kuota penuh"], f"/masukan/{free.key}": []}
    browser.get(f"/masukan/{free.key}")


@pytest.mark.database
def test_what_was_typed_when_the_quota_fills_stays_and_can_be_sent_later(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    survey = make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, quota=1)
    session.commit()
    path = f"/survei/{survey.key}"
    typed = {**browser.get(path).fields(), "nama_layanan": "Akta lahir saya"}
    fill(session, survey)
    page = Page(browser.client.post(path, data=typed))
    assert (page.status, answers(session)) == (409, 1)
    assert page.one("input[name=nama_layanan]").get("value") == "Akta lahir saya"
    told = page.texts("main .note.bad")[0]
    assert [word for word in ("belum tersimpan", "salin", "penyelenggara") if word not in told] == []
    assert page.fields()["nonce"] == typed["nonce"]
    # The author makes room: the very same form gets in.
    details = authoring.SurveyDetails("Lebih", purpose=Purpose.ASPIRATION, access=Access.PUBLIC, quota=2)
    authoring.change_survey(session, survey, details=details, actor_id=None)
    session.commit()
    assert Page(browser.client.post(path, data=typed)).status == 200
    assert answers(session) == 2


def test_a_kept_form_takes_no_place_and_stays_readable_when_full(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    survey = make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, quota=1, questions=PAGED)
    session.commit()
    path = f"/survei/{survey.key}"
    first = {**browser.get(path).fields(), "nama_layanan": "Surat pindah", "form-act": "next"}
    browser.client.post(path, data=first)
    assert session.scalars(select(func.count()).select_from(Draft)).one() == 1
    session.commit()
    fill(session, survey)
    page = browser.get(path)
    assert "Kuota survei ini sudah penuh" in page.texts("main .note.bad")[0]
    back = Page(browser.client.post(path, data={**page.fields(), "form-act": "back"}))
    assert back.one("input[name=nama_layanan]").get("value") == "Surat pindah"


def test_home_does_not_invite_to_what_is_full_or_not_yet_open(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    full = make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, title="Penuh", quota=1)
    make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, title="Nanti", opens_on=TODAY + DAY)
    make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, title="Sekarang", quota=1)
    session.commit()
    fill(session, full)
    titles = browser.get("/").texts("main .card h2, main .card h3")
    assert [title for title in titles if title in {"Penuh", "Nanti", "Sekarang"}] == ["Sekarang"]


def test_each_page_says_which_it_is_and_one_page_has_all(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    several = make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, questions=PAGED)
    whole = make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, questions=PAGED, one_page=True)
    session.commit()
    path = f"/survei/{several.key}"
    page = browser.get(path)
    assert page.texts("main .steps label") == ["Halaman 1 dari 3"]
    assert "3 pertanyaan, sekitar 1 menit." in page.texts("main p.mute")
    turned = Page(browser.client.post(path, data={**page.fields(), "form-act": "next"}))
    assert turned.texts("main .steps label") == ["Halaman 2 dari 3"]
    assert (turned.one("main progress").get("value"), turned.one("main progress").get("max")) == ("2", "3")
    assert "3 pertanyaan, sekitar 1 menit." not in turned.texts("main p.mute")
    page = browser.get(f"/survei/{whole.key}")
    assert page.all("main .steps") == []
    names = {field.get("name") for field in page.all("main .f input, main .f textarea")}
    assert {"nama_layanan", "mendesak", "jam"} <= names
    sent = browser.post(f"/survei/{whole.key}", {"nama_layanan": "KTP", "jam": "3"}, status=200)
    assert isinstance(sent, Page)
    session.expire_all()
    assert session.scalars(select(Answer.body)).all() == [{"nama_layanan": "KTP", "jam": 3}]


@pytest.mark.parametrize("begun_whole", [False, True])
def test_a_form_goes_on_as_it_was_begun_when_its_author_turns_it_round(
    session: Session, cycle: Cycle, browser: Browser, begun_whole: bool
) -> None:
    survey = make.feedback(
        session, cycle=cycle, purpose=Purpose.ASPIRATION, questions=PAGED, one_page=begun_whole
    )
    session.commit()
    path = f"/survei/{survey.key}"
    page = browser.get(path)
    if not begun_whole:
        page = Page(
            browser.client.post(path, data={**page.fields(), "nama_layanan": "KTP", "form-act": "next"})
        )
    survey.one_page = not begun_whole
    session.commit()
    typed = {"nama_layanan": "KTP", "mendesak": "2", "jam": "5"} if begun_whole else {"mendesak": "2"}
    page = Page(browser.client.post(path, data={**page.fields(), **typed}))
    if not begun_whole:
        assert page.texts("main .steps label") == ["Halaman 3 dari 3"]
        page = Page(browser.client.post(path, data={**page.fields(), "jam": "5", "form-act": "send"}))
    assert page.status == 200
    session.expire_all()
    assert session.scalars(select(Answer.body)).all() == [{"nama_layanan": "KTP", "mendesak": "2", "jam": 5}]


def test_the_estimate_counts_what_is_asked() -> None:
    some = replace(make.HOURS, name="lagi", logic={"relevant": "1 = 2"})
    note = QuestionDef("ket", "note", " ".join(["kata"] * 30))
    unseen = QuestionDef("hitung", "calculated", "Hitung", logic={"calculation": "1"})
    asked = (make.NAME, make.NEED, make.POST, make.WHERE, make.RATES, make.FIRST, note, some, unseen)
    seconds = {question.name: KINDS[question.kind].seconds(question) for question in asked}
    assert seconds == {
        "nama_layanan": 20,
        "kebutuhan": 60,
        "jabatan": 10,
        "tempat": 10,
        "nilai": 12,
        "utama": 20,
        "ket": 10,
        "lagi": 10,
        "hitung": 0,
    }
    # 20 + 60 + 10 + 10 + 12 + 20 + 10 = 142 s for everybody, 152 s with what only some are asked.
    assert estimate_of(asked) == Estimate(questions=7, least=3, most=3)
    assert estimate_of((make.NEED, some)) == Estimate(questions=2, least=1, most=2)
    assert estimate_of((make.NEED,) * 3) == Estimate(questions=3, least=3, most=3)
    assert estimate_of((note,)) == Estimate(questions=0, least=1, most=1)


PLANS: list[tuple[dict[str, object], str]] = [
    ({"opens_on": TODAY, "closes_on": TODAY - DAY}, "jatuh sesudah hari terakhir"),
    ({"quota": 5, "unit_quota": 6}, "tidak pernah tercapai"),
    ({"unit_quota": 6, "access": Access.ACCOUNT}, "tidak menyimpan unit"),
    ({"unit_quota": 6, "purpose": Purpose.ASPIRATION}, "tidak menyimpan unit"),
]


@pytest.mark.parametrize(("wrong", "why"), PLANS)
def test_contradictions_are_refused_when_written(
    session: Session, wrong: dict[str, object], why: str
) -> None:
    plain: dict[str, object] = {"purpose": Purpose.FEEDBACK, "access": Access.PUBLIC}
    survey = make.draft(session, purpose=Purpose.FEEDBACK, access=Access.PUBLIC)
    details = authoring.SurveyDetails("Judul", **{**plain, **wrong})  # type: ignore[arg-type]
    with pytest.raises(Invalid, match=why):
        authoring.create_survey(session, survey.cycle, details=details, actor_id=None)
    with pytest.raises(Invalid, match=why):
        authoring.change_survey(session, survey, details=details, actor_id=None)
    fine = authoring.SurveyDetails(
        "Judul",
        **plain,
        opens_on=TODAY,
        closes_on=TODAY,
        quota=6,
        unit_quota=6,  # type: ignore[arg-type]
    )
    authoring.change_survey(session, survey, details=fine, actor_id=None)
    assert (survey.opens_on, survey.quota, survey.unit_quota) == (TODAY, 6, 6)


def test_nothing_is_published_for_days_that_are_over(
    session: Session, cycle: Cycle, browser_of: BrowserOf
) -> None:
    survey = make.draft(session, cycle=cycle, closes_on=TODAY - DAY, questions=(make.POST,))
    later = make.draft(session, cycle=cycle, opens_on=TODAY + DAY, questions=(make.POST,), key="nanti")
    session.commit()
    staff = browser_of(Role.FACILITATOR)
    page = staff.get(f"/kelola/survei/{survey.key}/terbitkan")
    assert page.texts("main .note.bad p")[0].startswith("Hari terakhir mengisi, Minggu, 22 November 2026,")
    assert page.all("main form") == []
    with pytest.raises(Invalid, match="sudah lewat"):
        publishing.publish_survey(session, survey, today=TODAY, actor_id=None)
    page = staff.get(f"/kelola/survei/{later.key}/terbitkan")
    told = "Survei ini baru menerima jawaban mulai Selasa, 24 November 2026."
    assert told in page.texts("main .note.warn p")
    staff.post(f"/kelola/survei/{later.key}/terbitkan")
    assert staff.get(f"/kelola/survei/{later.key}").texts("main .pill")[0] == "Terjadwal"


def test_staff_write_and_see_days_quota_and_layout(
    session: Session, cycle: Cycle, browser_of: BrowserOf
) -> None:
    survey = make.feedback(session, cycle=cycle, questions=PAGED)
    session.commit()
    for _ in range(5):
        fill(session, survey)
    staff, at = browser_of(Role.FACILITATOR), f"/kelola/survei/{survey.key}"
    written = {"title_id": "Masukan", "opens_on": "2026-11-20", "closes_on": "2026-12-31", "one_page": "y"}
    page = staff.post(f"{at}/ubah", {**written, "quota": "4"}, status=200)
    assert isinstance(page, Page)
    assert page.one("input[name=quota]").get("value") == "4"
    staff.post(f"{at}/ubah", {**written, "quota": "5", "unit_quota": "5"})
    session.expire_all()
    assert (survey.opens_on, survey.closes_on) == (date(2026, 11, 20), date(2026, 12, 31))
    assert (survey.quota, survey.unit_quota, survey.one_page) == (5, 5, True)
    told = staff.get(at).texts("main .dl dd")
    assert {"Jumat, 20 November 2026", "5", "semua pertanyaan di satu halaman", "sekitar 1 menit"} <= set(
        told
    )
    row = staff.get("/kelola/survei").texts("main tbody tr")[0]
    assert "Kuota penuh" in row
    assert "mulai 20 November 2026 sampai 31 Desember 2026" in row
    assert "5 dari kuota 5" in row
    page = staff.post(f"{at}/ubah", {**written, "quota": "5", "opens_on": "2027-01-01"}, status=200)
    assert isinstance(page, Page)
    assert "Hari pertama mengisi jatuh sesudah hari terakhir" in page.texts('[role="alert"]')[0]
    assert page.one("input[name=opens_on]").get("value") == "2027-01-01"


def test_a_copy_takes_the_quota_along_and_not_the_days(session: Session) -> None:
    survey = make.feedback(session, opens_on=TODAY, closes_on=TODAY, quota=9, unit_quota=5, one_page=True)
    copy = authoring.copy_survey(session, survey, cycle=survey.cycle, actor_id=None)
    assert (copy.opens_on, copy.closes_on, copy.quota, copy.unit_quota, copy.one_page) == (
        None, None, 9, 5, True
    )  # fmt: skip
