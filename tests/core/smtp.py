"""A mail server on a port of this machine, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


@dataclass
class Mailbox:
    """What arrived. `refuse` is the answer to the next mails, e.g. "450 later"."""

    port: int = 0
    arrived: list[Message] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)
    refuse: str = ""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _opts: Any) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.arrived.append(message_from_bytes(envelope.content))
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 disimpan"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _how: str, data: Any) -> AuthResult:
        self.logins.append(data.password)
        return AuthResult(success=data.password == b"kata sandi surel")

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?from=kantor@example.go.id"


class _Controller(Controller):
    """Port 0: the system chooses, and two test processes never meet."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined, union-attr]
        super()._trigger_server()


@contextmanager
def mail_server(tls: SSLContext | None = None, *, implicit: bool = False) -> Iterator[Mailbox]:
    """A running server; with `tls` it offers STARTTLS, or speaks TLS from the first byte."""
    box = Mailbox()

    class Served(_Controller):
        def factory(self) -> SMTP:
            return SMTP(
                box,
                tls_context=None if implicit else tls,
                authenticator=box.authenticate,
                auth_require_tls=False,
            )

    running = Served(box, hostname="127.0.0.1", port=0, ssl_context=tls if implicit else None)
    running.start()
    box.port = running.port
    try:
        yield box
    finally:
        running.stop()
