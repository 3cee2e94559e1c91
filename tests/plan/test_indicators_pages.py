"""Staff pages about indicators and measurements."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.cycles.enums import Action
from core.policy import Role
from plan.enums import ItemState
from plan.item_models import Indicator, Measurement
from tests.page import Browser
from tests.plan import factories_items as made

MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 6)
FORM = {
    "name_id": "SKM unsur waktu",
    "name_en": "SKM: time",
    "measure_unit": "nilai 1–4",
    "direction": "up",
    "baseline": "3,02",
    "baseline_on": "2026-01-05",
    "target": "3,4",
    "source": "SKM semester",
}


@pytest.fixture
def planner(browser_of: Callable[[Role], Browser]) -> Browser:
    return browser_of(Role.PLANNER)


@pytest.mark.database
def test_planner_defines_measures_corrects_and_deletes(planner: Browser, session: Session) -> None:
    item = made.item(session, made.open_cycle(session))
    noise = made.indicator(session, item, values=((MARCH, "30"),))
    session.commit()
    start = f"/kelola/rencana/{item.key}"
    response = planner.post(f"{start}/indikator/baru", FORM)
    assert response.headers["Location"] == f"{start}#indikator"
    indicator = session.scalars(select(Indicator).where(Indicator.id != noise.id)).one()
    assert (indicator.name_id, indicator.name_en, indicator.measure_unit, indicator.source) == (
        "SKM unsur waktu",
        "SKM: time",
        "nilai 1–4",
        "SKM semester",
    )
    assert (indicator.baseline, indicator.target, indicator.decreases, indicator.baseline_on) == (
        Decimal("3.02"),
        Decimal("3.4"),
        False,
        date(2026, 1, 5),
    )

    here = f"{start}/indikator/{indicator.id}"
    planner.post(f"{here}/pengukuran/baru", {"on": "2026-03-02", "value": "3,215", "note": "120 jawaban"})
    measurement = session.scalars(select(Measurement).where(Measurement.indicator_id == indicator.id)).one()
    page = planner.get(f"{here}/pengukuran/{measurement.id}")
    assert [page.one(f"[name={n}]").get("value") for n in ("on", "value", "note")] == [
        "2026-03-02",
        "3,215",
        "120 jawaban",
    ]
    planner.post(f"{here}/pengukuran/{measurement.id}", {"on": "2026-04-06", "value": "3,4", "note": ""})
    session.expire_all()
    assert (measurement.on, measurement.value, measurement.note) == (APRIL, Decimal("3.4"), "")
    page = planner.get(start)
    assert page.texts(".charts .pill") == ["Belum tercapai", "Tercapai"]
    assert page.texts(".charts ul:not(.legend) li")[1].startswith("Senin, 6 April 2026: 3,4 nilai 1–4")

    planner.post(f"{here}/pengukuran/{measurement.id}/hapus")
    assert session.scalars(select(Measurement.indicator_id)).all() == [noise.id]
    planner.post(f"{here}/hapus")
    assert session.scalars(select(Indicator.id)).all() == [noise.id]


def test_change_page_starts_with_what_is_there(planner: Browser, session: Session) -> None:
    item = made.item(session, made.open_cycle(session))
    indicator = made.indicator(session, item, baseline=Decimal("1234.5"), target=Decimal("20"))
    session.commit()
    path = f"/kelola/rencana/{item.key}/indikator/{indicator.id}"
    page = planner.get(path)
    assert page.one("[name=direction][checked]").get("value") == "down"
    assert page.one("[name=baseline]").get("value") == "1.234,5"
    assert page.one("[name=baseline_on]").get("value") == "2026-01-05"
    planner.post(path, FORM)
    session.expire_all()
    assert (indicator.name_id, indicator.decreases, indicator.baseline) == (
        "SKM unsur waktu",
        False,
        Decimal("3.02"),
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"target": "3,0"}, "Target harus lebih besar daripada nilai awal."),
        ({"direction": "down"}, "Target harus lebih kecil daripada nilai awal."),
        ({"baseline": "3.02"}, "Nilai awal – Tulis angka dengan titik untuk ribuan"),
        ({"baseline_on": "2999-01-01"}, "Tanggal nilai awal – Tanggalnya belum tiba."),
        ({"name_id": " "}, "Nama indikator – Bagian ini wajib diisi."),
    ],
)
def test_an_indicator_that_cannot_be_is_refused_on_its_form(
    planner: Browser, session: Session, changes: dict[str, str], message: str
) -> None:
    item = made.item(session, made.open_cycle(session))
    session.commit()
    page = planner.post(f"/kelola/rencana/{item.key}/indikator/baru", {**FORM, **changes}, status=200)
    alerts = page.texts("[role=alert] li")
    assert [alert.startswith(message) for alert in alerts] == [True]
    assert page.one("[name=source]").get("value") == "SKM semester"
    assert session.scalar(select(func.count()).select_from(Indicator)) == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"on": "2026-03-02", "value": "25"}, "Sudah ada pengukuran pada tanggal itu. Ubah yang sudah ada."),
        ({"on": "2026-01-05", "value": "25"}, "Tanggal pengukuran harus sesudah tanggal nilai awal."),
        ({"on": "2999-01-05", "value": "25"}, "Tanggal – Tanggalnya belum tiba."),
        ({"on": "besok", "value": "25"}, "Tanggal – Tanggal tidak benar. Contoh: 23/11/2026."),
        ({"on": "2026-04-06", "value": "dua"}, "Nilai – Tulis angka dengan titik untuk ribuan"),
    ],
)
def test_a_measurement_that_cannot_be_is_refused_on_its_form(
    planner: Browser, session: Session, data: dict[str, str], message: str
) -> None:
    item = made.item(session, made.open_cycle(session))
    indicator = made.indicator(session, item, values=((MARCH, "30"),))
    session.commit()
    path = f"/kelola/rencana/{item.key}/indikator/{indicator.id}/pengukuran/baru"
    page = planner.post(path, {**data, "note": "50 surat"}, status=200)
    assert [alert.startswith(message) for alert in page.texts("[role=alert] li")] == [True]
    assert page.one("[name=note]").get("value") == "50 surat"
    assert page.one("[name=value]").get("value") == data["value"]
    assert session.scalars(select(Measurement.value)).all() == [Decimal(30)]


def test_addresses_lead_only_through_their_parent(planner: Browser, session: Session) -> None:
    cycle = made.open_cycle(session)
    item, other = made.item(session, cycle), made.item(session, cycle)
    indicator = made.indicator(session, item, values=((MARCH, "30"),))
    sibling = made.indicator(session, item)
    number = indicator.measurements[0].id
    session.commit()
    right, wrong = (f"/kelola/rencana/{i.key}/indikator" for i in (item, other))
    planner.get(f"{right}/{indicator.id}/pengukuran/{number}")
    for path in (
        f"{wrong}/{indicator.id}",
        f"{wrong}/{indicator.id}/hapus",
        f"{wrong}/{indicator.id}/pengukuran/baru",
        f"{wrong}/{indicator.id}/pengukuran/{number}",
        f"{right}/{sibling.id}/pengukuran/{number}",
        f"{right}/{sibling.id}/pengukuran/{number}/hapus",
        "/kelola/rencana/tidak-ada/indikator/baru",
    ):
        planner.get(path, status=404)


def test_buttons_follow_the_phase(planner: Browser, session: Session) -> None:
    cycle = made.open_cycle(session)
    item = made.item(session, cycle, state=ItemState.CARRIED_OUT)
    indicator = made.indicator(session, item, values=((MARCH, "30"),))
    made.close(session, cycle, Action.EDIT_PLAN)
    session.commit()
    path = f"/kelola/rencana/{item.key}"
    assert planner.get(path).texts(".charts .acts a") == ["Ubah indikator", "Hapus"]
    made.close(session, cycle, Action.REPORT_PROGRESS)
    session.commit()
    page = planner.get(path)
    assert page.texts(".charts .acts a") == []
    assert page.texts(".charts ul:not(.legend)") == []
    page = planner.post(
        f"{path}/indikator/{indicator.id}/pengukuran/baru", {"on": "2026-04-06", "value": "25"}, status=200
    )
    assert page.texts("[role=alert] li")[0].startswith("Tahap siklus saat ini belum membuka")
    assert session.scalars(select(Measurement.value)).all() == [Decimal(30)]
