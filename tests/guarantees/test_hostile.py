"""Whatever is sent to whichever route, the server answers with a page of its own and never fails.

Every route and method, as whoever may do most, with hostile values in the path, the query, each field
of each form, the body and the headers. REMBUK_SOAK=1 sends three times as many (of each form six), 10,000 and more.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask, got_request_exception
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Rule

from tests.conventions.examples import World, values_of
from tests.conventions.sources import python_files
from tests.guarantees.test_csrf import FILLED
from tests.guarantees.visits import (
    EVERYBODY,
    Form,
    Key,
    People,
    Visitor,
    adds_something,
    all_forms,
    filled,
    undone,
)

SOAK = bool(os.environ.get("REMBUK_SOAK"))
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "ANEH")
TEXTS = (
    "",
    " ",
    "\0",
    "a\0b",
    "\x1b[31m",
    "\r\nSet-Cookie: x=1",
    "../../../etc/passwd",
    "..\\..\\",
    "'",
    "' OR '1'='1' -- ",
    "1; DROP TABLE account; --",
    '"><svg onload=alert(1)>',
    "{{7*7}}${7*7}",
    "%00%0a%25s%n",
    "😀" * 50,
    "\u202eterbalik\u2066",
    "\ufeff\u200b",
    "\ud7ff\ufffe\uffff",
    "İıſK",
    "-1",
    "0",
    "1.5",
    "1e999",
    "NaN",
    "Infinity",
    "-9223372036854775809",
    "99999999999999999999999999",
    "٣",
    "²",
    "0x10",
    "1_000",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "99999-01-01",
    "24:61",
    "true",
    "null",
    "[]",
    '{"a":1}',
    "x" * 5000,
    "=1+1",
)
# Bytes that no decoding makes of a text.
RAW_BYTES = ("%ff%fe", "%c0%af", "%ed%a0%80", "%", "%zz", "%00", "%2e%2e%2f", "%0d%0aX:1")
HEADERS: tuple[Mapping[str, str], ...] = (
    {"Range": "bytes=0-,-1,99-1"},
    {"Range": "bytes=" + "0-1," * 500},
    {"If-None-Match": '"' * 50, "If-Modified-Since": "kemarin"},
    {"Accept-Language": "id;q=x,;;,*" + ",a" * 500},
    {"Accept": "\xff/\xfe;q=,", "Accept-Encoding": "br;q=NaN,gzip;q=-1"},
    {"Cookie": 'rembuk=rusak; lang=../../x; rembuk="; ;=;=='},
    {"Cookie": "rembuk=eyJfdXNlcl9pZCI6W119.aaaa.bbbb; lang=\xff"},
    {"Host": "jahat.example"},
    {"X-Forwarded-For": "'", "X-Forwarded-Proto": "javascript", "X-Forwarded-Host": "jahat.example"},
    {"Content-Length": "-5"},
    {"Content-Length": "abc"},
    {"User-Agent": "\x7f" * 300, "Referer": "javascript:alert(1)", "Origin": "http://[::1"},
    {"Sec-Fetch-Site": "aneh", "Origin": "null"},
    {"Authorization": "Basic !!!", "X-HTTP-Method-Override": "DELETE"},
)
BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/json", b'{"csrf_token": ["a", {"b": null}]}'),
    ("application/json", b"{" * 2000),
    ("text/plain", b"a=b"),
    ("application/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    ("multipart/form-data", b"tanpa batas"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a'),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\n\r\n--x--"),
    ("multipart/form-data; boundary=" + "y" * 400, b"--y"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"a=\xff\xfe%ff&&&=&=&a"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(3000))),
    ("", b"\xff\x00\xfe"),
)
MILLION = "y" * 1_000_000


@dataclass
class Watch:
    """Sends requests that leave no trace and keeps what went wrong."""

    app: Flask
    connection: Connection
    people: People
    forms: Mapping[Key, Form]
    faults: list[str] = field(default_factory=list)
    sent: int = 0
    raised: list[str] = field(default_factory=list)

    def send(self, what: str, visitor: Visitor, path: str, method: str, **options: Any) -> int:
        """One request; a status of 500 and more is a fault, told with what raised it."""
        self.sent += 1
        self.raised.clear()
        with undone(self.connection):
            client = self.people.client(visitor)
            try:
                with client.open(path, method=method, **options) as response:
                    response.get_data()
                    status = response.status_code
            except UnicodeError:
                return 0  # the test client itself can't write this; over a socket it would not be a request
        # Unready is an answer: in a long run nobody has seen the worker for a while.
        unready = status == 503 and path.startswith("/readyz") and not self.raised  # noqa: PLR2004
        if status >= 500 and not unready:
            self.faults.append(f"{status} {method} {path[:80]} ({what}): {'; '.join(self.raised)[:200]}")
        return status


@contextmanager
def watching(
    app: Flask, session: Session, connection: Connection, world: World | None = None
) -> Iterator[Watch]:
    """Errors become pages as they do on the server; what raised them is kept."""
    people = People(app, session)
    watch = Watch(app, connection, people, all_forms(app, world, people) if world else {})

    def keep(_app: Flask, exception: BaseException) -> None:
        watch.raised.append(f"{type(exception).__name__} {exception}")

    before = app.config.get("PROPAGATE_EXCEPTIONS")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    got_request_exception.connect(keep, app)
    try:
        yield watch
    finally:
        got_request_exception.disconnect(keep, app)
        app.config["PROPAGATE_EXCEPTIONS"] = before


def who(app: Flask, endpoint: str) -> list[Visitor]:
    """Whoever may do most: what others are refused is never reached."""
    policy = app.extensions["rembuk_policies"][endpoint]
    allowed = [v for v in EVERYBODY if adds_something(policy, v)]
    return allowed[-1:]


def own_rules(app: Flask) -> list[Rule]:
    """Every rule but static files."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def some(texts: tuple[Any, ...], number: int, seed: str) -> list[Any]:
    """A few of the hostile values, others for each place; in a soak three times as many."""
    wanted = 3 * number if SOAK else number
    return Random(seed).sample(texts, min(wanted, len(texts)))


def path_with(app: Flask, rule: Rule, world: World, name: str, value: str) -> str:
    """The address with one parameter replaced by anything, percent signs as they are."""
    place = "0123456789"
    path = "".join(
        quote(str(part)) if kind == "fixed" else (place if part == name else quote(str(part)))
        for kind, part in _pieces(rule, world, name)
    )
    return path.replace(place, value)


def _pieces(rule: Rule, world: World, name: str) -> Iterator[tuple[str, object]]:
    values = values_of(rule, world)
    for is_parameter, text in rule._trace:
        if not is_parameter:
            yield "fixed", text.removeprefix("|")
        else:
            yield "value", (text if text == name else values[text])


def paths(watch: Watch, world: World) -> None:
    """Hostile values in each parameter of each address, with each method."""
    numbers = ("0", "-1", "1.5", "99999999999999999999", "9" * 400, "2147483648", "9223372036854775808")
    for rule in own_rules(watch.app):
        numeric = {n for n, converter in rule._converters.items() if isinstance(converter, IntegerConverter)}
        for name in sorted(rule.arguments):
            for visitor in who(watch.app, rule.endpoint):
                texts = [quote(t, safe="") for t in some(TEXTS, 2, rule.rule + name)]
                fitting = some(numbers, 3, rule.rule) if name in numeric else []
                for value in [*fitting, *texts, *some(RAW_BYTES, 2, rule.rule)]:
                    path = path_with(watch.app, rule, world, name, value)
                    method = "POST" if "GET" not in (rule.methods or ()) else "GET"
                    watch.send(f"{rule.endpoint} path {name}={value[:30]}", visitor, path, method)


def methods(watch: Watch, world: World) -> None:
    """Every method, odd headers and bodies at every address."""
    adapter = watch.app.url_map.bind("localhost")
    for rule in own_rules(watch.app):
        values = dict(values_of(rule, world))
        method = "POST" if "GET" not in (rule.methods or ()) else "GET"
        path = adapter.build(rule.endpoint, values, method=method)
        for visitor in who(watch.app, rule.endpoint):
            for method in some(METHODS, 3, rule.rule):
                watch.send(rule.endpoint, visitor, path, method)
            for headers in some(HEADERS, 2, rule.rule):
                watch.send(f"{rule.endpoint} {headers}", visitor, path, "GET", headers=dict(headers))
            for kind, body in some(BODIES, 2, rule.rule):
                watch.send(f"{rule.endpoint} {kind}", visitor, path, "POST", data=body, content_type=kind)


def forms(watch: Watch, _world: World) -> None:
    """Each field of each form, hostile, missing, twice, as a file, and everything at once."""
    for (endpoint, method, visitor), form in watch.forms.items():
        if visitor in who(watch.app, endpoint):
            for what, data in attacks(form, method):
                name = f"{endpoint} {method} {what}"
                options = {"query_string": data} if method == "GET" else {"data": data}
                watch.send(name, visitor, form.path, method, **options)


def attacks(form: Form, method: str) -> Iterator[tuple[str, MultiDict[str, Any]]]:
    """What is sent to one form: (what, data)."""
    whole = MultiDict(filled(form, FILLED, lambda name, _kind: name))
    names = [name for name in whole if name != "csrf_token"]
    aimed = [name for name in names if SOAK or Random(form.path + name).random() < 0.4]
    token = whole.get("csrf_token", "")
    yield "nothing but the token", MultiDict({"csrf_token": token})
    for text in some(TEXTS, 2, form.path):
        yield f"all {text[:20]!r}", MultiDict({**dict.fromkeys(names, text), "csrf_token": token})
    for name in names:
        for text in some(TEXTS, 2 if SOAK else 1, form.path + name):
            yield f"{name}={text[:20]!r}", _with(whole, name, text)
    for name in aimed:
        yield f"no {name}", MultiDict([(k, v) for k, v in whole.items(multi=True) if k != name])
        yield f"{name} twice", MultiDict([*whole.items(multi=True), (name, "lain"), (f"{name}[]", "x")])
        if method == "POST":
            yield f"{name} as a file", _with(whole, name, (BytesIO(b"\x00\xff" * 99), "\u202e../a.csv"))
    if method == "GET":
        for raw in some(TEXTS, 3, form.path):
            yield (
                f"unknown {raw[:20]!r}",
                MultiDict({**whole, "halaman": raw, "hal": raw, "lang": raw, "x": raw}),
            )


def _with(whole: MultiDict[str, Any], name: str, value: object) -> MultiDict[str, Any]:
    changed = whole.copy()
    changed[name] = value
    return changed


def million(watch: Watch, _world: World) -> None:
    """A million characters in the first field that takes text: refused with a page, or cut by the form."""
    for (endpoint, method, visitor), form in watch.forms.items():
        typed = form.typed()
        if method == "POST" and typed and visitor in who(watch.app, endpoint):
            whole = _with(MultiDict(filled(form, FILLED, lambda name, _kind: name)), typed[0], MILLION)
            status = watch.send(f"{endpoint} 1M {typed[0]}", visitor, form.path, "POST", data=whole)
            if status == 303:
                watch.faults.append(f"{endpoint} took a million characters in {typed[0]}")


def queries(watch: Watch, world: World) -> None:
    """Hostile values in every query parameter that any page of the product is linked with or asks for."""
    names = sorted(query_names(watch))
    adapter = watch.app.url_map.bind("localhost")
    for rule in own_rules(watch.app):
        if "GET" in (rule.methods or ()):
            path = adapter.build(rule.endpoint, dict(values_of(rule, world)), method="GET")
            for visitor in who(watch.app, rule.endpoint):
                for text in some(TEXTS, 2, rule.rule):
                    watch.send(
                        f"{rule.endpoint} query {text[:20]!r}",
                        visitor,
                        path,
                        "GET",
                        query_string=dict.fromkeys(names, text),
                    )
                for raw in some(RAW_BYTES, 1, rule.rule):
                    asked = "&".join(f"{name}={raw}" for name in names)
                    watch.send(f"{rule.endpoint} query {raw}", visitor, f"{path}?{asked}", "GET")


def query_names(watch: Watch) -> set[str]:
    """The names of parameters: those of search forms and of what the code reads from `request.args`."""
    read = re.compile(r"request\.args(?:\.get(?:list)?\(|\[)\s*[\"'](\w+)")
    in_code = {name for path in python_files() for name in read.findall(path.read_text())}
    in_forms = {
        name for (_e, method, _v), form in watch.forms.items() for name in form.fields if method == "GET"
    }
    return in_code | in_forms


ADDRESSES = (paths, methods)
# They share what takes longest: opening every page to find its forms.
FORMS = (forms, million, queries)


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.database
@pytest.mark.parametrize("attacks_on", [ADDRESSES, FORMS], ids=["addresses", "forms"])
def test_nothing_makes_the_server_fail(
    app: Flask, session: Session, connection: Connection, world: World, attacks_on: tuple[Any, ...]
) -> None:
    with watching(app, session, connection, world if attacks_on is FORMS else None) as watch:
        for attack in attacks_on:
            before = watch.sent
            attack(watch, world)
            assert watch.sent > before + 20, attack.__name__
    assert watch.sent >= (5000 if SOAK else 0)
    assert not watch.faults, "\n".join([f"{len(watch.faults)} of {watch.sent} requests", *watch.faults[:25]])


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.database
def test_generated_requests(
    app: Flask, session: Session, connection: Connection, world: World, engine_name: str
) -> None:
    """Texts of any kind, into any form, chosen by hypothesis."""
    with watching(app, session, connection, world) as watch:
        known = [f for f in watch.forms.values() if f.kinds]
        anything = st.text(max_size=200)

        @settings(
            max_examples=3000 if SOAK else 150,
            deadline=None,
            derandomize=not SOAK,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.sampled_from(range(len(known))), st.lists(anything, min_size=1, max_size=4))
        def send(number: int, texts: list[str]) -> None:
            form = known[number]
            names = [name for name in form.fields if name != "csrf_token"]
            whole: MultiDict[str, Any] = MultiDict(form.fields)
            for name, text in zip(names, texts, strict=False):
                whole[name] = text
            options = {"query_string": whole} if form.method == "GET" else {"data": whole}
            watch.send(f"{form.endpoint} {texts!r}", form.visitor, form.path, form.method, **options)

        send()
    assert not watch.faults, "\n".join(watch.faults[:25])


def test_sabotage_a_view_that_fails(
    app: Flask, session: Session, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "home.privacy", lambda: int("dua"))
    with watching(app, session, connection) as watch:
        assert watch.send("privasi", None, "/privasi", "GET") == 500
    assert len(watch.faults) == 1
    assert "ValueError" in watch.faults[0]


def test_forms_are_found_for_everybody(app: Flask, session: Session, world: World) -> None:
    found = all_forms(app, world, People(app, session))
    assert ("accounts.login", "POST", None) in found
    assert any(method == "GET" for _endpoint, method, _visitor in found)
    unchanged = replace(found[("accounts.login", "POST", None)], visitor="x")  # type: ignore[arg-type]
    assert {"login", "password"} <= set(unchanged.typed())
