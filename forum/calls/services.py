"""Invite to a workshop: the request writes one row and one job, the job writes the letters in batches."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.effects import JobEffect
from core.errors import N_, Closed, Conflict, Invalid
from core.jobs.services import enqueue
from core.mail.services import send_mail
from core.outreach.ledger import claim_item
from core.outreach.pasted import Entry
from forum.calls.enums import MOST_DAYS, CallState, InvitationState, Notice
from forum.calls.letters import Letter, addressed
from forum.calls.models import ReminderDays, WorkshopCall, WorkshopInvitation
from forum.calls.recipients import Choice, Recipient, recipients_of
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop

INVITE_JOB = "forum.invite"
BATCH = 100


def call_out(
    session: Session,
    workshop: Workshop,
    *,
    choice: Choice,
    pasted: Sequence[Entry],
    letter: Letter,
    lang: str,
    actor_id: int | None,
) -> WorkshopCall:
    """Note whom and what, and leave the rest to the worker: two thousand letters take as long as one."""
    if workshop.state != WorkshopState.OPEN:
        raise Closed(N_("Undangan dapat dikirim selama pendaftaran dibuka."))
    if not choice.staff and not pasted:
        raise Invalid(N_("Pilih siapa yang diundang, atau tempelkan daftar alamat."))
    call = WorkshopCall(
        workshop_id=workshop.id,
        created_by=actor_id,
        lang=lang,
        subject=" ".join(letter.subject.split()),
        body=letter.body,
        choice=choice.stored(),
        pasted=[entry.stored() for entry in pasted],
    )
    session.add(call)
    session.flush()
    enqueue(session, INVITE_JOB, {"call": call.id, "after": ""}, key=f"{INVITE_JOB}:{call.id}:")
    audit.record(
        session,
        actor_id=actor_id,
        action="workshop.invite",
        kind="workshop",
        key=workshop.key,
        staff=choice.staff,
        listed=len(pasted),
    )
    return call


def invite_batch(session: Session, payload: Mapping[str, object], *, tz: ZoneInfo) -> JobEffect:
    """The next of a call, from where the last batch ended."""
    call = session.get(WorkshopCall, int(str(payload["call"])))
    if call is None or call.state == CallState.DONE:
        return lambda _session: {"invited": 0}
    entries = [Entry.read(row) for row in call.pasted if isinstance(row, dict)]
    after, number = str(payload["after"]), call.id
    left = [r for r in recipients_of(session, Choice.read(call.choice), entries) if r.key > after]
    batch, more = left[:BATCH], len(left) > BATCH
    return lambda writing: _invite(writing, number, batch, more=more, tz=tz)


def _invite(
    session: Session, call_id: int, batch: Sequence[Recipient], *, more: bool, tz: ZoneInfo
) -> Mapping[str, object]:
    """Write the letters of a batch and ask for the next one, all in the transaction that ends the job."""
    call = session.get(WorkshopCall, call_id)
    if call is None:
        return {"invited": 0}
    going = call.workshop.state == WorkshopState.OPEN
    invited = sum(_invite_one(session, call, recipient, tz) for recipient in batch) if going else 0
    if more and going:
        last = batch[-1].key
        enqueue(session, INVITE_JOB, {"call": call_id, "after": last}, key=f"{INVITE_JOB}:{call_id}:{last}")
    else:
        call.state, call.pasted = CallState.DONE, []
    session.flush()
    return {"invited": invited}


def _invite_one(session: Session, call: WorkshopCall, recipient: Recipient, tz: ZoneInfo) -> bool:
    """Whether this person was not invited yet: the ledger knows, whoever called them."""
    if not claim_item(session, recipient=recipient.key, kind=Notice.INVITATION, key=call.workshop.key):
        return False
    mail = None
    if recipient.address:
        mail = send_mail(
            session,
            to=recipient.address,
            subject=addressed(call.subject, recipient.name, call.lang),
            body=addressed(call.body, recipient.name, call.lang),
        )
    otherwise = InvitationState.PHONE if recipient.phone else InvitationState.PAPER
    session.add(
        WorkshopInvitation(
            workshop_id=call.workshop_id,
            call_id=call.id,
            account_id=recipient.account_id,
            person_id=recipient.person_id,
            recipient=recipient.key,
            name=recipient.name,
            address=recipient.address,
            phone=recipient.phone,
            state=InvitationState.MAILED if mail else otherwise,
            mail_id=mail.id if mail else None,
            day=utc_now().astimezone(tz).date(),
        )
    )
    return True


def mark_brought(session: Session, invitation: WorkshopInvitation, *, actor_id: int | None) -> None:
    """A person brought it: on paper, by WhatsApp, or by word where the mail failed."""
    moved = session.execute(
        update(WorkshopInvitation)
        .where(WorkshopInvitation.id == invitation.id, WorkshopInvitation.state != InvitationState.BROUGHT)
        .values(state=InvitationState.BROUGHT)
        .returning(WorkshopInvitation.id)
    ).scalar()
    if moved is None:
        raise Conflict(N_("Undangan ini sudah ditandai. Muat ulang halamannya."))
    session.refresh(invitation)
    _record(session, invitation.call.workshop, actor_id, count=1)


def mark_slips_brought(session: Session, workshop: Workshop, *, actor_id: int | None) -> int:
    """All printed invitations were handed out."""
    found = select(WorkshopInvitation.id).where(
        WorkshopInvitation.workshop_id == workshop.id, WorkshopInvitation.state == InvitationState.PAPER
    )
    moved = session.execute(
        update(WorkshopInvitation)
        .where(WorkshopInvitation.id.in_(found))
        .values(state=InvitationState.BROUGHT)
        .returning(WorkshopInvitation.id)
        .execution_options(synchronize_session=False)
    ).all()
    _record(session, workshop, actor_id, count=len(moved))
    return len(moved)


def _record(session: Session, workshop: Workshop, actor_id: int | None, *, count: int) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action="workshop.invitation_brought",
        kind="workshop",
        key=workshop.key,
        count=count,
    )


def set_reminder_days(
    session: Session, workshop: Workshop, *, days: Sequence[int], actor_id: int | None
) -> None:
    """How many days before each session people are reminded; none at all is a choice, too."""
    if any(not 1 <= day <= MOST_DAYS for day in days):
        raise Invalid(N_("Isi hari antara 1 dan %(most)s, misalnya 3, 1."), most=MOST_DAYS)
    row = session.get(ReminderDays, workshop.id) or ReminderDays(workshop_id=workshop.id)
    row.days = list[object](sorted(set(days), reverse=True))
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="workshop.reminder_days",
        kind="workshop",
        key=workshop.key,
        count=len(row.days),
    )
