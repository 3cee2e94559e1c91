"""Workshops, registrations and topics for tests, with defaults that make sense. Flush, never commit."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.codes import code_hash, new_code
from core.cycles.models import Cycle
from forum.discussion.enums import About, Identity
from forum.discussion.models import Topic, TopicPost
from forum.seats.enums import RegistrationState
from forum.seats.models import Registration
from forum.workshops.enums import WorkshopState
from forum.workshops.models import AgendaItem, Workshop, WorkshopSession
from tests import factories

FIRST_SESSION = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)  # 09.00 WITA
_numbers = count(1)


def workshop(
    session: Session, *, cycle: Cycle | None = None, seats: int = 20, sessions: int = 1, **values: object
) -> Workshop:
    """An open workshop with sessions of three hours on following days, each with one part in its agenda."""
    number = next(_numbers)
    made = Workshop(
        cycle_id=(cycle or factories.cycle(session)).id,
        seats=seats,
        **{
            "key": f"lokakarya-{number}",
            "title_id": f"Lokakarya {number}",
            "title_en": f"Workshop {number}",
            "place": "Aula",
            "state": WorkshopState.OPEN,
            **values,
        },
    )
    for day in range(sessions):
        begin = FIRST_SESSION + timedelta(days=day)
        part = AgendaItem(position=1, title_id="Pembukaan", title_en="Opening", minutes=30)
        made.sessions.append(
            WorkshopSession(starts_at=begin, ends_at=begin + timedelta(hours=3), agenda=[part])
        )
    session.add(made)
    session.flush()
    return made


def registration(
    session: Session,
    workshop: Workshop,
    *,
    account: Account | None = None,
    state: RegistrationState = RegistrationState.REGISTERED,
    **values: object,
) -> Registration:
    """A row as it is, without the services: seats are not counted unless the state holds one."""
    number = next(_numbers)
    if state in {RegistrationState.REGISTERED, RegistrationState.OFFERED}:
        workshop.taken += 1
    if state == RegistrationState.WAITING:
        workshop.queued += 1
        values.setdefault("queue_number", workshop.queued)
    made = Registration(
        key=f"{number:032x}",
        workshop_id=workshop.id,
        account_id=account.id if account else None,
        state=state,
        code_hash=code_hash(new_code()),
        **{"name": account.name if account else f"Peserta {number}", **values},
    )
    session.add(made)
    session.flush()
    return made


def topic(session: Session, *, cycle: Cycle | None = None, **values: object) -> Topic:
    """An open topic about its cycle, with names."""
    number, cycle = next(_numbers), cycle or factories.cycle(session)
    made = Topic(
        key=f"topik-{number}",
        cycle_id=cycle.id,
        **{
            "title_id": f"Topik {number}",
            "about_kind": About.CYCLE,
            "about_key": cycle.key,
            "identity": Identity.NAME,
            **values,
        },
    )
    session.add(made)
    session.flush()
    return made


def post(session: Session, topic: Topic, body: str = "Perlu pelatihan arsip.", **values: object) -> TopicPost:
    """A visible post."""
    number = next(_numbers)
    made = TopicPost(
        key=f"{number:032x}",
        topic_id=topic.id,
        body=body,
        shown_name=f"Orang {number}",
        code_hash=code_hash(new_code()),
        nonce_hash=f"{number:064x}",
        written_on=date(2027, 1, 4),
        **values,
    )
    session.add(made)
    session.flush()
    return made
