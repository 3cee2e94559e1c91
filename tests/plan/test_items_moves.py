"""The page that takes an item one step further."""

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.base import utc_now
from core.policy import Role
from core.web.server import today
from plan.enums import ItemState
from plan.item_models import ItemStep, PlanItem
from tests.page import Browser
from tests.plan import factories_items as made


@pytest.fixture
def planner(browser_of: Callable[[Role], Browser]) -> Browser:
    return browser_of(Role.PLANNER)


def office_day() -> date:
    return utc_now().astimezone(ZoneInfo("Asia/Makassar")).date()


def only_item(session: Session) -> PlanItem:
    session.expire_all()
    return session.scalars(select(PlanItem)).one()


@pytest.mark.database
def test_planner_moves_an_item_and_a_stop_needs_its_reason(planner: Browser, session: Session) -> None:
    item = made.item(session, made.open_cycle(session), state=ItemState.PROPOSED)
    session.commit()
    path = f"/kelola/rencana/{item.key}/status"
    page = planner.get(path)
    assert page.texts("[name=after] ~ span") == ["Diverifikasi", "Ditunda", "Ditolak"]
    assert page.one("[name=on]").get("value") == office_day().isoformat()
    data = {"after": "postponed", "on": "2026-03-02", "reason": "  "}
    page = planner.post(path, data, status=200)
    assert page.texts("[role=alert] li") == ["Tulis alasannya. Alasan ini tampil untuk umum."]
    assert only_item(session).state == ItemState.PROPOSED
    planner.post(path, {**data, "reason": "Dana habis."})
    item = only_item(session)
    steps = [(step.state, step.on, step.reason) for step in item.steps]
    assert (item.state, steps) == (
        ItemState.POSTPONED,
        [
            (ItemState.PROPOSED, made.START, ""),
            (ItemState.POSTPONED, date(2026, 3, 2), "Dana habis."),
        ],
    )


@pytest.mark.database
def test_the_second_of_two_planners_is_told_and_changes_nothing(planner: Browser, session: Session) -> None:
    item = made.item(session, made.open_cycle(session), state=ItemState.PROPOSED)
    session.commit()
    path = f"/kelola/rencana/{item.key}/status"
    token = planner.get(path).fields()
    data = {**token, "on": "2026-03-02", "reason": "Dana habis."}
    assert planner.client.post(path, data={**data, "after": "verified"}).status_code == 303
    late = planner.client.post(path, data={**data, "after": "refused"})
    assert (late.status_code, "sudah diubah orang lain" in late.text) == (200, True)
    assert only_item(session).state == ItemState.VERIFIED
    steps = session.scalars(select(ItemStep.state).order_by(ItemStep.id)).all()
    assert steps == [ItemState.PROPOSED, ItemState.VERIFIED]


def test_a_step_cannot_lie_in_the_future(planner: Browser, session: Session) -> None:
    item = made.item(session, made.open_cycle(session))
    session.commit()
    path = f"/kelola/rencana/{item.key}/status"
    tomorrow = (office_day() + timedelta(days=1)).isoformat()
    page = planner.post(path, {"after": "proposed", "on": tomorrow}, status=200)
    assert page.texts(".e") == ["Kesalahan: Tanggalnya belum tiba."]
    planner.post(path, {"after": "proposed", "on": office_day().isoformat()})
    assert only_item(session).state == ItemState.PROPOSED


def test_at_the_end_of_the_way_there_is_nothing_to_choose(planner: Browser, session: Session) -> None:
    item = made.item(session, made.open_cycle(session), state=ItemState.CARRIED_OUT)
    session.commit()
    page = planner.get(f"/kelola/rencana/{item.key}/status")
    assert page.all("main form") == []
    assert page.texts(".note") == ["Butir ini sudah sampai di akhir perjalanannya."]


def test_today_is_the_day_at_the_office(app: Flask) -> None:
    with time_machine.travel("2026-11-23T20:00:00+00:00", tick=False), app.test_request_context("/"):
        assert today() == date(2026, 11, 24)
