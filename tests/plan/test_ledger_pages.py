"""The trace as staff walk it: each neighbour is one click away, both ways, and nothing that was taken back is lost."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from core.policy import Role
from plan import themes
from plan.flow import flow_of
from plan.ledger_queries import PAGE
from tests import factories
from tests.page import Browser
from tests.plan import factories_items as make_items
from tests.plan import factories_themes as make
from tests.plan.factories_themes import KIND, Voices, theme_of


@pytest.fixture
def planner(session: Session) -> int:
    return factories.account(session, role=Role.PLANNER, name="Ibu Rambu").id


def links(browser: Browser, path: str) -> set[str]:
    return {str(a.get("href")) for a in browser.get(path).all("main a[href]")}


def test_from_a_voice_to_a_measurement_and_back(
    session: Session, voices: Voices, browser_of: Callable[[Role], Browser], planner: int
) -> None:
    cycle = make.deciding_cycle(session)
    make_items.set_openings_all(session, cycle)
    said, *_ = voices.say(cycle, "[digital] beta butuh komputer", "[digital] b", "[arsip] lain")
    run = make.done_run(session, cycle, voices)
    need = themes.accept_theme(
        session, theme_of(run, "digital"), title_id="Komputer", title_en="", actor_id=planner
    )
    item = make_items.item(session, cycle, needs=(need,))
    make_items.indicator(session, item, values=((date(2026, 5, 4), "25"),))
    value = item.indicators[0].measurements[0]
    session.commit()
    browser = browser_of(Role.PLANNER)
    steps = [
        f"/kelola/jejak/{KIND}/{said.key}/{said.field}",
        f"/kelola/jejak/need/{need.key}",
        f"/kelola/jejak/plan_item/{item.key}",
        f"/kelola/jejak/measurement/{value.id}",
    ]
    for here, there in zip(steps, steps[1:], strict=False):
        assert there in links(browser, here)
        assert here in links(browser, there)
    theme = f"/kelola/jejak/theme/{run.themes[0].key}"
    assert theme in links(browser, steps[0])
    assert theme in links(browser, steps[1])
    assert "Ibu Rambu menerima tema" in browser.get(steps[1]).text


def test_what_was_taken_back_is_still_told(
    session: Session, voices: Voices, browser_of: Callable[[Role], Browser], planner: int
) -> None:
    cycle = make.deciding_cycle(session)
    said, _noise = voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    need = make.accepted(session, run, "digital")
    key = need.key
    themes.reopen_theme(session, theme_of(run, "digital"), actor_id=planner)
    session.commit()

    page = browser_of(Role.PLANNER).get(f"/kelola/jejak/{KIND}/{said.key}/{said.field}")

    assert "Ibu Rambu menarik keputusan atas tema" in page.text
    assert f"/kelola/jejak/need/{key}" in page.text
    browser_of(Role.PLANNER).get("/kelola/jejak/need/tidak-ada", status=404)


def test_many_behind_a_need_come_in_pages(
    session: Session, voices: Voices, browser_of: Callable[[Role], Browser]
) -> None:
    cycle = make.deciding_cycle(session)
    said = voices.say(cycle, *(f"[digital] kata ke-{n}" for n in range(PAGE + 3)), "[arsip] lain")
    need = make.accepted(session, make.done_run(session, cycle, voices), "digital")
    browser = browser_of(Role.PLANNER)
    first, second = (links(browser, f"/kelola/jejak/need/{need.key}?dari={number}") for number in (1, 2))
    wanted = {f"/kelola/jejak/{KIND}/{ref.key}/{ref.field}" for ref in said[:-1]}
    assert len(wanted & first) == PAGE
    assert len(wanted & second) == 3
    assert wanted <= first | second


def test_the_flow_joins_themes_needs_and_items(session: Session, voices: Voices) -> None:
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    voices.say(other, "[layanan] x")
    make.done_run(session, other, voices)
    voices.say(cycle, "[digital] a", "[digital] b", "[arsip] c", "[] d", "[layanan] e")
    run = make.done_run(session, cycle, voices)
    themes.merge_theme(session, theme_of(run, "arsip"), into=theme_of(run, "digital"), actor_id=None)
    need = make.accepted(session, run, "digital")
    one = make_items.item(session, cycle, needs=(need,))
    two = make_items.item(session, cycle)
    flow = flow_of(session, cycle.id)

    assert (flow.contributions, flow.themed) == (5, 4)
    assert [theme.theme_key for theme in flow.themes] == ["digital", "layanan", "arsip"]
    digital, arsip = (theme_of(run, key).id for key in ("digital", "arsip"))
    assert flow.to_need == {digital: need.id, arsip: need.id}
    assert flow.to_items == {need.id: [one.id]}
    assert flow.items == [one, two]
    assert flow.measurements == 0
