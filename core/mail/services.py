"""Write mails, send them, and note what became of them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from secrets import token_hex

from sqlalchemy import case, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.effects import JobEffect
from core.errors import N_, Conflict, Invalid
from core.jobs.services import enqueue
from core.mail.addresses import is_address, same_address
from core.mail.models import Mail, MailAttachment, MailState
from core.mail.sender import Attachment, deliver, is_final, letter_of
from core.mail.server import parse_mail_url

JOB = "core.send_mail"
MAX_ATTEMPTS = 5
FIRST_RETRY = timedelta(minutes=1)


def send_mail(
    session: Session,
    *,
    to: str,
    subject: str,
    body: str,
    key: str | None = None,
    attachments: Sequence[Attachment] = (),
    private: bool = False,
) -> Mail:
    """Write a mail in the caller's transaction; a job sends it. With `key`, an equal one is written once.

    Without a mail server the job leaves it on the outbox page, where a person takes it over. The
    subject is shown in lists: no codes in it. Raises Invalid where `to` is no address.
    """
    if not is_address(to.strip()):
        raise Invalid(N_("Alamat surel itu tidak dapat dipakai. Contoh yang benar: nama@contoh.go.id."))
    files = [MailAttachment(name=a.name, media_type=a.media_type, content=a.content) for a in attachments]
    mail = Mail(
        to_address=same_address(to),
        subject=" ".join(subject.split()),
        body=body,
        key=key,
        attachments=files,
        private=private,
    )
    if key is not None and (existing := session.scalar(select(Mail).where(Mail.key == key))) is not None:
        return existing
    try:
        with session.begin_nested():
            session.add(mail)
            session.flush()
    except IntegrityError:  # another transaction wrote the same one in the meantime
        return session.scalars(select(Mail).where(Mail.key == key)).one()
    _enqueue(session, mail)
    return mail


def _enqueue(session: Session, mail: Mail, *, pause: timedelta = timedelta()) -> None:
    number = mail.attempts
    job = enqueue(session, JOB, {"mail": mail.id, "attempt": number}, key=f"mail:{mail.id}:{number}")
    job.run_after = utc_now() + pause
    session.flush()


def send_nothing(session: Session) -> None:
    """A job in the place of a private mail that somebody does not get: whoever counts jobs counts both."""
    enqueue(session, JOB, {"mail": 0, "attempt": 0}, key=f"mail:0:{token_hex(8)}")


def send_waiting(session: Session, mail_id: int, *, attempt: int, mail_url: str) -> JobEffect:
    """Send a mail if it still waits for this attempt; the effect notes what became of it.

    A failure ends this job all the same: the effect notes it on the mail and asks for another job later.
    """
    mail = session.get(Mail, mail_id)
    if mail is None or (mail.state, mail.attempts) != (MailState.WAITING, attempt) or not mail_url:
        return lambda _session: {"sent": False}
    letter = letter_of(mail)
    session.rollback()  # a slow server must not keep a transaction open
    try:
        deliver(letter, parse_mail_url(mail_url))
    except (OSError, ValueError, Invalid) as error:
        kind, final = type(error).__name__, is_final(error)
        return lambda writing: _note_failure(writing, mail_id, error=kind, final=final)
    return lambda writing: _note_sent(writing, mail_id)


def _note_sent(session: Session, mail_id: int) -> Mapping[str, object]:
    """The text has arrived and is kept no longer: it may hold a code."""
    noted = session.execute(
        update(Mail)
        .where(Mail.id == mail_id, Mail.state == MailState.WAITING)
        .values(state=MailState.SENT, sent_at=utc_now(), attempts=Mail.attempts + 1, error=None, body="")
        .returning(Mail.id)
    ).scalar()
    if noted is not None:
        _empty_attachments(session, mail_id)
        _drop_private(session, mail_id)
    return {"sent": noted is not None}


def _empty_attachments(session: Session, mail_id: int) -> None:
    session.execute(update(MailAttachment).where(MailAttachment.mail_id == mail_id).values(content=b""))


def _drop_private(session: Session, mail_id: int) -> None:
    """Nothing of a private mail stays, not even that it was written."""
    session.execute(delete(Mail).where(Mail.id == mail_id, Mail.private))


def _note_failure(session: Session, mail_id: int, *, error: str, final: bool) -> Mapping[str, object]:
    mail = session.get(Mail, mail_id, populate_existing=True)
    if mail is None or mail.state != MailState.WAITING:
        return {"sent": False}
    mail.attempts += 1
    mail.error = error
    if final or mail.attempts >= MAX_ATTEMPTS:
        mail.state = MailState.FAILED
        session.flush()
        _drop_private(session, mail_id)
    else:
        _enqueue(session, mail, pause=FIRST_RETRY * 4 ** (mail.attempts - 1))
    return {"sent": False, "error": error}


def _move(session: Session, mail: Mail, *states: MailState, **values: object) -> None:
    """One conditional UPDATE: the mail may have been sent while its page was open."""
    moved = session.execute(
        update(Mail).where(Mail.id == mail.id, Mail.state.in_(states)).values(**values).returning(Mail.id)
    ).scalar()
    if moved is None:
        raise Conflict(N_("Keadaan surel ini sudah berubah. Muat ulang halamannya."))
    session.refresh(mail)


def _record(session: Session, mail: Mail, action: str, actor_id: int | None) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="mail", key=str(mail.id))


def hand_on(session: Session, mail: Mail, *, actor_id: int | None) -> None:
    """A person brought it to its reader; its text is kept no longer."""
    _move(
        session,
        mail,
        MailState.WAITING,
        MailState.FAILED,
        state=MailState.HANDED,
        sent_at=utc_now(),
        body="",
    )
    _empty_attachments(session, mail.id)
    _record(session, mail, "mail.hand", actor_id)


def send_again(session: Session, mail: Mail, *, actor_id: int | None) -> None:
    """Try a failed mail, or one that was written before there was a server, once more.

    The number of the attempt moves on, so that a job which still waits for this mail finds nothing to do.
    """
    count = Mail.attempts + case((Mail.state == MailState.WAITING, 1), else_=0)
    _move(session, mail, MailState.FAILED, MailState.WAITING, state=MailState.WAITING, attempts=count)
    _enqueue(session, mail)
    _record(session, mail, "mail.retry", actor_id)


def cancel(session: Session, mail: Mail, *, actor_id: int | None) -> None:
    """Take back a mail that has not gone out; nothing of it is kept."""
    gone = session.execute(
        delete(Mail)
        .where(Mail.id == mail.id, Mail.state.in_((MailState.WAITING, MailState.FAILED)))
        .returning(Mail.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if gone is None:
        raise Conflict(N_("Keadaan surel ini sudah berubah. Muat ulang halamannya."))
    session.expunge(mail)
    audit.record(session, actor_id=actor_id, action="mail.cancel", kind="mail", key=str(gone))
