"""Guarantee "text": what somebody submitted is stored or stands on the page they get, whatever happened.

Each case opens a form, lets something happen, and posts a text. The check looks for it in the tables,
in a field of the page, or in the page that hands the post back to be sent again.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.base import utc_now
from core.db import db
from core.policy import Role
from core.web import errors
from forum.discussion.enums import TopicState
from forum.discussion.models import Topic, TopicPost
from rembuk.app import create_app
from surveys import authoring, publishing
from surveys.answer_form import AnswerForm
from surveys.answer_models import Answer, Intake
from surveys.models import Survey
from tests import factories
from tests.forum import factories as forum_factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make

pytestmark = pytest.mark.database
TEXT = "Saya ingin pelatihan arsip\ndan meja yang layak."
BrowserOf = Callable[[Role], Browser]


@dataclass
class World:
    """What a case needs."""

    app: Flask
    session: Session
    connection: Connection
    browser: Browser
    browser_of: BrowserOf
    survey: Survey
    inner: Survey
    topic: Topic


@pytest.fixture
def world(
    app: Flask, session: Session, connection: Connection, browser: Browser, browser_of: BrowserOf
) -> World:
    """A public survey of one page, one with accounts, an open topic; and another text in each table."""
    cycle = factories.cycle(session)
    survey = make.feedback(session, cycle=cycle, questions=(make.NEED, make.POST), key="terbuka")
    inner = make.survey(session, cycle=cycle, questions=(make.NEED,), key="berakun")
    topic = forum_factories.topic(session, cycle=cycle)
    session.commit()
    return World(app, session, connection, browser, browser_of, survey, inner, topic)


def opened(browser: Browser, path: str, text: str = TEXT, name: str = "kebutuhan") -> dict[str, str]:
    """What the form at this address posts with the text in it."""
    box = browser.get(path).one(f"main textarea[name={name}]")
    form = next(box.iterancestors("form"))
    hidden = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
    return {**hidden, name: text}


def post(browser: Browser, path: str, data: dict[str, str]) -> Page:
    return Page(browser.client.post(path, data=data))


def survives(page: Page, session: Session, text: str = TEXT) -> bool:
    """Whether the text is in a table, or on the page where the person finds it again."""
    session.expire_all()
    bodies = [body for model in (Answer, Intake) for body in session.scalars(select(model.body))]
    stored = [body.get("kebutuhan") for body in bodies] + list(session.scalars(select(TopicPost.body)))
    if page.status == 200 and text in stored:
        return True
    shown = [box.text_content().lstrip("\n").replace("\r\n", "\n") for box in page.all("main textarea")]
    return text in shown or text in [quote.text_content() for quote in page.all("main form blockquote")]


def after(world: World, hours: int) -> Page:
    data = opened(world.browser, "/survei/terbuka")
    with time_machine.travel(utc_now() + timedelta(hours=hours), tick=False):
        return post(world.browser, "/survei/terbuka", data)


def csrf_after_two_hours(world: World) -> Page:
    return after(world, 2)


def csrf_after_a_day(world: World) -> Page:
    return after(world, 26)


def logged_out(world: World) -> Page:
    asn = world.browser_of(Role.ASN)
    data = opened(asn, "/survei/berakun")
    asn.client.delete_cookie("rembuk")
    return post(asn, "/survei/berakun", data)


def survey_closed(world: World) -> Page:
    data = opened(world.browser, "/survei/terbuka")
    publishing.close_survey(world.session, world.survey, today=make.TODAY, actor_id=None)
    world.session.commit()
    return post(world.browser, "/survei/terbuka", data)


def new_version(world: World) -> Page:
    data = opened(world.browser, "/survei/terbuka")
    authoring.add_question(world.session, world.survey, definition=make.DAY, actor_id=None)
    publishing.publish_survey(world.session, world.survey, today=make.TODAY, actor_id=None)
    world.session.commit()
    return post(world.browser, "/survei/terbuka", data)


def too_long(world: World) -> Page:
    """The text with its thousand lines comes back whole, to be shortened."""
    return post(world.browser, "/survei/terbuka", opened(world.browser, "/survei/terbuka", TEXT * 200))


def validation_error(world: World) -> Page:
    data = opened(world.browser, "/survei/terbuka")
    return post(world.browser, "/survei/terbuka", {**data, "jabatan": "raja"})


def double_tab(world: World) -> Page:
    data = opened(world.browser, "/survei/terbuka")
    post(world.browser, "/survei/terbuka", {**data, "kebutuhan": "Dari tab lain"})
    return post(world.browser, "/survei/terbuka", data)


@contextmanager
def refusing(world: World, wanted: Callable[[str], bool], reason: str) -> Iterator[None]:
    """The database refuses statements of a kind, as the driver does it."""

    def refuse(_c: object, _cur: object, statement: str, *_more: object) -> None:
        if wanted(statement):
            raise OperationalError(statement, {}, sqlite3.OperationalError(reason))

    event.listen(world.connection, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(world.connection, "before_cursor_execute", refuse)


def disk_full(world: World) -> Page:
    data = opened(world.browser, "/survei/terbuka")
    with refusing(world, lambda s: s.startswith("INSERT"), "database or disk is full"):
        return post(world.browser, "/survei/terbuka", data)


def database_down(world: World) -> Page:
    data = opened(world.browser, "/survei/terbuka")
    with refusing(world, lambda s: "SAVEPOINT" not in s, "connection refused"):
        return post(world.browser, "/survei/terbuka", data)


def server_restart(world: World) -> Page:
    """The form of the first process is taken by the second."""
    data = opened(world.browser, "/survei/terbuka")
    fresh = create_app(world.app.config["REMBUK_SETTINGS"])
    fresh.config["TESTING"] = True
    with fresh.app_context():
        db.engines[None] = world.connection  # type: ignore[assignment]
    return post(Browser(fresh.test_client()), "/survei/terbuka", data)


def topic_gone(world: World) -> Page:
    path = f"/forum/{world.topic.key}"
    asn = world.browser_of(Role.ASN)
    data = opened(asn, path, name="body")
    world.session.delete(world.topic)
    world.session.commit()
    return post(asn, path, data)


def topic_locked(world: World) -> Page:
    path = f"/forum/{world.topic.key}"
    asn = world.browser_of(Role.ASN)
    data = opened(asn, path, name="body")
    world.topic.state = TopicState.LOCKED
    world.session.commit()
    return post(asn, path, data)


CASES: dict[Callable[[World], Page], int] = {
    csrf_after_two_hours: 200,
    csrf_after_a_day: 200,
    logged_out: 403,
    survey_closed: 409,
    new_version: 200,
    too_long: 422,
    validation_error: 422,
    double_tab: 409,
    disk_full: 503,
    database_down: 503,
    server_restart: 200,
    topic_locked: 409,
    topic_gone: 404,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_the_text_survives(world: World, case: Callable[[World], Page]) -> None:
    page = case(world)
    assert page.status == CASES[case]
    assert survives(page, world.session, TEXT * 200 if case is too_long else TEXT)


@pytest.mark.parametrize("case", [disk_full, database_down], ids=lambda case: case.__name__)
def test_the_page_of_an_error_sends_the_same_once_more(world: World, case: Callable[[World], Page]) -> None:
    page = case(world)
    again = page.fields("/survei/terbuka")
    assert again["kebutuhan"].replace("\r\n", "\n") == TEXT
    for _press in range(2):
        assert post(world.browser, "/survei/terbuka", again).status == 200
    world.session.expire_all()
    assert [body["kebutuhan"] for body in world.session.scalars(select(Answer.body))] == [TEXT]


def test_nothing_from_another_site_is_handed_back(world: World) -> None:
    data = {**opened(world.browser, "/survei/terbuka"), "csrf_token": "palsu"}
    headers = {"Origin": "https://lain.example", "Sec-Fetch-Site": "cross-site"}
    page = Page(world.browser.client.post("/survei/terbuka", data=data, headers=headers))
    assert page.status == 400
    assert not survives(page, world.session)


@pytest.mark.parametrize("case", [disk_full, database_down, topic_gone], ids=lambda case: case.__name__)
def test_sabotage_an_error_page_without_the_post_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch, case: Callable[[World], Page]
) -> None:
    monkeypatch.setattr(errors, "kept_post", lambda: None)
    assert not survives(case(world), world.session)


@pytest.mark.parametrize(
    "case", [logged_out, survey_closed, validation_error, double_tab], ids=lambda case: case.__name__
)
def test_sabotage_a_form_that_comes_back_empty_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch, case: Callable[[World], Page]
) -> None:
    rows = AnswerForm.rows
    monkeypatch.setattr(AnswerForm, "rows", lambda form: rows(AnswerForm(form.questions, "id")))
    assert not survives(case(world), world.session)
