"""Duties: given and ended, what they cover, what goes with an account."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.accounts.models import LoginSession
from core.audit import AuditEvent
from core.duties import services
from core.duties.enums import DUTY_ABOUT, DUTY_LABELS, SCOPES, ScopeKind
from core.duties.models import DutyAssignment
from core.duties.queries import Scope, duties_of, duty_kinds, find_duty, list_duties, scope_of
from core.errors import Conflict, Invalid
from core.policy import Duty, Role
from tests import factories

ITEM = {"object_kind": "plan_item", "object_key": "pelatihan"}


def audited(session: Session) -> list[tuple[str, str, dict[str, object]]]:
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.action.like("duty.%")).order_by(AuditEvent.id)
    )
    return [(event.action, event.object_key, event.facts) for event in events]


def test_every_duty_has_its_words_and_scopes() -> None:
    assert set(DUTY_LABELS) == set(DUTY_ABOUT) == set(SCOPES) == set(Duty)
    assert SCOPES[Duty.SUPERIOR] == SCOPES[Duty.FEEDBACK_OFFICER] == (ScopeKind.UNIT,)
    assert SCOPES[Duty.CHECKER] == SCOPES[Duty.SIGNER] == (ScopeKind.OFFICE, ScopeKind.UNIT)
    assert (SCOPES[Duty.PARTNER], SCOPES[Duty.AUDITOR]) == ((ScopeKind.OBJECT,), (ScopeKind.OFFICE,))


@pytest.mark.database
def test_a_duty_covers_its_unit_and_all_below(session: Session) -> None:
    top, middle, low, beside = (factories.unit(session) for _ in range(4))
    middle.parent_id, low.parent_id, beside.parent_id = top.id, middle.id, top.id
    session.flush()
    account, noise = factories.account(session), factories.account(session)
    services.assign_duty(session, account, duty=Duty.SUPERIOR, unit_id=middle.id, actor_id=None)
    services.assign_duty(session, account, duty=Duty.FEEDBACK_OFFICER, unit_id=beside.id, actor_id=None)
    services.assign_duty(session, noise, duty=Duty.SUPERIOR, unit_id=top.id, actor_id=None)

    scope = scope_of(session, account.id, Duty.SUPERIOR)
    assert scope == Scope(False, frozenset({middle.id, low.id}), frozenset())
    assert [scope.covers_unit(unit.id) for unit in (top, middle, low, beside)] == [False, True, True, False]
    assert not scope.covers_unit(None)
    assert not scope.covers_object("plan_item", "pelatihan")
    assert scope_of(session, account.id, Duty.AUDITOR) == Scope(False, frozenset(), frozenset())
    assert duty_kinds(session, account.id) == {Duty.SUPERIOR, Duty.FEEDBACK_OFFICER}


@pytest.mark.database
def test_a_duty_covers_objects_or_the_whole_office(session: Session) -> None:
    unit, account = factories.unit(session), factories.account(session)
    services.assign_duty(session, account, duty=Duty.PARTNER, **ITEM, actor_id=None)
    services.assign_duty(session, account, duty=Duty.CHECKER, actor_id=None)

    partner = scope_of(session, account.id, Duty.PARTNER)
    assert partner.covers_object("plan_item", "pelatihan")
    assert not partner.covers_object("plan_item", "lain")
    assert not partner.covers_object("survey", "pelatihan")
    checker = scope_of(session, account.id, Duty.CHECKER)
    assert checker.covers_unit(unit.id)
    assert checker.covers_object("plan_item", "lain")


@pytest.mark.parametrize(
    ("duty", "scope"),
    [
        (Duty.SUPERIOR, {}),
        (Duty.FEEDBACK_OFFICER, ITEM),
        (Duty.PARTNER, {}),
        (Duty.CHECKER, ITEM),
        (Duty.AUDITOR, ITEM),
    ],
)
def test_a_scope_that_the_duty_does_not_take(session: Session, duty: Duty, scope: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        services.assign_duty(session, factories.account(session), duty=duty, **scope, actor_id=None)  # type: ignore[arg-type]


def test_an_auditor_is_of_the_whole_office(session: Session) -> None:
    unit = factories.unit(session)
    with pytest.raises(Invalid):
        services.assign_duty(
            session, factories.account(session), duty=Duty.AUDITOR, unit_id=unit.id, actor_id=None
        )


def test_somebody_who_cannot_log_in_gets_no_duty(session: Session) -> None:
    account = factories.account(session)
    account.active = False
    with pytest.raises(Invalid):
        services.assign_duty(session, account, duty=Duty.AUDITOR, actor_id=None)


@pytest.mark.database
def test_nobody_has_the_same_duty_twice(session: Session) -> None:
    unit, other = factories.unit(session), factories.unit(session)
    account, noise = factories.account(session), factories.account(session)
    for who in (account, noise):
        services.assign_duty(session, who, duty=Duty.SUPERIOR, unit_id=unit.id, actor_id=None)
        services.assign_duty(session, who, duty=Duty.SIGNER, actor_id=None)
        services.assign_duty(session, who, duty=Duty.PARTNER, **ITEM, actor_id=None)
    services.assign_duty(session, account, duty=Duty.SUPERIOR, unit_id=other.id, actor_id=None)
    services.assign_duty(session, account, duty=Duty.SIGNER, unit_id=unit.id, actor_id=None)
    for duty, scope in (
        (Duty.SUPERIOR, {"unit_id": unit.id}),
        (Duty.SIGNER, {}),
        (Duty.PARTNER, ITEM),
    ):
        with pytest.raises(Conflict):
            services.assign_duty(session, account, duty=duty, **scope, actor_id=None)  # type: ignore[arg-type]
    assert (len(duties_of(session, account.id)), len(duties_of(session, noise.id))) == (5, 3)


@pytest.mark.database
def test_the_database_itself_refuses_a_double(session: Session) -> None:
    account = factories.account(session)
    session.add_all(DutyAssignment(account_id=account.id, duty=Duty.AUDITOR) for _ in range(2))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.database
def test_giving_and_ending_log_out_and_are_audited(session: Session) -> None:
    admin = factories.account(session, role=Role.ADMINISTRATOR)
    account, noise = factories.account(session), factories.account(session)
    for who in (account, noise):
        factories.login_token(session, who)
    given = services.assign_duty(session, account, duty=Duty.AUDITOR, actor_id=admin.id)
    logged_in = select(LoginSession.account_id)
    assert session.scalars(logged_in).all() == [noise.id]

    factories.login_token(session, account)
    services.end_duty(session, given, actor_id=admin.id)
    assert session.scalars(logged_in).all() == [noise.id]
    assert duty_kinds(session, account.id) == frozenset()
    assert audited(session) == [
        ("duty.assign", str(account.id), {"duty": "auditor"}),
        ("duty.end", str(account.id), {"duty": "auditor"}),
    ]


@pytest.mark.database
def test_a_duty_ends_once(session: Session) -> None:
    account = factories.account(session)
    given = services.assign_duty(session, account, duty=Duty.AUDITOR, actor_id=None)
    services.end_duty(session, given, actor_id=None)
    with pytest.raises(Conflict):
        services.end_duty(session, given, actor_id=None)
    assert [action for action, _key, _facts in audited(session)] == ["duty.assign", "duty.end"]


@pytest.mark.database
def test_the_list_is_searched_filtered_and_paged(session: Session) -> None:
    unit, other = factories.unit(session), factories.unit(session)
    rows = []
    for number in range(27):
        account = factories.account(session, name=f"Orang {number:02d}")
        rows.append(services.assign_duty(session, account, duty=Duty.AUDITOR, actor_id=None).id)
    superior = factories.account(session, name="Ibu 100% Tepat")
    of_unit = services.assign_duty(session, superior, duty=Duty.SUPERIOR, unit_id=unit.id, actor_id=None)
    services.assign_duty(session, superior, duty=Duty.SUPERIOR, unit_id=other.id, actor_id=None)

    last = list_duties(session, duty=Duty.AUDITOR, page=9)
    assert ([row.assignment.id for row in last.rows], last.page, last.pages, last.total) == (
        rows[25:],
        2,
        2,
        27,
    )
    assert [row.assignment.id for row in list_duties(session, unit_id=unit.id).rows] == [of_unit.id]
    assert list_duties(session, search="0% TEP").total == 2
    assert list_duties(session, search="_").total == 0
    assert list_duties(session, search=superior.login, duty=Duty.AUDITOR).total == 0
    found = find_duty(session, of_unit.id)
    assert found is not None
    assert (found.account.id, found.unit) == (superior.id, unit.name)
    assert find_duty(session, 0) is None


@pytest.mark.database
def test_collect_erase_and_merge(session: Session) -> None:
    unit = factories.unit(session)
    old, new, noise = (factories.account(session) for _ in range(3))
    for who in (old, new, noise):
        services.assign_duty(session, who, duty=Duty.AUDITOR, actor_id=None)
    services.assign_duty(session, old, duty=Duty.SUPERIOR, unit_id=unit.id, actor_id=None)
    kept = services.assign_duty(session, new, duty=Duty.PARTNER, **ITEM, actor_id=None)

    assert services.collect(session, new.id) == [
        {
            "duty": "auditor",
            "unit_id": None,
            "object": "",
            "since": duties_of(session, new.id)[0].assignment.created_at.isoformat(),
        },
        {
            "duty": "partner",
            "unit_id": None,
            "object": "plan_item/pelatihan",
            "since": kept.created_at.isoformat(),
        },
    ]
    services.merge(session, old.id, new.id)
    assert duty_kinds(session, old.id) == frozenset()
    assert sorted(row.assignment.duty for row in duties_of(session, new.id)) == [
        "auditor",
        "partner",
        "superior",
    ]
    services.erase(session, new.id)
    assert duty_kinds(session, new.id) == frozenset()
    assert duty_kinds(session, noise.id) == {Duty.AUDITOR}
