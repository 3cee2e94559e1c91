"""Reports, decisions and objections name nobody where the topic hides names: no page, export, mail or row.

Two authors with accounts write under pseudonyms, a third account reports both; one post is hidden, objected
to and shown again, the other is hidden and taken back, a third one waits. All of it in the browser, as people
do it. Then every page of moderation is read as every role and duty, and every row of every table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.base import utc_now
from core.duties.models import DutyAssignment
from core.mail.models import Mail
from core.policy import Duty, Role
from forum.discussion import following, posting
from forum.discussion.enums import Identity
from forum.discussion.models import Topic, TopicMailWish, TopicPost
from forum.moderation import reporting
from forum.moderation.models import Appeal, ModerationCase, ModerationDecision, PostReport
from forum.moderation.reminding import overdue, remind
from rembuk.models import METADATA
from tests import factories
from tests.conftest import browser_for
from tests.forum import factories as make
from tests.guarantees.test_forum_identity import write_here
from tests.page import Browser

FIRST, SECOND, REPORTER = "Kenari Lestari Yosefina", "Yanuarius Bria Seran", "Oktoviana Nenobais"
ANGRY = "Kepala seksi kami tidak pernah membaca laporan."
MILD, WAITING = "Rapat mingguan memakan setengah hari.", "Jadwal piket tidak adil."
WATCHERS: tuple[Role | Duty | None, ...] = (None, *Role, *Duty)
# Rows that are the account itself, its login and what it chose to follow.
ITS_OWN = {"account", "login_session", "topic_follow", "consent"}


@dataclass
class Told:
    """What there is to find afterwards, and the signs by which somebody would be found."""

    where: str
    pages: list[str]
    signs: list[str]


def person(session: Session, name: str, number: int, role: Role = Role.ASN) -> Account:
    """An account whose name, login, address and number occur nowhere else."""
    made = factories.account(session, role=role, name=name)
    session.execute(update(Account).where(Account.id == made.id).values(id=number))
    session.expunge(made)
    account = session.get_one(Account, number)
    account.login = name.lower().replace(" ", ".")
    account.email = f"{account.login}@contoh.go.id"
    return account


def press(browser: Browser, path: str, data: dict[str, Any], *, status: int = 303) -> None:
    """Fill in the form on a page and send it."""
    page = browser.get(path)
    form = next(f for f in page.all("main form[method=post]") if f.cssselect("[name=text], [name=note]"))
    hidden = {i.get("name"): i.get("value") or "" for i in form.cssselect("input[type=hidden]")}
    response = browser.client.post(path, data={**hidden, **data})
    assert response.status_code == status, (path, response.status_code)


def case_of(session: Session, body: str) -> str:
    wanted = select(ModerationCase.key).join(TopicPost).where(TopicPost.body == body)
    return f"/kelola/moderasi/{session.scalars(wanted.order_by(ModerationCase.id)).first()}"


def play(app: Flask, session: Session, browser_of: Callable[[Role | Duty], Browser]) -> Told:
    """All that can happen to a post, done by those who do it."""
    topic = make.topic(session, identity=Identity.PSEUDONYM)
    people = [person(session, name, 748210631 + 1000 * n) for n, name in enumerate((FIRST, SECOND, REPORTER))]
    follower = factories.account(session, role=Role.FACILITATOR)
    follower.email = "pengikut@contoh.go.id"
    session.add(TopicMailWish(account_id=follower.id))
    following.follow(session, topic, actor_id=follower.id)
    session.commit()
    where, (first, second, reporter) = f"/forum/{topic.key}", (browser_for(app, session, p) for p in people)
    for browser, body in ((first, ANGRY), (second, MILD), (second, WAITING)):
        write_here(browser, where, body)
    for body in (ANGRY, MILD, WAITING):
        key = session.scalars(select(TopicPost.key).where(TopicPost.body == body)).one()
        press(reporter, f"{where}/{key}/laporkan", {"reason": "insult", "note": "Kasar."}, status=200)
    one, other = browser_of(Role.FACILITATOR), browser_of(Role.PLANNER)
    for body in (ANGRY, MILD):
        ruling = {"reason": "insult", "text": "Kalimat ini menghina.", "lanjut": "1"}
        press(one, f"{case_of(session, body)}/sembunyikan", ruling)
    mine = first.get("/forum/moderasi/saya")
    press(first, str(mine.one("a.btn.main").get("href")), {"text": "Itu kritik."})
    answer = {"outcome": "overturned", "text": "Kami membaca lagi."}
    press(other, f"{case_of(session, ANGRY)}/keberatan", answer)
    press(one, f"{case_of(session, MILD)}/tampilkan", {"text": "Kami keliru."})
    tell_everybody(session)
    return Told(where, pages_of(session, where), [sign for p in people for sign in signs(p)])


def signs(account: Account) -> tuple[str, ...]:
    return account.name, account.login, str(account.id)


def tell_everybody(session: Session) -> None:
    """The jobs of the days after: followers are told, moderators are reminded."""
    for account in session.scalars(select(Account).where(Account.role.in_((Role.FACILITATOR, Role.PLANNER)))):
        account.email = account.email or f"moderator{account.id}@contoh.go.id"
    later = utc_now().date() + timedelta(days=30)
    due = following.due_items(session, today=later)
    assert following.tell(session, due, today=later, letter=lambda t: ("Ada yang baru", t.key)) == 3
    assert remind(session, overdue(session, today=later, days=2), letter=lambda n: (f"{n}", "Antrean")) == 3
    session.commit()


def pages_of(session: Session, where: str) -> list[str]:
    """Every page that moderation has, and those where its traces show."""
    cases = [f"/kelola/moderasi/{key}" for key in session.scalars(select(ModerationCase.key))]
    acts = ("sembunyikan", "pertahankan", "gabung", "kunci-topik", "tampilkan", "keberatan")
    decisions = session.scalars(select(ModerationDecision.key)).all()
    posts = session.scalars(select(TopicPost.key)).all()
    mails = session.scalars(select(Mail.id)).all()
    return [
        "/kelola/moderasi",
        "/kelola/moderasi?alasan=insult&siapa=belum-diambil",
        *cases,
        *(f"{case}/{act}" for case in cases for act in acts),
        "/kelola/moderasi/log",
        "/kelola/moderasi/log/catatan.csv",
        *(f"/kelola/moderasi/log/{key}" for key in decisions),
        "/forum/moderasi",
        "/forum/moderasi/saya",
        "/kelola/audit",
        "/kelola/surat-keluar",
        *(f"/kelola/surat-keluar/{number}" for number in mails),
        "/pemberitahuan",
        "/",
        where,
        f"/kelola{where}",
        *(f"{where}/{key}{more}" for key in posts for more in ("", "/riwayat", "/laporkan")),
    ]


def rows_that_name(connection: Connection, told: Told) -> list[str]:
    """Tables, the account's own aside, with a row that holds a number, a name or a login of the three."""
    found = set()
    for table in METADATA.sorted_tables:
        for row in connection.execute(select(table)).mappings():
            text = repr(dict(row))
            if table.name not in ITS_OWN and any(sign in text for sign in told.signs):
                found.add(table.name)
    return sorted(found)


def pages_that_name(
    session: Session, browser: Browser, browser_of: Callable[[Role | Duty], Browser], told: Told
) -> tuple[set[str], dict[str, int]]:
    """Pages on which one of the three is to be found, and how many watchers could read each page."""
    for duty in Duty:
        session.add(DutyAssignment(account_id=factories.account(session, role=Role.ASN).id, duty=duty))
    session.commit()
    naming, read = set(), dict.fromkeys(told.pages, 0)
    for watcher in WATCHERS:
        who = browser_of(watcher) if watcher is not None else browser
        for path in told.pages:
            response = who.client.get(path)
            assert response.status_code < 500, (watcher, path)
            read[path] += response.status_code == 200
            if any(sign in response.get_data(as_text=True) for sign in told.signs):
                naming.add(path)
    return naming, read


@pytest.mark.database
def test_no_row_names_an_author_or_a_reporter(
    app: Flask, session: Session, connection: Connection, browser_of: Callable[[Role | Duty], Browser]
) -> None:
    told = play(app, session, browser_of)
    states = [(a.state, a.decision.state) for a in session.scalars(select(Appeal))]
    actions = session.scalars(select(ModerationDecision.action).order_by(ModerationDecision.id)).all()
    assert (states, actions) == ([("overturned", "overturned")], ["hide", "hide", "restore"])
    assert len(session.scalars(select(PostReport)).all()) == 3
    assert rows_that_name(connection, told) == []
    mailed = {mail.to_address for mail in session.scalars(select(Mail))}
    assert len(mailed) == 3
    assert not [address for address in mailed if any(sign in address for sign in told.signs)]


def test_sabotage_a_report_with_an_account_is_seen(
    app: Flask,
    session: Session,
    connection: Connection,
    browser_of: Callable[[Role | Duty], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        reporting, "reporter_tag", lambda post_id, account_id, *, secret: f"{post_id}:{account_id}"
    )
    told = play(app, session, browser_of)
    assert rows_that_name(connection, told) == ["post_report"]


@pytest.mark.slow
def test_no_page_names_an_author_or_a_reporter(
    app: Flask, session: Session, browser: Browser, browser_of: Callable[[Role | Duty], Browser]
) -> None:
    told = play(app, session, browser_of)
    naming, read = pages_that_name(session, browser, browser_of, told)
    assert naming == set()
    # The pages were there to be read: two roles moderate, the auditor reads the log and its originals.
    moderators = [read[p] for p in ("/kelola/moderasi", case_of(session, WAITING))]
    logs = [read[p] for p in ("/kelola/moderasi/log", "/kelola/moderasi/log/catatan.csv")]
    assert (moderators, logs) == ([2, 2], [3, 3])
    originals = [read[p] for p in told.pages if p.startswith("/kelola/moderasi/log/") and "csv" not in p]
    assert originals == [1, 1, 1]
    assert (read["/forum/moderasi"], read["/kelola/surat-keluar"]) == (len(WATCHERS), 1)


@pytest.mark.slow
def test_sabotage_a_post_under_its_authors_name_is_seen_on_pages(
    app: Flask,
    session: Session,
    browser: Browser,
    browser_of: Callable[[Role | Duty], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = posting._identity

    def named(asked: Session, topic: Topic, actor_id: int, secret: str) -> dict[str, object]:
        name = asked.get_one(Account, actor_id).name
        return {**real(asked, topic, actor_id, secret), "shown_name": name}

    monkeypatch.setattr(posting, "_identity", named)
    told = play(app, session, browser_of)
    naming, _read = pages_that_name(session, browser, browser_of, told)
    assert {case_of(session, WAITING), told.where} <= naming


def test_the_author_alone_finds_the_decision(
    app: Flask, session: Session, browser_of: Callable[[Role | Duty], Browser]
) -> None:
    """The page that brings author and decision together shows others nothing, and lets them object to nothing."""
    play(app, session, browser_of)
    hidden = select(ModerationDecision.key).where(ModerationDecision.action == "hide")
    keys = session.scalars(hidden.order_by(ModerationDecision.id)).all()
    accounts = {
        a.name: a for a in session.scalars(select(Account).where(Account.name.in_((FIRST, SECOND, REPORTER))))
    }
    seen = {}
    for name, account in accounts.items():
        browser = browser_for(app, session, account)
        page = browser.get("/forum/moderasi/saya")
        opened = [browser.client.get(f"/forum/moderasi/saya/{key}/keberatan").status_code for key in keys]
        seen[name] = (len(page.all("main section.card")), opened)
    assert seen == {FIRST: (1, [200, 303]), SECOND: (2, [303, 200]), REPORTER: (0, [303, 303])}
