"""Invite to a survey: the request writes one row and one job, the job makes codes and letters in batches."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from core import audit
from core.codes import code_hash
from core.effects import JobEffect
from core.errors import N_, Closed, Invalid
from core.jobs.services import enqueue
from core.mail.models import Mail
from core.mail.services import send_mail
from core.outreach.ledger import claim_item
from core.outreach.pasted import Entry
from core.outreach.recipients import Choice, Recipient, recipients_of
from core.units.queries import all_units
from surveys.enums import Access, SurveyState
from surveys.invitations.codes import code_of, new_salt
from surveys.invitations.enums import CallState, Notice, Way
from surveys.invitations.letters import CODE, Letter, addressed
from surveys.invitations.models import SurveyCall, SurveyInvitation
from surveys.models import Survey

INVITE_JOB, REMIND_JOB = "surveys.invite", "surveys.remind"
BATCH = 100


def require_inviting(survey: Survey) -> None:
    """Raise Closed unless people can be invited to the survey now."""
    if survey.access != Access.CODE:
        raise Closed(N_("Undangan dengan kode hanya untuk survei yang diisi dengan kode undangan."))
    if survey.state != SurveyState.OPEN:
        raise Closed(N_("Undangan dapat dikirim setelah survei terbit dan sebelum ditutup."))


def require_code(letter: Letter) -> None:
    """Raise Invalid unless each letter would hold its code, and no subject, which lists show, does."""
    if CODE not in letter.body:
        raise Invalid(N_("Isi surat harus memuat {kode}: tanpa itu penerima tidak dapat membuka survei."))
    if CODE in letter.subject:
        raise Invalid(N_("Kode tidak boleh ada di perihal: perihal terlihat di daftar surat keluar."))


def invite(
    session: Session,
    survey: Survey,
    *,
    choice: Choice,
    pasted: Sequence[Entry],
    list_unit: str = "",
    letter: Letter,
    lang: str,
    actor_id: int | None,
) -> SurveyCall:
    """Note whom and what, and leave the rest to the worker: two thousand letters take as long as one."""
    require_inviting(survey)
    require_code(letter)
    if not choice.staff and not pasted:
        raise Invalid(N_("Pilih siapa yang diundang, atau tempelkan daftar alamat."))
    call = SurveyCall(
        survey_id=survey.id,
        created_by=actor_id,
        lang=lang,
        subject=" ".join(letter.subject.split()),
        body=letter.body,
        choice=choice.stored(),
        pasted=[entry.stored() for entry in pasted],
        list_unit=list_unit,
    )
    session.add(call)
    session.flush()
    queue(session, INVITE_JOB, call.id, after="")
    audit.record(
        session,
        actor_id=actor_id,
        action="survey.invite",
        kind="survey",
        key=survey.key,
        staff=choice.staff,
        listed=len(pasted),
    )
    return call


def queue(session: Session, job: str, call_id: int, *, after: str) -> None:
    """Ask for the next batch of a call."""
    enqueue(session, job, {"call": call_id, "after": after}, key=f"{job}:{call_id}:{after}")


def invite_batch(session: Session, payload: Mapping[str, object], *, secret: str) -> JobEffect:
    """The next of a call, from where the last batch ended."""
    call = session.get(SurveyCall, int(str(payload["call"])))
    if call is None or call.state == CallState.DONE:
        return lambda _session: {"invited": 0}
    entries = [Entry.read(row) for row in call.pasted if isinstance(row, dict)]
    after, number = str(payload["after"]), call.id
    left = [r for r in recipients_of(session, Choice.read(call.choice), entries) if r.key > after]
    keys = {unit.id: unit.key for unit in all_units(session)}
    batch, more = left[:BATCH], len(left) > BATCH
    return lambda writing: _invite(writing, number, batch, keys, more=more, secret=secret)


def _invite(
    session: Session,
    call_id: int,
    batch: Sequence[Recipient],
    units: Mapping[int, str],
    *,
    more: bool,
    secret: str,
) -> Mapping[str, object]:
    """Write the letters of a batch and ask for the next one, all in the transaction that ends the job."""
    call = session.get(SurveyCall, call_id)
    if call is None:
        return {"invited": 0}
    # Closing waits for this batch, or this batch finds the survey closed: no name comes in after it.
    survey = session.get_one(
        Survey, call.survey_id, with_for_update={"read": True, "of": Survey}, populate_existing=True
    )
    going = survey.state == SurveyState.OPEN
    invited = sum(_invite_one(session, call, one, units, secret) for one in batch) if going else 0
    if more and going:
        queue(session, INVITE_JOB, call_id, after=batch[-1].key)
    else:
        call.state, call.pasted = CallState.DONE, []
    session.flush()
    return {"invited": invited}


def _invite_one(
    session: Session, call: SurveyCall, recipient: Recipient, units: Mapping[int, str], secret: str
) -> bool:
    """Whether this person was not invited yet: the ledger knows, whoever called them."""
    if not claim_item(session, recipient=recipient.key, kind=Notice.INVITATION, key=call.survey.key):
        return False
    salt = new_salt()
    code = code_of(salt, secret=secret)
    mail = write_letter(session, call, recipient.name, recipient.address, code) if recipient.address else None
    otherwise = Way.PHONE if recipient.phone else Way.PAPER
    session.add(
        SurveyInvitation(
            survey_id=call.survey_id,
            account_id=recipient.account_id,
            person_id=recipient.person_id,
            recipient=recipient.key,
            name=recipient.name,
            address=recipient.address,
            phone=recipient.phone,
            unit_key=units.get(recipient.unit_id or 0, call.list_unit),
            salt=salt,
            code_hash=code_hash(code),
            state=Way.MAILED if mail else otherwise,
            mail_id=mail.id if mail else None,
        )
    )
    return True


def write_letter(
    session: Session, call: SurveyCall, name: str, address: str, code: str, *, private: bool = False
) -> Mail:
    """The call's letter to one person."""
    return send_mail(
        session,
        to=address,
        subject=addressed(call.subject, name=name, code="", lang=call.lang),
        body=addressed(call.body, name=name, code=code, lang=call.lang),
        private=private,
    )
