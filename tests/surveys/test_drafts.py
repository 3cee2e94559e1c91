"""Drafts: kept at each page turn, opened by their code only, gone when the answer is in."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import nonces
from core.codes import code_hash
from core.errors import Conflict, Invalid
from core.policy import Role
from surveys import drafts, publishing, store
from surveys.answer_models import Answer, Draft, Intake
from surveys.definition import pages_of
from surveys.drafts import DraftContent
from surveys.models import Survey
from surveys.personal import ENDED_DRAFTS
from surveys.views import answer as view
from surveys.views import resuming
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET, TODAY

pytestmark = pytest.mark.database
BrowserOf = Callable[[Role], Browser]
NONCE, OTHER = "ab" * 16, "cd" * 16
TEXT = "Pelatihan arsip bagi pegawai kelurahan"
PAGED = (make.NEED, make.POST, replace(make.WAYS, starts_page=True), replace(make.NAME, starts_page=True))


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (view, resuming):
        monkeypatch.setattr(module, "today", lambda: TODAY)


@pytest.fixture
def survey(session: Session) -> Survey:
    """A public survey of three pages, and another one with a draft of its own."""
    cycle = factories.cycle(session)
    made = make.feedback(session, cycle=cycle, questions=PAGED)
    other = make.feedback(session, cycle=cycle, key="lain")
    drafts.keep(session, other, DraftContent(OTHER, 1), today=TODAY, secret=SECRET)
    session.commit()
    return made


def keep(session: Session, survey: Survey, nonce: str = NONCE, **fields: str) -> drafts.Kept:
    content = DraftContent(nonce, 1, "", 2, {name: [value] for name, value in fields.items()})
    return drafts.keep(session, survey, content, today=TODAY, secret=SECRET)


def sealed(session: Session, survey: Survey) -> list[Draft]:
    session.expire_all()
    return list(session.scalars(select(Draft).where(Draft.survey_id == survey.id)))


def test_the_code_opens_what_was_typed_and_nothing_else_does(session: Session, survey: Survey) -> None:
    kept = keep(session, survey, kebutuhan=TEXT)
    assert kept.until == TODAY + timedelta(days=14)
    typed = kept.code.lower().replace("-", " ").replace("0", "o")
    found = drafts.open_draft(session, typed, today=TODAY)
    assert found == (survey, DraftContent(NONCE, 1, "", 2, {"kebutuhan": [TEXT]}))
    wrong = kept.code[:-1] + ("0" if kept.code[-1] != "0" else "1")
    assert drafts.open_draft(session, wrong, today=TODAY) is None
    assert drafts.open_draft(session, nonces.code_of(NONCE, secret=SECRET), today=TODAY) is None
    assert drafts.open_draft(session, "", today=TODAY) is None


def test_the_row_has_neither_text_nor_code_nor_time(session: Session, survey: Survey) -> None:
    """The server's key does not open it either: the code is not stored."""
    kept = keep(session, survey, kebutuhan=TEXT)
    (row,) = sealed(session, survey)
    told = {name: getattr(row, name) for name in Draft.__table__.columns.keys()}  # noqa: SIM118
    assert set(told) == {"key", "nonce_hash", "survey_id", "sealed", "expires_on"}
    assert (row.key, row.nonce_hash) == (code_hash(kept.code), nonces.nonce_hash(NONCE))
    assert row.expires_on == date(2026, 12, 7)
    assert [secret for secret in (TEXT, kept.code, NONCE) if secret in str(told)] == []
    # As long as another one of its size, and never the same bytes twice.
    first = row.sealed
    keep(session, survey, kebutuhan="Lain")
    (again,) = sealed(session, survey)
    assert (len(first) == len(again.sealed), first == again.sealed) == (True, False)


@pytest.mark.parametrize("damage", ["", "zz", "00", "<b>markah</b>"])
def test_a_damaged_draft_is_no_draft(session: Session, survey: Survey, browser: Browser, damage: str) -> None:
    kept = keep(session, survey, kebutuhan=TEXT)
    (row,) = sealed(session, survey)
    row.sealed = damage or row.sealed[:-2] + ("ff" if row.sealed.endswith("00") else "00")
    session.commit()
    assert drafts.open_draft(session, kept.code, today=TODAY) is None
    browser.get(f"/lanjut/{kept.code}", status=404)


def test_it_ends_after_fourteen_days(session: Session, survey: Survey) -> None:
    kept = keep(session, survey, kebutuhan=TEXT)
    assert drafts.open_draft(session, kept.code, today=kept.until) is not None
    assert drafts.open_draft(session, kept.code, today=kept.until + timedelta(days=1)) is None
    noon = datetime(2026, 12, 7, 12, tzinfo=UTC)
    assert ENDED_DRAFTS.count(session, noon) == 0
    assert ENDED_DRAFTS.purge(session, noon + timedelta(days=1)) == 2
    assert sealed(session, survey) == []


def test_a_sent_form_is_kept_no_more(session: Session, survey: Survey) -> None:
    kept, other = keep(session, survey, kebutuhan=TEXT), keep(session, survey, "ef" * 16, kebutuhan="Lain")
    session.commit()
    store.append(session, make.submission(survey, {"kebutuhan": TEXT}, nonce=NONCE), secret=SECRET)
    assert [row.key for row in sealed(session, survey)] == [code_hash(other.code)]
    assert drafts.open_draft(session, kept.code, today=TODAY) is None
    with pytest.raises(Conflict, match="sudah terkirim"):
        keep(session, survey, kebutuhan="terlambat")


def test_of_a_survey_with_accounts_the_job_takes_it(session: Session, survey: Survey) -> None:
    """In the transaction of the submit nothing of the draft changes."""
    mine = make.survey(session, cycle=survey.cycle, key="aspirasi-lain")
    who = factories.account(session)
    kept = keep(session, mine, kebutuhan=TEXT)
    session.commit()
    sent = make.submission(mine, {"kebutuhan": TEXT}, nonce=NONCE, account_id=who.id)
    store.append(session, sent, secret=SECRET)
    assert len(sealed(session, mine)) == 1
    assert drafts.open_draft(session, kept.code, today=TODAY) is None
    assert drafts.tidy(session, {})(session) == {"drafts": 1}
    assert drafts.tidy(session, {})(session) is None
    assert sealed(session, mine) == []


def test_too_much_is_refused(session: Session, survey: Survey) -> None:
    with pytest.raises(Invalid, match="terlalu panjang"):
        keep(session, survey, kebutuhan="x" * drafts.MAX_CHARACTERS)
    assert sealed(session, survey) == []


def test_questions_are_put_on_pages() -> None:
    names = [[question.name for question in page] for page in pages_of(PAGED)]
    assert names == [["kebutuhan", "jabatan"], ["cara"], ["nama_layanan"]]
    assert pages_of(()) == ((),)
    assert [len(page) for page in pages_of([replace(make.NEED, starts_page=True)])] == [1]


# ------------------------------------------------------------------ as people do it


def post(browser: Browser, page: Page, act: str, *, status: int = 200, **typed: object) -> Page:
    """Press a button of the form with what the page carries."""
    hidden = {f.get("name"): f.get("value") for f in page.all("#isian input[type=hidden]")}
    path = page.one("#isian").get("action")
    answer = browser.post(str(path), {**hidden, **typed, "form-act": act}, status=status)
    assert isinstance(answer, Page)
    return answer


def resume_code(page: Page) -> str:
    return str(page.texts('[data-testid="kode-lanjut"]')[0])


def test_page_by_page_to_one_answer(session: Session, survey: Survey, browser: Browser) -> None:
    first = browser.get(f"/survei/{survey.key}")
    assert first.texts(".steps label") == ["Halaman 1 dari 3"]
    assert first.all("[name=cara]") == []
    wrong = post(browser, first, "next", status=422, jabatan="pejabat")
    assert wrong.texts(".steps label") == ["Halaman 1 dari 3"]
    assert wrong.one("[name=jabatan][value=pejabat]").get("checked") is not None
    second = post(browser, wrong, "next", kebutuhan=TEXT, jabatan="pejabat")
    third = post(browser, second, "next", cara=["kelas", "daring"])
    again = post(browser, third, "back", nama_layanan="KTP")
    assert [box.get("value") for box in again.all("[name=cara][checked]")] == ["kelas", "daring"]
    last = post(browser, again, "next", cara=["kelas"])
    assert last.one("[name=nama_layanan]").get("value") == "KTP"
    done = post(browser, last, "send", nama_layanan="KTP")
    assert len(done.texts('[data-testid="kode-lacak"]')) == 1
    (stored,) = session.scalars(select(Answer).where(Answer.survey_id == survey.id))
    assert stored.body == {"kebutuhan": TEXT, "jabatan": "pejabat", "cara": ["kelas"], "nama_layanan": "KTP"}
    assert sealed(session, survey) == []


def test_another_device_goes_on_with_the_code(session: Session, survey: Survey, browser: Browser) -> None:
    first = browser.get(f"/survei/{survey.key}")
    second = post(browser, first, "next", kebutuhan=TEXT)
    saved = post(browser, second, "save", cara="kelas")
    code = resume_code(saved)
    assert code == resume_code(second)
    phone = Browser(browser.client.application.test_client())
    asked = phone.get("/lanjut").fields()
    opened = phone.client.post("/lanjut", data={**asked, "code": code.lower()}, follow_redirects=True)
    page = Page(opened)
    assert page.texts(".steps label") == ["Halaman 2 dari 3"]
    assert [box.get("value") for box in page.all("[name=cara][checked]")] == ["kelas"]
    last = post(phone, page, "next", cara="kelas")
    one = post(phone, last, "send", nama_layanan="")
    # The first device sends as well: the same text is the same answer, another one is told apart.
    same = post(browser, last, "send", nama_layanan="")
    assert one.texts('[data-testid="kode-lacak"]') == same.texts('[data-testid="kode-lacak"]')
    other = post(browser, last, "send", status=409, nama_layanan="KK")
    assert other.one("[name=nama_layanan]").get("value") == "KK"
    late = post(browser, second, "next", status=409, cara="magang")
    assert [box.get("value") for box in late.all("[name=cara][checked]")] == ["magang"]
    answers = list(session.scalars(select(Answer).where(Answer.survey_id == survey.id)))
    assert [row.body for row in answers] == [{"kebutuhan": TEXT, "cara": ["kelas"]}]
    gone = phone.get(f"/lanjut/{code}", status=404)
    assert "sudah terkirim" in gone.texts("main")[0]


def test_this_device_finds_it_again_and_can_throw_it_away(
    session: Session, survey: Survey, browser: Browser
) -> None:
    first = browser.get(f"/survei/{survey.key}")
    post(browser, first, "save", kebutuhan=TEXT)
    back = browser.get(f"/survei/{survey.key}")
    assert back.one("[name=kebutuhan]").text_content().strip() == TEXT
    asked = post(browser, back, "discard", kebutuhan=TEXT)
    assert len(sealed(session, survey)) == 1
    path = f"/survei/{survey.key}"
    assert browser.post(path, asked.fields(path)).location == path  # type: ignore[union-attr]
    assert sealed(session, survey) == []
    assert browser.get(path).one("[name=kebutuhan]").text_content().strip() == ""


def test_a_shared_device_forgets(survey: Survey, browser: Browser) -> None:
    first = browser.get(f"/survei/{survey.key}")
    path = f"/survei/{survey.key}"
    hidden = {f.get("name"): f.get("value") for f in first.all("#isian input[type=hidden]")}
    data = {**hidden, "kebutuhan": TEXT, "form-shared": "y"}
    turned = browser.client.post(path, data={**data, "form-act": "next"})
    (cookie,) = turned.headers.getlist("Set-Cookie")
    assert re.search(r"Max-Age|Expires", cookie) is None
    assert {f"Path={path}", "HttpOnly", "SameSite=Lax"} < set(cookie.split("; "))
    saved = browser.client.post(path, data={**data, "form-act": "save"})
    assert "Max-Age=0" in saved.headers.getlist("Set-Cookie")[0]
    assert browser.get(path).one("[name=kebutuhan]").text_content().strip() == ""


def test_what_was_begun_is_there_after_closing(session: Session, survey: Survey, browser: Browser) -> None:
    first = browser.get(f"/survei/{survey.key}")
    second = post(browser, first, "next", kebutuhan=TEXT)
    publishing.close_survey(session, survey, today=TODAY, actor_id=None)
    session.commit()
    late = post(browser, second, "next", cara="kelas")
    assert "ditutup" in late.texts("[role=alert]")[0]
    read = browser.get(f"/survei/{survey.key}")
    assert "ditutup" in read.texts("[role=alert]")[0]
    told = post(browser, read, "back")
    assert told.one("[name=cara][value=kelas]").get("checked") is not None
    page = post(browser, told, "back")
    assert page.one("[name=kebutuhan]").text_content().strip() == TEXT


def test_typing_is_saved_quietly(session: Session, survey: Survey, browser: Browser) -> None:
    first = browser.get(f"/survei/{survey.key}")
    hidden = {f.get("name"): f.get("value") for f in first.all("#isian input[type=hidden]")}
    answer = browser.client.post(
        f"/survei/{survey.key}", data={**hidden, "kebutuhan": TEXT, "form-act": "auto"}
    )
    assert (answer.status_code, answer.data) == (204, b"")
    assert len(sealed(session, survey)) == 1
    assert browser.get(f"/survei/{survey.key}").one("[name=kebutuhan]").text_content().strip() == TEXT


def test_what_the_script_sent_before_a_page_turn_does_not_undo_it(survey: Survey, browser: Browser) -> None:
    """It was on its way when the button was pressed, and arrives afterwards."""
    path = f"/survei/{survey.key}"
    first = browser.get(path)
    hidden = {f.get("name"): f.get("value") for f in first.all("#isian input[type=hidden]")}
    late = {**hidden, "kebutuhan": "Pelatihan ars", "form-act": "auto"}
    assert browser.client.post(path, data=late).status_code == 204
    second = post(browser, first, "next", kebutuhan=TEXT)
    assert browser.client.post(path, data=late).status_code == 204
    again = browser.get(path)
    assert again.texts(".steps label") == ["Halaman 2 dari 3"]
    assert post(browser, again, "back").one("[name=kebutuhan]").text_content().strip() == TEXT
    # Back on the first page, and opened anew, the script is heard again.
    post(browser, second, "back")
    back = browser.get(path)
    hidden = {f.get("name"): f.get("value") for f in back.all("#isian input[type=hidden]")}
    now = {**hidden, "kebutuhan": "Lain", "form-act": "auto"}
    assert browser.client.post(path, data=now).status_code == 204
    assert browser.get(path).one("[name=kebutuhan]").text_content().strip() == "Lain"


def test_a_draft_of_one_form_does_not_open_in_another(
    session: Session, survey: Survey, browser: Browser
) -> None:
    kept = keep(session, survey, kebutuhan=TEXT)
    session.commit()
    browser.client.set_cookie("lanjut", kept.code, path="/survei/lain")
    page = browser.get("/survei/lain")
    assert TEXT not in page.text


def test_all_on_one_post_is_sent_at_once(session: Session, survey: Survey, browser: Browser) -> None:
    """A program that knows the names posts everything with "send"."""
    first = browser.get(f"/survei/{survey.key}")
    post(browser, first, "send", kebutuhan=TEXT, cara="daring", nama_layanan="KTP")
    (stored,) = session.scalars(select(Answer).where(Answer.survey_id == survey.id))
    assert stored.body == {"kebutuhan": TEXT, "cara": ["daring"], "nama_layanan": "KTP"}
    assert list(session.scalars(select(Intake))) == []


def test_what_is_wrong_on_an_earlier_page_is_shown_there(survey: Survey, browser: Browser) -> None:
    first = browser.get(f"/survei/{survey.key}")
    page = post(browser, first, "send", status=422, cara="daring")
    assert page.texts(".steps label") == ["Halaman 1 dari 3"]
    assert page.all("[role=alert] a") != []
