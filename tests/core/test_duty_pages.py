"""Pages of duties: given by administrators step by step, ended after one more question, shown to those who have them."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.cycles.models import Cycle
from core.duties.models import DutyAssignment
from core.duties.services import assign_duty
from core.policy import Duty, Role
from tests import factories
from tests.page import Browser, Page
from tests.plan import factories_items


def rows(session: Session) -> list[tuple[int, str, int | None, str]]:
    found = session.scalars(select(DutyAssignment).order_by(DutyAssignment.id))
    return [(row.account_id, row.duty, row.unit_id, row.object_key) for row in found]


def test_a_duty_is_given_by_search_and_choice(
    session: Session, browser_of: Callable[[Role], Browser]
) -> None:
    unit = factories.unit(session, name="Seksi Contoh")
    account = factories.account(session, role=Role.ASN, name="Ibu Yuliana")
    factories.account(session, name="Bapak Lain")
    session.commit()
    admin = browser_of(Role.ADMINISTRATOR)

    found = admin.get("/kelola/tugas/baru?q=yuliana")
    assert [a.get("href") for a in found.all("table a")] == [f"/kelola/tugas/baru/{account.id}"]
    choice = admin.get(f"/kelola/tugas/baru/{account.id}")
    assert [a.get("href", "").rsplit("/", 1)[-1] for a in choice.all(".cards a")] == [
        str(duty) for duty in Duty
    ]
    path = f"/kelola/tugas/baru/{account.id}/superior"
    refused = admin.post(path, {"unit": ""}, status=200)
    assert isinstance(refused, Page)
    assert refused.all("[role=alert]")
    admin.post(path, {"unit": str(unit.id)})
    again = admin.post(path, {"unit": str(unit.id)}, status=200)
    assert isinstance(again, Page)
    assert "sudah memegang tugas itu" in again.texts("[role=alert]")[0]
    assert rows(session) == [(account.id, "superior", unit.id, "")]

    listed = admin.get("/kelola/tugas?tugas=superior")
    assert listed.texts("tbody td")[:3] == ["Ibu Yuliana", "Atasan", "Seksi Contoh"]
    assert admin.get(f"/kelola/tugas?unit={unit.key}").all("tbody tr")
    assert not admin.get("/kelola/tugas?tugas=auditor").all("tbody tr")


def test_office_unit_and_object(session: Session, browser_of: Callable[[Role], Browser]) -> None:
    unit, account = factories.unit(session), factories.account(session)
    cycle: Cycle = factories_items.open_cycle(session)
    item = factories_items.item(session, cycle)
    session.commit()
    admin = browser_of(Role.ADMINISTRATOR)
    base = f"/kelola/tugas/baru/{account.id}"
    admin.post(f"{base}/auditor", {})
    admin.post(f"{base}/signer", {"unit": ""})
    admin.post(f"{base}/signer", {"unit": str(unit.id)})
    admin.post(f"{base}/partner", {"about": f"plan_item/{item.key}"})
    admin.post(f"{base}/partner", {"about": "plan_item/bukan-butir"}, status=200)
    assert rows(session) == [
        (account.id, "auditor", None, ""),
        (account.id, "signer", None, ""),
        (account.id, "signer", unit.id, ""),
        (account.id, "partner", None, item.key),
    ]


def test_a_duty_is_ended_after_one_more_question(
    session: Session, browser_of: Callable[[Role], Browser], account_of: Callable[[Role], Account]
) -> None:
    holder = account_of(Role.ASN)
    ending = assign_duty(session, holder, duty=Duty.AUDITOR, actor_id=None)
    staying = assign_duty(session, holder, duty=Duty.CHECKER, actor_id=None)
    session.commit()
    person, admin = browser_of(Role.ASN), browser_of(Role.ADMINISTRATOR)
    assert "Pemeriksa (audit)" in person.get("/akun").text
    assert person.get("/kelola/angka").status == 200

    page = admin.get(f"/kelola/tugas/{ending.id}/akhiri")
    assert "Pemeriksa (audit), Seluruh kantor" in page.texts("main form p")[0]
    assert len(rows(session)) == 2
    admin.post(f"/kelola/tugas/{ending.id}/akhiri")
    session.expire_all()
    assert [row.duty for row in session.scalars(select(DutyAssignment))] == [staying.duty]
    person.get("/kelola/angka", status=303)


def test_duties_stand_on_both_account_pages(
    session: Session, browser_of: Callable[[Role], Browser], account_of: Callable[[Role], Account]
) -> None:
    unit = factories.unit(session, name="Kelurahan Contoh")
    holder = account_of(Role.ASN)
    assign_duty(session, holder, duty=Duty.FEEDBACK_OFFICER, unit_id=unit.id, actor_id=None)
    session.commit()
    own = browser_of(Role.ASN).get("/akun")
    assert "Kelurahan Contoh" in own.text
    assert not own.all("a[href$='/akhiri']")
    theirs = browser_of(Role.ADMINISTRATOR).get(f"/kelola/akun/{holder.id}")
    assert "Kelurahan Contoh" in theirs.text
    assert len(theirs.all("a[href$='/akhiri']")) == 1
    assert "Tugas saya" not in browser_of(Role.CITIZEN).get("/akun").texts("main h2")


def test_the_menu_shows_what_a_duty_opens(
    session: Session, browser_with: Callable[..., Browser], browser_of: Callable[[Role], Browser]
) -> None:
    unit = factories.unit(session)
    checking = {"/kelola/kebutuhan", "/kelola/rencana", "/kelola/usulan", "/kelola/prioritas"}
    scopes = {
        Duty.SUPERIOR: ({"unit_id": unit.id}, {"/kelola/unit-saya", "/kelola/kebutuhan-unit"}),
        Duty.FEEDBACK_OFFICER: ({"unit_id": unit.id}, {"/kelola/masukan-unit"}),
        Duty.PARTNER: ({"object_kind": "plan_item", "object_key": "x"}, {"/kelola/program-saya"}),
        Duty.AUDITOR: (
            {},
            {"/kelola/angka", "/kelola/rencana", "/kelola/usulan", "/kelola/audit", "/kelola/moderasi/log"},
        ),
        Duty.CHECKER: ({}, checking),
        Duty.SIGNER: ({"unit_id": unit.id}, checking),
    }
    for duty, (scope, wanted) in scopes.items():
        page = browser_with(duty, **scope).get("/kelola")
        assert {a.get("href") for a in page.all("main .cards a")} == wanted, duty
    browser_of(Role.ASN).get("/kelola", status=403)
