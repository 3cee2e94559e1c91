"""Moderation in the browser: report, queue, case, decision, objection, log, figures, house rules."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.duties.models import DutyAssignment
from core.policy import Duty, Role
from forum.discussion.models import Topic, TopicPost
from forum.moderation.models import ModerationCase, ModerationDecision, PostReport
from tests import factories
from tests.forum import factories as forum
from tests.page import Browser, Page

BrowserOf = Callable[[Role | Duty], Browser]
BODY = "Kepala seksi itu bodoh."
NOTE = "=1+1 Kasar sekali."


@pytest.fixture
def post(session: Session) -> TopicPost:
    """A post, beside one of the same topic and one of another topic, which nobody reports."""
    topic = forum.topic(session, title_id="Jam loket", guests=True)
    made = forum.post(session, topic, BODY)
    forum.post(session, topic, "Perlu pelatihan arsip.")
    forum.post(session, forum.topic(session), "Topik lain.")
    session.commit()
    return made


def at(post: TopicPost, more: str = "") -> str:
    return f"/forum/{post.topic.key}/{post.key}{more}"


def send(browser: Browser, path: str, data: dict[str, Any], *, status: int = 303) -> Page:
    """Fill in the page's form with text fields and send it."""
    form = next(
        f for f in browser.get(path).all("main form[method=post]") if f.cssselect("[name=text], [name=note]")
    )
    hidden = {i.get("name"): i.get("value") or "" for i in form.cssselect("input[type=hidden]")}
    response = browser.client.post(path, data={**hidden, **data})
    assert response.status_code == status, response.status_code
    return Page(response)


def report(browser: Browser, post: TopicPost, **data: str) -> Page:
    return send(browser, at(post, "/laporkan"), {"reason": "insult", "note": NOTE, **data}, status=200)


def case_path(session: Session) -> str:
    session.expire_all()
    return f"/kelola/moderasi/{session.scalars(select(ModerationCase.key)).one()}"


def decide(browser: Browser, session: Session, what: str, data: dict[str, str]) -> None:
    send(browser, f"{case_path(session)}/{what}", data)


HIDE = {"reason": "insult", "text": "Kalimat ini menghina.", "lanjut": "1"}


def test_a_guest_reports_and_reads_that_nothing_was_hidden(
    browser: Browser, session: Session, post: TopicPost
) -> None:
    assert at(post, "/laporkan") in [a.get("href") for a in browser.get(at(post)).all("main a")]
    page = report(browser, post)
    assert page.texts("h1") == ["Laporan Anda sudah diterima"]
    (stored,) = session.scalars(select(PostReport)).all()
    assert (stored.reason, stored.note) == ("insult", NOTE)
    assert BODY in browser.get(at(post)).text
    assert "Set-Cookie" not in page.response.headers


def test_a_refused_report_comes_back_with_its_text(
    browser: Browser, session: Session, post: TopicPost
) -> None:
    page = send(browser, at(post, "/laporkan"), {"note": NOTE}, status=422)
    assert page.one("textarea[name=note]").text_content().strip() == NOTE
    assert "Pilih satu alasan dari daftar." in page.text
    long = "x" * 2001
    page = send(browser, at(post, "/laporkan"), {"reason": "insult", "note": long}, status=422)
    assert page.one("textarea[name=note]").text_content().strip() == long
    assert session.scalars(select(PostReport)).all() == []


def test_one_form_sent_twice_is_one_report(browser: Browser, session: Session, post: TopicPost) -> None:
    path = at(post, "/laporkan")
    form = next(f for f in browser.get(path).all("main form[method=post]") if f.cssselect("[name=note]"))
    data = {i.get("name"): i.get("value") or "" for i in form.cssselect("input[type=hidden]")}
    for _ in range(2):
        assert browser.client.post(path, data={**data, "reason": "advert", "note": ""}).status_code == 200
    assert session.scalars(select(PostReport.reason)).all() == ["advert"]


def test_the_queue_and_the_case(
    browser: Browser, session: Session, post: TopicPost, browser_of: BrowserOf
) -> None:
    report(browser, post)
    report(browser, post, reason="advert", note="")
    staff = browser_of(Role.FACILITATOR)
    rows = staff.get("/kelola/moderasi").texts("main tbody tr")
    reasons = {"Iklan atau promosi: 1", "Kasar atau menghina orang: 1"}
    assert len(rows) == 1
    assert all(text in rows[0] for text in {BODY, "Jam loket", "0 hari kerja", "belum diambil", *reasons})
    assert staff.get("/kelola/moderasi?alasan=hate").texts("main tbody tr") == []
    assert staff.get("/kelola/moderasi?alasan=salah&siapa=salah&hal=99").texts("main tbody tr") == rows
    case = staff.get(case_path(session))
    assert len(case.all("main table tbody tr")) == 2
    assert NOTE in case.text
    staff.post(f"{case_path(session)}/ambil", form_at=case_path(session))
    assert len(staff.get("/kelola/moderasi?siapa=saya").texts("main tbody tr")) == 1
    assert staff.get("/kelola/moderasi?siapa=belum-diambil").texts("main tbody tr") == []
    assert "Moderator lain sedang menangani" in browser_of(Role.PLANNER).get(case_path(session)).text


def test_hiding_is_shown_first_and_everybody_reads_the_reason_only(
    browser: Browser, session: Session, post: TopicPost, browser_of: BrowserOf
) -> None:
    report(browser, post)
    staff, path = browser_of(Role.FACILITATOR), f"{case_path(session)}/sembunyikan"
    preview = send(staff, path, {k: v for k, v in HIDE.items() if k != "lanjut"}, status=200)
    assert preview.texts("h1") == ["Ini yang dibaca orang"]
    assert session.scalars(select(ModerationDecision)).all() == []
    assert BODY in browser.get(at(post)).text
    decide(staff, session, "sembunyikan", HIDE)
    public = browser.get(at(post)).text
    assert (BODY in public, HIDE["text"] in public) == (False, False)
    assert "Kasar atau menghina orang" in public
    again = staff.client.get(path)
    assert (again.status_code, again.headers["Location"]) == (303, case_path(session))


@pytest.mark.parametrize(
    ("what", "data", "missing", "status"),
    [
        ("sembunyikan", {"text": "Menghina.", "lanjut": "1"}, "reason", 200),
        ("sembunyikan", {"reason": "insult", "text": " ", "lanjut": "1"}, "text", 422),
        ("kunci-topik", {"text": "Ribut."}, "reason", 200),
        ("gabung", {"text": "Sama.", "target": "tidak-ada"}, "target", 200),
    ],
)
def test_no_decision_without_reason_and_text(
    browser: Browser,
    session: Session,
    post: TopicPost,
    browser_of: BrowserOf,
    what: str,
    data: dict[str, str],
    missing: str,
    status: int,
) -> None:
    report(browser, post)
    page = send(browser_of(Role.FACILITATOR), f"{case_path(session)}/{what}", data, status=status)
    assert page.all(f"[name={missing}]")
    assert session.scalars(select(ModerationDecision)).all() == []
    topic = session.get_one(Topic, post.topic_id)
    assert (session.scalars(select(TopicPost.state).where(TopicPost.id == post.id)).one(), topic.state) == (
        "visible",
        "open",
    )


def test_a_decision_about_a_text_that_changed_is_refused(
    browser: Browser, session: Session, post: TopicPost, browser_of: BrowserOf
) -> None:
    report(browser, post)
    page = send(
        browser_of(Role.FACILITATOR),
        f"{case_path(session)}/pertahankan",
        {"text": "", "seen": "7"},
        status=409,
    )
    assert "Penulis mengubah tulisan ini" in page.text
    assert session.scalars(select(ModerationDecision)).all() == []


def test_an_author_objects_and_another_moderator_answers(
    browser: Browser,
    session: Session,
    post: TopicPost,
    browser_of: BrowserOf,
    account_of: Callable[[Role], Any],
) -> None:
    post.author_id = account_of(Role.ASN).id
    session.commit()
    report(browser, post)
    first, other, author = (browser_of(r) for r in (Role.FACILITATOR, Role.PLANNER, Role.ASN))
    decide(first, session, "sembunyikan", HIDE)
    assert "Keputusan tentang tulisan Anda" in author.get("/").text
    link = str(author.get("/forum/moderasi/saya").one("a.btn.main").get("href"))
    assert send(author, link, {"text": " "}, status=422).all("textarea[name=text]")
    send(author, link, {"text": "Itu kritik."})
    assert "Keberatan Anda sudah diterima." in author.get(link).text
    answer = {"outcome": "overturned", "text": "Anda benar."}
    refused = first.get(f"{case_path(session)}/keberatan")
    assert "Keberatan ini tentang keputusan Anda sendiri." in refused.text
    assert not refused.all("main form textarea")
    decide(other, session, "keberatan", answer)
    assert "Anda benar." in author.get(link).text
    assert BODY in browser.get(at(post)).text


def test_the_log_its_file_and_the_originals(
    browser: Browser, session: Session, post: TopicPost, browser_of: BrowserOf
) -> None:
    report(browser, post)
    staff = browser_of(Role.FACILITATOR)
    decide(staff, session, "sembunyikan", {**HIDE, "text": "=HYPERLINK(1)"})
    assert staff.get("/kelola/moderasi/log?tindakan=keep").texts("main tbody tr") == []
    (row,) = staff.get("/kelola/moderasi/log").texts("main tbody tr")
    assert ("Disembunyikan" in row, "Kasar atau menghina orang" in row, BODY in row) == (True, True, False)
    text = staff.client.get("/kelola/moderasi/log/catatan.csv").get_data().decode("utf-8-sig")
    key = session.scalars(select(ModerationDecision.key)).one()
    wanted = select(ModerationCase.opened_on, ModerationDecision.decided_on)
    days = session.execute(wanted.join_from(ModerationCase, ModerationDecision)).one()
    _head, line = csv.reader(io.StringIO(text))
    assert line == [
        key,
        *(day.isoformat() for day in days),
        "0",
        "hide",
        "insult",
        "'=HYPERLINK(1)",
        "standing",
        "",
    ]
    assert staff.client.get(f"/kelola/moderasi/log/{key}").status_code == 403
    session.add(DutyAssignment(account_id=factories.account(session, role=Role.ASN).id, duty=Duty.AUDITOR))
    session.commit()
    auditor = browser_of(Duty.AUDITOR)
    assert auditor.get(f"/kelola/moderasi/log/{key}").texts("blockquote") == [BODY]
    assert auditor.client.get("/kelola/moderasi").status_code == 403


def test_numbers_for_everybody(
    browser: Browser, session: Session, post: TopicPost, browser_of: BrowserOf
) -> None:
    report(browser, post)
    report(browser, post)
    decide(browser_of(Role.FACILITATOR), session, "sembunyikan", HIDE)
    cells = browser.get("/forum/moderasi").texts("main tbody td")
    assert cells[:8] == ["Memuat data pribadi orang lain", *"000", "Kasar atau menghina orang", *"210"]


def test_the_offices_own_rules(browser: Browser, browser_of: BrowserOf) -> None:
    admin, path = browser_of(Role.ADMINISTRATOR), "/kelola/tata-tertib"
    admin.post(path, {"rules_id": "Bicara <b>santun</b>.", "rules_en": "", "days": "3"})
    assert "Bicara &lt;b&gt;santun&lt;/b&gt;." in browser.get("/forum/tata-tertib").text
    admin.post(path, {"rules_id": "x", "rules_en": "", "days": "0"}, status=200)
    assert "Bicara &lt;b&gt;santun" in browser.get("/forum/tata-tertib").text
    assert browser_of(Role.FACILITATOR).client.get(path).status_code == 403


def test_a_lone_moderator_is_warned(session: Session, browser_of: BrowserOf) -> None:
    """Nobody else could decide an objection; an account that is closed does not count."""
    factories.account(session, role=Role.PLANNER).active = False
    factories.account(session, role=Role.CITIZEN)
    facilitator = browser_of(Role.FACILITATOR)
    assert "baru ada satu moderator" in facilitator.get("/kelola/moderasi").text
    factories.account(session, role=Role.PLANNER)
    session.commit()
    assert "baru ada satu moderator" not in facilitator.get("/kelola/moderasi").text
