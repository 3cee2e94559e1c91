"""Hand one mail to the server. The only place that speaks SMTP; nothing of a mail is logged here."""

import hashlib
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import ContentTypeHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from core.mail.models import Mail
from core.mail.server import MailServer, Tls

TIMEOUT_SECONDS = 15.0


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail. `media_type` with its parameters: "text/calendar; method=PUBLISH"."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What is sent: a copy of the row, so that no transaction is open meanwhile."""

    number: int
    to_address: str
    subject: str
    body: str
    written: datetime
    attachments: tuple[Attachment, ...] = ()


def letter_of(mail: Mail) -> Letter:
    """The mail as it is sent."""
    files = tuple(Attachment(file.name, file.media_type, file.content) for file in mail.attachments)
    return Letter(mail.id, mail.to_address, mail.subject, mail.body, mail.created_at, files)


def trial_letter(to_address: str, now: datetime) -> Letter:
    """What is sent to try the server out."""
    text = "Surel ini dikirim untuk mencoba pengiriman surel dari Rembuk.\nThis mail tries out the sending of mail.\n"
    return Letter(0, to_address, "Rembuk: surel percobaan / test mail", text, now)


def message_id(letter: Letter, domain: str) -> str:
    """The same for each attempt, so that a mail that went out twice is recognised as one."""
    origin = f"{letter.number}:{letter.written.isoformat()}:{letter.to_address}"
    return f"<{hashlib.sha256(origin.encode()).hexdigest()[:32]}@{domain}>"


def compose(letter: Letter, server: MailServer) -> EmailMessage:
    """The message. A line break in a header is refused by the e-mail package (ValueError)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = server.sender
    message["To"] = letter.to_address
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written)
    message["Message-ID"] = message_id(letter, server.sender_domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="quoted-printable")
    for file in letter.attachments:
        _attach(message, file)
    return message


def _attach(message: EmailMessage, file: Attachment) -> None:
    """As bytes, so that a calendar keeps the line ends that its readers count on."""
    kind = SMTP.header_factory("Content-Type", file.media_type)
    assert isinstance(kind, ContentTypeHeader)
    message.add_attachment(
        file.content,
        maintype=kind.maintype,
        subtype=kind.subtype,
        filename=file.name,
        params=dict(kind.params),
    )


def _connect(server: MailServer) -> smtplib.SMTP:
    if server.tls == Tls.IMPLICIT:
        return smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)


def deliver(letter: Letter, server: MailServer) -> None:
    """Send it. Raises OSError (smtplib's exceptions are that too) or ValueError when it did not go out."""
    message = compose(letter, server)
    with _connect(server) as smtp:
        if server.tls == Tls.STARTTLS:
            smtp.starttls(context=ssl.create_default_context())
        if server.user:
            smtp.login(server.user, server.password)
        smtp.send_message(message, from_addr=parseaddr(server.sender)[1], to_addrs=[letter.to_address])


def is_final(error: Exception) -> bool:
    """Whether trying again is useless: the server said 5xx, or the message cannot be written."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return not isinstance(error, OSError) or isinstance(error, smtplib.SMTPNotSupportedError)


def _words(text: bytes | str) -> str:
    return text if isinstance(text, str) else text.decode(errors="replace")


def answer_of(error: Exception) -> str:
    """What the server said, for the administrator who tries it out. Never for logs."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return f"{code} {_words(text)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"
