"""Response headers that keep pages in their place."""

from http import HTTPStatus

from flask import Flask, Response, current_app, g, request
from flask_login import current_user

_POLICY = (
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)
CONTENT_SECURITY_POLICY = "; ".join((*_POLICY, "frame-ancestors 'none'"))
_FRAMED = "; ".join((*_POLICY, "frame-ancestors 'self'"))

# Their addresses hold a secret.
CODE_PAGES = (
    "/lacak",
    "/lanjut",
    "/s/",
    "/mulai/",
    "/lupa-sandi/",
    "/buat-akun/",
    "/undangan/",
    "/forum/masukan-saya/",
    "/forum/keberatan/",
    "/pendaftaran",
    "/sertifikat",
    "/kabar/",
)


# The check-in page works without the network; its worker may answer for no other pages.
WORKER, WORKER_SCOPE = "/check-in-worker.js", "/kelola/workshop/"


def allow_own_frame() -> None:
    """Let a page of this site show the answer in a frame, where a click can change nothing."""
    g.framed = True


def _add(response: Response) -> Response:
    headers = response.headers
    framed = g.get("framed", False) and response.status_code == HTTPStatus.OK
    headers["Content-Security-Policy"] = _FRAMED if framed else CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
    headers["Referrer-Policy"] = "no-referrer" if request.path.startswith(CODE_PAGES) else "same-origin"
    # A page that reads tickets says so itself.
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint == "static":
        if request.path.endswith(WORKER):
            headers["Service-Worker-Allowed"] = WORKER_SCOPE
        return response
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if current_user.is_authenticated or request.method != "GET" or request.path.startswith(CODE_PAGES):
        headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-cache"
    return response


def install_headers(app: Flask) -> None:
    """Add them to every answer, errors included."""
    app.after_request(_add)
