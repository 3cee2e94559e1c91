"""Codes on paper and by mail: who gets in, once, and what the owner is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from core.accounts import one_time, services
from core.accounts.models import Account
from core.accounts.one_time import CodePurpose, OneTimeCode
from core.accounts.queries import list_waiting
from core.audit import AuditEvent
from core.base import utc_now
from core.codes import code_hash
from core.errors import NotAllowed
from core.mail.models import Mail
from core.policy import Role
from core.rights.models import Consent
from core.units.models import Unit
from tests import factories
from tests.core.factories_core import app_of
from tests.page import Browser, Page

BrowserOf = Callable[[Role], Browser]
NEW = "pohon asam di tepi jalan"


def waiting(session: Session, login: str = "pak.budi", unit: Unit | None = None) -> Account:
    return services.open_waiting_account(
        session,
        login=login,
        name=f"Pak {login}",
        role=Role.ASN,
        unit_id=unit.id if unit else None,
        actor_id=None,
    )


def printed(page: object) -> list[str]:
    assert isinstance(page, Page)
    return page.texts(".slip code")


@pytest.mark.database
def test_a_code_works_once_for_its_account(session: Session) -> None:
    account, other = factories.account(session), factories.account(session)
    old = one_time.issue_code(session, account, purpose=CodePurpose.RESET, actor_id=None)
    code = one_time.issue_code(session, account, purpose=CodePurpose.RESET, actor_id=None)
    with pytest.raises(NotAllowed):
        one_time.check_code(session, login=account.login, code=old)
    with pytest.raises(NotAllowed):
        one_time.check_code(session, login=other.login, code=code)
    held = one_time.check_code(session, login=account.login.upper(), code=code.lower().replace("-", " "))
    assert one_time.use_code(session, held, password=NEW) is account
    assert account.code_used_at is not None
    assert other.code_used_at is None
    with pytest.raises(NotAllowed):
        one_time.use_code(session, held, password=NEW)
    assert services.authenticate(session, login=account.login, password=NEW) is account


@pytest.mark.database
def test_a_mailed_code_leaves_the_printed_one(session: Session) -> None:
    """Else a stranger who asks for a mail takes the paper's code away."""
    account = factories.account(session)
    paper = one_time.issue_code(session, account, purpose=CodePurpose.RESET, actor_id=None)
    mailed = one_time.issue_code(session, account, purpose=CodePurpose.MAIL, actor_id=None)
    assert one_time.check_code(session, login=account.login, code=paper)
    with time_machine.travel(utc_now() + timedelta(hours=1, minutes=1)):
        assert one_time.find_code(session, code_hash(mailed)) is None
        assert one_time.find_code(session, code_hash(paper))
    with time_machine.travel(utc_now() + timedelta(days=15)):
        assert one_time.find_code(session, code_hash(paper)) is None
    one_time.use_code(session, code_hash(mailed), password=NEW)
    assert session.scalars(select(OneTimeCode.account_id)).all() == []


def test_the_first_login_with_a_printed_code(
    browser_of: BrowserOf, browser: Browser, session: Session
) -> None:
    account = waiting(session)
    session.commit()
    page = browser_of(Role.ADMINISTRATOR).post(f"/kelola/akun/{account.id}/kode", status=200)
    (code,) = printed(page)
    wrong = browser.post("/lupa-sandi/kode", {"login": "pak.budi", "code": "AAAA-BBBB"}, status=200)
    assert "tidak cocok" in wrong.text  # type: ignore[union-attr]
    browser.post("/lupa-sandi/kode", {"login": "Pak.Budi", "code": code})
    without = browser.post("/lupa-sandi/baru", {"password": NEW}, status=200)
    assert [a.get("href") for a in without.all(".note.bad a")] == ["#consent"]  # type: ignore[union-attr]
    browser.post("/lupa-sandi/baru", {"password": NEW, "consent": "y"})
    assert "Pak pak.budi" in browser.get("/akun").text
    assert session.scalars(select(Consent.account_id)).all() == [account.id]
    assert browser.client.get("/lupa-sandi/baru").headers["Location"] == "/lupa-sandi"
    facts = session.scalars(select(AuditEvent.facts).where(AuditEvent.action == "account.code")).all()
    assert facts == [{"purpose": "first"}]


def test_the_owner_is_told_that_a_printed_code_was_used(
    browser_of: BrowserOf, app: Flask, session: Session
) -> None:
    account = factories.account(session)
    session.commit()
    page = browser_of(Role.ADMINISTRATOR).post(f"/kelola/akun/{account.id}/kode", status=200)
    insider, owner = Browser(app.test_client()), Browser(app.test_client())
    insider.post("/lupa-sandi/kode", {"login": account.login, "code": printed(page)[0]})
    insider.post("/lupa-sandi/baru", {"password": NEW})
    owner.post("/masuk", {"login": account.login, "password": NEW})
    assert "kode yang dicetak kantor" in owner.get("/akun").texts(".note.warn")[0]
    assert "kode yang dicetak kantor" not in insider.get("/akun").text


def test_a_code_does_not_pass_the_second_step_by(browser: Browser, session: Session) -> None:
    account = factories.account(session)
    app_of(session, account)
    code = one_time.issue_code(session, account, purpose=CodePurpose.RESET, actor_id=None)
    session.commit()
    browser.post("/lupa-sandi/kode", {"login": account.login, "code": code})
    response = browser.post("/lupa-sandi/baru", {"password": NEW})
    assert response.headers["Location"] == "/masuk/kode"  # type: ignore[union-attr]
    assert browser.client.get("/akun").status_code == 303


def test_a_weak_password_does_not_spend_the_code(browser: Browser, session: Session) -> None:
    account = factories.account(session)
    code = one_time.issue_code(session, account, purpose=CodePurpose.RESET, actor_id=None)
    session.commit()
    browser.post("/lupa-sandi/kode", {"login": account.login, "code": code})
    page = browser.post("/lupa-sandi/baru", {"password": "123456789012345"}, status=200)
    assert "mudah ditebak" in page.text  # type: ignore[union-attr]
    browser.post("/lupa-sandi/baru", {"password": NEW})


def test_guesses_at_codes_are_counted(browser: Browser) -> None:
    told = {"login": "pak.budi", "code": "0000-0000-0000-0000"}
    for _n in range(5):
        browser.post("/lupa-sandi/kode", told, status=200)
    browser.post("/lupa-sandi/kode", told, status=429)


@pytest.fixture
def mails_go_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    settings = replace(
        app.config["REMBUK_SETTINGS"], mail_url="smtp://localhost", base_url="http://kantor.example"
    )
    monkeypatch.setitem(app.config, "REMBUK_SETTINGS", settings)


@pytest.mark.usefixtures("mails_go_out")
def test_the_answer_about_a_mail_is_the_same_for_everybody(browser: Browser, session: Session) -> None:
    with_address, without = factories.account(session), factories.account(session)
    with_address.email = "ana@contoh.go.id"
    session.commit()
    pages = [
        browser.post("/lupa-sandi", {"login": name}, status=200)
        for name in (with_address.login, without.login, "tidak.ada")
    ]
    assert len({page.texts("main")[0] for page in pages}) == 1  # type: ignore[union-attr]
    mail = session.scalars(select(Mail)).one()
    link = next(word for word in mail.body.split() if word.startswith("http://kantor.example/lupa-sandi/"))
    path = link.removeprefix("http://kantor.example")
    assert with_address.login in browser.get(path).text
    browser.post(path, {"password": NEW})
    assert browser.client.get(path).status_code == 303
    session.expire_all()
    assert services.authenticate(session, login=with_address.login, password=NEW) is with_address


@pytest.mark.usefixtures("mails_go_out")
def test_a_sixth_mail_within_a_quarter_is_refused(browser: Browser) -> None:
    for _n in range(5):
        browser.post("/lupa-sandi", {"login": "tidak.ada"}, status=200)
    browser.post("/lupa-sandi", {"login": "tidak.ada"}, status=429)


def test_without_mail_there_is_only_the_code(browser: Browser) -> None:
    page = browser.get("/lupa-sandi")
    assert page.all("main form") == []
    assert "/lupa-sandi/kode" in [a.get("href") for a in page.all("main a")]


# Sheets for many


def test_chosen_or_all_of_a_unit_are_printed(browser_of: BrowserOf, session: Session) -> None:
    here, there = factories.unit(session), factories.unit(session)
    people = [waiting(session, f"orang{n:02}", here if n % 2 else there) for n in range(6)]
    inside = factories.account(session, unit=here)
    session.commit()
    admin = browser_of(Role.ADMINISTRATOR)
    path = f"/kelola/akun/kode?unit={here.id}"
    chosen = {"akun": [str(people[1].id), str(people[0].id), str(inside.id)], "unit": str(here.id)}
    fields = admin.get(path).all("main form[method=post] input[name=csrf_token]")[0].get("value")
    page = Page(admin.client.post("/kelola/akun/kode", data={**chosen, "csrf_token": fields}))
    assert page.texts(".slip h2") == ["Pak orang01"], "neither another unit's nor who is inside already"
    page = Page(
        admin.client.post(
            "/kelola/akun/kode", data={"semua": "1", "unit": str(here.id), "csrf_token": fields}
        )
    )
    assert page.texts(".slip h2") == ["Pak orang03", "Pak orang05", "Pak orang01"], "who has none comes first"
    codes = printed(page)
    assert len(set(codes)) == 3
    stored = set(session.scalars(select(OneTimeCode.code_hash)))
    assert stored == {code_hash(code) for code in codes}
    nothing = admin.client.post("/kelola/akun/kode", data={"csrf_token": fields})
    assert nothing.status_code == 303


def queries(session: Session, act: Callable[[], object]) -> int:
    """How many statements something takes."""
    seen: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.database
def test_the_list_costs_the_same_for_two_thousand(session: Session) -> None:
    unit = factories.unit(session)
    session.add_all(
        Account(login=f"asn{n}", name=f"Orang {n}", role=Role.ASN, password_hash="!", unit_id=unit.id)
        for n in range(2000)
    )
    session.flush()
    many = queries(session, lambda: list_waiting(session, page=3))
    assert list_waiting(session).total == 2000
    assert len(list_waiting(session, page=3).rows) == 25
    assert many == queries(session, lambda: list_waiting(session, unit_id=0)) == 2
    assert session.scalar(select(func.count()).select_from(OneTimeCode)) == 0
