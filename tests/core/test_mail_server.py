"""The mail server's setting: TLS by default, verified; the password never goes over an open line."""

import datetime
import ssl
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.base import utc_now
from core.errors import Invalid
from core.mail import sender
from core.mail.server import MailServer, Tls, parse_mail_url
from rembuk.cli import main
from tests.core.smtp import mail_server


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example?from=a@b.id", MailServer("mail.example", 587, Tls.STARTTLS, "a@b.id")),
        (
            "smtp://kantor%40b.id:s%2Fandi@mail.example:2525",
            MailServer("mail.example", 2525, Tls.STARTTLS, "kantor@b.id", "kantor@b.id", "s/andi"),
        ),
        ("smtps://mail.example?from=a@b.id", MailServer("mail.example", 465, Tls.IMPLICIT, "a@b.id")),
        ("smtp://relay?from=a@b.id&starttls=no", MailServer("relay", 25, Tls.NONE, "a@b.id")),
        ("smtp://localhost?from=a@b.id", MailServer("localhost", 25, Tls.NONE, "a@b.id")),
        ("smtp://localhost?from=a@b.id&starttls=yes", MailServer("localhost", 587, Tls.STARTTLS, "a@b.id")),
        (
            "smtp://mail.example?from=Kantor%20Contoh%20%3Ca@b.id%3E",
            MailServer("mail.example", 587, Tls.STARTTLS, "Kantor Contoh <a@b.id>"),
        ),
    ],
)
def test_what_the_setting_says(url: str, expected: MailServer) -> None:
    assert parse_mail_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example?from=a@b.id",
        "smtp:///?from=a@b.id",
        "smtp://mail.example",
        "smtp://mail.example:99999?from=a@b.id",
        "smtp://mail.example?from=a@b.id%0ABcc:c@d.id",
        "smtp://mail.example?from=a@b.id&tls=no",
        "smtp://mail.example?from=a@b.id&starttls=mungkin",
        "smtp://kantor:rahasia@mail.example?from=a@b.id&starttls=no",
    ],
)
def test_a_wrong_setting_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_mail_url(url)
    assert "rahasia" not in str(refusal.value)
    assert "REMBUK_MAIL_URL" in refusal.value.message


def test_the_password_does_not_show_when_the_server_is_printed() -> None:
    assert "rahasia" not in repr(parse_mail_url("smtp://kantor:rahasia@mail.example?from=a@b.id"))


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for 127.0.0.1 that nobody vouches for, and the file that would vouch for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = utc_now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, secret)
    return context, cert


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "smtps"])
def test_a_certificate_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, implicit: bool) -> None:
    context, vouching = certificate(tmp_path)
    letter = sender.trial_letter("a@b.id", utc_now())
    with mail_server(context, implicit=implicit) as box:
        scheme = "smtps" if implicit else "smtp"
        url = f"{scheme}://kantor:kata%20sandi%20surel@localhost:{box.port}?from=a@b.id&starttls=yes"
        server = parse_mail_url(url)
        with pytest.raises(ssl.SSLCertVerificationError) as refused:
            sender.deliver(letter, server)
        assert not sender.is_final(refused.value)
        assert (box.arrived, box.logins) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(vouching))
        sender.deliver(letter, server)
        assert (len(box.arrived), box.logins) == (1, [b"kata sandi surel"])


def test_sabotage_an_unverified_line_would_send(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mechanism taken away: the same server gets mail and password."""
    context, _vouching = certificate(tmp_path)
    monkeypatch.setattr(sender.ssl, "create_default_context", ssl._create_unverified_context)
    with mail_server(context) as box:
        url = f"smtp://kantor:kata%20sandi%20surel@localhost:{box.port}?from=a@b.id&starttls=yes"
        sender.deliver(sender.trial_letter("a@b.id", utc_now()), parse_mail_url(url))
        assert (len(box.arrived), box.logins) == (1, [b"kata sandi surel"])


def test_without_starttls_on_offer_nothing_is_said(tmp_path: Path) -> None:
    with mail_server() as box:
        server = parse_mail_url(f"smtp://kantor:kata%20sandi@localhost:{box.port}?from=a@b.id&starttls=yes")
        with pytest.raises(OSError, match="STARTTLS") as refused:
            sender.deliver(sender.trial_letter("a@b.id", utc_now()), server)
        assert sender.is_final(refused.value)
        assert (box.arrived, box.logins) == ([], [])


def run_mail_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, to: str) -> tuple[int, str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REMBUK_DATA", str(tmp_path))
    monkeypatch.setenv("REMBUK_MAIL_URL", url)
    result = CliRunner().invoke(main, ["mail-test", to])
    return result.exit_code, result.output.strip()


def test_the_command_sends_a_test_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as box:
        told = run_mail_test(tmp_path, monkeypatch, box.url, "a@b.id")
        assert told == (0, f"accepted by 127.0.0.1:{box.port} (none)")
        assert [m["To"] for m in box.arrived] == ["a@b.id"]
        box.refuse = "550 tidak ada orang itu"
        told = run_mail_test(tmp_path, monkeypatch, box.url, "a@b.id")
        assert told == (1, "Error: 550 tidak ada orang itu")


@pytest.mark.parametrize(
    ("url", "to", "expected"),
    [
        ("", "a@b.id", "Error: REMBUK_MAIL_URL is not set: mails wait on the outbox page"),
        ("smtp://localhost:1?from=a@b.id", "bukan alamat", "Error: this is not an e-mail address"),
        ("smtp://", "a@b.id", "Error: REMBUK_MAIL_URL harus berbentuk smtp://server:587?from=alamat."),
    ],
)
def test_the_command_refuses_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, to: str, expected: str
) -> None:
    assert run_mail_test(tmp_path, monkeypatch, url, to) == (1, expected)
