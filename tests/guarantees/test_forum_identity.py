"""Where a topic hides names nobody who works here sees who wrote: no page, export, audit row or log.

The author has an account with a name like no other, posts, answers, edits, supports and follows; then
every page is opened as every role and duty, and every row of every table is read.
"""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.audit import AuditEvent
from core.duties.models import DutyAssignment
from core.jobs.models import Job
from core.policy import Duty, Role
from core.rights.own_data import collect_all
from forum.discussion import posting
from forum.discussion.enums import Identity
from forum.discussion.models import TopicPost
from rembuk.models import METADATA
from rembuk.slices import SLICES
from tests import factories
from tests.conftest import browser_for
from tests.forum import factories as make
from tests.page import Browser, Page

NAME = "Kenari Lestari Yosefina"
TEXT = "Rapat mingguan memakan setengah hari kerja."
WATCHERS: tuple[Role | Duty | None, ...] = (None, *Role, *Duty)
# Where a row may stand that names the account: what it is, and what it wanted to hear of.
ITS_OWN = {"account", "login_session", "topic_follow", "consent"}


def write_here(browser: Browser, path: str, body: str) -> Page:
    page = browser.get(path)
    form = next(f for f in page.all("main form[method=post]") if f.cssselect("textarea"))
    hidden = {i.get("name"): i.get("value") or "" for i in form.cssselect("input[type=hidden]")}
    return Page(browser.client.post(path, data={**hidden, "body": body, "tetap": "1"}))


@pytest.fixture
def author(session: Session) -> Account:
    account = factories.account(session, role=Role.ASN, name=NAME)
    account.login = "kenari.yosefina"
    session.commit()
    return account


@pytest.fixture
def path(app: Flask, session: Session, author: Account, caplog: pytest.LogCaptureFixture) -> str:
    """A topic in which the author did all there is to do, beside somebody else."""
    caplog.set_level(logging.DEBUG)
    topic = make.topic(session, identity=Identity.PSEUDONYM)
    other = make.post(session, topic, "Tulisan orang lain")
    session.commit()
    where, browser = f"/forum/{topic.key}", browser_for(app, session, author)
    write_here(browser, where, TEXT)
    write_here(browser, f"{where}/{other.key}", "Saya setuju sekali dengan ini.")
    browser.post(f"{where}/{other.key}/dukung", form_at=f"{where}/{other.key}")
    browser.post(f"{where}/ikuti", form_at=where)
    own = session.scalars(select(TopicPost).where(TopicPost.body == TEXT)).one()
    write_here(browser, f"{where}/{own.key}/ubah", f"{TEXT} Dan jarang berguna.")
    return where


def linked(connection: Connection, account_id: int, keys: set[str]) -> list[str]:
    """Tables, the account's own aside, with a row that names the account or a row of the audit log about a post."""
    found = []
    for table in METADATA.sorted_tables:
        for row in connection.execute(select(table)).mappings():
            points = [
                c.name for c in table.columns for k in c.foreign_keys if k.target_fullname == "account.id"
            ]
            named = any(row[name] == account_id for name in points) or NAME in repr(dict(row))
            if named and table.name not in ITS_OWN:
                found.append(table.name)
    audited = connection.execute(select(AuditEvent.object_key)).scalars()
    return found + [f"audit {key}" for key in audited if key in keys]


def test_no_row_outside_the_account_names_it(
    session: Session, connection: Connection, author: Account, path: str
) -> None:
    posts = session.scalars(select(TopicPost).where(TopicPost.author_tag.is_not(None))).all()
    assert len(posts) == 2
    told = linked(connection, author.id, {post.key for post in posts})
    # The ledger notes what a follower need not be told: every post there was when they followed.
    assert told == []
    assert connection.execute(select(Job.name)).scalars().all() == []


def test_sabotage_an_author_in_the_row_is_seen(
    app: Flask,
    session: Session,
    connection: Connection,
    author: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def named(_session: Session, _topic: Any, actor_id: int, _secret: str) -> dict[str, object]:
        return {"shown_name": "Cendana Pagi", "author_id": actor_id, "author_tag": None}

    monkeypatch.setattr(posting, "_identity", named)
    topic = make.topic(session, identity=Identity.PSEUDONYM)
    session.commit()
    write_here(browser_for(app, session, author), f"/forum/{topic.key}", TEXT)
    assert linked(connection, author.id, set()) == ["topic_post"]


@pytest.mark.slow
def test_no_page_of_anybody_shows_the_name(
    session: Session,
    browser: Browser,
    browser_of: Callable[[Role | Duty], Browser],
    path: str,
) -> None:
    posts = session.scalars(select(TopicPost.key).where(TopicPost.author_tag.is_not(None))).all()
    pages = [path, f"{path}?urut=dukungan", "/forum?q=rapat", f"/kelola{path}", "/kelola/audit"]
    pages += [f"{path}/{key}{more}" for key in posts for more in ("", "/riwayat", "/ubah")]
    for duty in Duty:
        session.add(DutyAssignment(account_id=factories.account(session, role=Role.ASN).id, duty=duty))
    session.commit()
    seen = 0
    for watcher in WATCHERS:
        who = browser_of(watcher) if watcher is not None else browser
        for page in pages:
            text = who.client.get(page).get_data(as_text=True)
            assert NAME not in text, (watcher, page)
            assert "kenari.yosefina" not in text, (watcher, page)
            seen += TEXT in text
    assert seen >= 5 * len(WATCHERS)


def test_the_logs_do_not_tell(
    author: Account, path: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    out, err = capfd.readouterr()
    lines = caplog.text + out + err
    assert NAME not in lines
    assert TEXT not in lines
    assert not re.search(rf"(?:account|user|actor)\D{{0,3}}{author.id}\b", lines)


def test_own_data_does_not_tell_either(session: Session, author: Account, path: str) -> None:
    """Nothing here knows whose the post is: not even the download of whoever wrote it."""
    collected = repr(collect_all(session, author.id, tuple(d for s in SLICES for d in s.personal_data)))
    tags = session.scalars(select(TopicPost.author_tag).where(TopicPost.author_tag.is_not(None)))
    assert TEXT not in collected
    assert not [tag for tag in tags if str(tag) in collected]
