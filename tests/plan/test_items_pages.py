"""Staff pages about plan items: who may, what a form keeps, what the second of two people sees."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.audit import AuditEvent
from core.cycles.enums import Action
from core.policy import Role
from plan.enums import ItemState
from plan.item_models import PlanItem
from tests.page import Browser
from tests.plan import factories_items as made

FORM = {
    "title_id": "Bimtek layanan cepat",
    "title_en": "Fast service",
    "competency": "technical",
    "target": "12 petugas",
    "development_code": "8",
    "organiser": "BKPPD",
    "schedule": "Mei 2027",
    "curriculum": "SKKNI",
    "budget": "20.000.000,50",
}


@pytest.fixture
def planner(browser_of: Callable[[Role], Browser]) -> Browser:
    return browser_of(Role.PLANNER)


def only_item(session: Session) -> PlanItem:
    session.expire_all()
    return session.scalars(select(PlanItem)).one()


@pytest.mark.database
def test_planner_writes_an_item_from_a_need(
    planner: Browser, session: Session, account_of: Callable[[Role], Account]
) -> None:
    made.open_cycle(session)
    cycle = made.open_cycle(session)
    need = made.need(session, cycle, title="Layanan cepat", title_en="Fast service")
    noise = made.need(session, cycle)
    session.commit()
    path = f"/kelola/rencana/baru?kebutuhan={need.key}"
    page = planner.get(path)
    assert page.one("[name=title_id]").get("value") == "Layanan cepat"
    assert page.one("[name=title_en]").get("value") == "Fast service"
    boxes = {box.get("value"): box.get("checked") is not None for box in page.all("[name=needs]")}
    assert boxes == {need.key: True, noise.key: False}

    response = planner.post(path, {**FORM, "needs": [need.key]})
    item = only_item(session)
    assert response.headers["Location"] == f"/kelola/rencana/{item.key}"
    assert item.key.startswith("bimtek-layanan-cepat-")
    assert (item.cycle_id, item.state, item.budget, item.needs) == (
        cycle.id,
        ItemState.DRAFT,
        Decimal("20000000.50"),
        [need],
    )
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "plan_item.create")).one()
    assert (event.object_key, event.actor_id) == (item.key, account_of(Role.PLANNER).id)
    assert planner.get(f"/kelola/rencana/{item.key}").texts("h1") == ["Bimtek layanan cepat"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("budget", "20,000,000", "Tulis angka dengan titik untuk ribuan"),
        ("budget", "1,005", "Paling banyak 2 angka di belakang koma."),
        ("budget", "", "Bagian ini wajib diisi."),
        ("title_id", "   ", "Bagian ini wajib diisi."),
        ("development_code", "", "Bagian ini wajib diisi."),
        ("development_code", "26", "Pilih salah satu yang tersedia."),
        ("development_code", "0", "Pilih salah satu yang tersedia."),
        ("competency", "lain", "Pilih salah satu yang tersedia."),
        ("needs", "kebutuhan-siklus-lain", "bukan pilihan yang tersedia"),
    ],
)
def test_a_form_that_cannot_be_used_keeps_what_was_typed(
    planner: Browser, session: Session, field: str, value: str, message: str
) -> None:
    cycle = made.open_cycle(session)
    made.need(session, cycle)
    session.commit()
    page = planner.post("/kelola/rencana/baru", {**FORM, field: value}, status=200)
    assert [message in text for text in page.texts(".e")] == [True]
    kept = {name: page.one(f"input[name={name}]").get("value") for name in ("target", "organiser", "budget")}
    assert kept == {name: {**FORM, field: value}[name] for name in kept}
    assert session.scalar(select(func.count()).select_from(PlanItem)) == 0


@pytest.mark.database
def test_change_starts_with_what_is_there_and_saves(planner: Browser, session: Session) -> None:
    cycle = made.open_cycle(session)
    before, after = made.need(session, cycle), made.need(session, cycle)
    item = made.item(session, cycle, needs=(before,), budget=Decimal("1250.75"))
    session.commit()
    path = f"/kelola/rencana/{item.key}/ubah"
    page = planner.get(path)
    assert page.one("[name=budget]").get("value") == "1.250,75"
    assert page.one("[name=development_code] option[selected]").get("value") == "8"
    assert page.one("[name=competency][checked]").get("value") == "technical"
    assert [box.get("value") for box in page.all("[name=needs][checked]")] == [before.key]
    planner.post(path, {**FORM, "needs": [after.key]})
    item = only_item(session)
    assert (item.title_id, item.budget, item.needs) == (
        "Bimtek layanan cepat",
        Decimal("20000000.50"),
        [after],
    )


def test_list_shows_drafts_filters_by_state_and_adds_up(planner: Browser, session: Session) -> None:
    cycle = made.open_cycle(session)
    made.item(session, cycle, title_id="Draf satu", budget=Decimal(1000))
    made.item(session, cycle, title_id="Usulan dua", state=ItemState.PROPOSED, budget=Decimal(2000))
    made.item(session, cycle, title_id="Tolak tiga", state=ItemState.REFUSED, budget=Decimal(4000))
    made.item(session, made.open_cycle(session), title_id="Siklus lain")
    session.commit()

    def titles(path: str) -> list[str]:
        return planner.get(path).texts("table.plan tbody th a")

    assert titles("/kelola/rencana") == ["Draf satu", "Usulan dua", "Tolak tiga"]
    assert titles("/kelola/rencana?status=draft") == ["Draf satu"]
    assert titles("/kelola/rencana?status=refused") == ["Tolak tiga"]
    page = planner.get("/kelola/rencana?status=proposed")
    assert page.texts("[name=status] option") == [
        "Semua status",
        "Draf (1)",
        "Diusulkan (1)",
        "Ditolak (1)",
    ]
    assert page.one("[name=status] option[selected]").get("value") == "proposed"
    assert page.texts("table.plan tfoot td") == ["Rp3.000,00"]


def test_staff_read_but_only_planners_change(
    browser_of: Callable[[Role], Browser], browser: Browser, session: Session
) -> None:
    item = made.item(session, made.open_cycle(session))
    made.indicator(session, item)
    session.commit()
    for role in (Role.FACILITATOR, Role.ADMINISTRATOR):
        staff = browser_of(role)
        page = staff.get(f"/kelola/rencana/{item.key}")
        assert page.texts("main .acts a") == []
        assert "Tambah butir" not in staff.get("/kelola/rencana").texts("main .acts a")
        staff.get(f"/kelola/rencana/{item.key}/status", status=403)
    browser_of(Role.CITIZEN).get("/kelola/rencana", status=403)
    assert browser.client.get("/kelola/rencana").headers["Location"] == "/masuk?next=/kelola/rencana"


@pytest.mark.database
def test_a_draft_is_deleted_after_asking_once_more(planner: Browser, session: Session) -> None:
    cycle = made.open_cycle(session)
    kept = made.item(session, cycle)
    gone = made.item(session, cycle)
    session.commit()
    path = f"/kelola/rencana/{gone.key}/hapus"
    planner.get(path)
    assert session.scalar(select(func.count()).select_from(PlanItem)) == 2
    response = planner.post(path)
    assert response.headers["Location"] == "/kelola/rencana"
    assert only_item(session).id == kept.id
    planner.get(path, status=404)


def test_a_phase_that_is_closed_hides_the_buttons_and_refuses_the_post(
    planner: Browser, session: Session
) -> None:
    cycle = made.open_cycle(session)
    item = made.item(session, cycle)
    made.close(session, cycle)
    session.commit()
    assert planner.get(f"/kelola/rencana/{item.key}").texts("main .acts a") == []
    page = planner.get("/kelola/rencana")
    assert page.texts("main .acts a") == ["Lihat halaman umum", "Tujuan dan JP", "Versi rencana"]
    assert "belum membuka penyusunan" in page.texts(".note")[0]
    page = planner.post("/kelola/rencana/baru", FORM, status=200)
    assert page.texts("[role=alert] li") == [
        "Tahap siklus saat ini belum membuka: Menyusun butir rencana. "
        "Penyusun rencana dapat mengubah tahapnya."
    ]
    assert page.one("[name=target]").get("value") == "12 petugas"
    page = planner.post(f"/kelola/rencana/{item.key}/hapus", status=409)
    assert page.texts("h1") == ["Belum dapat dilakukan"]
    made.close(session, cycle, Action.EDIT_PLAN)
    session.commit()
    assert planner.get(f"/kelola/rencana/{item.key}").texts("main .acts a") == [
        "Ubah status",
        "Ubah isi",
        "Hapus draf",
        "Tambah program",
        "Tambah indikator",
    ]


def test_without_a_cycle_the_list_says_so_and_a_new_item_has_no_place(planner: Browser) -> None:
    assert "Belum ada siklus" in planner.get("/kelola/rencana").texts(".empty")[0]
    planner.get("/kelola/rencana/baru", status=404)
    planner.get("/kelola/rencana/baru?kebutuhan=tidak-ada", status=404)
