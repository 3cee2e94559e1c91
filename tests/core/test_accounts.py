"""Rules of accounts: passwords, roles, the last administrator, sessions."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts import passwords, personal, queries, services
from core.accounts.models import Account, LoginSession
from core.accounts.sessions import SESSION_LENGTH, find_session, token_hash
from core.audit import AuditEvent
from core.base import utc_now
from core.errors import Conflict, Invalid, NotAllowed
from core.policy import Role
from tests import factories
from tests.core.factories_core import NEW_PASSWORD


def sessions(session: Session) -> list[int]:
    return list(session.scalars(select(LoginSession.account_id).order_by(LoginSession.account_id)))


@pytest.mark.database
def test_an_account_is_stored_without_its_password(session: Session) -> None:
    made = services.create_account(session, login=" Ibu.Ana ", name=" Ibu Ana ", password=NEW_PASSWORD)
    assert (made.login, made.name, made.role, made.active) == ("ibu.ana", "Ibu Ana", "citizen", True)
    assert made.password_hash.startswith("$argon2id$")
    assert services.authenticate(session, login="IBU.ANA", password=NEW_PASSWORD) is made


@pytest.mark.database
def test_a_login_is_given_once_whatever_its_letters(session: Session) -> None:
    services.create_account(session, login="ana", name="Ana", password=NEW_PASSWORD)
    with pytest.raises(Conflict):
        services.create_account(session, login="ANA", name="Ana lain", password=NEW_PASSWORD)
    assert session.scalars(select(Account.name)).all() == ["Ana"]


@pytest.mark.parametrize("login", ["Gabung-7", "dihapus-7"])
def test_names_of_accounts_without_a_person_are_not_given(session: Session, login: str) -> None:
    with pytest.raises(Conflict):
        services.create_account(session, login=login, name="Ana", password=NEW_PASSWORD)


@pytest.mark.parametrize(("password", "fits"), [("hujan sore ini", False), ("hujan sore itu.", True)])
def test_a_password_has_fifteen_characters(session: Session, password: str, fits: bool) -> None:
    if fits:
        services.create_account(session, login="ana", name="Ana", password=password)
    else:
        with pytest.raises(Invalid):
            services.create_account(session, login="ana", name="Ana", password=password)
    assert len(session.scalars(select(Account.id)).all()) == fits


@pytest.mark.database
def test_a_waiting_account_has_no_password_that_fits(session: Session) -> None:
    made = services.open_waiting_account(
        session, login=" Pak.Budi", name=" Pak Budi", role=Role.ASN, unit_id=None, actor_id=None
    )
    assert (made.login, made.name, made.role, made.email) == ("pak.budi", "Pak Budi", "asn", "")
    assert passwords.waits_for_password(made)
    for guess in ("!", "", passwords.NO_PASSWORD * 15):
        with pytest.raises(NotAllowed):
            services.authenticate(session, login="pak.budi", password=guess)
    with pytest.raises(Conflict):
        services.open_waiting_account(
            session, login="PAK.BUDI", name="Lain", role=Role.ASN, unit_id=None, actor_id=None
        )


@pytest.mark.parametrize("known", [True, False])
def test_exactly_one_hash_is_verified(session: Session, monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    """Else the time of an answer tells which accounts exist."""
    login = factories.account(session).login if known else "tidak.ada"
    passwords._decoy_hash()
    verified: list[str] = []
    verify = type(passwords._hasher).verify

    def spy(hasher: object, stored: str, password: str) -> bool:
        verified.append(stored)
        return bool(verify(hasher, stored, password))  # type: ignore[arg-type]

    monkeypatch.setattr(type(passwords._hasher), "verify", spy)
    with pytest.raises(NotAllowed):
        services.authenticate(session, login=login, password="keliru keliru keliru")
    assert len(verified) == 1


def test_a_disabled_account_stays_out(session: Session) -> None:
    account = factories.account(session)
    factories.login_token(session, account)
    services.set_active(session, account, active=False, actor_id=None)
    assert sessions(session) == []
    with pytest.raises(NotAllowed):
        services.authenticate(session, login=account.login, password=factories.PASSWORD)
    services.set_active(session, account, active=True, actor_id=None)
    assert services.authenticate(session, login=account.login, password=factories.PASSWORD) is account


def test_a_session_ends_after_its_time_and_is_deleted(session: Session) -> None:
    account = factories.account(session)
    token = factories.login_token(session, account)
    with time_machine.travel(utc_now() + SESSION_LENGTH - timedelta(minutes=1)):
        assert find_session(session, token) is account
        assert personal.purge(session, utc_now()) == 0
    with time_machine.travel(utc_now() + SESSION_LENGTH + timedelta(minutes=1)):
        assert find_session(session, token) is None
        fresh = factories.login_token(session, account)
        assert personal.purge(session, utc_now()) == 1
        assert find_session(session, fresh) is account


def test_the_database_holds_no_token(session: Session) -> None:
    token = factories.login_token(session, factories.account(session))
    assert session.scalars(select(LoginSession.token_hash)).all() == [token_hash(token)]
    assert token not in token_hash(token)


@pytest.mark.database
def test_the_last_administrator_stays(session: Session) -> None:
    one = factories.account(session, role=Role.ADMINISTRATOR)
    with pytest.raises(Conflict):
        services.change_role(session, one, role=Role.ASN, actor_id=None)
    with pytest.raises(Conflict):
        services.set_active(session, one, active=False, actor_id=None)
    two = factories.account(session, role=Role.ADMINISTRATOR)
    services.change_role(session, one, role=Role.ASN, actor_id=two.id)
    with pytest.raises(Conflict):
        services.set_active(session, two, active=False, actor_id=None)
    assert (one.role, two.role, two.active) == ("asn", "administrator", True)


def test_nothing_is_recorded_where_nothing_changes(session: Session) -> None:
    account = factories.account(session)
    factories.login_token(session, account)
    services.change_role(session, account, role=Role.CITIZEN, actor_id=None)
    services.change_unit(session, account, unit_id=None, actor_id=None)
    services.set_active(session, account, active=True, actor_id=None)
    assert session.scalars(select(AuditEvent.action)).all() == []
    assert sessions(session) == [account.id]


def test_a_setup_link_works_once_and_only_without_an_administrator(session: Session) -> None:
    old, token = services.new_setup_link(session), services.new_setup_link(session)
    assert old
    assert token
    assert not services.is_setup_link(session, old)
    made = services.use_setup_link(session, token=token, login="admin", name="A", password=NEW_PASSWORD)
    assert made.role == Role.ADMINISTRATOR
    with pytest.raises(NotAllowed):
        services.use_setup_link(session, token=token, login="dua", name="B", password=NEW_PASSWORD)
    assert services.new_setup_link(session) is None


@pytest.mark.database
def test_the_list_is_searched_filtered_and_paged(session: Session) -> None:
    unit = factories.unit(session, name="Seksi Umum")
    names = [f"Orang {number:02}" for number in range(27)]
    for name in names:
        factories.account(session, name=name)
    planner = factories.account(session, name="Ibu Ana_100%", role=Role.PLANNER, unit=unit)

    first = queries.list_accounts(session)
    assert ([a.name for a, _unit in first.rows], first.pages, first.total) == (
        ["Ibu Ana_100%", *names[:24]],
        2,
        28,
    )
    assert [a.name for a, _unit in queries.list_accounts(session, page=99).rows] == names[24:]
    assert queries.list_accounts(session, role=Role.PLANNER).rows == [(planner, "Seksi Umum")]
    assert [a for a, _unit in queries.list_accounts(session, search="ana_100%").rows] == [planner]
    assert queries.list_accounts(session, search="a%").rows == []
    assert queries.list_accounts(session, search="ORANG 03", page=0).total == 1
