"""`rembuk mail-test`."""

import click

from core.base import utc_now
from core.config import load_settings
from core.errors import RembukError
from core.mail.addresses import is_address
from core.mail.sender import answer_of, deliver, trial_letter
from core.mail.server import parse_mail_url


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
        deliver(trial_letter(address, utc_now()), server)
    except RembukError as refusal:
        raise click.ClickException(refusal.message % refusal.params) from refusal
    except (OSError, ValueError) as error:
        raise click.ClickException(answer_of(error)) from error
    click.echo(f"accepted by {server.host}:{server.port} ({server.tls})")
