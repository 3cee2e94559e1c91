"""Two accounts of one person become one; what was the other's moves or ends."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts import invitations, merging, one_time, services
from core.accounts.invitations import Invitation
from core.accounts.kept import PERSONAL_DATA
from core.accounts.models import Account, LoginSession
from core.accounts.second_factor import RecoveryCode, SecondFactor
from core.audit import AuditEvent
from core.errors import Conflict
from core.policy import Role
from tests import factories
from tests.core.factories_core import app_of
from tests.page import Browser


def merge(session: Session, account: Account, into: Account) -> None:
    merging.merge_accounts(session, account, into=into, kept=PERSONAL_DATA, actor_id=None)


@pytest.mark.database
def test_the_other_account_is_left_empty_and_closed(session: Session) -> None:
    other, into, noise = (factories.account(session, role=Role.PLANNER) for _n in range(3))
    other.email, login = "ana@contoh.go.id", into.login
    for person in (other, into, noise):
        factories.login_token(session, person)
        app_of(session, person)
        one_time.issue_code(session, person, purpose=one_time.CodePurpose.RESET, actor_id=None)
        invitations.invite(session, role=Role.ASN, unit_id=None, seats=1, days=1, actor_id=person.id)
    merge(session, other, into)

    assert (other.login, other.name, other.email, other.active) == (f"gabung-{other.id}", "", "", False)
    assert (other.role, other.password_hash) == ("citizen", "!")
    assert other.erased_at is not None
    assert (into.login, into.role, into.active) == (login, "planner", True)
    stay = sorted((into.id, noise.id))
    for column in (
        LoginSession.account_id,
        SecondFactor.account_id,
        one_time.OneTimeCode.account_id,
        RecoveryCode.account_id,
    ):
        assert sorted(set(session.scalars(select(column)))) == stay
    made = sorted(number for number in session.scalars(select(Invitation.created_by)) if number)
    assert made == sorted([into.id, into.id, noise.id])
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "account.merge")).one()
    assert (event.object_key, event.facts) == (str(other.id), {"into": into.id})


@pytest.mark.database
def test_what_cannot_be_merged(session: Session) -> None:
    admin, person = factories.account(session, role=Role.ADMINISTRATOR), factories.account(session)
    with pytest.raises(Conflict):
        merge(session, person, person)
    with pytest.raises(Conflict, match="administrator"):
        merge(session, admin, person)
    services.set_active(session, person, active=False, actor_id=None)
    with pytest.raises(Conflict):
        merge(session, admin, person)
    assert (admin.name != "", admin.active) == (True, True)


def test_what_moves_is_counted(session: Session) -> None:
    person = factories.account(session)
    assert merging.what_moves(session, person, PERSONAL_DATA) == []
    for _n in range(2):
        invitations.invite(session, role=Role.ASN, unit_id=None, seats=1, days=1, actor_id=person.id)
    moving = merging.what_moves(session, person, PERSONAL_DATA)
    assert [(m.label, m.count) for m in moving] == [("Undangan yang dibuat", 2)]


def test_the_pages(browser_of: Callable[[Role], Browser], session: Session) -> None:
    other, into = factories.account(session, name="Ana ganda"), factories.account(session, name="Ana utama")
    token = factories.login_token(session, other)
    session.commit()
    admin = browser_of(Role.ADMINISTRATOR)
    page = admin.get(f"/kelola/akun/{other.id}/gabung?q=ana")
    path = f"/kelola/akun/{other.id}/gabung/{into.id}"
    assert [a.get("href") for a in page.all("tbody a")] == [path]
    admin.post(path)
    session.expire_all()
    assert (other.active, into.active, into.name) == (False, True, "Ana utama")
    assert token not in session.scalars(select(LoginSession.token_hash)).all()
    admin.get(f"/kelola/akun/{into.id}/gabung/{into.id}", status=404)
