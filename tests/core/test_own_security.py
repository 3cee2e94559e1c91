"""One's own devices, address and second step on their pages."""

import time
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account, LoginSession
from core.accounts.second_factor import has_second_factor
from core.base import utc_now
from core.policy import Role
from core.web.devices import device_of
from tests import factories
from tests.core.factories_core import app_of
from tests.page import Browser, Page

BrowserOf = Callable[[Role], Browser]
AccountOf = Callable[[Role], Account]
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "stored"),
    [
        (PHONE, "Chrome/Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox/Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126",
            "Edge/Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari/iPhone"),
        ("curl/8.0", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_device_is_two_words(agent: str, stored: str) -> None:
    assert device_of(agent) == stored


def test_a_device_is_listed_and_ended(app: Flask, session: Session) -> None:
    account, noise = factories.account(session), factories.account(session)
    factories.login_token(session, noise)
    session.commit()
    here, phone = Browser(app.test_client()), Browser(app.test_client())
    told = {"login": account.login, "password": factories.PASSWORD}
    here.post("/masuk", told)
    phone.client.environ_base["HTTP_USER_AGENT"] = PHONE
    phone.post("/masuk", told)

    page = here.get("/akun/perangkat")
    rows = page.texts("tbody tr")
    assert len(rows) == 2
    assert ["Chrome di Android" in row for row in rows].count(True) == 1
    assert [row for row in rows if "perangkat ini" in row] != [row for row in rows if "Android" in row]
    (form,) = page.all("tbody form")
    here.post(str(form.get("action")), form_at="/akun/perangkat")
    assert phone.client.get("/akun").status_code == 303
    assert sorted(session.scalars(select(LoginSession.account_id))) == sorted([account.id, noise.id])


def test_nobody_ends_another_persons_session(browser_of: BrowserOf, session: Session) -> None:
    noise = factories.account(session)
    factories.login_token(session, noise)
    session.commit()
    key = session.scalars(select(LoginSession.token_hash)).one()[:16]
    browser = browser_of(Role.ASN)
    token = browser.get("/akun/perangkat").fields()["csrf_token"]
    path = f"/akun/perangkat/{key}/akhiri"
    assert browser.client.post(path, data={"csrf_token": token}).status_code == 404
    assert noise.id in session.scalars(select(LoginSession.account_id)).all()


def test_an_address_takes_the_password(
    browser_of: BrowserOf, account_of: AccountOf, session: Session
) -> None:
    browser, account = browser_of(Role.ASN), account_of(Role.ASN)
    wrong = browser.post("/akun/surel", {"email": "a@contoh.go.id", "present": "keliru"}, status=200)
    assert [a.get("href") for a in wrong.all(".note.bad a")] == ["#present"]  # type: ignore[union-attr]
    odd = {"email": "a@contoh.go.id\nBcc: x@y.id", "present": factories.PASSWORD}
    browser.post("/akun/surel", odd, status=200)
    browser.post("/akun/surel", {"email": " A@Contoh.go.id ", "present": factories.PASSWORD})
    session.expire_all()
    assert account.email == "a@contoh.go.id"


def test_the_second_step_is_set_up_in_three_steps(
    browser_of: BrowserOf, account_of: AccountOf, session: Session
) -> None:
    browser, account = browser_of(Role.CITIZEN), account_of(Role.CITIZEN)
    browser.post("/akun/dua-langkah/pasang", {"present": "keliru"}, status=200)
    browser.post("/akun/dua-langkah/pasang", {"present": factories.PASSWORD})
    page = browser.get("/akun/dua-langkah/pasang")
    assert page.one("main img").get("src", "").startswith("data:image/svg+xml")
    app = pyotp.TOTP(page.texts("main code")[0].replace(" ", ""))
    browser.post("/akun/dua-langkah/pasang", {"code": "000000"}, status=200)
    assert not has_second_factor(session, account.id)
    done = browser.post("/akun/dua-langkah/pasang", {"code": app.at(int(time.time()))}, status=200)
    assert isinstance(done, Page)
    assert len(set(done.texts(".codes code"))) == 10
    session.expire_all()
    assert has_second_factor(session, account.id)
    assert done.texts(".codes code")[0] not in browser.get("/akun/dua-langkah").text


def test_fresh_recovery_codes_and_off(browser_of: BrowserOf, account_of: AccountOf, session: Session) -> None:
    browser, account = browser_of(Role.CITIZEN), account_of(Role.CITIZEN)
    app_of(session, account)
    session.commit()
    told = {"present": factories.PASSWORD}
    page = browser.post("/akun/dua-langkah/kode-cadangan", told, status=200)
    assert len(page.texts(".codes code")) == 10  # type: ignore[union-attr]
    browser.post("/akun/dua-langkah/matikan", {"present": "keliru"}, status=200)
    browser.post("/akun/dua-langkah/matikan", told)
    assert not has_second_factor(session, account.id)
    assert browser.client.get("/akun/dua-langkah/matikan").status_code == 303


def test_an_administrator_switches_it_off_for_who_lost_the_phone(
    browser_of: BrowserOf, account_of: AccountOf, session: Session
) -> None:
    account = account_of(Role.ASN)
    app_of(session, account)
    session.commit()
    browser_of(Role.ADMINISTRATOR).post(f"/kelola/akun/{account.id}/dua-langkah")
    assert not has_second_factor(session, account.id)


def test_guesses_at_ones_own_password_are_counted(browser_of: BrowserOf, account_of: AccountOf) -> None:
    """A phone left open is no place to guess from either."""
    browser = browser_of(Role.ASN)
    wrong = {"present": "keliru", "password": "pohon asam di tepi jalan"}
    for _n in range(5):
        browser.post("/akun/sandi", wrong, status=200)
    browser.post("/akun/sandi", {**wrong, "present": factories.PASSWORD}, status=429)
    with time_machine.travel(utc_now() + timedelta(minutes=16)):
        browser.post("/akun/sandi", {**wrong, "present": factories.PASSWORD})
