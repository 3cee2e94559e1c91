"""Requests that change something must come from our own pages.

Pages with a session use Flask-WTF's token. Answer forms open to guests carry a stateless token
instead, so that reading them makes no session: it is signed, bound to the address, and does not
expire (a form may lie open on a phone for days; there is no login that it could abuse).
"""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFProtect
from itsdangerous import BadSignature, URLSafeSerializer

from core.policy import Policy
from core.web.headers import CODE_PAGES

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_protect = CSRFProtect()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="stateless-form")


def stateless_token(path: str | None = None) -> str:
    """The token of the form at this address."""
    return str(_signer().dumps(path or request.path))


def stateless_token_fits() -> bool:
    """Whether the post carries the token of the form at its address."""
    try:
        return bool(_signer().loads(request.form.get("csrf_token", "")) == request.path)
    except BadSignature:
        return False


def _own_hosts() -> set[str]:
    settings = current_app.config["REMBUK_SETTINGS"]
    return {request.host, urlsplit(settings.base_url).netloc} - {""}


def check_origin() -> None:
    """Refuse a changing request that another site started.

    Browsers send `Origin: null` from our own pages with a code in their address, whose referrer
    policy is "no-referrer"; there Sec-Fetch-Site tells, and where an old browser lacks it, the token.
    """
    if request.method in SAFE_METHODS:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site in {"cross-site", "same-site"}:
        abort(400, "csrf")
    if origin == "null" and site is None and not request.path.startswith(CODE_PAGES):
        abort(400, "csrf")
    if origin not in {None, "null"} and urlsplit(origin).netloc not in _own_hosts():
        abort(400, "csrf")


def check_token(policy: Policy) -> None:
    """Refuse a changing request without the token its page carried."""
    if request.method in SAFE_METHODS:
        return
    if not policy.stateless:
        _protect.protect()
    elif not stateless_token_fits():
        abort(400, "csrf")


def install_csrf(app: Flask) -> None:
    """Flask-WTF supplies token and check; `core.web.guard` calls the check after the policy."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.config["WTF_CSRF_SSL_STRICT"] = False  # it asks for a Referer, which our code pages never send
    _protect.init_app(app)
    app.jinja_env.globals["stateless_token"] = stateless_token
