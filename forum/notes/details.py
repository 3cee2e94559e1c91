"""Write down what the office says on the papers, number them, and have them printed."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.errors import N_, Conflict, Invalid
from core.jobs.models import Job
from core.jobs.services import enqueue
from core.staff.enums import TitleKey
from core.uploads.models import Upload
from core.uploads.queries import uploads_of
from forum.notes.enums import NUMBERED
from forum.notes.gather import dates_of
from forum.notes.letters import letters_of, number_letter
from forum.notes.models import PaperDetails
from forum.notes.owners import PRINTS
from forum.notes.papers.facts import Facts
from forum.notes.services import drop_prints
from forum.workshops.models import Workshop

PRINT_JOB = "notes.print_papers"
EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 12, 31)


@dataclass(frozen=True)
class Details:
    """As the form has it."""

    town: str = ""
    nature: str = ""
    attachment: str = ""
    recipients: str = ""
    opening: str = ""
    copies: str = ""
    chair: str = ""
    writer: str = ""
    signer: TitleKey = TitleKey.SIGNER
    invitation_on: date | None = None
    report_on: date | None = None


def change_details(session: Session, workshop: Workshop, *, details: Details, actor_id: int | None) -> None:
    """Keep them. The date of a paper that has a number stays: its number was given in that year."""
    values = dict(vars(details))
    for on in (details.invitation_on, details.report_on):
        if on is not None and not EARLIEST <= on <= LATEST:
            raise Invalid(N_("Tanggal itu terlalu jauh."))
    _keep_dates(session, workshop, details)
    session.merge(PaperDetails(workshop_id=workshop.id, **values))
    session.flush()
    drop_prints(session, workshop)
    audit.record(session, actor_id=actor_id, action="papers.change", kind="workshop", key=workshop.key)


def _keep_dates(session: Session, workshop: Workshop, details: Details) -> None:
    for kind, letter in letters_of(session, workshop).items():
        on = details.invitation_on if kind == NUMBERED[0] else details.report_on
        if on is not None and on != letter.dated:
            raise Conflict(N_("Surat yang sudah bernomor tetap pada tanggalnya."))


def number_papers(session: Session, workshop: Workshop, facts: Facts, *, actor_id: int | None) -> int:
    """Give a number to those papers that have none; how many got one."""
    if not facts.meetings:
        raise Conflict(N_("Workshop ini belum punya jadwal. Isi sesinya dahulu."))
    dates, had = dates_of(facts), letters_of(session, workshop)
    for kind in NUMBERED:
        number_letter(session, workshop, kind, dated=dates[kind], actor_id=actor_id)
    new = len(NUMBERED) - len(had)
    if new:
        drop_prints(session, workshop)
    return new


def fingerprint(facts: Facts) -> str:
    """Tells whether the papers would say the same."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def ask_for_print(session: Session, workshop: Workshop) -> Job:
    """Have the worker make the PDF. Somebody who presses twice within a minute gets one."""
    minute = utc_now().strftime("%Y%m%d%H%M")
    key = f"{PRINT_JOB}:{workshop.id}:{minute}"
    return enqueue(session, PRINT_JOB, {"workshop_id": workshop.id}, key=key)


def print_of(session: Session, workshop: Workshop) -> Upload | None:
    """The PDF of the papers as they are now."""
    return next(iter(uploads_of(session, kind=PRINTS, key=workshop.key)), None)
