"""Consent and its withdrawal, one's own data, erasure: on the pages and behind them."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts import queries
from core.accounts.models import Account, LoginSession
from core.audit import AuditEvent
from core.base import utc_now
from core.duties.models import DutyAssignment
from core.errors import Conflict
from core.keeping import PersonalData
from core.policy import Duty, Role
from core.rights import erasing, services
from core.rights.erasing import ErasureReason, erase_account
from core.rights.models import Consent, ConsentKind, ConsentText
from rembuk.slices import SLICES
from surveys.answer_models import Participation
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys

BrowserOf = Callable[[Role], Browser]
AccountOf = Callable[[Role], Account]
PROVIDERS: tuple[PersonalData, ...] = tuple(data for s in SLICES for data in s.personal_data)
RIGHT = {"present": factories.PASSWORD}
WRONG = {"present": "bukan kata sandinya"}


def agree(session: Session, account: Account, text: str = "Pemberitahuan", lang: str = "id") -> None:
    services.record_consent(session, account_id=account.id, kind=ConsentKind.ACCOUNT, text=text, lang=lang)


def consents(session: Session) -> list[tuple[int, str, bool]]:
    """(account, text, taken back) of each consent."""
    session.expire_all()
    rows = session.scalars(select(Consent).order_by(Consent.id))
    return [(c.account_id, c.wording.text, c.withdrawn_at is not None) for c in rows]


@pytest.mark.database
def test_consent_is_recorded_once_for_each_text(session: Session) -> None:
    one, other = factories.account(session), factories.account(session)
    for account, text, lang in [
        (one, "A", "id"), (one, "A", "id"), (other, "A", "id"), (one, "B", "id"), (one, "A", "en"),
    ]:  # fmt: skip
        agree(session, account, text, lang)
    assert consents(session) == [
        (one.id, "A", False),
        (other.id, "A", False),
        (one.id, "B", False),
        (one.id, "A", False),
    ]
    versions = session.scalars(select(ConsentText.version)).all()
    texts = [("A", "id"), ("B", "id"), ("A", "en")]
    assert sorted(versions) == sorted(services.text_version(text, lang) for text, lang in texts)
    given = session.scalars(select(AuditEvent).where(AuditEvent.action == "consent.give")).all()
    assert len(given) == 4


@pytest.mark.database
def test_withdrawal_is_noted_and_may_be_undone_by_a_new_consent(session: Session) -> None:
    account, other = factories.account(session), factories.account(session)
    for one in (account, other):
        agree(session, one)
    with time_machine.travel(utc_now() + timedelta(hours=1)):
        services.withdraw_consent(session, account, actor_id=account.id)
        assert account.restricted_at is not None
        with pytest.raises(Conflict):
            services.withdraw_consent(session, account, actor_id=account.id)
        services.give_consent_again(session, account, text="Pemberitahuan", lang="id")
    assert (account.restricted_at, other.restricted_at) == (None, None)
    assert consents(session) == [
        (account.id, "Pemberitahuan", True),
        (other.id, "Pemberitahuan", False),
        (account.id, "Pemberitahuan", False),
    ]


@pytest.mark.database
def test_the_last_administrator_neither_withdraws_nor_goes(session: Session) -> None:
    last = factories.account(session, role=Role.ADMINISTRATOR)
    restricted = factories.account(session, role=Role.ADMINISTRATOR)
    restricted.restricted_at = utc_now()
    session.flush()
    with pytest.raises(Conflict):
        services.withdraw_consent(session, last, actor_id=last.id)
    with pytest.raises(Conflict):
        erase_account(session, last, providers=PROVIDERS, reason=ErasureReason.SELF, actor_id=last.id)
    factories.account(session, role=Role.ADMINISTRATOR)
    erase_account(session, last, providers=PROVIDERS, reason=ErasureReason.SELF, actor_id=last.id)
    assert last.erased_at is not None


@pytest.mark.database
def test_an_erased_account_is_a_tombstone(session: Session) -> None:
    account, other = factories.account(session, name="Ibu Ana"), factories.account(session, name="Pak B")
    survey = factories_surveys.survey(session)
    for one in (account, other):
        agree(session, one)
        factories.login_token(session, one)
        session.add(DutyAssignment(account_id=one.id, duty=Duty.AUDITOR))
        session.add(Participation(survey_id=survey.id, account_id=one.id))
    session.flush()
    before = (other.login, other.name, other.active, other.password_hash)

    erase_account(session, account, providers=PROVIDERS, reason=ErasureReason.REQUEST, actor_id=other.id)

    session.expire_all()
    assert (account.login, account.name, account.email) == (f"dihapus-{account.id}", "", "")
    assert (account.active, account.role, account.unit_id) == (False, "citizen", None)
    assert account.erased_at is not None
    assert (other.login, other.name, other.active, other.password_hash) == before
    for column in (
        LoginSession.account_id,
        DutyAssignment.account_id,
        Participation.account_id,
        Consent.account_id,
    ):
        assert session.scalars(select(column)).all() == [other.id], column
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "account.erase")).one()
    assert (event.actor_id, event.object_key, event.facts) == (
        other.id,
        str(account.id),
        {"reason": "request"},
    )
    assert [a.id for a, _unit in queries.list_accounts(session).rows] == [other.id]
    with pytest.raises(Conflict):
        erase_account(session, account, providers=PROVIDERS, reason=ErasureReason.SELF, actor_id=None)


@pytest.mark.database
def test_a_slice_that_fails_leaves_everything_as_it_was(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = factories.account(session, name="Ibu Ana")
    session.commit()

    def fails(_session: Session, _account_id: int) -> None:
        raise RuntimeError

    broken = PersonalData("rusak", "Rusak", frozenset(), lambda _s, _a: None, fails, lambda _s, _a, _b: None)
    with pytest.raises(RuntimeError):
        erase_account(
            session, account, providers=(broken, *PROVIDERS), reason=ErasureReason.SELF, actor_id=None
        )
    session.rollback()
    assert (account.name, account.active, account.erased_at) == ("Ibu Ana", True, None)


def test_my_data_tells_how_much_there_is(
    browser_of: BrowserOf, account_of: AccountOf, session: Session
) -> None:
    me = account_of(Role.CITIZEN)
    survey = factories_surveys.survey(session)
    session.add(Participation(survey_id=survey.id, account_id=me.id))
    agree(session, me)
    session.commit()
    page = browser_of(Role.CITIZEN).get("/akun/data")
    rows = {cells[0]: cells[1] for cells in [[td.text_content() for td in tr] for tr in page.all("tbody tr")]}
    assert rows["Survei yang sudah Anda isi"] == "1"
    assert rows["Persetujuan Anda"] == "1"
    assert "Tugas" not in rows
    assert "Tugas" in page.texts("main details li")
    assert page.texts("main details p") == ["Pemberitahuan"]


def test_the_download_is_mine_alone(browser_of: BrowserOf, account_of: AccountOf, session: Session) -> None:
    me, other = account_of(Role.CITIZEN), factories.account(session, name="Orang lain")
    agree(session, me)
    agree(session, other, "Teks lain")
    session.commit()
    response = browser_of(Role.CITIZEN).client.get("/akun/data.json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="data-saya.json"'
    assert "no-store" in response.headers["Cache-Control"]
    data = json.loads(response.get_data(as_text=True))
    assert data.keys() >= {provider.key for provider in PROVIDERS}
    assert data["account"]["account"][0]["login"] == me.login
    assert [c["text"] for c in data["consents"]["consent"]] == ["Pemberitahuan"]
    assert "Orang lain" not in response.get_data(as_text=True)
    assert me.password_hash not in response.get_data(as_text=True)


def test_the_processing_log_names_nobody_else(
    browser_of: BrowserOf, account_of: AccountOf, session: Session
) -> None:
    me, admin = (
        account_of(Role.CITIZEN),
        factories.account(session, role=Role.ADMINISTRATOR, name="Ibu Kepala"),
    )
    agree(session, me)
    for about in (me, admin):
        session.add(
            AuditEvent(
                actor_id=admin.id, action="account.unit", object_kind="account", object_key=str(about.id)
            )
        )
    session.commit()
    page = browser_of(Role.CITIZEN).get("/akun/riwayat")
    assert page.texts("tbody td:nth-child(2)") == [
        f"Akun {admin.id} (Administrator) memindahkan akun ke unit lain",
        "Anda memberi persetujuan",
    ]
    assert "Ibu Kepala" not in page.text


def test_withdrawing_asks_for_the_password_and_stops_processing(
    browser_of: BrowserOf, account_of: AccountOf, session: Session
) -> None:
    planner, browser = account_of(Role.PLANNER), browser_of(Role.PLANNER)
    factories_surveys.survey(session)
    session.commit()
    page = browser.post("/akun/persetujuan/tarik", WRONG, status=200)
    assert isinstance(page, Page)
    assert "tidak cocok" in page.texts(".note.bad")[0]
    session.expire_all()
    assert planner.restricted_at is None
    browser.post("/akun/persetujuan/tarik", RIGHT)

    for path in ("/kelola", "/kelola/survei", "/akun/sandi"):
        shut = browser.client.get(path)
        assert (shut.status_code, shut.headers["Location"]) == (303, "/akun/data"), path
    for path in ("/", "/privasi", "/rencana", "/akun", "/akun/data", "/akun/riwayat", "/akun/persetujuan"):
        browser.get(path)
    menu = browser.get("/").texts("nav a")
    assert not {"Ringkasan", "Survei", "Tema"} <= set(menu)
    sent = browser.client.post("/masukan/x", data={"a": "b"})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/akun/data")

    browser.post("/akun/persetujuan", {"consent": "y"})
    browser.get("/kelola")
    session.expire_all()
    assert planner.restricted_at is None


def test_sabotage_a_guard_that_forgets_restriction(
    browser_of: BrowserOf, account_of: AccountOf, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above would see the staff page open."""
    account_of(Role.PLANNER).restricted_at = utc_now()
    session.commit()
    monkeypatch.setattr("core.web.guard._shut_for_restricted", lambda _policy: False)
    browser_of(Role.PLANNER).get("/kelola")


def test_erasing_oneself_asks_for_the_password_and_logs_out(
    browser_of: BrowserOf, account_of: AccountOf, session: Session
) -> None:
    me, browser = account_of(Role.CITIZEN), browser_of(Role.CITIZEN)
    page = browser.post("/akun/hapus", WRONG, status=200)
    assert isinstance(page, Page)
    session.expire_all()
    assert me.erased_at is None
    browser.post("/akun/hapus", RIGHT)
    session.expire_all()
    assert (me.name, me.active) == ("", False)
    assert "Masuk" in browser.get("/").text
    assert browser.client.get("/akun").status_code == 303


def test_an_administrator_erases_with_a_reason(
    browser_of: BrowserOf, account_of: AccountOf, session: Session
) -> None:
    admin, someone = account_of(Role.ADMINISTRATOR), factories.account(session, name="Ibu Ana")
    other = factories.account(session, name="Pak Lain")
    session.commit()
    browser, path = browser_of(Role.ADMINISTRATOR), f"/kelola/akun/{someone.id}/hapus"
    browser.post(path, {"reason": "self"}, status=200)
    session.expire_all()
    assert someone.name == "Ibu Ana"
    browser.post(path, {"reason": "left"})
    session.expire_all()
    assert (someone.name, other.name) == ("", "Pak Lain")
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "account.erase")).one()
    assert (event.actor_id, event.facts) == (admin.id, {"reason": "left"})
    browser.get(f"/kelola/akun/{someone.id}", status=404)
    browser.get(path, status=404)


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.PLANNER])
def test_nobody_else_erases_others(app: Flask, browser_of: BrowserOf, session: Session, role: Role) -> None:
    someone = factories.account(session)
    session.commit()
    browser_of(role).get(f"/kelola/akun/{someone.id}/hapus", status=403)
    assert erasing.REASON_LABELS.keys() == set(ErasureReason) - {ErasureReason.SELF}
