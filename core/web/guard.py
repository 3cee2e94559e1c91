"""Every request passes here: its route's policy, then origin and token. A route without a row is closed."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from core.accounts.second_factor import has_second_factor, must_have_second_factor
from core.db import db, stop_writing, write_from_here
from core.duties.queries import Scope, duty_kinds, scope_of
from core.policy import Duty, Policy, Role
from core.web.csrf import SAFE_METHODS, check_origin, check_token


def viewer_role() -> Role | None:
    """The role of who asks; None is a guest."""
    return Role(current_user.role) if current_user.is_authenticated else None


def viewer_duties() -> frozenset[Duty]:
    """The kinds of duty of who asks; asked once per request."""
    if not current_user.is_authenticated:
        return frozenset()
    if "duties" not in g:
        g.duties = duty_kinds(db.session(), current_user.id)
    return g.duties  # type: ignore[no-any-return]


def viewer_is_restricted() -> bool:
    """Whether who asks took back consent: then only the rights and reading public pages are left."""
    return bool(current_user.is_authenticated and current_user.restricted)


def _shut_for_restricted(policy: Policy) -> bool:
    if policy.when_restricted or not viewer_is_restricted():
        return False
    return not policy.guests or request.method not in SAFE_METHODS


# What somebody may still do who has to set up a second step first.
BEFORE_SECOND_STEP = ("own_account", "second_step", "own_data")


def _owes_second_factor(policy: Policy, endpoint: str) -> bool:
    """Whether this page waits until who asks has set up the second step that their role must have."""
    role = viewer_role()
    if role is None or policy.guests or endpoint == "accounts.logout":
        return False
    if endpoint.split(".")[0] in BEFORE_SECOND_STEP:
        return False
    session = db.session()
    return must_have_second_factor(session, role) and not has_second_factor(session, current_user.id)


def viewer_scope(duty: Duty) -> Scope:
    """What a duty of the visitor covers; views load their objects through it."""
    return scope_of(db.session(), current_user.id, duty)


def policies() -> Mapping[str, Policy]:
    """The one table: endpoint -> who may call it."""
    table: Mapping[str, Policy] = current_app.extensions["rembuk_policies"]
    return table


class Viewer(NamedTuple):
    """What decides which endpoints are open to who asks."""

    role: Role | None
    duties: frozenset[Duty]
    restricted: bool


def viewer() -> Viewer:
    """Who asks. A menu asks once for all of its entries: finding the person is most of the work."""
    return Viewer(viewer_role(), viewer_duties(), viewer_is_restricted())


def may_call(endpoint: str, who: Viewer | None = None) -> bool:
    """Whether the present visitor may call an endpoint; menus and buttons ask this."""
    policy, who = policies().get(endpoint), who or viewer()
    if policy is None or not policy.allows(who.role, who.duties):
        return False
    return not who.restricted or policy.when_restricted or policy.guests


def safe_next(target: str | None) -> str:
    """Where to go after login: a path of this site, else home.

    Browsers drop control characters and read a backslash as a slash: neither may be in it.
    """
    plain = target is not None and target.isprintable() and "\\" not in target
    if target and plain and target.startswith("/") and not target.startswith("//"):
        return target
    return url_for("home.index")


def _check() -> Response | None:
    stop_writing()  # threads are reused: the request before may have been a writing one
    if request.endpoint is None or request.endpoint == "static":
        return None
    policy = policies().get(request.endpoint)
    if policy is None:
        abort(403)
    role = viewer_role()
    if not policy.allows(role, viewer_duties()):
        if role is None:
            here = request.full_path if request.method == "GET" else None
            return redirect(url_for("accounts.login", next=here and here.rstrip("?")), 303)
        abort(403)
    if _shut_for_restricted(policy):
        return redirect(url_for("own_data.show"), 303)
    if _owes_second_factor(policy, request.endpoint):
        return redirect(url_for("second_step.show"), 303)
    _refuse_zero_bytes()
    check_origin()
    check_token(policy)
    if request.method not in SAFE_METHODS:
        write_from_here()
    return None


def _refuse_zero_bytes() -> None:
    """Nobody types U+0000, and PostgreSQL stores no text with it: a request that carries it is no person's."""
    texts = [request.path, *(file.filename or "" for file in request.files.values())]
    for name, values in request.values.lists():
        texts += [name, *values]
    if any("\0" in text for text in texts):
        abort(400)


def install_guard(app: Flask, table: Mapping[str, Policy]) -> None:
    """Put the table in force."""
    app.extensions["rembuk_policies"] = dict(table)
    app.before_request(_check)
    app.jinja_env.globals["may_call"] = may_call
