"""Log in, out, and what a session survives."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.accounts import services
from core.accounts.models import Account, LoginSession
from core.policy import Role
from tests import factories
from tests.page import Browser


@pytest.mark.database
def test_login_opens_a_server_session_and_logout_ends_it(browser: Browser, session: Session) -> None:
    noise = factories.account(session)
    factories.login_token(session, noise)
    account = factories.account(session, role=Role.PLANNER, name="Ibu Rani")
    session.commit()

    response = browser.post("/masuk", {"login": account.login.upper(), "password": factories.PASSWORD})

    assert response.headers["Location"] == "/"
    held = session.scalars(select(LoginSession.account_id).order_by(LoginSession.account_id)).all()
    assert held == [noise.id, account.id]
    assert "Ibu Rani" in browser.get("/").text
    token = browser.get("/").all("header input[name=csrf_token]")[0].get("value")
    browser.client.post("/keluar", data={"csrf_token": token})
    assert session.scalars(select(LoginSession.account_id)).all() == [noise.id]
    assert "Ibu Rani" not in browser.get("/").text


def test_wrong_password_stays_on_the_page_and_says_so(browser: Browser, session: Session) -> None:
    account = factories.account(session)
    session.commit()
    page = browser.post("/masuk", {"login": account.login, "password": "keliru keliru keliru"}, status=200)
    assert "tidak cocok" in page.text
    assert session.scalar(select(func.count()).select_from(LoginSession)) == 0


def test_changed_role_ends_the_sessions(
    browser_of: Callable[[Role], Browser], account_of: Callable[[Role], Account], session: Session
) -> None:
    browser = browser_of(Role.ASN)
    name = account_of(Role.ASN).name
    assert name in browser.get("/").text
    services.change_role(session, account_of(Role.ASN), role=Role.FACILITATOR, actor_id=None)
    session.commit()
    assert name not in browser.get("/").text
