"""Of many who come with one invitation, exactly its seats get an account."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from core.accounts import invitations
from core.accounts.invitations import Invitation
from core.accounts.models import Account
from core.db import db, writing
from core.errors import RembukError
from core.policy import Role

SEATS = 3
CLIENTS = 8
PASSWORD = "empat sapi di ladang jagung"


def invite(app: Flask) -> None:
    with app.app_context(), writing():
        invitations.invite(db.session(), role=Role.ASN, unit_id=None, seats=SEATS, days=3, actor_id=None)
        db.session.commit()


def come(app: Flask, number: int) -> bool:
    """One person with the link; whether they got a seat."""
    with app.app_context(), writing():
        session = db.session()
        try:
            invitations.accept_invitation(
                session,
                session.scalars(select(Invitation)).one(),
                login=f"orang{number}",
                name=f"Orang {number}",
                password=PASSWORD,
            )
            session.commit()
        except RembukError:
            session.rollback()
            return False
    return True


def rush(app: Flask) -> tuple[int, int]:
    """Everybody at once: who was let in, and the accounts there are."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        let_in = sum(pool.map(lambda number: come(app, number), range(CLIENTS)))
    with app.app_context():
        return let_in, db.session.scalar(select(func.count()).select_from(Account)) or 0


@pytest.mark.database
def test_an_invitation_has_as_many_seats_as_it_says(own_app: Flask) -> None:
    invite(own_app)
    assert rush(own_app) == (SEATS, SEATS)


@pytest.mark.database
def test_sabotage_an_update_without_condition_oversells(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unconditional:
        """An UPDATE that forgets what it was told to ask for."""

        def where(self, *_conditions: object) -> Any:
            return update(Invitation)

    monkeypatch.setattr(invitations, "update", lambda _table: Unconditional())
    invite(own_app)
    assert rush(own_app) == (CLIENTS, CLIENTS)
