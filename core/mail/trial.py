"""Try the mail server out, and say what it answered."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.mail.sender import answer_of, deliver, trial_letter
from core.mail.server import MailServer


@dataclass(frozen=True)
class Outcome:
    """Whether the server took the mail; `answer` are its own words where it did not."""

    accepted: bool
    answer: str = ""


def try_out(server: MailServer, to_address: str) -> Outcome:
    """Send a test mail. Slow where the server is: no transaction may be open."""
    try:
        deliver(trial_letter(to_address, utc_now()), server)
    except (OSError, ValueError) as error:
        return Outcome(False, answer_of(error))
    return Outcome(True)


def note_trial(session: Session, outcome: Outcome, *, actor_id: int | None) -> None:
    """Remember that somebody tried, and whether it worked."""
    audit.record(
        session,
        actor_id=actor_id,
        action="mail.test",
        kind="site",
        key="mail",
        accepted=outcome.accepted,
    )
