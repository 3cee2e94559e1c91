"""Guarantee "login": what guessing costs, and what a session and a second step survive.

The parallel checks run against a database of their own with real threads, like those of "once".
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.accounts import attempts, password_rules, passwords, second_factor, services
from core.accounts.attempts import AttemptCount, Guess, TooOften
from core.accounts.models import Account, LoginSession
from core.base import utc_now
from core.db import db, writing
from core.errors import Invalid, NotAllowed
from core.policy import Role
from core.site import set_site_value
from core.web import login
from tests import factories
from tests.conftest import make_app
from tests.core.factories_core import SECRET, app_of
from tests.page import Browser, Page

pytestmark = pytest.mark.database
WRONG = "keliru keliru keliru"
GUESSES, THREADS = 50, 10


# One hash, whoever is asked for


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every hash that is verified."""
    passwords._decoy_hash()
    seen: list[str] = []
    verify = type(passwords._hasher).verify

    def spy(hasher: object, stored: str, password: str) -> bool:
        seen.append(stored)
        return bool(verify(hasher, stored, password))  # type: ignore[arg-type]

    monkeypatch.setattr(type(passwords._hasher), "verify", spy)
    return seen


def four_names(session: Session) -> dict[str, str]:
    """A name that is known, one that is not, one that waits for its password, and a disabled one."""
    disabled = factories.account(session)
    services.set_active(session, disabled, active=False, actor_id=None)
    waiting = services.open_waiting_account(
        session, login="menunggu", name="Menunggu", role=Role.ASN, unit_id=None, actor_id=None
    )
    known = factories.account(session)
    return {
        "known": known.login,
        "unknown": "tidak.ada",
        "waiting": waiting.login,
        "disabled": disabled.login,
    }


def hashes_per_name(session: Session, verified: list[str]) -> dict[str, int]:
    """How many hashes each kind of name costs; all of them Argon2id."""
    found = {}
    for kind, name in four_names(session).items():
        verified.clear()
        with pytest.raises(NotAllowed):
            services.authenticate(session, login=name, password=WRONG)
        assert all(stored.startswith("$argon2id$") for stored in verified)
        found[kind] = len(verified)
    return found


def test_exactly_one_hash_is_verified(session: Session, verified: list[str]) -> None:
    once = {"known": 1, "unknown": 1, "waiting": 1, "disabled": 1}
    assert hashes_per_name(session, verified) == once


def test_sabotage_an_early_answer_is_seen(
    session: Session, verified: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fits = passwords.password_fits
    monkeypatch.setattr(
        services, "password_fits", lambda account, password: bool(account) and fits(account, password)
    )
    assert hashes_per_name(session, verified)["unknown"] == 0


# Fifty guesses at once


@pytest.fixture
def own_app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    app = make_app(tmp_path, engine_name)
    with app.app_context(), writing():
        account = factories.account(db.session(), name="Yang ditebak")
        account.login = "yang.ditebak"
        factories.account(db.session(), name="Derau")
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def guess(app: Flask, name: str) -> int:
    client = app.test_client()
    fields = Page(client.get("/masuk")).fields()
    return client.post("/masuk", data={**fields, "login": name, "password": WRONG}).status_code


def statuses(app: Flask, name: str) -> list[int]:
    """The answers to many wrong passwords for one name, in parallel."""
    with ThreadPoolExecutor(THREADS) as pool:
        return sorted(pool.map(lambda _n: guess(app, name), range(GUESSES)))


@pytest.mark.parametrize("name", ["yang.ditebak", "tidak.ada"])
def test_fifty_parallel_guesses_are_five(own_app: Flask, name: str, verified: list[str]) -> None:
    verified.clear()
    assert statuses(own_app, name) == [200] * 5 + [429] * (GUESSES - 5)
    assert len(verified) == 5, "the sixth password is not even looked at"
    with own_app.app_context():
        rows = db.session.execute(select(AttemptCount.key, AttemptCount.span, AttemptCount.tries)).all()
        assert sorted((span, tries) for _key, span, tries in rows) == [("day", 5), ("quarter", 5)]
        assert not any(name in key for key, _span, _tries in rows), "no name is stored"
        db.session.rollback()


def test_sabotage_counting_after_the_hash_lets_more_through(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = Barrier(THREADS)

    @contextmanager
    def late(kind: Guess, name: str, *, writes: bool = False) -> Iterator[None]:
        key = attempts.attempt_key(kind, name, secret=SECRET)
        tries = db.session.scalar(
            select(AttemptCount.tries).where(AttemptCount.key == key, AttemptCount.span == "quarter")
        )
        if (tries or 0) >= 5:
            raise TooOften(attempts.LIMITS[0][3])
        db.session.commit()
        with suppress(BrokenBarrierError):
            together.wait(timeout=5)
        try:
            yield
        except NotAllowed:
            with suppress(TooOften):
                attempts.claim_try(db.session(), key)
                db.session.commit()
            raise

    monkeypatch.setattr(login, "one_try", late)
    assert statuses(own_app, "yang.ditebak").count(200) > 5


def test_the_right_password_costs_no_try(browser: Browser, session: Session) -> None:
    account = factories.account(session)
    session.commit()
    for _n in range(6):
        browser.post("/masuk", {"login": account.login, "password": factories.PASSWORD})
    assert set(session.scalars(select(AttemptCount.tries))) == {0}


def test_ten_a_day(session: Session) -> None:
    key = attempts.attempt_key(Guess.PASSWORD, "Ana", secret=SECRET)
    with time_machine.travel(utc_now(), tick=False) as clock:
        for _round in range(2):
            for _n in range(5):
                attempts.claim_try(session, key)
            with pytest.raises(TooOften, match="15 menit"):
                attempts.claim_try(session, key)
            clock.shift(timedelta(minutes=15))
        with pytest.raises(TooOften, match="besok"):
            attempts.claim_try(session, key)
        attempts.claim_try(session, attempts.attempt_key(Guess.PASSWORD, "Budi", secret=SECRET))
        attempts.claim_try(session, attempts.attempt_key(Guess.CODE, "Ana", secret=SECRET))
        clock.shift(timedelta(days=1))
        attempts.claim_try(session, key)


# Sessions


def owners(session: Session) -> list[int]:
    return list(session.scalars(select(LoginSession.account_id).order_by(LoginSession.account_id)))


def test_a_login_gives_a_new_session_and_ends_the_one_before(
    browser_of: Callable[[Role], Browser], account_of: Callable[[Role], Account], session: Session
) -> None:
    browser, account = browser_of(Role.ASN), account_of(Role.ASN)
    before = session.scalars(select(LoginSession.token_hash)).all()
    browser.post("/masuk", {"login": account.login, "password": factories.PASSWORD})
    after = session.scalars(select(LoginSession.token_hash)).all()
    assert len(after) == 1
    assert not set(before) & set(after)


def ended_by(session: Session, act: Callable[[Account], None]) -> bool:
    """Whether two sessions of an account end and another person's does not."""
    account, noise = factories.account(session), factories.account(session)
    for owner in (account, account, noise):
        factories.login_token(session, owner)
    act(account)
    return owners(session) == [noise.id]


def change_password(session: Session) -> Callable[[Account], None]:
    return lambda account: services.change_password(
        session, account, password="hujan turun di beranda", actor_id=None
    )


def test_sessions_end_with_password_and_role(session: Session) -> None:
    assert ended_by(session, change_password(session))
    for held in session.scalars(select(LoginSession)):
        session.delete(held)
    session.flush()
    assert ended_by(
        session, lambda account: services.change_role(session, account, role=Role.ASN, actor_id=None)
    )


def test_sabotage_sessions_that_stay_are_seen(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "end_all_sessions", lambda *_: None)
    assert not ended_by(session, change_password(session))


# Passwords

STRONG = "pohon asam di tepi jalan"
WEAK = (
    "x" * 20,
    "123456789012345",
    "rahasia123456789",
    "katasandirahasia",
    "rembukrembukrembuk",
    "kantorcontohkantorcontoh",
    "ibu.ana.ibu.ana",
    "passwordpassword1",
)


def refused(session: Session, password: str) -> bool:
    set_site_value(session, "office_id", "Kantor Contoh")
    session.flush()
    try:
        services.create_account(session, login="ibu.ana", name="Ibu Ana", password=password)
    except Invalid:
        return True
    return False


@pytest.mark.parametrize("password", WEAK)
def test_what_is_guessed_first_is_refused(session: Session, password: str) -> None:
    assert refused(session, password)
    assert session.scalar(select(func.count()).select_from(Account)) == 0


def test_sabotage_without_the_block_list(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_rules, "_is_guessed_first", lambda *_: False)
    assert not refused(session, WEAK[0])


def test_fifteen_characters_or_eight_with_a_second_step(session: Session) -> None:
    assert refused(session, STRONG[:14])
    account = services.create_account(session, login="ibu.ana", name="Ibu Ana", password=STRONG[:15])
    with pytest.raises(Invalid):
        services.change_password(session, account, password="kK9!pq2zW", actor_id=None)
    app_of(session, account)
    with pytest.raises(Invalid):
        services.change_password(session, account, password="kK9!pq2", actor_id=None)
    services.change_password(session, account, password="kK9!pq2zW", actor_id=None)
    assert services.authenticate(session, login="ibu.ana", password="kK9!pq2zW") is account
    with pytest.raises(Invalid):
        second_factor.turn_off_second_factor(session, account, password="kK9!pq2zW")
    second_factor.remove_second_factor(session, account, actor_id=None)
    with pytest.raises(NotAllowed, match="terlalu pendek"):
        services.authenticate(session, login="ibu.ana", password="kK9!pq2zW")


def test_sabotage_one_length_for_all(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MINIMUM_PASSWORD", 1)
    assert not refused(session, "kK9!pq2zW")


def test_a_long_password_is_read_whole(session: Session) -> None:
    """The estimate reads 72 characters; the hash reads them all."""
    long = STRONG * 5
    services.create_account(session, login="ibu.ana", name="Ibu Ana", password=long)
    with pytest.raises(NotAllowed):
        services.authenticate(session, login="ibu.ana", password=long[:-1])
