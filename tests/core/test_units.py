"""Units: a tree without circles, addresses that stay, nothing deleted."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Conflict, Invalid
from core.policy import Role
from core.units import queries, services
from core.units.models import Unit
from core.units.services import UnitFacts
from tests.core.factories_core import UNIT
from tests.page import Browser, Page

BrowserOf = Callable[[Role], Browser]


def unit(session: Session, key: str, parent: Unit | None = None, **facts: object) -> Unit:
    wanted = UnitFacts(key, facts.pop("name", key.title()), parent_id=parent.id if parent else None, **facts)  # type: ignore[arg-type]
    return services.add_unit(session, wanted, actor_id=None)


def facts_of(unit: Unit, **changes: object) -> UnitFacts:
    kept = {name: getattr(unit, name) for name in UnitFacts.__dataclass_fields__}
    return UnitFacts(**{**kept, **changes})


@pytest.mark.database
def test_the_tree_lists_each_parent_before_its_children(session: Session) -> None:
    office = unit(session, "kantor", position=1)
    b, a = unit(session, "b", office, position=2), unit(session, "a", office, position=1)
    below = unit(session, "c", a)
    other = unit(session, "lain", position=2)
    rows = queries.tree(queries.all_units(session))
    assert [(row.unit, row.level) for row in rows] == [(office, 0), (a, 1), (below, 2), (b, 1), (other, 0)]


@pytest.mark.database
def test_citizens_are_offered_active_units_that_serve_them(session: Session) -> None:
    serving = unit(session, "loket")
    inner = unit(session, "umum", serves_public=False)
    unit(session, "tutup", active=False)
    assert queries.serving_units(session) == [serving]
    assert queries.active_units(session) == [serving, inner]


@pytest.mark.database
@pytest.mark.parametrize("under", ["kantor", "seksi", "loket"])
def test_a_unit_cannot_stand_below_itself(session: Session, under: str) -> None:
    office = unit(session, "kantor")
    section = unit(session, "seksi", office)
    unit(session, "loket", section)
    target = queries.find_unit(session, under)
    assert target is not None
    with pytest.raises(Invalid):
        services.change_unit(session, office, facts_of(office, parent_id=target.id), actor_id=None)
    assert office.parent_id is None
    services.change_unit(session, section, facts_of(section, parent_id=None), actor_id=None)
    assert section.parent_id is None


@pytest.mark.database
def test_an_address_is_given_once(session: Session) -> None:
    unit(session, "loket")
    with pytest.raises(Conflict):
        unit(session, "loket")
    assert session.scalars(select(Unit.key)).all() == ["loket"]


def test_an_administrator_adds_and_changes_a_unit(browser_of: BrowserOf, session: Session) -> None:
    office = unit(session, "kantor")
    session.commit()
    admin = browser_of(Role.ADMINISTRATOR)
    admin.post("/kelola/unit/baru", {**UNIT, "key": "kel-baru", "parent": str(office.id)})
    made = queries.find_unit(session, "kel-baru")
    assert made is not None
    assert (made.name, made.kind, made.code, made.parent_id, made.position, made.serves_public) == (
        "Kelurahan Baru",
        "Kelurahan",
        "99.01",
        office.id,
        3,
        True,
    )
    changed = {k: v for k, v in UNIT.items() if k not in {"active", "serves_public"}}
    admin.post("/kelola/unit/kel-baru", {**changed, "name": "Kelurahan Lama", "key": "alamat-lain"})
    session.expire_all()
    assert (made.key, made.name, made.active, made.serves_public) == (
        "kel-baru",
        "Kelurahan Lama",
        False,
        False,
    )
    assert "nonaktif" in admin.get("/kelola/unit").text
    assert session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()[-2:] == [
        "unit.create",
        "unit.change",
    ]


@pytest.mark.parametrize("key", ["Kel-Baru", "kel baru", "kel/baru", "-kel", "kel--baru", ""])
def test_an_address_is_plain(browser_of: BrowserOf, session: Session, key: str) -> None:
    page = browser_of(Role.ADMINISTRATOR).post("/kelola/unit/baru", {**UNIT, "key": key}, status=200)
    assert isinstance(page, Page)
    assert [a.get("href") for a in page.all(".note.bad a")] == ["#key"]
    assert session.scalars(select(Unit.id)).all() == []


def test_the_form_does_not_offer_the_unit_itself(browser_of: BrowserOf, session: Session) -> None:
    office, section = unit(session, "kantor"), unit(session, "seksi")
    session.commit()
    page = browser_of(Role.ADMINISTRATOR).get("/kelola/unit/kantor")
    assert [o.get("value") for o in page.all("#parent option")] == ["", str(section.id)]
    browser_of(Role.ADMINISTRATOR).get("/kelola/unit/tidak-ada", status=404)
    assert office.parent_id is None


def test_a_circle_is_refused_on_the_page(browser_of: BrowserOf, session: Session) -> None:
    office = unit(session, "kantor")
    section = unit(session, "seksi", office)
    session.commit()
    sent = {**UNIT, "parent": str(section.id)}
    page = browser_of(Role.ADMINISTRATOR).post("/kelola/unit/kantor", sent, status=200)
    assert isinstance(page, Page)
    assert "di bawah dirinya sendiri" in page.texts(".note.bad")[0]
    session.expire_all()
    assert (office.name, office.parent_id) == ("Kantor", None)
