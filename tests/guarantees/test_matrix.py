"""Who may go where: every route, method and visitor against a table written by hand."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from core.policy import ANYONE, Duty, Role
from tests.conventions.examples import VISITORS, Visitor, World, routes
from tests.guarantees.doors import DOORS
from tests.page import Browser

WORDS: dict[str, frozenset[Visitor]] = {
    "everybody": frozenset(VISITORS),
    "signed-in": frozenset({*Role, *Duty}),
    "staff": frozenset({Role.FACILITATOR, Role.PLANNER, Role.ADMINISTRATOR}),
    **{str(one): frozenset({one}) for one in (*Role, *Duty)},
}
# The view is a stub: whoever comes through meets this. A changing request comes without its token: 400.
THROUGH = {"GET": 204, "HEAD": 204, "OPTIONS": 200, "POST": 400}
Faults = list[tuple[str, str, str, int, int]]


def written() -> dict[str, frozenset[Visitor]]:
    """Route -> everybody it is open to, from the table in `doors`."""
    table: dict[str, frozenset[Visitor]] = {}
    for who, endpoints in DOORS.items():
        allowed = frozenset().union(*(WORDS[word] for word in who.split()))
        for endpoint in endpoints.split():
            assert endpoint not in table, f"{endpoint} stands twice"
            table[endpoint] = allowed
    return table


def expected(visitor: Visitor, method: str, *, allowed: bool, has_method: bool) -> int:
    """A wrong method first, then the table: a guest is sent to log in, anybody else told that it is closed."""
    if not has_method:
        return 405
    if allowed:
        return THROUGH[method]
    return 303 if visitor is None else 403


def endpoint_at(app: Flask, path: str, method: str) -> str | None:
    """The route that answers a method at an address; two may share the address."""
    try:
        return str(app.url_map.bind("localhost").match(path, method=method)[0])
    except HTTPException:
        return None


def faults(
    app: Flask, world: World, clients: dict[Visitor, Browser], methods: tuple[str, ...] = ("GET", "POST")
) -> Faults:
    """Where the application answers otherwise than the table says: (who, method, route, wanted, got)."""
    table, found = written(), []
    known = {route.path: route.endpoint for method in ("GET", "POST") for route in routes(app, world, method)}
    for path, method in product(known, methods):
        endpoint = endpoint_at(app, path, method)
        open_to = table.get(endpoint or "", frozenset())
        for visitor, browser in clients.items():
            wanted = expected(visitor, method, allowed=visitor in open_to, has_method=endpoint is not None)
            got = browser.client.open(path, method=method).status_code
            if got != wanted:
                found.append((str(visitor), method, endpoint or known[path], wanted, got))
    return sorted(found)


@pytest.fixture
def clients(
    world: World, browser: Browser, browser_of: Callable[[Role | Duty], Browser]
) -> dict[Visitor, Browser]:
    """A browser for everybody: guest, roles, and holders of one duty each."""
    return {visitor: browser_of(visitor) if visitor else browser for visitor in VISITORS}


@pytest.fixture
def stubs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the doors are tried: behind each stands nothing, and a closed one says only its number."""

    def nothing(**_values: Any) -> tuple[str, int]:
        return "", 204

    for endpoint in list(app.view_functions):
        monkeypatch.setitem(app.view_functions, endpoint, nothing)
    monkeypatch.setattr("core.web.errors.error_page", lambda code, explain=None: ("", code))


def test_every_route_has_a_line_and_every_line_a_route(app: Flask) -> None:
    known = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}
    assert set(written()) == known


@pytest.mark.slow
@pytest.mark.database
def test_every_door_for_everybody(
    app: Flask, world: World, clients: dict[Visitor, Browser], stubs: None
) -> None:
    assert len(clients) == 12
    assert faults(app, world, clients) == []


@pytest.mark.slow
def test_other_methods(app: Flask, world: World, clients: dict[Visitor, Browser], stubs: None) -> None:
    """What reads is guarded like GET; what no route has is refused before anybody is asked."""
    few = {visitor: clients[visitor] for visitor in (None, Role.CITIZEN, Duty.AUDITOR, Role.ADMINISTRATOR)}
    assert faults(app, world, few, ("HEAD", "OPTIONS", "PUT", "DELETE")) == []


def test_sabotage_a_row_removed(
    app: Flask,
    world: World,
    clients: dict[Visitor, Browser],
    stubs: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a row nobody comes in, and the table says so."""
    rows = app.extensions["rembuk_policies"]
    monkeypatch.setattr(
        "core.web.guard.policies", lambda: {k: v for k, v in rows.items() if k != "units.index"}
    )
    few = {visitor: clients[visitor] for visitor in (Role.ADMINISTRATOR, Role.PLANNER)}
    assert faults(app, world, few, ("GET",)) == [("administrator", "GET", "units.index", 204, 403)]


def test_sabotage_a_row_widened(
    app: Flask,
    world: World,
    clients: dict[Visitor, Browser],
    stubs: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.extensions["rembuk_policies"], "survey_results.export_answers", ANYONE)
    few = {visitor: clients[visitor] for visitor in (None, Duty.AUDITOR, Role.FACILITATOR)}
    assert faults(app, world, few, ("GET",)) == [
        ("None", "GET", "survey_results.export_answers", 303, 204),
        ("auditor", "GET", "survey_results.export_answers", 403, 204),
    ]


def test_sabotage_a_duty_too_many(
    app: Flask,
    world: World,
    clients: dict[Visitor, Browser],
    stubs: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = app.extensions["rembuk_policies"]
    monkeypatch.setitem(rows, "survey_results.texts", rows["survey_results.texts"].also(Duty.SUPERIOR))
    few = {duty: clients[duty] for duty in Duty}
    assert faults(app, world, few, ("GET",)) == [("superior", "GET", "survey_results.texts", 403, 204)]
