"""`rembuk mail-test`."""

import click

from core.config import load_settings
from core.errors import RembukError
from core.mail.addresses import is_address
from core.mail.server import parse_mail_url
from core.mail.trial import try_out


@click.command("mail-test")
@click.argument("address")
def mail_test(address: str) -> None:
    """Send a test mail to ADDRESS and say what the server answered."""
    mail_url = load_settings().mail_url
    if not mail_url:
        raise click.ClickException("REMBUK_MAIL_URL is not set: mails wait on the outbox page")
    if not is_address(address):
        raise click.ClickException("this is not an e-mail address")
    try:
        server = parse_mail_url(mail_url)
    except RembukError as refusal:
        raise click.ClickException(refusal.message % refusal.params) from refusal
    outcome = try_out(server, address)
    if not outcome.accepted:
        raise click.ClickException(outcome.answer)
    click.echo(f"accepted by {server.host}:{server.port} ({server.tls})")
