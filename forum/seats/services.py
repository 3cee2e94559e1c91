"""Register, confirm, change and cancel: what a person does with their own registration."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.errors import N_, Closed, Conflict, Full, Invalid
from core.mail.addresses import is_address, same_address
from core.nonces import nonce_hash
from core.policy import Role
from forum.seats import codes, rules
from forum.seats.counting import lock, next_number, take_seat
from forum.seats.enums import ACTIVE, MAY_REJOIN, PARTICIPANT, Act, By, RegistrationState
from forum.seats.models import Registration
from forum.seats.moves import Step, begin, move, note
from forum.seats.offering import next_of, offer_next
from forum.workshops.enums import WorkshopState
from forum.workshops.models import RegistrationForm, Workshop

LINE_FIRST = N_("Masih ada yang menunggu tempat lebih dahulu.")
OPEN = Workshop.state == WorkshopState.OPEN
ENDS = frozenset({WorkshopState.HELD, WorkshopState.CANCELLED})


@dataclass(frozen=True)
class Applicant:
    """Who wants to come and how they are reached."""

    name: str
    unit_id: int | None = None
    post: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Answers:
    """What was answered, and to which edition of the form."""

    form: RegistrationForm | None = None
    body: Mapping[str, object] | None = None

    def values(self) -> dict[str, object]:
        return {"form_id": self.form.id if self.form else None, "answers": dict(self.body or {})}


def clean(applicant: Applicant, *, by_account: bool) -> dict[str, object]:
    """The columns. Raises Invalid: without an account somebody must be reachable."""
    values = {key: v.strip() if isinstance(v, str) else v for key, v in asdict(applicant).items()}
    if values["email"] and not is_address(str(values["email"])):
        raise Invalid(N_("Alamat surel itu tidak dapat dipakai. Contoh yang benar: nama@contoh.go.id."))
    values["email"] = same_address(str(values["email"])) if values["email"] else ""
    if not by_account and not values["email"] and not values["phone"]:
        raise Invalid(N_("Isi nomor telepon atau alamat surel, supaya Anda dapat dihubungi."))
    if not values["name"]:
        raise Invalid(N_("Isi nama Anda."))
    return values


def find_repeat(session: Session, workshop: Workshop, nonce: str) -> Registration | None:
    """What this form has led to already. Raises Invalid where it was another workshop's."""
    found = session.scalar(select(Registration).where(Registration.nonce_hash == nonce_hash(nonce)))
    if found is not None and found.workshop_id != workshop.id:
        raise Invalid(N_("Formulir ini milik workshop lain. Buka lagi halaman pendaftarannya."))
    return found


def register(
    session: Session,
    workshop: Workshop,
    *,
    applicant: Applicant,
    answers: Answers,
    nonce: str,
    wait: bool,
    now: datetime,
    role: Role | None,
    actor_id: int | None,
    secret: str,
) -> Registration:
    """A seat, a place in the line, or a request: one row for each form and for each account.

    The same form sent again has the same result, whatever has changed since. Without a seat and without
    `wait` it raises Full, so that the page can ask; a person who left comes back with the new answers.
    """
    lock(session, workshop)
    if (repeat := find_repeat(session, workshop, nonce)) is not None:
        return repeat
    rules.require_time(workshop, now=now)
    rules.require_person(workshop, role=role)
    values = clean(applicant, by_account=actor_id is not None) | answers.values()
    values["nonce_hash"] = nonce_hash(nonce)
    known = of_account(session, workshop, actor_id)
    if known is None:
        known = _blank(workshop, actor_id, codes.key_of(nonce, secret=secret), secret)
        step = Step(Act.REGISTER, By.PERSON, actor_id)
    else:
        _require_gone(known)
        step = Step(Act.REJOIN, By.PERSON, actor_id)
    place(session, known, values=values, wait=wait, step=step, conditions=(OPEN,))
    return known


def of_account(session: Session, workshop: Workshop, account_id: int | None) -> Registration | None:
    """The one registration of an account."""
    if account_id is None:
        return None
    own = (Registration.workshop_id == workshop.id, Registration.account_id == account_id)
    return session.scalar(select(Registration).where(*own).execution_options(populate_existing=True))


def _require_gone(known: Registration) -> None:
    """Raise unless this person left and may come back."""
    if known.state in ACTIVE | PARTICIPANT:
        raise Conflict(N_("Anda sudah mendaftar untuk workshop ini. Lihat di halaman Workshop saya."))
    if known.state not in MAY_REJOIN:
        raise Conflict(
            N_(
                "Pendaftaran Anda untuk workshop ini tidak disetujui. Hubungi penyelenggara bila ada pertanyaan."
            )
        )


def _blank(workshop: Workshop, account_id: int | None, key: str, secret: str) -> Registration:
    code = codes.code_of(key, secret=secret)
    return Registration(
        key=key,
        workshop=workshop,
        account_id=account_id,
        code_hash=codes.hash_of(code),
        name="",
        state="",
    )


def place(
    session: Session,
    registration: Registration,
    *,
    values: Mapping[str, object],
    wait: bool,
    step: Step,
    conditions: tuple[ColumnElement[bool], ...] = (),
) -> None:
    """Where somebody comes to stand who holds nothing yet. The workshop is locked already."""
    workshop, before = registration.workshop, registration.state
    unit_id = values.get("unit_id", registration.unit_id)
    assert unit_id is None or isinstance(unit_id, int)
    asked = workshop.approval and step.by == By.PERSON
    state, act = RegistrationState.REQUESTED, Act.REQUEST
    number = registration.queue_number
    if not asked:
        state, act = RegistrationState.REGISTERED, Act.REGISTER
        try:
            if step.by == By.PERSON and next_of(session, workshop) is not None:
                raise Full(LINE_FIRST)  # offers have stopped, but nobody passes those who wait
            take_seat(session, workshop, unit_id, *conditions)
        except Full:
            if not wait:
                raise
            state, act, number = RegistrationState.WAITING, Act.QUEUE, next_number(session, workshop)
    for name, value in values.items():
        setattr(registration, name, value)
    registration.state, registration.queue_number, registration.confirmed_at = state, number, None
    session.add(registration)
    session.flush()
    facts = {"number": number} if state == RegistrationState.WAITING and number else {}
    kept = step.act if step.act in {Act.REJOIN, Act.ADD, Act.APPROVE} else act
    note(session, registration, before, Step(kept, step.by, step.actor_id, step.reason, facts))


def rejoin(
    session: Session, registration: Registration, *, now: datetime, actor_id: int | None = None
) -> None:
    """Who cancelled, declined or let an offer pass comes back: to a free seat, else to the end of the line."""
    begin(session, registration)
    rules.require_time(registration.workshop, now=now)
    _require_gone(registration)
    place(
        session,
        registration,
        values={},
        wait=True,
        step=Step(Act.REJOIN, By.PERSON, actor_id),
        conditions=(OPEN,),
    )


def confirm(
    session: Session, registration: Registration, *, now: datetime, actor_id: int | None = None
) -> None:
    """The person says that they will come; saying it twice changes nothing."""
    begin(session, registration)
    if registration.state == RegistrationState.REGISTERED and registration.confirmed_at is not None:
        return
    move(
        session,
        registration,
        before={RegistrationState.REGISTERED},
        after=RegistrationState.REGISTERED,
        step=Step(Act.CONFIRM, By.PERSON, actor_id),
        confirmed_at=now,
    )


def change(
    session: Session,
    registration: Registration,
    *,
    applicant: Applicant,
    answers: Answers,
    by: By = By.PERSON,
    actor_id: int | None = None,
) -> None:
    """Correct name, contact and answers. The unit stays: a seat of its quota is held."""
    begin(session, registration)
    _require_running(registration)
    values = clean(applicant, by_account=registration.account_id is not None or by == By.STAFF)
    del values["unit_id"]
    state = RegistrationState(registration.state)
    changed = {k: v for k, v in (values | answers.values()).items() if getattr(registration, k) != v}
    step = Step(Act.CHANGE, by, actor_id, facts={"fields": len(changed)})
    move(session, registration, before=ACTIVE, after=state, step=step, **changed)


def _require_running(registration: Registration) -> None:
    if registration.workshop.state in ENDS:
        raise Closed(N_("Workshop ini sudah selesai atau dibatalkan."))


def cancel(
    session: Session,
    registration: Registration,
    *,
    now: datetime,
    by: By = By.PERSON,
    reason: str = "",
    actor_id: int | None = None,
) -> None:
    """Give the seat or the place in the line back; a seat goes to the next at once."""
    begin(session, registration)
    _require_running(registration)
    move(
        session,
        registration,
        before=ACTIVE,
        after=RegistrationState.CANCELLED,
        step=Step(Act.CANCEL, by, actor_id, reason),
        confirmed_at=None,
    )
    offer_next(session, registration.workshop, now=now)
