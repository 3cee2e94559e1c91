"""The first steps: read off the data, put before the administrator until done or put away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account
from core.accounts.one_time import CodePurpose, issue_code
from core.accounts.passwords import NO_PASSWORD
from core.guide.queries import BACKUP_ACTION, Progress, Step, progress
from core.policy import Role
from core.site import set_site_value, site_values
from core.staff.models import Person
from tests import factories
from tests.page import Browser

BrowserOf = Callable[[Role], Browser]


def now(session: Session) -> Progress:
    return progress(session, site_values(session), has_mail_server=False)


def done(session: Session) -> list[Step]:
    return [step for step, is_done in now(session).done.items() if is_done]


def disabled(session: Session, role: Role) -> Account:
    account = factories.account(session, role=role)
    account.active = False
    return account


@pytest.mark.database
def test_nothing_is_done_at_first_and_noise_does_not_count(session: Session) -> None:
    disabled(session, Role.ASN)
    disabled(session, Role.PLANNER)
    factories.account(session, role=Role.ADMINISTRATOR)
    factories.account(session, role=Role.CITIZEN)
    factories.unit(session).active = False
    audit.record(session, actor_id=None, action="site.change", kind="site", key="site")
    session.flush()
    assert done(session) == []
    assert (now(session).open, now(session).count, now(session).total) == (True, 0, len(Step))


@pytest.mark.database
def test_an_account_counts_once_its_code_is_printed(session: Session) -> None:
    waiting = factories.account(session, role=Role.ASN)
    waiting.password_hash = NO_PASSWORD
    session.flush()
    assert done(session) == []
    issue_code(session, waiting, purpose=CodePurpose.FIRST, actor_id=None)
    assert done(session) == [Step.ASN]


@pytest.mark.database
@pytest.mark.parametrize("step", list(Step))
def test_each_step_is_done_by_its_own_data(session: Session, step: Step) -> None:
    acts: dict[Step, Callable[[], object]] = {
        Step.OFFICE: lambda: set_site_value(session, "office_id", "Kecamatan Contoh"),
        Step.SECOND_FACTOR: lambda: set_site_value(session, "second_factor", "1"),
        Step.UNITS: lambda: factories.unit(session),
        Step.STAFF: lambda: session.add(Person(name="Yosef")),
        Step.ASN: lambda: factories.account(session, role=Role.ASN),
        Step.FACILITATOR: lambda: factories.account(session, role=Role.FACILITATOR),
        Step.PLANNER: lambda: factories.account(session, role=Role.PLANNER),
        Step.CYCLE: lambda: factories.cycle(session),
        Step.MAIL: lambda: set_site_value(session, "mail_by_hand", "1"),
        Step.BACKUP: lambda: audit.record(
            session, actor_id=None, action=BACKUP_ACTION, kind="site", key="backup"
        ),
    }
    acts[step]()
    session.flush()
    assert done(session) == [step]


def test_a_mail_server_is_enough(session: Session) -> None:
    assert progress(session, {}, has_mail_server=True).done[Step.MAIL]


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *args: seen.append(args[2]))
    yield seen


def test_all_tables_are_asked_at_once(session: Session) -> None:
    with counted(session) as seen:
        progress(session, {}, has_mail_server=False)
    assert len(seen) == 1


def test_the_guide_leads_to_every_step_until_it_is_put_away(browser_of: BrowserOf, session: Session) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    link = admin.get("/kelola").one("main .card .btn.main").get("href")
    assert link == "/kelola/mulai"
    page = admin.get("/kelola/mulai")
    assert len(page.all("ol.trail > li")) == len(Step)
    for anchor in page.all("ol.trail a"):
        admin.get(anchor.get("href") or "")
    admin.post("/kelola/mulai/sembunyikan", form_at="/kelola/mulai")
    assert admin.get("/kelola").all("main .card .btn.main") == []
    assert "/kelola/mulai" in [a.get("href") for a in admin.get("/kelola").all("main .card a")]


def test_the_next_step_stands_out(browser_of: BrowserOf, session: Session) -> None:
    set_site_value(session, "office_id", "Kecamatan Contoh")
    session.commit()
    page = browser_of(Role.ADMINISTRATOR).get("/kelola/mulai")
    assert page.texts("ol.trail li.done .trail-t") == ["Beri nama kantor selesai"]
    assert page.texts("ol.trail li.current .trail-t") == ["Wajibkan kode dua langkah"]
    assert "1 dari 10 langkah selesai" in page.texts("main p")


@pytest.mark.parametrize("role", [Role.PLANNER, Role.FACILITATOR])
def test_others_are_not_bothered(browser_of: BrowserOf, role: Role) -> None:
    staff = browser_of(role)
    assert staff.get("/kelola").all("main .card .btn.main") == []
    staff.get("/kelola/mulai", status=403)
