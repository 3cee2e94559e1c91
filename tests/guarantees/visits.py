"""Everybody who may visit, and every form they find: gathered by opening every page as everybody it is open to.

Nothing here names a route: a new page, form, role or duty is met by itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from flask import Flask
from lxml import html
from lxml.html import HtmlElement
from sqlalchemy import Connection
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client, TestResponse

from core.duties.models import DutyAssignment
from core.policy import Duty, Policy, Role
from core.web.csrf import stateless_token
from core.web.throttle import limiter
from tests import factories
from tests.conventions.examples import Route, World, routes

Visitor = Role | Duty | None
EVERYBODY: tuple[Visitor, ...] = (None, *Role, *Duty)
RAW = "a1" * 20
TYPED = {"text", "email", "search", "tel", "textarea", "password", "url"}


def allows(policy: Policy, visitor: Visitor) -> bool:
    """Whether a route is open to a visitor; who has a duty is a civil servant."""
    if isinstance(visitor, Duty):
        return policy.allows(Role.ASN, {visitor})
    return policy.allows(visitor)


def adds_something(policy: Policy, visitor: Visitor) -> bool:
    """Whether a visitor sees a page in a way that others don't: a duty only where it opens the door."""
    if isinstance(visitor, Duty):
        return visitor in policy.duties
    return policy.allows(visitor)


class People:
    """A logged-in client for each visitor."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app = app
        self.tokens: dict[Visitor, str] = {}
        self.accounts: dict[Visitor, int] = {}
        for role in Role:
            self._know(session, role, factories.account(session, role=role))
        for duty in Duty:
            account = factories.account(session, role=Role.ASN)
            session.add(DutyAssignment(account_id=account.id, duty=duty))
            self._know(session, duty, account)
        session.commit()

    def _know(self, session: Session, visitor: Visitor, account: factories.Account) -> None:
        self.tokens[visitor] = factories.login_token(session, account)
        self.accounts[visitor] = account.id

    def client(self, visitor: Visitor) -> Client:
        """A fresh browser; None is a guest. Its session holds RAW, so a form opened before fits."""
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["csrf_token"] = RAW
            if visitor is not None:
                cookie["_user_id"] = self.tokens[visitor]
                cookie["_fresh"] = True
        return client


@dataclass(frozen=True)
class Form:
    """A form as a visitor gets it, or a changing route that no open page has a form for."""

    endpoint: str
    path: str
    method: str
    visitor: Visitor
    fields: dict[str, list[str]]
    kinds: dict[str, str] = field(default_factory=dict)
    # Buttons with a name, and what is behind boxes that nobody ticked yet.
    buttons: tuple[tuple[str, str], ...] = ()
    boxes: dict[str, list[str]] = field(default_factory=dict)

    def typed(self) -> list[str]:
        """The fields that take any text."""
        return [name for name, kind in self.kinds.items() if kind in TYPED]


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Whatever a request does inside is taken back, so that each one meets the same world."""
    limiter.reset()
    with connection.begin_nested() as savepoint:
        yield
        savepoint.rollback()


def endpoint_at(app: Flask, path: str, method: str) -> str | None:
    """The endpoint that answers an address."""
    try:
        return str(app.url_map.bind("localhost").match(path, method=method)[0])
    except HTTPException:
        return None


def values_of(element: HtmlElement) -> tuple[str, list[str]]:
    """The kind of a field and what a person would send who changes every choice that is to be made."""
    if element.tag == "textarea":
        return "textarea", [element.text or ""]
    if element.tag == "select":
        options = element.cssselect("option")
        other = [o for o in options if o.get("selected") is None and o.get("value")] or options
        return "select", [o.get("value", "") for o in other[-1:]]
    kind = element.get("type", "text")
    if kind == "text" and element.get("inputmode") in {"numeric", "decimal"}:
        kind = "number"
    ticked = kind not in {"checkbox", "radio"} or element.get("checked") is not None
    return kind, [element.get("value", "")] if ticked else []


def read_form(element: HtmlElement) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Names with values, and names with kinds, of what a browser would send."""
    fields: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for one in element.cssselect("input, select, textarea"):
        name = one.get("name")
        if name:
            kind, values = values_of(one)
            kinds[name] = kind
            fields.setdefault(name, []).extend(values)
            if kind == "radio":
                fields[name] = [one.get("value", "")]
    return fields, kinds


def named_buttons(element: HtmlElement, target: str, path: str) -> tuple[tuple[str, str], ...]:
    """The buttons of a form that tell which one was pressed, of those that send it to this address."""
    usual = element.get("action") or path
    return tuple(
        (button.get("name", ""), button.get("value", ""))
        for button in element.cssselect("button[name]")
        if urlsplit(urljoin(path, button.get("formaction") or usual)).path == target
    )


def open_boxes(element: HtmlElement) -> dict[str, list[str]]:
    """What could be ticked, by name."""
    found: dict[str, list[str]] = {}
    for box in element.cssselect("input[type=checkbox]"):
        if box.get("name") and box.get("checked") is None:
            found.setdefault(box.get("name", ""), []).append(box.get("value", "y"))
    return found


def forms_of(app: Flask, response: TestResponse, path: str, visitor: Visitor) -> Iterator[Form]:
    """The forms of a page."""
    if response.mimetype != "text/html":
        return
    for element in html.fromstring(response.get_data(as_text=True)).cssselect("form"):
        method = element.get("method", "get").upper()
        fields, kinds = read_form(element)
        others = [button.get("formaction", "") for button in element.cssselect("[formaction]")]
        for action in [element.get("action") or path, *others]:
            target = urlsplit(urljoin(path, action)).path
            endpoint = endpoint_at(app, target, method)
            if endpoint is not None:
                pressed = named_buttons(element, target, path)
                yield Form(endpoint, target, method, visitor, fields, kinds, pressed, open_boxes(element))


def token(app: Flask, client: Client, route: Route) -> str:
    """The token that this visitor's own page would carry."""
    if route.policy.stateless:
        with app.test_request_context():
            return stateless_token(route.path)
    for path in ("/", "/masuk"):
        found = html.fromstring(client.get(path).get_data(as_text=True)).cssselect("input[name=csrf_token]")
        if found:
            return str(found[0].get("value"))
    raise AssertionError("no page carries a token")


Key = tuple[str, str, Visitor]


def beside(known: Form, form: Form) -> Form:
    """A form with the buttons of those that send to the same address: one form for each button is usual."""
    if known.path != form.path:
        return form
    return replace(form, buttons=tuple(dict.fromkeys((*known.buttons, *form.buttons))))


def all_forms(app: Flask, world: World, people: People, only: str = "") -> dict[Key, Form]:
    """Every form by (endpoint, method, visitor): of each the first; changing routes without a form as well.

    `only`: those of one endpoint that stand on its own page.
    """
    found: dict[Key, Form] = {}
    pages, changing = (
        [r for r in routes(app, world, method) if only in {"", r.endpoint}] for method in ("GET", "POST")
    )
    for visitor in EVERYBODY:
        for route in (r for r in pages if adds_something(r.policy, visitor)):
            with people.client(visitor).get(route.path) as response:
                for form in forms_of(app, response, route.path, visitor):
                    key = (form.endpoint, form.method, visitor)
                    known = found.get(key)
                    if known is None or form.path == route.path:
                        found[key] = form if known is None else beside(known, form)
    for route in changing:
        for visitor in (v for v in EVERYBODY if adds_something(route.policy, v)):
            key = (route.endpoint, "POST", visitor)
            if key not in found:
                fields = {"csrf_token": [token(app, people.client(visitor), route)]}
                found[key] = Form(route.endpoint, route.path, "POST", visitor, fields)
    return found


def filled(form: Form, known: dict[str, str], missing: Callable[[str, str], str]) -> dict[str, list[str]]:
    """The form filled in: empty fields by name from `known`, else by `missing(name, kind)`; texts are changed."""
    sent = {}
    for name, values in form.fields.items():
        kind = form.kinds.get(name, "text")
        if name == "csrf_token":
            sent[name] = values
        elif kind == "checkbox" and name in known:
            sent[name] = [known[name]]
        elif not any(values) and kind not in {"checkbox", "file"}:
            sent[name] = [known.get(name) or missing(name, kind)]
        else:
            sent[name] = [f"{value}1" if kind in TYPED else value for value in values]
    return sent
