"""The public plan: the exact table, what stays hidden, and the contributions behind an item."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from core.cycles.services import make_current
from core.policy import Role
from core.site import set_site_value
from plan import items as services
from plan.enums import Competency, ItemState
from tests import factories
from tests.page import Browser
from tests.plan import factories_items as made

COLUMNS = [
    "Butir dan status",
    "Jenis kompetensi",
    "Target ASN",
    "Jenis dan jalur pengembangan",
    "Penyelenggara",
    "Jadwal",
    "Kesesuaian kurikulum",
    "Anggaran",
]


def table(browser: Browser, path: str) -> list[list[str]]:
    page = browser.get(path)
    rows = page.all("table.plan tbody tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


@pytest.mark.database
def test_table_is_exactly_the_public_items_of_the_cycle(browser: Browser, session: Session) -> None:
    cycle, other = made.open_cycle(session), made.open_cycle(session)
    made.item(session, cycle, title_id="Masih draf")
    made.item(session, other, state=ItemState.PROPOSED, title_id="Siklus lain")
    made.item(session, cycle, state=ItemState.CARRIED_OUT, budget=Decimal("68500000.05"))
    made.item(
        session,
        cycle,
        state=ItemState.POSTPONED,
        title_id="Mentoring bendahara",
        competency=Competency.MANAGERIAL,
        development_code=15,
        target="12 bendahara",
        organiser="Inspektorat",
        schedule="Mei 2027",
        curriculum="Permendagri 77/2020",
        budget=Decimal(9000),
    )
    session.commit()

    page = browser.get("/rencana")
    assert page.texts("table.plan thead th") == COLUMNS
    assert table(browser, "/rencana") == [
        [
            "Pelatihan komputer Dilaksanakan",
            "Teknis",
            "24 staf loket",
            "Bimbingan Teknis Klasikal",
            "Politeknik Negeri",
            "Juni 2026, 4 hari",
            "SKKNI komputer perkantoran",
            "Rp68.500.000,05",
        ],
        [
            "Mentoring bendahara Ditunda",
            "Manajerial",
            "12 bendahara",
            "Mentoring Nonklasikal",
            "Inspektorat",
            "Mei 2027",
            "Permendagri 77/2020",
            "Rp9.000,00",
        ],
    ]
    assert page.texts("table.plan tfoot td") == ["Rp68.500.000,05"]
    assert [cell.get("data-label") for cell in page.all("table.plan tbody tr:first-child td")] == COLUMNS[1:]
    assert page.texts(".stat b") == ["2", "1", "0 dari 0", "68,5 juta"]
    assert [row[0] for row in table(browser, f"/rencana?siklus={other.key}")] == ["Siklus lain Diusulkan"]


def test_the_current_cycle_is_shown_and_another_on_request(browser: Browser, session: Session) -> None:
    first, second = made.open_cycle(session), made.open_cycle(session)
    make_current(session, second, actor_id=None)
    session.commit()
    assert browser.get("/rencana").texts("h1") == [second.title_id]
    page = browser.get(f"/rencana?siklus={first.key}")
    assert page.texts("h1") == [first.title_id]
    assert page.one("select[name=siklus] option[selected]").get("value") == first.key
    assert browser.get("/rencana?lang=en").texts("h1") == [second.title_en]
    browser.get("/rencana?siklus=tidak-ada", status=404)


def test_without_a_cycle_or_items_the_page_says_so(browser: Browser, session: Session) -> None:
    assert "Belum ada siklus" in browser.get("/rencana").texts(".empty")[0]
    assert browser.client.get("/rencana/unduh").status_code == 404
    cycle = made.open_cycle(session)
    made.item(session, cycle)
    session.commit()
    assert "belum diumumkan" in browser.get("/rencana").texts(".empty")[0]


@pytest.mark.parametrize("role", [None, Role.CITIZEN, Role.PLANNER])
def test_a_draft_has_no_public_page(
    browser: Browser,
    browser_of: Callable[[Role], Browser],
    session: Session,
    role: Role | None,
) -> None:
    item = made.item(session, made.open_cycle(session))
    session.commit()
    who = browser_of(role) if role else browser
    who.get(f"/rencana/{item.key}", status=404)
    move = {"before": ItemState.DRAFT, "after": ItemState.PROPOSED}
    services.move_item(session, item, **move, on=date(2026, 2, 9), actor_id=None)  # type: ignore[arg-type]
    session.commit()
    assert who.get(f"/rencana/{item.key}").texts("h1") == ["Pelatihan komputer"]


def test_item_page_tells_the_way_with_dates_and_reasons(browser: Browser, session: Session) -> None:
    cycle = made.open_cycle(session)
    proposed = made.item(session, cycle, state=ItemState.PROPOSED)
    postponed = made.item(session, cycle, state=ItemState.POSTPONED)
    session.commit()
    page = browser.get(f"/rencana/{postponed.key}")
    assert page.texts(".trail li") == [
        "Senin, 9 Februari 2026Diusulkan",
        "Senin, 16 Februari 2026DitundaDana terbatas.",
    ]
    assert [li.get("class") for li in page.all(".trail li")] == ["done", "stopped"]
    page = browser.get(f"/rencana/{proposed.key}")
    assert page.texts(".trail .trail-t") == ["Diusulkan", "Diverifikasi", "Masuk RKA/DPA", "Dilaksanakan"]
    assert [li.get("class") for li in page.all(".trail li")] == ["current", *["upcoming"] * 3]
    assert page.texts(".dl dt") == COLUMNS[1:]


def test_indicator_shows_change_words_chart_and_that_it_is_no_proof(
    browser: Browser, session: Session
) -> None:
    item = made.item(session, made.open_cycle(session), state=ItemState.CARRIED_OUT)
    values = ((date(2026, 3, 2), "26.5"), (date(2026, 4, 6), "23"))
    made.indicator(session, item, values=values)
    made.indicator(session, item, name_id="Berkas kembali")
    session.commit()
    page = browser.get(f"/rencana/{item.key}")
    assert page.texts(".charts .card h3") == ["Lama membuat surat", "Berkas kembali"]
    assert page.texts(".charts .pill") == ["Mendekati", "Belum diukur"]
    assert page.texts(".change") == ["35 menjadi 23 menit", "35 menit"]
    assert "Jarak yang sudah ditempuh: 80%." in page.text
    assert page.texts(".chart tbody tr") == ["5 Jan 263520", "2 Mar 2626,520", "6 Apr 262320"]
    assert len(page.all(".chart svg[role=img]")) == 1
    assert "bukan bukti" in page.texts(".note")[0]
    assert "Mendekati: paling sedikit 75%." in page.texts(".note")[0]


def test_many_measurements_are_shown_one_below_the_other(browser: Browser, session: Session) -> None:
    item = made.item(session, made.open_cycle(session), state=ItemState.CARRIED_OUT)
    made.indicator(session, item, values=tuple((date(2026, 2, day), str(30 - day)) for day in range(1, 6)))
    session.commit()
    page = browser.get(f"/rencana/{item.key}")
    assert page.texts(".chart tbody th")[:2] == ["Nilai awal, 5 Januari 2026", "1 Februari 2026"]
    assert page.texts(".chart .legend") == ["Target: 20 menit"]


def test_english_page_uses_english_data_and_falls_back(browser: Browser, session: Session) -> None:
    cycle = made.open_cycle(session)
    need = made.need(session, cycle, title="Komputer", title_en="Computers")
    item = made.item(session, cycle, state=ItemState.CARRIED_OUT, needs=(need,))
    made.indicator(session, item, values=((date(2026, 3, 2), "26.5"),))
    made.item(session, cycle, state=ItemState.PROPOSED, title_id="Hanya Indonesia", title_en="")
    session.commit()
    rows = table(browser, "/rencana?lang=en")
    assert rows[0][0].startswith("Computer training ")
    assert rows[0][3].startswith("Technical guidance")
    assert rows[0][7] == "Rp20,000,000.00"
    assert rows[1][0].startswith("Hanya Indonesia ")
    page = browser.get(f"/rencana/{item.key}?lang=en")
    assert page.texts("h1") == ["Computer training"]
    assert page.texts(".charts h3") == ["Time per letter"]
    assert page.texts("#masukan ~ h3") == ["Computers"]
    assert page.texts(".chart tbody th") == ["5 Jan 26", "2 Mar 26"]
    for leftover in ("Pelatihan komputer", "Lama membuat surat", "Bimbingan Teknis", "Februari"):
        assert leftover not in page.text


@pytest.mark.parametrize("demo", ["0", "1"])
def test_download_has_the_seven_columns_and_no_formula(browser: Browser, session: Session, demo: str) -> None:
    set_site_value(session, "demo", demo)
    cycle = made.open_cycle(session)
    made.item(session, cycle, title_id="Masih draf")
    made.item(session, cycle, state=ItemState.PROPOSED, target="=1+1", curriculum='Baris "satu"\nbaris dua')
    session.commit()
    response = browser.client.get(f"/rencana/unduh?siklus={cycle.key}")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == f'attachment; filename="rencana-{cycle.key}.csv"'
    rows = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"), newline="")))
    notice = ["DATA CONTOH – bukan data resmi"] if demo == "1" else []
    header = ["Butir", "Status", *COLUMNS[1:-1], "Anggaran (rupiah)", *notice]
    expected = [
        "Pelatihan komputer",
        "Diusulkan",
        "Teknis",
        "'=1+1",
        "Bimbingan Teknis (Klasikal)",
        "Politeknik Negeri",
        "Juni 2026, 4 hari",
        'Baris "satu"\nbaris dua',
        "20000000.00",
    ]
    assert rows == [header, expected]


def test_cycle_page_says_how_far_the_plan_is(browser: Browser, session: Session) -> None:
    cycle, empty = made.open_cycle(session), factories.cycle(session)
    made.item(session, cycle)
    made.item(session, cycle, state=ItemState.PROPOSED)
    done = made.item(session, cycle, state=ItemState.CARRIED_OUT)
    made.indicator(session, done, values=((date(2026, 3, 2), "20"),))
    session.commit()
    page = browser.get(f"/siklus/{cycle.key}")
    link = page.one(f"main a[href='/rencana?siklus={cycle.key}']")
    assert link.text_content() == "Lihat rencana"
    assert "1 dari 2 butir sudah dilaksanakan; 1 dari 1 indikator tercapai." in page.text
    assert not browser.get(f"/siklus/{empty.key}").all("main a[href^='/rencana']")
