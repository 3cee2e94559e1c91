"""Who wanted a seat and has none: how the plan counts them."""

from sqlalchemy.orm import Session

from core.units.models import Unit
from forum.seats.demand import unmet
from forum.seats.enums import RegistrationState
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from tests import factories
from tests.forum import factories as forum
from tests.forum.factories import FIRST_SESSION

WITHOUT = ("requested", "waiting", "expired", "refused", "unserved")


def many(session: Session, workshop: Workshop, number: int, state: str, unit: Unit | None = None) -> None:
    until = {"offered_until": FIRST_SESSION} if state == "offered" else {}
    for _ in range(number):
        forum.registration(
            session, workshop, state=RegistrationState(state), unit_id=unit.id if unit else None, **until
        )


def told(session: Session, cycle_id: int) -> list[tuple[str, str, int]]:
    return [(one.key, one.unit, one.count) for one in unmet(session, cycle_id)]


def test_all_who_went_without_count_and_nobody_else(session: Session) -> None:
    cycle, other = factories.cycle(session), factories.cycle(session)
    asked = forum.workshop(session, cycle=cycle, key="arsip", title_id="Arsip", title_en="Records")
    for number, state in enumerate(RegistrationState, 1):
        many(session, asked, number, state)
    expected = sum(number for number, state in enumerate(RegistrationState, 1) if state in WITHOUT)
    served = forum.workshop(session, cycle=cycle)
    many(session, served, 6, "registered")
    many(session, served, 1, "walk_in")
    more = forum.workshop(session, cycle=cycle, key="data")
    many(session, more, 40, "waiting")
    many(session, forum.workshop(session, cycle=other), 9, "waiting")
    session.commit()
    assert expected == 1 + 2 + 7 + 8 + 10
    assert told(session, cycle.id) == [("data", "", 40), ("arsip", "", 28)]
    (found,) = [one for one in unmet(session, cycle.id) if one.key == "arsip"]
    assert (found.kind, found.title_id, found.title_en, found.url) == (
        "workshop",
        "Arsip",
        "Records",
        "/workshop/arsip",
    )


def test_a_workshop_that_was_called_off_served_nobody(session: Session) -> None:
    cycle = factories.cycle(session)
    off = forum.workshop(session, cycle=cycle, key="batal", state=WorkshopState.CANCELLED)
    many(session, off, 4, "registered")
    many(session, off, 3, "unserved")
    many(session, off, 2, "cancelled")
    assert told(session, cycle.id) == [("batal", "", 7)]


def test_only_units_of_five_are_named_and_the_rest_cannot_be_worked_out(session: Session) -> None:
    cycle = factories.cycle(session)
    large, five, four = (factories.unit(session, name=name) for name in ("Alak", "Namosain", "Nunhila"))
    first = forum.workshop(session, cycle=cycle, key="a")
    for unit, number in ((large, 9), (five, 5), (four, 4), (None, 1)):
        many(session, first, number, "waiting", unit)
    many(session, first, 7, "registered", four)
    second = forum.workshop(session, cycle=cycle, key="b")
    for unit, number in ((large, 6), (five, 5), (four, 4)):  # 4 alone could be worked out from the total
        many(session, second, number, "unserved", unit)
    third = forum.workshop(session, cycle=cycle, key="c")
    many(session, third, 5, "waiting", five)
    many(session, third, 4, "waiting", four)
    fourth = forum.workshop(session, cycle=cycle, key="d")
    many(session, fourth, 5, "waiting", five)
    assert told(session, cycle.id) == [
        ("a", "", 19),
        ("a", "Alak", 9),
        ("a", "Namosain", 5),
        ("b", "", 15),
        ("b", "Alak", 6),
        ("c", "", 9),
        ("d", "", 5),
        ("d", "Namosain", 5),
    ]


def test_a_person_is_counted_once_and_not_beside_their_seat(session: Session) -> None:
    cycle = factories.cycle(session)
    made = forum.workshop(session, cycle=cycle, key="a")

    def come(state: str, name: str, **contact: str) -> None:
        forum.registration(session, made, state=RegistrationState(state), name=name, **contact)

    come("waiting", "Maria Bria", phone="0812111")
    come("refused", "maria bria", phone="0812111", email="maria@contoh.go.id")  # she came twice
    come("expired", "Maria Bria", email="maria@contoh.go.id")
    come("registered", "Yosef Tulle", phone="0812222")
    come("refused", "Yosef Tulle", phone="0812222")  # has a seat
    come("waiting", "Ana Leba", phone="0812222")  # a colleague whom he entered with his telephone
    come("waiting", "Ana Leba")  # nothing tells that this is the same one
    assert told(session, cycle.id) == [("a", "", 3)]
