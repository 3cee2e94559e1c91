"""How often a password may be tried; a hall of people behind one address is no attack."""

import time_machine
from sqlalchemy.orm import Session

from core.base import utc_now
from tests import factories
from tests.page import Browser


def token(browser: Browser) -> str:
    return browser.get("/masuk").fields()["csrf_token"]


def attempt(browser: Browser, login: str, password: str = "keliru keliru keliru") -> int:
    data = {"csrf_token": token(browser), "login": login, "password": password}
    return browser.client.post("/masuk", data=data).status_code


def test_five_failures_close_the_account_for_a_while(browser: Browser, session: Session) -> None:
    account, other = factories.account(session), factories.account(session)
    session.commit()
    assert [attempt(browser, account.login) for _n in range(6)] == [200] * 5 + [429]
    assert attempt(browser, account.login.upper(), factories.PASSWORD) == 429
    assert attempt(browser, other.login, factories.PASSWORD) == 303


def test_the_page_says_how_long(browser: Browser, session: Session) -> None:
    account = factories.account(session)
    session.commit()
    for _n in range(5):
        attempt(browser, account.login)
    page = browser.post("/masuk", {"login": account.login, "password": "x"}, status=429)
    assert "15 menit" in page.text


def test_unknown_names_are_counted_like_known_ones(browser: Browser) -> None:
    assert [attempt(browser, "tidak.ada") for _n in range(6)] == [200] * 5 + [429]


def test_time_opens_the_account_again_but_not_for_ever(browser: Browser, session: Session) -> None:
    account = factories.account(session)
    session.commit()
    with time_machine.travel(utc_now(), tick=False) as clock:
        for _n in range(5):
            attempt(browser, account.login)
        clock.shift(16 * 60)
        assert [attempt(browser, account.login) for _n in range(5)] == [200] * 5
        clock.shift(16 * 60)
        assert attempt(browser, account.login) == 429, "ten a day"
        clock.shift(24 * 3600)
        assert attempt(browser, account.login, factories.PASSWORD) == 303


def test_who_logs_in_often_is_not_stopped(browser: Browser, session: Session) -> None:
    account = factories.account(session)
    session.commit()
    assert [attempt(browser, account.login, factories.PASSWORD) for _n in range(12)] == [303] * 12


def test_sixty_people_behind_one_address_log_in(browser: Browser, session: Session) -> None:
    logins = [factories.account(session).login for _n in range(60)]
    session.commit()
    assert {attempt(browser, login, factories.PASSWORD) for login in logins} == {303}


def test_a_forged_request_costs_nobody_a_try(browser: Browser, session: Session) -> None:
    account = factories.account(session)
    session.commit()
    forged = {"login": account.login, "password": "keliru"}
    assert {browser.client.post("/masuk", data=forged).status_code for _n in range(6)} == {400}
    assert attempt(browser, account.login, factories.PASSWORD) == 303
