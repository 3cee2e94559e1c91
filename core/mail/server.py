"""What `REMBUK_MAIL_URL` says: which server, whose name, how the line is closed to others."""

from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from core.errors import N_, Invalid
from core.mail.addresses import is_address

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Tls(StrEnum):
    """From the first byte, by STARTTLS, or not at all."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True)
class MailServer:
    """Where mails are handed in, and whom they come from."""

    host: str
    port: int
    tls: Tls
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def sender_domain(self) -> str:
        return parseaddr(self.sender)[1].rpartition("@")[2]


def parse_mail_url(url: str) -> MailServer:
    """Read the setting; Invalid says what is wrong with it, without quoting it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Invalid(N_("REMBUK_MAIL_URL tidak dapat dibaca: periksa nama server dan port.")) from error
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise Invalid(N_("REMBUK_MAIL_URL harus berbentuk smtp://server:587?from=alamat."))
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if set(query) - {"from", "starttls"}:
        raise Invalid(N_("REMBUK_MAIL_URL hanya mengenal parameter from dan starttls."))
    tls = _tls(parts.scheme, parts.hostname, query.get("starttls", ""))
    server = MailServer(
        host=parts.hostname,
        port=port or {Tls.IMPLICIT: 465, Tls.STARTTLS: 587, Tls.NONE: 25}[tls],
        tls=tls,
        sender=query.get("from") or unquote(parts.username or ""),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    if not is_address(parseaddr(server.sender)[1]) or not server.sender.isprintable():
        raise Invalid(N_("REMBUK_MAIL_URL tidak memuat alamat pengirim: tambahkan ?from=alamat."))
    if server.user and tls == Tls.NONE and server.host not in LOOPBACK:
        raise Invalid(
            N_("REMBUK_MAIL_URL akan mengirim kata sandi lewat sambungan tanpa TLS: hapus starttls=no.")
        )
    return server


def _tls(scheme: str, host: str, wish: str) -> Tls:
    """STARTTLS is demanded unless the server is this machine or the setting says no."""
    if scheme == "smtps":
        return Tls.IMPLICIT
    if wish not in {"", "yes", "no"}:
        raise Invalid(N_("REMBUK_MAIL_URL: starttls hanya dapat yes atau no."))
    return Tls.NONE if wish == "no" or (host in LOOPBACK and not wish) else Tls.STARTTLS
