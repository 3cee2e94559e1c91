"""People of the staff register in the demo's workshops: one held with participants, one full with a waiting list."""

from datetime import timedelta

from sqlalchemy import select

from core.base import utc_now
from core.policy import Role
from core.staff.models import Person, Post
from forum.seats import codes, services, staffing
from forum.seats.enums import Act, By, RegistrationState
from forum.seats.models import Registration
from forum.seats.moves import Step, note
from forum.seats.services import Answers, Applicant
from forum.workshops.models import Workshop
from rembuk.seeding.loading import Loading

HELD, OPEN = "lokakarya-kebutuhan-2027", "bimtek-layanan-digital"
PARTICIPANTS, WAITING = 18, 4


def load_seats(loading: Loading) -> None:
    """Registrations through the services; those of the held one as they were before it."""
    people = list(
        loading.session.execute(
            select(Person, Post.name)
            .outerjoin(Post, Post.id == Person.post_id)
            .where(Person.left_on.is_(None))
            .order_by(Person.id)
        )
    )
    held, coming = _workshop(loading, HELD), _workshop(loading, OPEN)
    if held is not None:
        for person, post in people[:PARTICIPANTS]:
            _took_part(loading, held, person, post or "")
    if coming is not None:
        _fill(loading, coming, [(p, post or "") for p, post in people[::-1]][: coming.seats + WAITING])


def _workshop(loading: Loading, key: str) -> Workshop | None:
    return loading.session.scalar(select(Workshop).where(Workshop.key == key))


def _took_part(loading: Loading, workshop: Workshop, person: Person, post: str) -> None:
    """A seat of a workshop that is over: no service gives one any more."""
    key = codes.new_key()
    code = codes.code_of(key, secret=loading.secret)
    made = Registration(
        key=key,
        workshop=workshop,
        account_id=person.account_id,
        unit_id=person.unit_id,
        name=person.name,
        post=post,
        state=RegistrationState.REGISTERED,
        confirmed_at=utc_now() - timedelta(days=16),
        code_hash=codes.hash_of(code),
    )
    workshop.taken = Workshop.taken + 1
    loading.session.add(made)
    loading.session.flush()
    loading.session.refresh(workshop)
    note(loading.session, made, "", Step(Act.REGISTER, By.PERSON, person.account_id))


def _fill(loading: Loading, workshop: Workshop, people: list[tuple[Person, str]]) -> None:
    """All seats and a waiting list; then somebody cancels, and the rule offers the seat."""
    actor_id = loading.actor_id(Role.FACILITATOR)
    made = [
        staffing.add_by_staff(
            loading.session,
            workshop,
            applicant=Applicant(person.name, person.unit_id, post),
            answers=Answers(),
            reason="Didaftarkan lewat surat dari unitnya",
            actor_id=actor_id,
            secret=loading.secret,
            account_id=person.account_id,
        )
        for person, post in people
    ]
    now = utc_now()
    for one in made[1:8]:
        services.confirm(loading.session, one, now=now)
    services.cancel(loading.session, made[0], now=now, actor_id=actor_id)
