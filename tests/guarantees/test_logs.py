"""What people typed, and every secret, stays out of the logs: on every route, as everybody, in every error.

Canaries are sent through paths, queries, forms, files, headers and cookies, and stand in the
rows of the world; then the lines are read. The server, its worker and the commands are run for real.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask, request
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.accounts import services as accounts
from core.db import db, writing
from core.jobs import services as jobs
from core.jobs.runner import run_due
from core.policy import Role
from core.web import logs
from tests.conventions.examples import World, values_of
from tests.e2e.conftest import environment, free_port, rembuk, wait_until_up
from tests.guarantees.canaries import CANARY, fill
from tests.guarantees.visits import EVERYBODY, RAW, Form, People, adds_something, all_forms, undone

CANARIES = {
    "answer": "jawaban-kenari-0001",
    "password": "sandi-kenari-panjang-0002",
    "csrf token": RAW,
    "session": "sesi-kenari-0003",
    "tracking code": "K3N4-R1K0-D3L4-0004",
    "one-time code": "K0D3-S3K4-L1PA-0005",
    "second factor": "JBSWY3DPKENARI06",
    "second factor code": "730006",
    "setup token": "mulai-kenari-0007",
    "invitation token": "undangan-kenari-0008",
    "nik": "5371010101900009",
    "nip": "199001012015031010",
    "mail": "kenari0011@contoh.example",
    "phone": "081200120012",
    "title": "judul-kenari-0013",
    "name": "Nama Kenari 0014",
    "search": "cari-kenari-0015",
    "filename": "berkas-kenari-0016.csv",
    "address": "/lacak/KENARI-0017",
    "header": "kepala-kenari-0018",
    "exception": "galat-kenari-0019",
    "registration code": "D4FT-4RK3-N4R1-0020",
    "room code": "dadifu",
    "certificate link": "S3RT-1F1K-4TKE-0021",
    "invitation code": "K0DE-VND4-NG4N-0025",
    "resume code": "L4NJ-8TK3-N4R1-0024",
    "post text": "tulisan-kenari-0022",
    "note text": "catatan-kenari-0023",
    "markup": CANARY,
}
# Whose addresses hold which code.
CODES = {
    "own_registrations": "registration code",
    "room": "room code",
    "certificate": "certificate link",
    "surveys": "resume code",
    "survey_invited": "invitation code",
}
# What a line may say. An account, a path or an address of a person is none of it.
KEYS = {"event", "level", "logger", "timestamp", "method", "rule", "status", "ms", "error", "at"}
HEADERS = {
    "User-Agent": CANARIES["header"],
    "Referer": f"http://localhost{CANARIES['address']}",
    "X-Forwarded-For": CANARIES["phone"],
    "X-Request-Id": CANARIES["header"],
}
QUERY = {
    "cari": CANARIES["search"],
    "q": CANARIES["search"],
    "next": CANARIES["address"],
    "x": CANARIES["nik"],
}
SECRETS = (
    "answer",
    "password",
    "one-time code",
    "second factor",
    "nip",
    "mail",
    "title",
    "name",
    "phone",
    "post text",
    "note text",
    "room code",
)


@pytest.fixture
def lines() -> Iterator[None]:
    """Everything is logged that ever is."""
    logs.configure("DEBUG")
    yield
    logs.configure("WARNING")


# Its six digits of a second are now and then those of a code of six digits.
STAMP = re.compile(r'"timestamp": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"')


def leaks(text: str, more: tuple[str, ...] = ()) -> list[str]:
    """The canaries in a text, but for the times its lines were written at."""
    text = STAMP.sub("", text)
    return [
        name
        for name, canary in [*CANARIES.items(), *((secret, secret) for secret in more)]
        if canary in text or quote(canary) in text
    ]


def body(form: Form, number: int) -> dict[str, Any]:
    """The form with canaries in its fields, others for each form."""
    sent: dict[str, Any] = {}
    for place, name in enumerate(form.fields):
        if form.kinds.get(name) == "file":
            sent[name] = (BytesIO(CANARIES["nip"].encode()), CANARIES["filename"])
        elif name == "csrf_token":
            sent[name] = form.fields[name]
        else:
            sent[name] = CANARIES[SECRETS[(number + place) % len(SECRETS)]]
    return sent


def addresses(app: Flask, world: World) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, address) of every rule: as it is, and with a canary for each text in it."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = dict(values_of(rule, world)) if rule.endpoint != "static" else {"filename": "style.css"}
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        code = CANARIES[CODES.get(rule.endpoint.split(".")[0], "tracking code")]
        texts = {n: code if isinstance(v, str) else v for n, v in values.items()}
        for made in (values, texts) if texts != values else (values,):
            yield rule.endpoint, method, adapter.build(rule.endpoint, made, method=method)


def send_everything(
    app: Flask, world: World, connection: Connection, people: People, only: str = ""
) -> tuple[int, tuple[str, ...]]:
    """Every address and every form as everybody; how many requests, and the secrets they carried."""
    sent = 0
    forms = all_forms(app, world, people, only)
    for endpoint, method, path in addresses(app, world):
        if only and endpoint != only:
            continue
        for visitor in EVERYBODY:
            policy = app.extensions["rembuk_policies"].get(endpoint)
            if policy and (visitor is None or visitor in people.tokens) and _counts(policy, visitor):
                for verb in (method, "PUT") if visitor is None else (method,):
                    with undone(connection):
                        client = people.client(visitor)
                        client.open(path, method=verb, query_string=QUERY, headers=HEADERS).close()
                        sent += 1
    for number, ((endpoint, method, visitor), form) in enumerate(forms.items()):
        if only and endpoint != only:
            continue
        with undone(connection):
            data = body(form, number)
            options: Any = {"query_string": data} if method == "GET" else {"data": data}
            people.client(visitor).open(form.path, method=method, headers=HEADERS, **options).close()
            sent += 1
    tokens = tuple(token for token in people.tokens.values())
    carried = {values[0] for f in forms.values() if (values := f.fields.get("csrf_token"))}
    rules = [rule for rule in app.url_map.iter_rules() if "code" in rule.arguments]
    opened = {str(values_of(rule, world)["code"]) for rule in rules}
    return sent, (*tokens, *carried, *opened)


def _counts(policy: Any, visitor: Any) -> bool:
    """Guests and citizens knock at every door, the others where it opens: closed doors write the same line."""
    return visitor in (None, Role.CITIZEN) or adds_something(policy, visitor)


def read(capsys: pytest.CaptureFixture[str]) -> tuple[str, list[dict[str, Any]]]:
    """What was written, and its lines."""
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err, [json.loads(line) for line in captured.err.splitlines()]


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.usefixtures("lines")
def test_no_canary_is_logged_on_any_route(
    app: Flask,
    session: Session,
    connection: Connection,
    world: World,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    people = People(app, session)
    with connection.begin_nested():
        fill(connection)
    sent, secrets = send_everything(app, world, connection, people)
    text, found = read(capsys)
    assert leaks(text, secrets) == []
    assert len(found) >= sent - 200  # health checks and files have no line
    assert {key for line in found for key in line} <= KEYS
    survey = [
        line for line in found if str(line.get("rule", "")).startswith(("/survei/", "/masukan/", "/s/"))
    ]
    assert len(survey) > 10
    assert {str(line["rule"]) for line in survey} == {rule for rule in map(str, _rules(app)) if _survey(rule)}


def _rules(app: Flask) -> list[str]:
    return [rule.rule for rule in app.url_map.iter_rules()]


def _survey(rule: str) -> bool:
    return rule.startswith(("/survei/", "/masukan/", "/s/"))


@pytest.mark.database
@pytest.mark.usefixtures("lines")
def test_no_canary_is_logged_in_any_error(
    app: Flask,
    session: Session,
    connection: Connection,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """404, 405, 413, a broken view, a database that is away, a failing job."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    people = People(app, session)
    client = people.client(None)
    statuses = [client.get(f"/{CANARIES['answer']}", query_string=QUERY, headers=HEADERS).status_code]
    statuses.append(client.delete(f"/lacak/{CANARIES['tracking code']}").status_code)
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 10)
    statuses.append(client.post("/lacak", data={"code": CANARIES["tracking code"]}).status_code)
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 10_000_000)
    monkeypatch.setitem(app.view_functions, "home.privacy", _fails)
    statuses.append(client.get("/privasi", query_string=QUERY, headers=HEADERS).status_code)
    monkeypatch.setitem(app.view_functions, "home.privacy", _database_away)
    statuses.append(client.get("/privasi", query_string=QUERY, headers=HEADERS).status_code)
    assert statuses == [404, 405, 413, 500, 503]
    jobs.enqueue(session, "tidak.ada", {"text": CANARIES["answer"]})
    session.commit()
    run_due(app)
    text, found = read(capsys)
    assert leaks(text, tuple(people.tokens.values())) == []
    assert {"request", "request_failed", "database_away"} <= {line["event"] for line in found}
    assert any("job_failed" in str(line["event"]) for line in found)


def test_the_time_of_a_line_is_no_leak_but_anything_beside_it() -> None:
    code = CANARIES["second factor code"]
    stamp = f'"timestamp": "2027-03-01T08:00:59.{code}Z"'
    assert leaks(f'{{"event": "request", {stamp}}}') == []
    assert leaks(f'{{"event": "{code}", {stamp}}}') == ["second factor code"]
    assert leaks(f'{{"timestamp": "{code}"}}') == ["second factor code"]


def _fails() -> str:
    raise ValueError(CANARIES["exception"], request.headers.get("User-Agent"))


def _database_away() -> str:
    raise OperationalError("SELECT :x", {"x": CANARIES["exception"]}, Exception(CANARIES["exception"]))


@pytest.mark.usefixtures("lines")
def test_sabotage_a_line_with_the_path_is_caught(
    app: Flask,
    session: Session,
    connection: Connection,
    world: World,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def talkative() -> dict[str, object]:
        return {"method": request.method, "rule": None, "path": request.full_path}

    monkeypatch.setattr(logs, "request_facts", talkative)
    send_everything(app, world, connection, People(app, session), only="trace.show")
    text, found = read(capsys)
    assert {"tracking code", "search"} <= set(leaks(text))
    assert "path" in {key for line in found for key in line}


def talk(port: int, raw: bytes) -> None:
    """One request as bytes; the answer is read to its end, which a broken request may never get."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line, suppress(OSError):
        line.sendall(raw)
        while line.recv(65536):
            pass


def requests_with_canaries() -> Iterator[bytes]:
    """Requests that a server might write about: whole, broken, and none at all."""
    head = f"Host: localhost\r\nUser-Agent: {CANARIES['header']}\r\nCookie: rembuk={CANARIES['session']}\r\n"
    code, search = quote(CANARIES["tracking code"]), CANARIES["search"]
    yield f"GET /lacak/{code}?q={search} HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode()
    yield f"GET /{CANARIES['answer']} HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode()
    data = f"login={CANARIES['name']}&password={CANARIES['password']}"
    length = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(data)}\r\n"
    yield f"POST /masuk HTTP/1.1\r\n{head}{length}Connection: close\r\n\r\n{data}".encode()
    yield f"ANEH {CANARIES['address']} HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode()
    yield f"GET /{CANARIES['title']} HTTP/9.9\r\n{head}\r\n".encode()
    yield f"{CANARIES['nik']}\r\n\r\n".encode()
    yield f"GET /mulai/{CANARIES['setup token']} HTTP/1.1\r\nX: {CANARIES['mail']}\x00\r\n\r\n".encode()


@pytest.mark.slow
@pytest.mark.database
def test_server_worker_and_commands_write_no_canary(tmp_path: Path, engine_name: str) -> None:
    from tests.postgres import new_database

    data, port, written = tmp_path / "data", free_port(), tmp_path / "written"
    env = environment(data, new_database() if engine_name == "postgresql" else "")
    env["REMBUK_LOG_LEVEL"] = "DEBUG"
    rembuk(["upgrade"], env)
    _queue_a_job_that_fails(env)
    with written.open("wb") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "rembuk", "serve", "--port", str(port)], env=env, stdout=file, stderr=file
        )
        try:
            wait_until_up(f"http://127.0.0.1:{port}", server)
            for raw in requests_with_canaries():
                talk(port, raw)
        finally:
            server.send_signal(signal.SIGTERM)
            _end(server)
    text = written.read_text()
    assert leaks(text) == []
    assert '"rule": "/lacak/<string:code>"' in text


def _end(server: subprocess.Popen[bytes]) -> None:
    """How fast a server with broken connections stops is not asked here."""
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(20)


def _queue_a_job_that_fails(env: dict[str, str]) -> None:
    from core.config import load_settings
    from rembuk.app import create_app

    with create_app(load_settings(env)).app_context(), writing():
        jobs.enqueue(db.session(), "tidak.ada", {"text": CANARIES["answer"]})
        db.session.commit()
        db.engine.dispose()


@pytest.mark.slow
def test_a_command_that_fails_quotes_no_secret(tmp_path: Path) -> None:
    """A database that is away, and a wrong call: neither the address' password nor what was typed."""
    password = CANARIES["password"]
    env = environment(tmp_path, f"postgresql+psycopg://orang:{password}@127.0.0.1:1/rembuk?connect_timeout=2")
    for arguments in (["upgrade"], ["user", "password", CANARIES["name"]]):
        done = subprocess.run(
            [sys.executable, "-m", "rembuk", *arguments],
            env={**os.environ, **env},
            input=f"{password}\n{password}\n",
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode != 0
        assert leaks(done.stdout + done.stderr) == []


def test_hashing_is_not_logged_either(capsys: pytest.CaptureFixture[str]) -> None:
    """A token's hash is no secret, yet nothing about tokens is written at all."""
    logs.configure("DEBUG")
    try:
        accounts.token_hash(CANARIES["session"])
    finally:
        logs.configure("WARNING")
    assert read(capsys) == ("", [])
