"""Remind those whose code is not used, without telling anybody who they are.

No page, count, audit row or mail in the outbox shows it: reminders always go to the whole survey, to five
or more people, as private mails of which nothing stays. Each of those who have answered gets a job that sends
nothing, so that jobs tell no number either.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account
from core.effects import JobEffect
from core.errors import N_, Closed, Conflict
from core.mail.models import Mail, MailState
from core.mail.services import send_nothing
from core.outreach.ledger import claim_item
from surveys.answer_models import UsedCode
from surveys.disclosure import SMALLEST
from surveys.enums import SurveyState
from surveys.invitations.codes import code_of
from surveys.invitations.enums import CallState, Notice, Way
from surveys.invitations.inviting import (
    BATCH,
    REMIND_JOB,
    queue,
    require_code,
    require_inviting,
    write_letter,
)
from surveys.invitations.letters import Letter
from surveys.invitations.models import SurveyCall, SurveyInvitation
from surveys.models import Survey


def reachable(session: Session, survey: Survey) -> int:
    """How many were invited by mail, whether they have answered or not."""
    return session.scalar(select(func.count(SurveyInvitation.key)).where(*_by_mail(survey.id))) or 0


def _by_mail(survey_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        SurveyInvitation.survey_id == survey_id,
        SurveyInvitation.state == Way.MAILED,
        SurveyInvitation.address != "",
        ~exists().where(Mail.id == SurveyInvitation.mail_id, Mail.state != MailState.SENT),
    )


def remind(
    session: Session, survey: Survey, *, letter: Letter, lang: str, can_mail: bool, actor_id: int | None
) -> SurveyCall:
    """One reminder to every code that is not used. Raises Closed, Conflict or Invalid."""
    require_inviting(survey)
    require_code(letter)
    if not can_mail:
        raise Closed(
            N_(
                "Server surel belum diatur, jadi pengingat tidak dapat dikirim. Cetak slip untuk seluruh unit."
            )
        )
    if reachable(session, survey) < SMALLEST:
        raise Closed(
            N_(
                "Pengingat lewat surel memerlukan sedikitnya %(count)s orang yang diundang lewat surel, supaya tidak"
                " ketahuan siapa yang belum mengisi. Ingatkan semuanya secara langsung."
            ),
            count=SMALLEST,
        )
    if is_running(session, survey):
        raise Conflict(N_("Pengingat sebelumnya masih dikirim. Tunggu sampai selesai."))
    call = SurveyCall(
        survey_id=survey.id,
        notice=Notice.REMINDER,
        created_by=actor_id,
        lang=lang,
        subject=" ".join(letter.subject.split()),
        body=letter.body,
        choice={},
        pasted=[],
    )
    session.add(call)
    session.flush()
    queue(session, REMIND_JOB, call.id, after="")
    audit.record(session, actor_id=actor_id, action="survey.remind", kind="survey", key=survey.key)
    return call


def is_running(session: Session, survey: Survey) -> bool:
    """Whether letters of the survey are still being written."""
    queued = exists().where(SurveyCall.survey_id == survey.id, SurveyCall.state == CallState.QUEUED)
    return bool(session.scalar(select(queued)))


def remind_batch(session: Session, payload: Mapping[str, object], *, secret: str) -> JobEffect:
    """The next of a reminder: all who are invited by mail in their order, so that batches tell nothing."""
    call = session.get(SurveyCall, int(str(payload["call"])))
    if call is None or call.state == CallState.DONE:
        return lambda _session: None
    number, after = call.id, str(payload["after"])
    found = list(
        session.scalars(
            select(SurveyInvitation.key)
            .where(*_by_mail(call.survey_id), SurveyInvitation.key > after)
            .order_by(SurveyInvitation.key)
            .limit(BATCH + 1)
        )
    )
    batch, more = found[:BATCH], len(found) > BATCH
    return lambda writing: _remind(writing, number, batch, more=more, secret=secret)


def _remind(session: Session, call_id: int, batch: Sequence[str], *, more: bool, secret: str) -> None:
    call = session.get(SurveyCall, call_id)
    if call is None:
        return
    survey = session.get_one(
        Survey, call.survey_id, with_for_update={"read": True, "of": Survey}, populate_existing=True
    )
    going = survey.state == SurveyState.OPEN
    for key in batch if going else ():
        _remind_one(session, call, key, secret)
    if more and going:
        queue(session, REMIND_JOB, call_id, after=batch[-1])
    else:
        call.state = CallState.DONE
    session.flush()


def _remind_one(session: Session, call: SurveyCall, key: str, secret: str) -> None:
    """Looked up again in the transaction that writes the letter: an answer may have come meanwhile."""
    used = exists().where(
        UsedCode.survey_id == SurveyInvitation.survey_id, UsedCode.code_hash == SurveyInvitation.code_hash
    )
    wanted = select(SurveyInvitation).where(SurveyInvitation.key == key, ~used)
    one = session.scalar(wanted.execution_options(populate_existing=True))
    if one is None or not _may_be_written_to(session, one):
        send_nothing(session)
        return
    round_key = f"{call.survey.key}:{call.id}"
    if claim_item(session, recipient=one.recipient, kind=Notice.REMINDER, key=round_key):
        write_letter(session, call, one.name, one.address, code_of(one.salt, secret=secret), private=True)


def _may_be_written_to(session: Session, invitation: SurveyInvitation) -> bool:
    """Not to somebody who has had the use of their data restricted since."""
    account = session.get(Account, invitation.account_id) if invitation.account_id else None
    return account is None or account.restricted_at is None
