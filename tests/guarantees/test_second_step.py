"""Guarantee "login", the second step: each code opens once, and planners and administrators must have it."""

import time
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts import second_factor
from core.accounts.models import Account, LoginSession
from core.base import utc_now
from core.errors import NotAllowed
from core.policy import Role
from core.sealing import unseal
from core.site import set_site_value
from core.web import guard
from tests import factories
from tests.core.factories_core import SECRET, app_of
from tests.page import Browser

pytestmark = pytest.mark.database


def owners(session: Session) -> list[int]:
    return list(session.scalars(select(LoginSession.account_id).order_by(LoginSession.account_id)))


def passes(session: Session, account: Account, code: str) -> bool:
    try:
        second_factor.pass_second_step(session, account, code=code, secret=SECRET)
    except NotAllowed:
        return False
    return True


def replays(session: Session) -> list[bool]:
    """A code of now twice, the one before it, the next half minute's, and one of long ago."""
    account = factories.account(session)
    with time_machine.travel(utc_now(), tick=False) as clock:
        app = app_of(session, account)
        clock.shift(60)
        now = int(time.time())
        first = [passes(session, account, app.at(now)) for _n in range(2)]
        older = passes(session, account, app.at(now - 30))
        clock.shift(30)
        return [
            *first,
            older,
            passes(session, account, app.at(now + 30)),
            passes(session, account, app.at(0)),
        ]


def test_a_code_opens_once(session: Session) -> None:
    assert replays(session) == [True, False, False, True, False]


def test_sabotage_a_code_that_is_only_compared_opens_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compare(session: Session, account_id: int, code: str, *, secret: str, confirmed: bool) -> bool:
        factor = session.get_one(second_factor.SecondFactor, account_id)
        shared = unseal(factor.sealed, secret=secret, purpose=second_factor.PURPOSE)
        return second_factor._matching_step(shared or "", code) is not None

    monkeypatch.setattr(second_factor, "_spend_step", compare)
    account = factories.account(session)
    second_factor.begin_second_factor(session, account, secret=SECRET)
    app = pyotp.TOTP(second_factor.pending_secret(session, account.id, secret=SECRET) or "")
    code = app.at(int(time.time()))
    assert [passes(session, account, code) for _n in range(2)] == [True, True]


def test_a_recovery_code_opens_once_and_only_its_account(session: Session) -> None:
    account, other = factories.account(session), factories.account(session)
    app_of(session, account)
    app_of(session, other)
    code = second_factor.new_recovery_codes(session, account)[3]
    assert not passes(session, other, code)
    assert [passes(session, account, code.lower().replace("-", " ")) for _n in range(2)] == [True, False]
    assert second_factor.recovery_codes_left(session, account.id) == 9
    assert second_factor.recovery_codes_left(session, other.id) == 10


def test_the_secret_is_sealed(session: Session) -> None:
    account = factories.account(session)
    app = app_of(session, account)
    stored = session.get_one(second_factor.SecondFactor, account.id).sealed
    assert app.secret not in stored
    assert unseal(stored, secret="another key", purpose=second_factor.PURPOSE) is None


def kept_out(browser: Browser) -> dict[str, str]:
    """Where some pages send who asks; an empty text is the page itself."""
    paths = ("/kelola/akun", "/", "/akun", "/akun/dua-langkah")
    return {path: browser.client.get(path).headers.get("Location", "") for path in paths}


def test_planner_and_administrator_set_up_a_second_step_where_it_is_a_duty(
    browser_of: Callable[[Role], Browser], account_of: Callable[[Role], Account], session: Session
) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    assert set(kept_out(admin).values()) == {""}
    set_site_value(session, "second_factor", "1")
    session.commit()
    step = "/akun/dua-langkah"
    assert kept_out(admin) == {"/kelola/akun": step, "/": "", "/akun": "", step: ""}
    assert browser_of(Role.PLANNER).client.get("/kelola/siklus").headers["Location"] == step
    assert browser_of(Role.FACILITATOR).client.get("/kelola").status_code == 200
    app_of(session, account_of(Role.ADMINISTRATOR))
    session.commit()
    assert set(kept_out(admin).values()) == {""}


def test_sabotage_a_guard_that_does_not_ask_is_seen(
    browser_of: Callable[[Role], Browser], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_owes_second_factor", lambda *_: False)
    set_site_value(session, "second_factor", "1")
    session.commit()
    assert kept_out(browser_of(Role.ADMINISTRATOR))["/kelola/akun"] == ""


def test_the_password_alone_opens_nothing(browser: Browser, session: Session) -> None:
    account = factories.account(session)
    app = app_of(session, account)
    session.commit()
    with time_machine.travel(utc_now() + timedelta(minutes=2), tick=False) as clock:
        told = {"login": account.login, "password": factories.PASSWORD}
        response = browser.post("/masuk?next=/akun", told)
        assert response.headers["Location"] == "/masuk/kode?next=/akun"  # type: ignore[union-attr]
        assert owners(session) == []
        assert browser.client.get("/akun").status_code == 303
        browser.post("/masuk/kode?next=/akun", {"code": "000000"}, status=200)
        code = app.at(int(time.time()))
        response = browser.post("/masuk/kode?next=/akun", {"code": f"{code[:3]} {code[3:]}"})
        assert response.headers["Location"] == "/akun"  # type: ignore[union-attr]
        assert owners(session) == [account.id]
        browser.client.delete_cookie("rembuk")
        browser.post("/masuk", told)
        clock.shift(timedelta(minutes=11))
        assert browser.client.get("/masuk/kode").headers["Location"] == "/masuk", "half a login ends"


def test_codes_of_the_second_step_are_counted(browser: Browser, session: Session) -> None:
    account = factories.account(session)
    app_of(session, account)
    session.commit()
    browser.post("/masuk", {"login": account.login, "password": factories.PASSWORD})
    for _n in range(5):
        browser.post("/masuk/kode", {"code": "000000"}, status=200)
    browser.post("/masuk/kode", {"code": "000000"}, status=429)
