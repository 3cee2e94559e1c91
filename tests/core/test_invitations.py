"""Invitations: exactly as many accounts as seats, however many come at once; and their pages."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.accounts import invitations, services
from core.accounts.invitations import Invitation
from core.accounts.models import Account
from core.base import utc_now
from core.db import db, writing
from core.errors import Closed, Full
from core.policy import Role
from core.site import set_site_value
from tests import factories
from tests.core.factories_core import PERSON
from tests.page import Browser, Page

THREADS = 20
PASSWORD = "pohon asam di tepi jalan"
Accept = Callable[..., Account]


def race(app: Flask, *, seats: int, racers: int, accept: Accept) -> tuple[int, int, int]:
    """Many people open one link together: (told yes, accounts made, seats taken)."""
    with app.app_context(), writing():
        made, _token = invitations.invite(
            db.session(), role=Role.CITIZEN, unit_id=None, seats=seats, days=1, actor_id=None
        )
        number = made.id
        db.session.commit()

    def join(racer: int) -> bool:
        with app.app_context(), writing():
            invitation = db.session.get_one(Invitation, number)
            try:
                accept(db.session(), invitation, login=f"pelomba{racer}", name="Pelomba", password=PASSWORD)
                db.session.commit()
            except Full:
                db.session.rollback()
                return False
            return True

    with ThreadPoolExecutor(THREADS) as pool:
        inside = sum(pool.map(join, range(racers)))
    with app.app_context():
        accounts = db.session.scalar(select(func.count()).select_from(Account)) or 0
        taken = db.session.get_one(Invitation, number).taken
        db.session.rollback()
    return inside, accounts, taken


@pytest.mark.database
@pytest.mark.parametrize(("seats", "racers"), [(1, 100), (5, 30)])
def test_exactly_the_seats_are_taken(own_app: Flask, seats: int, racers: int) -> None:
    accept = invitations.accept_invitation
    assert race(own_app, seats=seats, racers=racers, accept=accept) == (seats, seats, seats)


@pytest.mark.database
def test_sabotage_counting_before_inserting_oversells(own_app: Flask) -> None:
    together = Barrier(5)

    def count_then_insert(session: Session, invitation: Invitation, **told: str) -> Account:
        if invitation.taken >= invitation.seats:
            raise Full(invitations.NO_SEAT)
        number, role = invitation.id, Role(invitation.role)
        session.rollback()  # the page was read, now the form is sent
        together.wait(timeout=30)
        account = services.create_account(session, role=role, **told)
        session.get_one(Invitation, number).taken += 1
        return account

    inside, accounts, _taken = race(own_app, seats=1, racers=5, accept=count_then_insert)
    assert (inside, accounts) == (5, 5)


def invite(session: Session, **changed: object) -> tuple[Invitation, str]:
    wanted: dict[str, object] = {"role": Role.ASN, "unit_id": None, "seats": 2, "days": 7, "actor_id": None}
    return invitations.invite(session, **{**wanted, **changed})  # type: ignore[arg-type]


def accept(session: Session, invitation: Invitation, login: str) -> Account:
    return invitations.accept_invitation(session, invitation, login=login, name="Orang", password=PASSWORD)


def test_an_invitation_gives_role_and_unit(session: Session) -> None:
    unit = factories.unit(session)
    invitation, token = invite(session, unit_id=unit.id)
    assert token not in invitation.token_hash
    assert invitations.find_invitation(session, token) is invitation
    assert invitations.find_invitation(session, "tebakan") is None
    account = accept(session, invitation, "ana")
    assert (account.role, account.unit_id) == ("asn", unit.id)
    session.refresh(invitation)
    assert invitation.taken == 1


def test_over_taken_back_or_closed(session: Session) -> None:
    late, _ = invite(session, days=1)
    with time_machine.travel(utc_now() + timedelta(days=2)), pytest.raises(Closed):
        accept(session, late, "ana")
    revoked, _ = invite(session)
    invitations.revoke_invitation(session, revoked, actor_id=None)
    with pytest.raises(Closed):
        accept(session, revoked, "ana")
    shut, _ = invite(session)
    set_site_value(session, "registration", "closed")
    session.flush()
    with pytest.raises(Closed):
        accept(session, shut, "ana")
    assert session.scalars(select(Account.id)).all() == []


def test_from_the_page_to_an_account(
    browser_of: Callable[[Role], Browser], app: Flask, session: Session
) -> None:
    set_site_value(session, "registration", "invitation")
    session.commit()
    admin, guest = browser_of(Role.ADMINISTRATOR), Browser(app.test_client())
    told = {"seats": "1", "role": "asn", "unit": "", "days": "7"}
    page = admin.post("/kelola/undangan/baru", told, status=200)
    assert isinstance(page, Page)
    path = page.texts("main code")[0].removeprefix("http://localhost")
    assert page.one("main img").get("src", "").startswith("data:image/svg+xml")
    assert "dengan undangan" in guest.get("/buat-akun").text
    without = guest.post(path, {**PERSON, "consent": ""}, status=200)
    assert [a.get("href") for a in without.all(".note.bad a")] == ["#consent"]  # type: ignore[union-attr]
    guest.post(path, {**PERSON, "consent": "y", "role": "administrator"})
    assert session.scalars(select(Account.role).where(Account.login == "ibu.ana")).all() == ["asn"]
    late = Browser(app.test_client()).post(path, {**PERSON, "login": "lain", "consent": "y"}, status=200)
    assert "sudah habis" in late.text  # type: ignore[union-attr]
    assert "1 dari 1" in admin.get("/kelola/undangan").text


def test_revoked_on_the_page(browser_of: Callable[[Role], Browser], session: Session) -> None:
    invitation, token = invite(session)
    session.commit()
    admin = browser_of(Role.ADMINISTRATOR)
    admin.post(f"/kelola/undangan/{invitation.id}/cabut")
    session.expire_all()
    assert invitation.revoked_at is not None
    assert "tidak berlaku" in admin.get(f"/buat-akun/{token}").text
    admin.get("/buat-akun/tebakan", status=404)


def test_a_closed_registration_says_so_and_makes_nothing(browser: Browser, session: Session) -> None:
    set_site_value(session, "registration", "closed")
    _, link = invite(session)
    session.commit()
    assert browser.get(f"/buat-akun/{link}").all("main form") == []
    page = browser.get("/buat-akun")
    assert "ditutup" in page.text
    assert page.all("main form") == []
    token = browser.get("/masuk").fields()["csrf_token"]
    browser.client.post("/buat-akun", data={**PERSON, "csrf_token": token})
    assert session.scalars(select(Account.id)).all() == []
