"""sqlmap, level 3, against every search, list and export: no parameter is injectable. Only in `make soak`.

The parameters are those of every form that gets, and those of every download; as whoever may do most.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask, request

from core.db import db
from tests.conftest import make_app
from tests.guarantees.test_xss import Stage, make_stage, serving
from tests.guarantees.visits import EVERYBODY, all_forms

SQLMAP = Path(sys.executable).parent / "sqlmap"
FOUND = "identified the following injection point"
NOT_FOUND = "do not appear to be injectable"
HANG_SECONDS = 3600


def attack(address: str, cookie: str, folder: Path) -> str:
    """What sqlmap says of one address."""
    done = subprocess.run(
        [
            *(sys.executable, str(SQLMAP), "-u", address, "--batch", "--level", "3", "--risk", "1"),
            *(
                "--flush-session",
                "--disable-coloring",
                "--output-dir",
                str(folder),
                "--skip",
                "user-agent,referer",
            ),
            *(("--cookie", cookie) if cookie else ()),
        ],
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


def targets(stage: Stage) -> dict[str, tuple[str, str]]:
    """By endpoint: the address with its parameters, and the cookie of whoever may do most."""
    with stage.app.test_request_context():
        forms = all_forms(stage.app, stage.world, stage.people)
    found = {}
    for visitor in EVERYBODY:
        client = stage.people.client(visitor)
        cookie = client.get_cookie("rembuk")
        assert cookie is not None
        own = {e: f for (e, method, who), f in forms.items() if method == "GET" and who == visitor}
        for endpoint, form in own.items():
            asked = urlencode({**dict.fromkeys(form.fields, "a"), "hal": "1", "halaman": "1"})
            found[endpoint] = (f"{stage.address}{form.path}?{asked}", f"rembuk={cookie.value}")
        for route in stage.routes:
            if route.path.endswith((".csv", ".xlsx", "/unduh")) and route.policy.allows(visitor):  # type: ignore[arg-type]
                found[route.endpoint] = (f"{stage.address}{route.path}?unit=a&q=a", f"rembuk={cookie.value}")
    return found


def test_no_parameter_is_injectable(stage: Stage, tmp_path: Path) -> None:
    wanted = targets(stage)
    said = {endpoint: attack(address, cookie, tmp_path) for endpoint, (address, cookie) in wanted.items()}
    assert {endpoint: text[-800:] for endpoint, text in said.items() if FOUND in text} == {}
    assert {endpoint: text[-800:] for endpoint, text in said.items() if NOT_FOUND not in text} == {}
    assert len(said) >= 3


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
        assert FOUND in attack(f"{address}/?q=satu", "", tmp_path)
