"""The register: NIPs that are nowhere, corrections with history, superiors without circles."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Conflict, Invalid
from core.policy import Role
from core.staff import queries, rights, services
from core.staff.models import Person, PersonChange
from core.staff.nip import clean_nip, masked_nip, nip_hmac
from core.staff.services import PersonFacts
from tests import factories
from tests.core.factories_staff import SECRET, nip, person, post

pytestmark = pytest.mark.database
NIP = "198504172010041003"
PPPK = "199002142021212007"


def facts_of(person: Person, **changes: object) -> PersonFacts:
    kept = {name: getattr(person, name) for name in PersonFacts.__dataclass_fields__}
    return replace(PersonFacts(**kept), **changes)  # type: ignore[arg-type]


def change(session: Session, person: Person, *, nip: str = "", **changes: object) -> list[str]:
    return services.change_person(
        session, person, facts_of(person, **changes), nip=nip, secret=SECRET, actor_id=None
    )


@pytest.mark.parametrize(
    "written", [NIP, PPPK, "19850417 201004 1 003", "'198504172010041003", " 1985-0417-201004-1-003"]
)
def test_a_nip_is_18_digits_that_begin_with_a_birth_date(written: str) -> None:
    assert clean_nip(written) in {NIP, PPPK}


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("19850417201004100", "18 angka"),
        ("19850417201004100A", "18 angka"),
        ("١٩٨٥٠٤١٧٢٠١٠٠٤١٠٠٣", "18 angka"),
        ("198513172010041003", "tanggal lahir"),
        ("198502302010041003", "tanggal lahir"),
        ("1.98504172010041E+17", "format"),
        ("1,98504E+17", "format"),
        ("198504172010041000", "format"),
    ],
)
def test_other_numbers_are_refused_with_what_to_do(written: str, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_nip(written)
    assert reason in refusal.value.message


def test_of_a_nip_only_a_keyed_hash_and_three_digits_are_kept(session: Session) -> None:
    other = person(session, nip=PPPK)
    kept = person(session, nip="19850417 201004 1 003")
    assert kept.nip_hmac == nip_hmac(NIP, secret=SECRET) != nip_hmac(NIP, secret="another key")
    assert (kept.nip_tail, masked_nip(kept.nip_tail)) == ("003", "•••••••••••••••\N{NO-BREAK SPACE}003")
    assert masked_nip(other.nip_tail)[-3:] == "007"
    assert masked_nip("") == ""
    everything = [repr(row) for row in session.execute(select(Person.__table__)).all()]
    assert not any(NIP in row or PPPK in row for row in everything)


def test_a_nip_belongs_to_one_person(session: Session) -> None:
    person(session, name="Ana", nip=NIP)
    with pytest.raises(Conflict):
        person(session, name="Budi", nip=NIP)
    budi = person(session, name="Budi")
    with pytest.raises(Conflict):
        change(session, budi, nip=NIP)
    assert session.scalars(select(Person.name)).all() == ["Ana", "Budi"]


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("iii/A", "III/a"),
        ("Penata Muda (III/a)", "III/a"),
        (" IV / e ", "IV/e"),
        ("ix", "IX"),
        ("XVII", "XVII"),
        ("XIV", "XIV"),
        ("V", "V"),
        ("", ""),
    ],
)
def test_groups(written: str, group: str) -> None:
    assert services.clean_group(written) == group


@pytest.mark.parametrize("written", ["III", "III/f", "V/a", "IIII", "XVIII", "3a", "Penata"])
def test_groups_that_there_are_not(written: str) -> None:
    if written == "III":
        assert services.clean_group(written) == "III"  # PPPK count in Roman figures
        return
    with pytest.raises(Invalid):
        services.clean_group(written)


def test_each_correction_is_remembered_and_the_nip_only_as_replaced(session: Session) -> None:
    editor = factories.account(session, role=Role.ADMINISTRATOR, name="Ibu Ada")
    clerk, unit = post(session), factories.unit(session)
    person(session, name="Lain", nip=PPPK)
    ana = person(session, name="Ana", nip=NIP)
    wanted = facts_of(ana, name="Ana Baru", post_id=clerk.id, unit_id=unit.id)
    changed = services.change_person(session, ana, wanted, nip=nip(5), secret=SECRET, actor_id=editor.id)
    assert sorted(changed) == ["name", "nip", "post_id", "unit_id"]
    history = queries.history_of(session, ana)
    assert sorted((c.field, c.before, c.after, who) for c, who in history) == [
        ("name", "Ana", "Ana Baru", "Ibu Ada"),
        ("nip", "", "", "Ibu Ada"),
        ("post_id", "", str(clerk.id), "Ibu Ada"),
        ("unit_id", "", str(unit.id), "Ibu Ada"),
    ]
    assert change(session, ana, nip=nip(5)) == []
    assert len(queries.history_of(session, ana)) == 4
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "person.change")).one()
    assert "Ana" not in repr(event.facts)


@pytest.mark.parametrize("under", ["b", "c"])
def test_nobody_is_above_their_own_superior(session: Session, under: str) -> None:
    a = person(session, name="a")
    b = person(session, name="b", superior_id=a.id)
    c = person(session, name="c", superior_id=b.id)
    with pytest.raises(Invalid):
        change(session, a, superior_id={"b": b, "c": c}[under].id)
    with pytest.raises(Invalid):
        change(session, a, superior_id=a.id)
    assert a.superior_id is None
    assert change(session, c, superior_id=a.id) == ["superior_id"]


def test_leaving_coming_back_and_erasing(session: Session) -> None:
    account = factories.account(session, role=Role.ASN)
    ana = person(session, name="Ana", account_id=account.id)
    below = person(session, name="Budi", superior_id=ana.id)
    services.leave(session, ana, on=date(2027, 3, 1), actor_id=None)
    assert not ana.active
    services.come_back(session, ana, actor_id=None)
    assert ana.active
    with pytest.raises(Conflict):
        services.erase_person(session, ana, actor_id=None)
    change(session, ana, account_id=None)
    services.erase_person(session, ana, actor_id=None)
    session.expire_all()
    assert session.scalars(select(Person.name)).all() == ["Budi"]
    assert below.superior_id is None
    assert session.scalars(select(PersonChange)).all() == []
    assert session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all() == [
        "person.create",
        "person.create",
        "person.leave",
        "person.return",
        "person.change",
        "person.erase",
    ]


def test_an_account_belongs_to_one_person_and_not_to_a_citizen(session: Session) -> None:
    citizen, asn = factories.account(session), factories.account(session, role=Role.ASN)
    with pytest.raises(Invalid):
        person(session, account_id=citizen.id)
    person(session, account_id=asn.id)
    with pytest.raises(Conflict):
        person(session, account_id=asn.id)


def test_the_register_is_searched_by_name_tail_unit_and_state(session: Session) -> None:
    unit = factories.unit(session)
    ana = person(session, name="Ana Tallo", nip=NIP, unit_id=unit.id)
    budi = person(session, name="Budi 003", superior_id=ana.id)
    gone = person(session, name="Cici", nip=PPPK)
    services.leave(session, gone, on=date(2027, 1, 1), actor_id=None)

    def found(**how: object) -> list[int]:
        return [row.person.id for row in queries.list_people(session, **how).rows]  # type: ignore[arg-type]

    assert found() == [ana.id, budi.id]
    assert found(search="tAL") == [ana.id]
    assert found(search="003") == [ana.id, budi.id]
    assert found(search="%") == []
    assert found(unit_id=unit.id) == [ana.id]
    assert found(active=False) == [gone.id]
    assert found(active=None) == [ana.id, budi.id, gone.id]
    assert queries.list_people(session).rows[1].superior == "Ana Tallo"


def test_a_superior_is_found_by_name_or_nip(session: Session) -> None:
    ana, twin = person(session, name="Ana  Tallo", nip=NIP), person(session, name="Budi")
    person(session, name="budi")
    gone = person(session, name="Ana Tallo")
    services.leave(session, gone, on=date(2027, 1, 1), actor_id=None)
    assert queries.find_by_name_or_nip(session, " ana tallo", secret=SECRET) == ana
    assert queries.find_by_name_or_nip(session, NIP, secret=SECRET) == ana
    for written, reason in [
        ("Budi", "lebih dari satu"),
        ("Cici", "tidak ditemukan"),
        (PPPK, "tidak ditemukan"),
    ]:
        with pytest.raises(Invalid, match=reason):
            queries.find_by_name_or_nip(session, written, secret=SECRET)
    assert twin.active


def test_a_person_sees_their_record_and_an_erased_account_is_unlinked(session: Session) -> None:
    account, other = (factories.account(session, role=Role.ASN) for _ in range(2))
    ana = person(session, name="Ana", nip=NIP, account_id=account.id)
    person(session, name="Budi", nip=PPPK, account_id=other.id)
    change(session, ana, rank_group="III/b")
    told = rights.collect(session, account.id)
    assert isinstance(told, dict)
    assert (told["record"]["name"], told["record"]["nip"]) == ("Ana", "•••••••••••••••\N{NO-BREAK SPACE}003")
    assert [entry["after"] for entry in told["record"]["history"]] == ["III/b"]
    rights.erase(session, account.id)
    session.expire_all()
    assert [ana.account_id, *session.scalars(select(Person.name).where(Person.account_id.is_not(None)))] == [
        None,
        "Budi",
    ]


@pytest.mark.parametrize("taken", [False, True])
def test_merged_accounts_keep_one_record(session: Session, taken: bool) -> None:
    source, target = (factories.account(session, role=Role.ASN) for _ in range(2))
    ana = person(session, name="Ana", account_id=source.id)
    own = person(session, name="Ana lagi", account_id=target.id if taken else None)
    rights.merge(session, source.id, target.id)
    session.expire_all()
    assert (ana.account_id, own.account_id) == ((None, target.id) if taken else (target.id, None))


def test_those_who_left_long_ago_are_purged(session: Session) -> None:
    kept, gone, newly = person(session), person(session), person(session)
    services.leave(session, gone, on=date(2020, 1, 1), actor_id=None)
    services.leave(session, newly, on=date(2026, 1, 1), actor_id=None)
    limit = datetime(2021, 1, 1, tzinfo=UTC)
    assert (rights.LEFT.count(session, limit), rights.LEFT.purge(session, limit)) == (1, 1)
    assert session.scalars(select(Person.id).order_by(Person.id)).all() == [kept.id, newly.id]
