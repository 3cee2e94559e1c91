"""Response headers that keep pages in their place."""

from flask import Flask, Response, current_app, request
from flask_login import current_user

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

# Their addresses hold a secret.
CODE_PAGES = (
    "/lacak",
    "/lanjut",
    "/s/",
    "/mulai/",
    "/lupa-sandi/",
    "/buat-akun/",
    "/forum/masukan-saya/",
    "/forum/keberatan/",
    "/pendaftaran",
    "/sertifikat",
)


# The check-in page works without the network; its worker may answer for no other pages.
WORKER, WORKER_SCOPE = "/check-in-worker.js", "/kelola/workshop/"


def _add(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
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
