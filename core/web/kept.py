"""What somebody typed is not lost because the server could not take it: the error page hands it back.

The page holds the posted fields and a button that sends them again. It needs no database and no
session. Only for forms answered without a session: they hold no password.
"""

from dataclasses import dataclass

from flask import current_app, request

from core.policy import Policy
from core.web.csrf import stateless_token, stateless_token_fits

# More than this was not typed by a person; what is refused as too large is not echoed.
MAX_CHARACTERS = 400_000
OWN_FIELDS = frozenset({"csrf_token", "nonce", "version"})


@dataclass(frozen=True)
class KeptPost:
    """A post to send again: where to, its fields, and of those the texts that a person would miss."""

    action: str
    fields: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    lost_files: bool = False
    """Whether a file came along: a page cannot hand it back."""


def kept_post() -> KeptPost | None:
    """The post of this request if its form was answered without a session; None for anything else."""
    if request.method != "POST" or request.endpoint is None or not _from_here():
        return None
    table: dict[str, Policy] = current_app.extensions["rembuk_policies"]
    policy = table.get(request.endpoint)
    if policy is None or not policy.stateless:
        return None
    posted = [(name, value) for name, values in request.form.lists() for value in values]
    fields = tuple((name, value) for name, value in posted if name != "csrf_token")
    if sum(len(name) + len(value) for name, value in fields) > MAX_CHARACTERS:
        return None
    texts = tuple(v for name, v in fields if name not in OWN_FIELDS and "-" not in name and v.strip())
    lost = any(file.filename for file in request.files.values())
    return KeptPost(request.path, (("csrf_token", stateless_token()), *fields), texts, lost)


def _from_here() -> bool:
    """Whether a page of ours sent this: of what another site sent nothing is offered to be sent again."""
    if stateless_token_fits() or request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    return request.headers.get("Origin", "").rstrip("/") == request.host_url.rstrip("/")
