"""sqlmap, level 3, against every search, list and export: no parameter is injectable. Only in `make soak`.

The parameters are those that a view reads from the address, as seen while it answers, and those of every
form that gets; each address is attacked as whoever may do most.
"""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.test import Client

from core.db import db
from tests.conftest import make_app
from tests.guarantees.test_xss import Stage, make_stage, serving
from tests.guarantees.visits import EVERYBODY, adds_something, all_forms

SQLMAP = Path(sys.executable).parent / "sqlmap"
FOUND = "identified the following injection point"
NOT_FOUND = "do not appear to be injectable"
HANG_SECONDS = 1800
AT_ONCE = 2
# Read on every page, for the language alone: attacked at one address only.
EVERYWHERE = "lang"
# Part of the endpoints' names to attack; empty is all of them.
ONLY = os.environ.get("REMBUK_SQLMAP_ONLY", "")


@dataclass(frozen=True)
class Target:
    """An address with a value for each parameter, and whose cookie opens it."""

    address: str
    names: tuple[str, ...]
    cookie: str


def attack(target: Target, folder: Path) -> str:
    """What sqlmap says of one address."""
    options = ["--batch", "--level", "3", "--risk", "1", "--technique", "BEUST", "--ignore-code", "404"]
    options += [
        "--dbms",
        "sqlite",
        "--time-sec",
        "2",
        "--flush-session",
        "--disable-coloring",
        "--output-dir",
        str(folder),
    ]
    options += ["-u", target.address, "-p", ",".join(target.names)]
    options += ["--cookie", target.cookie] if target.cookie else []
    done = subprocess.run(
        [sys.executable, str(SQLMAP), *options],
        capture_output=True,
        text=True,
        timeout=HANG_SECONDS,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    app = make_app(tmp_path_factory.mktemp("sqlmap"), "sqlite")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with serving(app) as address:
        yield make_stage(app, address)
    with app.app_context():
        db.engine.dispose()


class Watched(ImmutableMultiDict[str, str]):
    """Parameters that remember who asked for them."""

    asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, *rest: Any, **named: Any) -> Any:
        """As ever."""
        self.asked.add(key)
        return super().get(key, *rest, **named)

    def getlist(self, key: str, *rest: Any, **named: Any) -> Any:
        """As ever."""
        self.asked.add(key)
        return super().getlist(key, *rest, **named)


class WatchedRequest(Request):
    """A request of which we learn what it was asked for."""

    parameter_storage_class = Watched


def fitting(stage: Stage, client: Client, path: str, offered: dict[str, list[str]]) -> dict[str, str]:
    """A value for each parameter, with which the page answers; last the one that it answers with 404."""
    usual = ["1", "a", stage.world.unit.key, stage.world.cycle.key, stage.world.need.key]
    values: dict[str, str] = {}
    for name, own in sorted(offered.items()):
        for value in filter(None, [*own, *usual]):
            with client.get(path, query_string={**values, name: value}) as response:
                if response.status_code in {200, 303}:
                    break
        values[name] = value
    return values


def targets(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> dict[str, Target]:
    """By endpoint: the address with its parameters, and the cookie of whoever may do most."""
    forms = all_forms(stage.app, stage.world, stage.people)
    monkeypatch.setattr(stage.app, "request_class", WatchedRequest)
    found = {}
    for visitor in EVERYBODY:
        client = stage.people.client(visitor)
        cookie = client.get_cookie("rembuk")
        assert cookie is not None
        for route in (r for r in stage.routes if adds_something(r.policy, visitor)):
            Watched.asked.clear()
            with client.get(route.path) as response:
                response.get_data()
                answered = response.status_code in {200, 303}
            form = forms.get((route.endpoint, "GET", visitor))
            asked = dict.fromkeys(Watched.asked, list[str]()) | (form.fields if form else {})
            if route.endpoint != "home.index":
                asked.pop(EVERYWHERE, None)
            if asked and answered:
                values = fitting(stage, client, route.path, asked)
                address = f"{stage.address}{route.path}?{urlencode(values)}"
                found[route.endpoint] = Target(address, tuple(values), f"rembuk={cookie.value}")
    monkeypatch.undo()
    return found


@dataclass(frozen=True)
class Said:
    """What came of one attack."""

    text: str
    seconds: float


def attack_all(wanted: dict[str, Target], folder: Path) -> dict[str, Said]:
    """Every address, two at a time; each tells at once how it went."""

    def one(endpoint: str) -> Said:
        started = time.monotonic()
        said = Said(attack(wanted[endpoint], folder / endpoint), time.monotonic() - started)
        verdict = "INJECTABLE" if FOUND in said.text else "safe" if NOT_FOUND in said.text else "?"
        names = ",".join(wanted[endpoint].names)
        sys.stdout.write(f"{endpoint} {names} {verdict} {said.seconds:.0f} s\n")
        return said

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(wanted, pool.map(one, wanted), strict=True))


@pytest.mark.soak
def test_every_list_search_and_download_is_met(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    found = targets(stage, monkeypatch)
    assert set(found["manage_accounts.index"].names) == {"hal", "peran", "q"}
    assert set(found["survey_results.texts"].names) == {"cari", "halaman", "unit"}
    assert "unit" in found["survey_results.export_figures"].names
    assert "siklus" in found["public_plan.index"].names
    assert len(found) >= 30


@pytest.mark.soak
def test_no_parameter_is_injectable(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {e: target for e, target in targets(stage, monkeypatch).items() if ONLY in e}
    said = attack_all(wanted, tmp_path)
    assert {endpoint: one.text[-800:] for endpoint, one in said.items() if FOUND in one.text} == {}
    assert {endpoint: one.text[-800:] for endpoint, one in said.items() if NOT_FOUND not in one.text} == {}


@pytest.mark.soak
def test_sabotage_a_query_put_together_is_found(tmp_path: Path) -> None:
    database = tmp_path / "a.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE unit (name TEXT)")
        connection.executemany("INSERT INTO unit VALUES (?)", [("satu",), ("dua",)])
    app = Flask("unsafe")

    @app.get("/")
    def search() -> str:
        with sqlite3.connect(database) as own:
            rows = own.execute(f"SELECT name FROM unit WHERE name = '{request.args['q']}'").fetchall()
        return f"<p>{rows}</p>"

    with serving(app) as address:
        assert FOUND in attack(Target(f"{address}/?q=satu", ("q",), ""), tmp_path)
