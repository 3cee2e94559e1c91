"""Thirty tickets at two doors without a network, sent twice: each person is there once.

Forged, replaced and cancelled tickets, and those of another workshop, are refused with the reason.
"""

import json
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.base import utc_now
from core.config import load_settings
from core.cycles.models import Cycle
from core.db import db, writing
from forum.attendance import services
from forum.attendance.models import Attendance
from forum.attendance.tickets import ticket_of
from forum.seats.enums import RegistrationState
from forum.seats.models import Registration
from forum.workshops.models import Workshop
from rembuk.app import create_app
from tests.e2e.conftest import OpenPage, environment, log_in
from tests.forum import factories

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PEOPLE = 30


@dataclass(frozen=True)
class Hall:
    """The door's address, the tickets of those who may come in, and tickets that are refused."""

    address: str
    session_id: int
    good: list[str]
    old: str
    cancelled: str
    other: str
    forged: str
    changed: str


@contextmanager
def database(data: Path) -> Iterator[tuple[Session, str]]:
    """The database of the running server, and its key."""
    settings = load_settings(environment(data))
    app = create_app(settings)
    with app.app_context(), writing():
        yield db.session(), settings.secret_key
        db.session.commit()
        db.session.remove()
        db.session.remove()
        db.engine.dispose()


def fill_hall(data: Path) -> Hall:
    """A workshop that takes place now, thirty people in it, and the four who must not come in by their ticket."""
    with database(data) as (session, secret):
        cycle = session.scalars(select(Cycle).where(Cycle.current)).one()
        workshop = factories.workshop(session, cycle=cycle, seats=40)
        workshop.key = "lokakarya-uji-pintu"
        at = workshop.sessions[0]
        at.starts_at, at.ends_at = utc_now() - timedelta(hours=1), utc_now() + timedelta(hours=2)

        def person(of: Workshop, name: str, **values: object) -> Registration:
            made = factories.registration(session, of, name=name, **values)  # type: ignore[arg-type]
            made.key = f"{made.key[:24]}{random.randrange(16**8):08x}"
            session.flush()
            return made

        def ticket(registration: Registration, edition: int = 1) -> str:
            return ticket_of(registration, edition, secret=secret)

        people = [person(workshop, f"Peserta Nomor{n}") for n in range(PEOPLE)]
        changed = person(workshop, "Ganti Tiket")
        services.renew_ticket(session, changed, actor_id=None)
        gone = person(workshop, "Batal Ikut", state=RegistrationState.CANCELLED)
        other = person(factories.workshop(session, cycle=cycle), "Orang Lain")
        return Hall(
            f"/kelola/workshop/{workshop.key}/hadir/{at.id}",
            at.id,
            [ticket(p) for p in people],
            old=ticket(changed),
            cancelled=ticket(gone),
            other=ticket(other),
            forged=ticket_of(people[0], 1, secret="the key of somebody else"),
            changed=ticket(changed, 2),
        )


def those_present(data: Path, hall: Hall) -> dict[str, int]:
    """How often each person is noted."""
    with database(data) as (session, _secret):
        rows = session.execute(
            select(Registration.name, func.count())
            .join(Attendance, Attendance.registration_id == Registration.id)
            .where(Attendance.session_id == hall.session_id)
            .group_by(Registration.name)
        )
        return {row[0]: row[1] for row in rows}


def stand_at_the_door(open_page: OpenPage, server: str, hall: Hall) -> Page:
    """A phone that has loaded the page once."""
    page = log_in(open_page(javascript=True), server, "fasilitator")
    expect(page).not_to_have_url(re.compile("/masuk"))
    page.goto(server + hall.address)
    expect(page.locator("#hasil")).to_contain_text("dapat dipakai tanpa jaringan")
    return page


def type_ticket(page: Page, ticket: str) -> str:
    """Type one like a scanner does; what the page answers first."""
    lines = page.locator("#hasil li")
    before = lines.count()
    page.get_by_label("Kode tiket").fill(ticket)
    page.keyboard.press("Enter")
    expect(lines).to_have_count(before + 1)
    return lines.first.inner_text()


def test_thirty_tickets_at_two_doors_without_a_network(
    own_demo_server: str, open_page: OpenPage, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    hall = fill_hall(data)
    one, two = (stand_at_the_door(open_page, own_demo_server, hall) for _ in range(2))
    for page in (one, two):
        page.context.set_offline(True)
        page.reload()
        expect(page.locator("h1")).to_have_text("Presensi di pintu")
    shares = (hall.good[:20], hall.good[10:])
    for page, share in zip((one, two), shares, strict=True):
        for ticket in random.Random(7).sample(share, len(share)):
            assert "Hadir, tercatat" in type_ticket(page, ticket)
        expect(page.locator("#keadaan")).to_contain_text("20 belum tersinkron")
        assert "Sudah tercatat" in type_ticket(page, share[0])
    assert "tiket lama" in type_ticket(two, hall.old)
    assert "batal" in type_ticket(two, hall.cancelled)
    assert "tidak ada di daftar perangkat" in type_ticket(two, hall.forged)
    assert "tidak ada di daftar perangkat" in type_ticket(two, hall.other)
    assert "Bukan kode tiket" in type_ticket(two, "1234")
    expect(two.locator("#keadaan")).to_contain_text("22 belum tersinkron")
    assert those_present(data, hall) == {}
    kept = {page: page.evaluate(f"localStorage.getItem('presensi-{hall.session_id}')") for page in (one, two)}
    assert [len(json.loads(kept[page])) for page in (one, two)] == [20, 22]
    for page in (one, two):
        page.context.set_offline(False)
    for page in (one, two):
        expect(page.locator("#keadaan")).to_have_text("Semua sudah tersinkron.")
    everybody = {f"Peserta Nomor{n}": 1 for n in range(PEOPLE)}
    assert those_present(data, hall) == everybody
    expect(two.locator("#hasil")).to_contain_text("tidak pernah diterbitkan")
    expect(two.locator("#hasil")).to_contain_text("untuk workshop lain")
    # The answer was lost on its way, and the phone sends everything again.
    for page in (one, two):
        page.evaluate(
            "([name, queue]) => localStorage.setItem(name, queue)",
            [f"presensi-{hall.session_id}", kept[page]],
        )
        page.get_by_role("button", name="Kirim antrean sekarang").click()
        expect(page.locator("#keadaan")).to_have_text("Semua sudah tersinkron.")
    assert those_present(data, hall) == everybody
    assert "Hadir, tercatat" in type_ticket(two, hall.changed)


def test_a_queue_outlives_a_session_that_is_over(
    own_demo_server: str, open_page: OpenPage, tmp_path: Path
) -> None:
    hall = fill_hall(tmp_path / "data")
    page = stand_at_the_door(open_page, own_demo_server, hall)
    page.context.set_offline(True)
    assert "Hadir, tercatat" in type_ticket(page, hall.good[0])
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.locator("#keadaan")).to_contain_text("Anda sudah keluar dari akun")
    expect(page.locator("#keadaan")).to_contain_text("1 belum tersinkron")
    page.get_by_role("link", name="Muat ulang daftar").click()
    log_in(page, own_demo_server, "fasilitator")
    expect(page).not_to_have_url(re.compile("/masuk"))
    page.goto(own_demo_server + hall.address)
    expect(page.locator("#keadaan")).to_have_text("Semua sudah tersinkron.")
    assert those_present(tmp_path / "data", hall) == {"Peserta Nomor0": 1}


def test_without_javascript_the_page_is_a_form_and_a_list(
    own_demo_server: str, open_page: OpenPage, tmp_path: Path
) -> None:
    hall = fill_hall(tmp_path / "data")
    page = log_in(open_page(), own_demo_server, "fasilitator")
    page.goto(own_demo_server + hall.address)
    page.get_by_label("Kode tiket").fill(hall.good[3])
    page.get_by_role("button", name="Catat hadir").click()
    expect(page.locator(".note.ok")).to_have_text("Peserta Nomor3: Hadir, tercatat.")
    page.get_by_label("Kode tiket").fill(hall.forged)
    page.get_by_role("button", name="Catat hadir").click()
    expect(page.locator(".note.bad")).to_contain_text("tidak pernah diterbitkan")
    page.get_by_role("button", name="Hadir Peserta N.", exact=True).first.click()
    expect(page.locator(".note.ok")).to_contain_text("Hadir, tercatat.")
    assert sum(those_present(tmp_path / "data", hall).values()) == 2
