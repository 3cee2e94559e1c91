"""The page of the audit log: readable, filtered, paged; an auditor sees no identities."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Connection, event, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.audit import AuditEvent
from core.duties.models import DutyAssignment
from core.policy import Duty, Role
from core.rights.audit_queries import NOBODY, Wanted, all_events, find_actor, list_events
from tests import factories
from tests.page import Browser

BrowserOf = Callable[[Role], Browser]
AccountOf = Callable[[Role], Account]


def add(session: Session, actor: Account | None, action: str, day: int, **facts: object) -> AuditEvent:
    made = AuditEvent(
        at=datetime(2026, 3, day, 4, tzinfo=UTC),
        actor_id=actor.id if actor else None,
        action=action,
        object_kind=action.split(".")[0],
        object_key=str(facts.pop("key", f"kunci-{day}")),
        facts=facts,
    )
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def planner(session: Session) -> Account:
    return factories.account(session, role=Role.PLANNER, name="Ibu Ana")


@pytest.fixture
def auditor(session: Session, account_of: AccountOf, browser_of: BrowserOf) -> Browser:
    """A civil servant with the duty."""
    session.add(DutyAssignment(account_id=account_of(Role.ASN).id, duty=Duty.AUDITOR))
    session.commit()
    return browser_of(Role.ASN)


@pytest.mark.database
def test_events_are_found_by_each_filter(session: Session, planner: Account) -> None:
    other = factories.account(session)
    a = add(session, planner, "survey.publish", 1, key="survei-a")
    b = add(session, other, "survey.publish", 2, key="survei-b")
    c = add(session, planner, "unit.create", 3, key="survei-a")
    d = add(session, None, "account.role", 4, key=planner.id, role="planner")

    def ids(**wanted: object) -> list[int]:
        return [row.id for row in list_events(session, Wanted(**wanted)).rows]  # type: ignore[arg-type]

    assert ids() == [d.id, c.id, b.id, a.id]
    assert ids(actor_id=planner.id) == [c.id, a.id]
    assert ids(actor_id=NOBODY) == []
    assert ids(action="survey.publish") == [b.id, a.id]
    assert ids(kind="survey", key="survei-a") == [a.id]
    assert ids(key="survei-a") == [c.id, a.id]
    assert ids(concerns=planner.id) == [d.id, c.id, a.id]
    assert ids(since=datetime(2026, 3, 2, tzinfo=UTC), until=datetime(2026, 3, 4, tzinfo=UTC)) == [c.id, b.id]
    assert [e.id for e in all_events(session, Wanted())] == ids()
    assert [find_actor(session, who, by_login=True) for who in ["", planner.login.upper(), "7", "x"]] == [
        None, planner.id, 7, NOBODY,
    ]  # fmt: skip
    assert find_actor(session, planner.login, by_login=False) == NOBODY


@pytest.mark.database
def test_pages_hold_twenty_five(session: Session, planner: Account) -> None:
    made = [add(session, planner, "unit.create", 1 + n % 3) for n in range(28)]
    first, last = list_events(session, Wanted()), list_events(session, Wanted(), page=99)
    assert (len(first.rows), first.pages, first.total, len(last.rows), last.page) == (25, 2, 28, 3, 2)
    newest_first = sorted(made, key=lambda e: (e.at, e.id), reverse=True)
    assert [e.id for e in (*first.rows, *last.rows)] == [e.id for e in newest_first]


def test_an_administrator_reads_sentences(browser_of: BrowserOf, session: Session, planner: Account) -> None:
    add(session, planner, "survey.publish", 1, key="survei-2027", version=2, questions=5)
    add(session, None, "theme_run.finish", 2, texts=12)
    session.commit()
    page = browser_of(Role.ADMINISTRATOR).get("/kelola/audit")
    assert page.texts("tbody td") == [
        *("2 Maret 2026 12.00", "Sistem menyelesaikan pengelompokan tema", "kunci-2", "jawaban tertulis: 12"),
        *("1 Maret 2026 12.00", "Ibu Ana menerbitkan survei", "survei-2027", "versi: 2 · pertanyaan: 5"),
    ]
    filtered = browser_of(Role.ADMINISTRATOR).get(f"/kelola/audit?siapa={planner.login}&sampai=2026-03-01")
    assert len(filtered.all("tbody tr")) == 1
    assert browser_of(Role.ADMINISTRATOR).get("/kelola/audit?dari=2026-03-03").all("tbody tr") == []


@pytest.mark.parametrize("dari", ["kemarin", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_what_is_no_day_is_left_aside(
    browser_of: BrowserOf, session: Session, planner: Account, dari: str
) -> None:
    add(session, planner, "unit.create", 1)
    session.commit()
    page = browser_of(Role.ADMINISTRATOR).get(f"/kelola/audit?dari={dari}&sampai={dari}&hal=-4")
    assert len(page.all("tbody tr")) == 1


def test_an_auditor_sees_numbers_and_roles(auditor: Browser, session: Session, planner: Account) -> None:
    add(session, planner, "survey.publish", 1)
    add(session, factories.account(session, name="Orang lain"), "unit.create", 2)
    session.commit()
    page = auditor.get("/kelola/audit")
    assert f"Akun {planner.id} (Penyusun rencana) menerbitkan survei" in page.texts("tbody tr")[1]
    for secret in ("Ibu Ana", "Orang lain", planner.login):
        assert secret not in page.text
    assert auditor.get(f"/kelola/audit?siapa={planner.login}").all("tbody tr") == []
    assert len(auditor.get(f"/kelola/audit?siapa={planner.id}").all("tbody tr")) == 1


def test_the_export_holds_what_the_filter_finds_and_is_logged(
    auditor: Browser, browser_of: BrowserOf, session: Session, planner: Account
) -> None:
    add(session, planner, "survey.publish", 1, version=2)
    add(session, planner, "unit.create", 2)
    session.commit()
    for browser, who in ((browser_of(Role.ADMINISTRATOR), "Ibu Ana"), (auditor, "Akun")):
        page = browser.get("/kelola/audit?tindakan=survey.publish")
        sent = browser.client.post("/kelola/audit/catatan.csv", data=page.fields("/kelola/audit/catatan.csv"))
        rows = list(csv.reader(io.StringIO(sent.get_data(as_text=True).removeprefix("\ufeff"))))
        assert [r[0] for r in rows] == ["Waktu", "1 Maret 2026 12.00"]
        assert rows[1][1] == str(planner.id)
        assert rows[1][2].startswith(who)
        assert rows[1][3:] == ["menerbitkan survei", "survey", "kunci-1", "versi: 2"]
    logged = session.scalars(select(AuditEvent).where(AuditEvent.action == "audit.export")).all()
    assert [e.facts for e in logged] == [{"rows": 1}, {"rows": 1}]


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.ASN, Role.FACILITATOR, Role.PLANNER])
def test_others_do_not_see_it(browser_of: BrowserOf, role: Role) -> None:
    browser_of(role).get("/kelola/audit", status=403)


def queries(connection: Connection, app: Flask, browser: Browser) -> int:
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(connection, "before_cursor_execute", note)
    browser.get("/kelola/audit")
    event.remove(connection, "before_cursor_execute", note)
    return sum(statement.lstrip().upper().startswith("SELECT") for statement in seen)


def test_one_event_or_thirty_cost_the_same(
    app: Flask, connection: Connection, browser_of: BrowserOf, session: Session, planner: Account
) -> None:
    add(session, planner, "unit.create", 1)
    session.commit()
    admin = browser_of(Role.ADMINISTRATOR)
    one = queries(connection, app, admin)
    for number in range(30):
        add(session, factories.account(session), "unit.create", 1 + number % 5)
    session.commit()
    assert queries(connection, app, admin) == one > 0


@pytest.mark.parametrize(
    ("action", "facts", "shown"),
    [
        (
            "plan_item.move",
            {"before": "proposed", "after": "refused"},
            "semula: Diusulkan · menjadi: Ditolak",
        ),
        ("cycle.phase", {"after": "draft"}, "menjadi: Penyusunan rencana"),
        ("duty.assign", {"duty": "feedback_officer"}, "tugas: Petugas masukan"),
        ("account.role", {"role": "planner"}, "peran: Penyusun rencana"),
        ("account.erase", {"reason": "left"}, "alasan: Pemilik akun tidak lagi bekerja di sini"),
        ("site.change", {"phone": "changed"}, "Telepon: berubah"),
        ("retention.purge", {"deleted": 3, "mail": 3}, "terhapus: 3 · Surel keluar: 3"),
        ("theme.merge", {"into": "proposed"}, "ke dalam: proposed"),
    ],
)
def test_states_are_told_in_the_words_of_the_pages(
    session: Session, browser_of: BrowserOf, action: str, facts: dict[str, object], shown: str
) -> None:
    add(session, None, "unit.create", 1)
    add(session, None, action, 2, **facts)
    session.commit()
    page = browser_of(Role.ADMINISTRATOR).get(f"/kelola/audit?tindakan={action}")
    assert page.texts("td[data-label=Rincian]") == [shown]
