"""One machine cannot fill seats, topics or the moderators' queue; a hall of people behind one address can write."""

from collections.abc import Iterator

import pytest
from limits.storage import MemoryStorage
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.web.throttle import limiter
from forum.discussion.models import TopicPost
from forum.moderation import queries
from forum.moderation.models import ModerationCase, PostReport
from forum.seats.models import Registration
from forum.workshops.enums import Audience
from tests.forum import factories as make
from tests.page import Browser

HALL = 180  # sixty people, three forms each


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    limiter.reset()
    yield
    limiter.reset()


@pytest.fixture
def paths(session: Session) -> dict[str, str]:
    """The forms for which nobody needs an account."""
    topic = make.topic(session, guests=True)
    post = make.post(session, topic)
    workshop = make.workshop(session, seats=1, audience=Audience.PUBLIC)
    session.commit()
    where = f"/forum/{topic.key}"
    return {
        "topic": where,
        "answer": f"{where}/{post.key}",
        "report": f"{where}/{post.key}/laporkan",
        "seat": f"/workshop/{workshop.key}/daftar",
    }


def statuses(browser: Browser, path: str, most: int) -> list[int]:
    """What a machine hears that sends an empty form over and over: to the first, the last allowed, the next."""
    form = next(f for f in browser.get(path).all("main form[method=post]") if f.cssselect("[name=nonce]"))
    hidden = {i.get("name"): i.get("value") or "" for i in form.cssselect("input[type=hidden]")}
    first = browser.client.post(path, data=hidden).status_code
    memory = limiter.storage
    assert isinstance(memory, MemoryStorage)
    for counted in list(memory.storage):
        memory.storage[counted] = most - 1
    return [first, *(browser.client.post(path, data=hidden).status_code for _ in range(2))]


@pytest.mark.parametrize(("what", "most"), [("topic", 600), ("answer", 600), ("report", 300), ("seat", 600)])
def test_a_machine_is_stopped_and_a_hall_is_not(
    browser: Browser, session: Session, paths: dict[str, str], what: str, most: int
) -> None:
    assert statuses(browser, paths[what], most) == [422, 422, 429]
    assert most > HALL
    stored = [
        session.scalar(select(func.count()).select_from(t)) for t in (TopicPost, PostReport, Registration)
    ]
    assert stored == [1, 0, 0]


def test_sabotage_without_the_limit_nothing_stops_it(
    browser: Browser, paths: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", False)
    assert statuses(browser, paths["seat"], 600) == [422, 422, 422]


def test_a_case_with_very_many_reports_stays_a_page(session: Session) -> None:
    topic = make.topic(session)
    post, noise = make.post(session, topic), make.post(session, topic)
    cases = [
        ModerationCase(key=f"perkara-{p.id}", post_id=p.id, opened_on=p.written_on) for p in (post, noise)
    ]
    session.add_all(cases)
    session.flush()
    for number in range(queries.MOST_REPORTS + 20):
        seal, case_id = f"{number:064x}", cases[number < 1].id
        row = PostReport(case_id=case_id, reason="insult", reporter_tag=seal, nonce_hash=seal)
        row.reported_on = post.written_on
        session.add(row)
    session.flush()
    shown = [len(queries.reports_of(session, case)) for case in cases]
    assert (shown, [queries.count_reports(session, case) for case in cases]) == ([100, 1], [119, 1])
