"""A posted field that the form does not offer reaches no column, whatever it is called.

Every form is sent twice as everybody it is open to: as it is, and with the names of all columns of all
tables beside its own fields; as the first of them also with all flags the other way. All must change the
same things, and only those that `allowed_columns.ALLOWED` names for the endpoint.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy import Boolean, Column, Connection, Date, Integer, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.base import UtcDateTime
from core.db import db
from core.policy import Role
from rembuk.models import METADATA
from tests import factories
from tests.conventions.examples import World, routes
from tests.guarantees.allowed_columns import ALLOWED
from tests.guarantees.fitting import FILES, Fitting, cookies, hand_over, in_world
from tests.guarantees.tables import Dump, Tables, touched
from tests.guarantees.test_csrf import FILLED
from tests.guarantees.visits import Form, People, all_forms, filled, undone

# (column, value) of what a request wrote, by table and by what happened to the row.
Changes = dict[str, list[Any]]
# Beyond columns: what handlers elsewhere have been known to read.
NAMES = {"is_admin": "1", "admin": "1", "roles": "administrator", "groups": "administrator", "user_id": "1"}
TELLING = {"role": "administrator", "active": "", "state": "closed", "access": "public", "phase": "effects"}
# Sent to the example's address: the first form that a visitor finds is about a post that has a case already.
AT_EXAMPLE = {"moderation.open_case"}
# Of buttons that differ only in the row they stand beside, some.
MOST_BUTTONS = 6
FILE = b"kebutuhan,jabatan\npelatihan beban,pelaksana\n"


def missing(name: str, kind: str) -> str:
    """Something that fits most fields of a kind."""
    by_kind = {"number": "3", "date": "2026-08-01", "email": "orang@contoh.example"}
    if kind in {"hidden", "select", "radio"}:
        return ""
    return by_kind.get(kind, f"isi {name}")


def hostile_value(column: Column[Any], others: Mapping[str, int], *, ticked: bool) -> str:
    """A value for a column that could be stored there, and that nothing else in the world has."""
    if column.name in TELLING:
        return TELLING[column.name]
    if column.foreign_keys:
        return str(others.get(next(iter(column.foreign_keys)).column.table.name, 987654))
    if isinstance(column.type, Boolean):
        return "y" if ticked else "false"
    if isinstance(column.type, Integer):
        return "987654"
    if isinstance(column.type, UtcDateTime):
        return "2031-05-06T07:08:09"
    return "2031-05-06" if isinstance(column.type, Date) else f"beban-{column.name}"


def extras(form: Form, others: Mapping[str, int], *, ticked: bool) -> dict[str, list[str]]:
    """Every column's name with a value, without the fields that the form has itself."""
    columns = [column for table in METADATA.sorted_tables for column in table.columns]
    made = {column.name: hostile_value(column, others, ticked=ticked) for column in columns}
    return {name: [value] for name, value in {**made, **NAMES}.items() if name not in form.fields}


def changes(before: Dump, after: Dump) -> Changes:
    """What was written: "+table" and "-table" for rows, "table.column" for values."""
    found: dict[str, list[Any]] = defaultdict(list)
    for table in touched(before, after):
        old, new = before[table], after[table]
        found[f"+{table}"] = [new[key] for key in new.keys() - old.keys()]
        found[f"-{table}"] = [old[key] for key in old.keys() - new.keys()]
        for key in old.keys() & new.keys():
            for column, value in new[key].items():
                if value != old[key][column]:
                    found[f"{table}.{column}"].append(value)
    return {name: values for name, values in found.items() if values}


def cells(made: Changes) -> dict[str, set[str]]:
    """Every value that was written, by "table.column"."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, values in made.items():
        if name.startswith("+"):
            for row in values:
                for column, value in row.items():
                    found[f"{name[1:]}.{column}"].add(plain(value))
        elif not name.startswith("-"):
            found[name] |= {plain(value) for value in values}
    return found


def plain(value: object) -> str:
    """A value as it may have been posted."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:19]
    return str(value).strip().lower()


def taken(base: Changes, made: Changes, sent: Mapping[str, list[str]]) -> set[str]:
    """The columns that hold what was sent for them, and would not have without it."""
    usual, found = cells(base), set()
    for name, values in cells(made).items():
        column = name.split(".")[1]
        fresh = values - usual.get(name, set())
        posted = {value.lower() for value in sent.get(column, [])}
        flags = {"true", "false"} if posted & {"y", "false"} else set()
        if fresh & (posted | flags) or any(p in v for v in fresh for p in posted if p.startswith("beban-")):
            found.add(name)
    return found


class Attack:
    """Sends forms and reads what came of them; every request meets the same world."""

    def __init__(self, app: Flask, session: Session, connection: Connection, people: People) -> None:
        self.connection, self.people = connection, people
        unit, account = factories.unit(session), factories.account(session)
        session.commit()
        self.others = {"unit": unit.id, "account": account.id}
        self.tables = Tables(connection)
        self.before = self.tables.dump()

    def send(self, form: Form, data: Mapping[str, list[str]]) -> Changes:
        client = self.people.client(form.visitor)
        for name, value in cookies(form.path).items():
            client.set_cookie(name, value, path="/r/")
        with undone(self.connection):
            content, named = FILES.get(form.endpoint, (FILE, "beban.csv"))
            files = {name: (BytesIO(content), named) for name, kind in form.kinds.items() if kind == "file"}
            sent = {**data, **files}
            with client.post(form.path, data=sent, headers={"Origin": "http://localhost"}) as response:
                response.get_data()
            made = changes(self.before, self.tables.dump())
        self.tables.back_to(self.before)
        return made


def own_fields(form: Form, fitting: Fitting) -> Iterator[dict[str, list[str]]]:
    """The form filled in, once for each of its buttons; a route without a form gets what fits most."""
    lists = {name: values for name, values in form.boxes.items() if not set(values) <= {"y", "1", "on"}}
    sent = {**filled(form, FILLED, missing), **lists, **fitting}
    if not form.kinds:
        sent = {**{name: [value] for name, value in FILLED.items()}, **sent}
    pressed = [(name, value) for name, value in form.buttons if name not in fitting][:MOST_BUTTONS]
    if not pressed:
        yield sent
    for name, value in pressed:
        yield {**sent, name: [value]}


def attack_all(
    app: Flask, session: Session, connection: Connection, world: World, only: str = ""
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By endpoint: what was changed at all, and the columns that took a value not offered."""
    people = People(app, session)
    hand_over(session, world, people)
    fitting = in_world(world)
    elsewhere = {r.endpoint: r.path for r in routes(app, world, "POST") if r.endpoint in AT_EXAMPLE}
    forms = all_forms(app, world, people, only)
    attack = Attack(app, session, connection, people)
    changed: dict[str, set[str]] = defaultdict(set)
    caught: dict[str, set[str]] = defaultdict(set)
    for (endpoint, method, _visitor), form in forms.items():
        if method != "POST" or (only and endpoint != only):
            continue
        form = replace(form, path=elsewhere.get(endpoint, form.path))
        ticks = (True,) if endpoint in changed else (True, False)
        for sent in own_fields(form, fitting.get(endpoint, {})):
            base = attack.send(form, sent)
            changed[endpoint] |= set(base)
            for ticked in ticks:
                more = extras(Form(endpoint, form.path, method, None, sent), attack.others, ticked=ticked)
                made = attack.send(form, {**more, **sent})
                changed[endpoint] |= set(made)
                caught[endpoint] |= taken(base, made, more) | (set(made) - set(base))
    return dict(changed), {endpoint: names for endpoint, names in caught.items() if names}


def report(changed: Mapping[str, set[str]]) -> list[str]:
    """What differs from the list, as the line to write there."""
    differing = sorted(e for e in changed if changed[e] != set(ALLOWED.get(e, ("?",))))
    return [f'    "{e}": {tuple(sorted(changed[e]))},' for e in differing]


@pytest.mark.slow
@pytest.mark.database
def test_only_listed_columns_change(
    app: Flask, session: Session, connection: Connection, world: World
) -> None:
    changed, caught = attack_all(app, session, connection, world)
    assert caught == {}, "columns took a value that the form does not offer"
    lines = "\n".join(report(changed)).replace("'", '"')
    assert not lines, f"tests/guarantees/allowed_columns.py does not say so; check, then write:\n{lines}"
    assert set(ALLOWED) <= set(changed), f"no such route: {sorted(set(ALLOWED) - set(changed))}"


def test_sabotage_a_view_that_writes_whatever_is_posted(
    app: Flask,
    session: Session,
    connection: Connection,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A view like `form.populate_obj(account)` over all fields is seen, column by column."""
    honest = app.view_functions["own_account.password"]

    def populates() -> object:
        if request.method == "POST":
            account = db.session().scalar(select(Account).where(Account.role == Role.CITIZEN))
            assert account is not None
            for name in ("name", "role"):
                setattr(account, name, request.form[name])
            account.unit_id = int(request.form["unit_id"])
            account.active = bool(request.form["active"])
            db.session.commit()
        return honest()

    monkeypatch.setitem(app.view_functions, "own_account.password", populates)
    _changed, caught = attack_all(app, session, connection, world, only="own_account.password")
    assert {"account.name", "account.role", "account.unit_id"} <= caught["own_account.password"]
