"""Answers of registrations that are kept for some days only, counted from the day of the last session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.effects import JobEffect
from core.errors import N_
from core.slices import Slice
from core.sql import erase_bytes_after_commit
from forum.seats.models import Registration
from forum.workshops.models import RegistrationForm, Workshop, WorkshopSession
from forum.workshops.questions import asked, keep_days
from surveys.engine import answerable


@dataclass(frozen=True)
class Due:
    """An edition some of whose answers are past their time."""

    form_id: int
    workshop_key: str
    names: frozenset[str]


def forget_answers(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    """The periodic job: what is due is found first; the effect removes it, each edition once a day."""
    now = utc_now()
    found = due_answers(session, now=now)

    def effect(session: Session) -> Mapping[str, object]:
        return {"forgotten": sum(_forget(session, due, today=now.date()) for due in found)}

    return effect


def due_answers(session: Session, *, now: datetime) -> list[Due]:
    """The editions not yet seen to today, with the questions whose days are over."""
    ends = func.max(WorkshopSession.ends_at)
    forms = session.execute(
        select(RegistrationForm, Workshop.key, ends)
        .join(Workshop, Workshop.id == RegistrationForm.workshop_id)
        .join(WorkshopSession, WorkshopSession.workshop_id == Workshop.id)
        .where(or_(RegistrationForm.forgotten_on.is_(None), RegistrationForm.forgotten_on < now.date()))
        .group_by(RegistrationForm.id, Workshop.key)
        .having(ends <= now)
        .order_by(RegistrationForm.id)
    )
    due = [Due(form.id, key, _over(form, end, now)) for form, key, end in forms]
    return [one for one in due if one.names]


def _over(form: RegistrationForm, end: datetime, now: datetime) -> frozenset[str]:
    days = {part.name: keep_days(question) for question in asked(form) for part in answerable([question])}
    return frozenset(
        n for n, kept in days.items() if kept is not None and end.date() + timedelta(kept) <= now.date()
    )


def _forget(session: Session, due: Due, *, today: date) -> int:
    """How many registrations lost answers; of several workers one sees to an edition each day."""
    claimed = session.execute(
        update(RegistrationForm)
        .where(
            RegistrationForm.id == due.form_id,
            or_(RegistrationForm.forgotten_on.is_(None), RegistrationForm.forgotten_on < today),
        )
        .values(forgotten_on=today)
        .returning(RegistrationForm.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if claimed is None:
        return 0
    rows = session.execute(
        select(Registration.id, Registration.answers).where(Registration.form_id == due.form_id)
    ).all()
    counts = [_strip(session, number, answers, due.names) for number, answers in rows]
    if not any(counts):
        return 0
    audit.record(
        session,
        actor_id=None,
        action="workshop.answers.forget",
        kind="workshop",
        key=due.workshop_key,
        registrations=sum(1 for count in counts if count),
        answers=sum(counts),
    )
    erase_bytes_after_commit(session)
    return sum(1 for count in counts if count)


def _strip(session: Session, number: int, answers: Mapping[str, object], names: frozenset[str]) -> int:
    """Remove the answers under these names; how many there were."""
    gone = answers.keys() & names
    if gone:
        left = {name: value for name, value in answers.items() if name not in names}
        session.execute(update(Registration).where(Registration.id == number).values(answers=left))
    return len(gone)


JOB = "forum.forget_answers"
PART = Slice(
    name="forgetting",
    blueprints=(),
    policies={},
    jobs={JOB: forget_answers},
    periodic=(JOB,),
    actions={
        "workshop.answers.forget": N_("menghapus jawaban pendaftaran yang lewat masa simpannya"),
    },
)
