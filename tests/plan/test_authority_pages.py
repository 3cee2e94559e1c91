"""The pages from a frozen version to a signed usulan, as the people who walk them see them."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.policy import Duty, Role
from core.staff.models import Person
from plan.consulting.models import PlanVoice
from plan.consulting.versions import close_consultation
from plan.enums import ItemState
from plan.item_models import PlanItem
from plan.proposals.models import Proposal
from tests.page import Browser
from tests.plan import factories_authority as authority
from tests.plan import factories_items as made

BrowserOf = Callable[[Role | Duty], Browser]


@pytest.fixture
def planner(browser_of: BrowserOf) -> Browser:
    return browser_of(Role.PLANNER)


@pytest.mark.database
def test_from_a_frozen_version_to_a_signed_usulan(browser_of: BrowserOf, session: Session) -> None:
    cycle = made.open_cycle(session)
    item = made.item(session, cycle, title_id="Bimtek arsip")
    made.item(session, cycle, title_id="Butir lain")
    for duty in (Duty.CHECKER, Duty.SIGNER):
        authority.holder(session, duty)
    session.commit()
    planner = browser_of(Role.PLANNER)
    response = planner.post(f"/kelola/rencana/versi/baru/{cycle.key}")
    version = response.headers["Location"]
    assert version == f"/kelola/rencana/versi/{cycle.key}/1"
    page = planner.get(version)
    assert page.texts("main h2") == ["Bimtek arsip", "Butir lain"]
    draft = next(a.get("href") for a in page.all("main .acts a") if a.text == "Susun usulan")
    data = {"items": [item.key], "note_number": "12/ND", "note_on": "2026-06-01"}
    usulan = planner.post(draft, data).headers["Location"]
    assert planner.get(usulan).texts("main .acts a") == ["Unduh berkas usulan (ZIP)"]
    planner.get(f"{usulan}/periksa", status=403)
    checker, signer = browser_of(Duty.CHECKER), browser_of(Duty.SIGNER)
    assert checker.get(usulan).texts("main .acts a") == ["Periksa", "Kembalikan", "Unduh berkas usulan (ZIP)"]
    signer.get(f"{usulan}/periksa", status=403)
    checker.post(f"{usulan}/periksa")
    checker.get(f"{usulan}/tanda-tangan", status=403)
    assert signer.get(usulan).texts("main .acts a")[:2] == ["Tanda tangani", "Kembalikan"]
    signer.post(f"{usulan}/tanda-tangan", {"number": "9/USL", "dated": "2026-06-02"})
    session.expire_all()
    states = session.execute(select(PlanItem.title_id, PlanItem.state).order_by(PlanItem.id)).all()
    assert states == [("Bimtek arsip", ItemState.PROPOSED), ("Butir lain", ItemState.DRAFT)]
    page = planner.get(usulan)
    assert page.texts("h1") == ["Usulan 9/USL"]
    assert [text.split(" oleh ")[0] for text in page.texts(".trail-t")] == [
        "Disusun",
        "Diperiksa",
        "Ditandatangani",
    ]
    page = planner.get(f"/kelola/rencana/{item.key}")
    assert "Ubah isi" not in page.texts("main .acts a")
    assert "Usulan 9/USL" in page.texts("main p a")


@pytest.mark.database
def test_what_comes_back_is_drafted_again_with_another_version(
    browser_of: BrowserOf, session: Session
) -> None:
    cycle = made.open_cycle(session)
    item = made.item(session, cycle)
    authority.holder(session, Duty.CHECKER)
    session.commit()
    planner, checker = browser_of(Role.PLANNER), browser_of(Duty.CHECKER)
    planner.post(f"/kelola/rencana/versi/baru/{cycle.key}")
    data = {"items": [item.key], "note_number": "12/ND", "note_on": "2026-06-01"}
    usulan = planner.post(f"/kelola/usulan/baru/{cycle.key}/1", data).headers["Location"]
    page = checker.post(f"{usulan}/kembalikan", {"reason": "  "}, status=200)
    assert page.texts(".e") == ["Kesalahan: Bagian ini wajib diisi."]
    checker.post(f"{usulan}/kembalikan", {"reason": "Anggaran terlalu besar."})
    assert "Anggaran terlalu besar." in planner.get(usulan).texts(".trail p")
    assert planner.get("/").texts("main .card .kicker") != []
    planner.post(f"/kelola/rencana/versi/baru/{cycle.key}")
    planner.post(f"{usulan}/susun-ulang", {**data, "version": "2"})
    session.expire_all()
    proposal = session.scalars(select(Proposal)).one()
    assert (proposal.state, proposal.version.number) == ("drafted", 2)


@pytest.mark.database
def test_an_employee_speaks_item_by_item_and_nobody_reads_who(
    browser_of: BrowserOf, session: Session, account_of: Callable[[Role], Account]
) -> None:
    cycle = made.open_cycle(session)
    items = [made.item(session, cycle, title_id=title) for title in ("Satu", "Dua")]
    today = made.START.replace(year=2020)
    authority.consulted(session, cycle, opens=today, closes=today.replace(year=2099))
    session.commit()
    asn = browser_of(Role.ASN)
    start = f"/konsultasi/{cycle.key}/1"
    assert "belum terhubung" in asn.get(start).texts(".note")[0]
    page = asn.post(f"{start}/{items[0].key}", {"stance": "endorse"}, status=200)
    assert page.texts("[role=alert] li") == [
        "Yang memberi pendapat ialah pegawai dalam daftar pegawai kantor ini."
    ]
    session.add(Person(name="Ina", account_id=account_of(Role.ASN).id))
    session.commit()
    assert asn.get("/konsultasi").texts("main h2") == ["Versi 1"]
    page = asn.post(f"{start}/{items[0].key}", {"stance": "object"}, status=200)
    assert "Tulis alasan keberatan" in page.texts("[role=alert] li")[0]
    done = asn.post(f"{start}/{items[0].key}", {"stance": "object", "comment": "Terlalu lama."})
    assert done.headers["Location"] == f"{start}/{items[1].key}"
    assert asn.post(f"{start}/{items[1].key}", {"stance": "endorse"}).headers["Location"] == start
    page = asn.get(start)
    assert page.texts("main section .pill") == ["Keberatan", "Mendukung"]
    page = asn.get(f"{start}/{items[0].key}")
    assert (page.one("textarea").text or "").strip() == "Terlalu lama."
    assert session.execute(select(PlanVoice.stance).order_by(PlanVoice.stance)).scalars().all() == [
        "endorse",
        "object",
    ]
    for role in (Role.PLANNER, Role.ADMINISTRATOR):
        text = browser_of(role).get(f"/kelola/rencana/versi/{cycle.key}/1").root.text_content()
        assert "Terlalu lama" not in text
        assert "pendapat sudah masuk" not in text
    planner = browser_of(Role.PLANNER)
    planner.post(f"/kelola/rencana/versi/{cycle.key}/1/tutup")
    assert "Terlalu lama" not in planner.get(f"/kelola/rencana/versi/{cycle.key}/1").root.text_content()
    page = browser_of(Role.CITIZEN).get(f"/rencana/versi/{cycle.key}/1")
    assert (
        page.texts("main section b")
        == ["Kurang dari 5 ASN memberi pendapat; rinciannya tidak ditampilkan."] * 2
    )
    assert asn.get(start).texts("main section .pill") == []


def test_a_draft_version_is_nobodys_outside_the_office(
    planner: Browser, browser: Browser, browser_of: BrowserOf, session: Session
) -> None:
    cycle = made.open_cycle(session)
    made.item(session, cycle)
    session.commit()
    planner.post(f"/kelola/rencana/versi/baru/{cycle.key}")
    browser.get(f"/rencana/versi/{cycle.key}/1", status=404)
    browser_of(Role.ASN).get(f"/konsultasi/{cycle.key}/1", status=404)
    assert browser.get(f"/rencana/versi?siklus={cycle.key}").texts("main .card") == []
    dates = {"opens_on": "2026-11-02", "closes_on": "2026-11-01"}
    page = planner.post(f"/kelola/rencana/versi/{cycle.key}/1/konsultasi", dates, status=200)
    assert page.texts("[role=alert] li") == ["Hari terakhir lebih awal daripada hari pertama."]
    planner.post(f"/kelola/rencana/versi/{cycle.key}/1/konsultasi", {**dates, "closes_on": "2026-11-09"})
    browser.get(f"/rencana/versi/{cycle.key}/1")


def test_the_difference_is_read_by_everybody(planner: Browser, browser: Browser, session: Session) -> None:
    cycle = made.open_cycle(session)
    item = made.item(session, cycle, title_id="Bimtek")
    authority.consulted(session, cycle)
    item.organiser = "Universitas"
    session.flush()
    authority.consulted(session, cycle)
    session.commit()
    page = browser.get(f"/rencana/versi?siklus={cycle.key}&dari=1&ke=2")
    assert page.texts("#beda") == ["Beda versi 1 dan versi 2"]
    assert page.texts("main tbody th") == ["Penyelenggara"]
    assert page.texts("main tbody td")[1:] == ["Universitas"]
    for asked in ("dari=x&ke=99", "dari=2&ke=2", ""):
        assert browser.get(f"/rencana/versi?siklus={cycle.key}&{asked}").texts("#beda") == [
            "Beda versi 1 dan versi 2"
        ]


def test_the_packet_holds_four_files(planner: Browser, session: Session) -> None:
    cycle = made.open_cycle(session)
    item = made.item(session, cycle)
    version = authority.consulted(session, cycle)
    close_consultation(session, version, actor_id=None)
    proposal = authority.signed(session, version, [item])
    session.commit()
    response = planner.client.get(f"/kelola/usulan/{proposal.key}/berkas")
    assert (response.status_code, response.mimetype) == (200, "application/zip")
    with ZipFile(BytesIO(response.data)) as files:
        assert files.namelist() == ["1-nota-dinas.docx", "1-nota-dinas.pdf", "2-usulan.docx", "2-usulan.pdf"]
        assert {name[-4:]: files.read(name)[:4] for name in files.namelist()} == {
            "docx": b"PK\x03\x04",
            ".pdf": b"%PDF",
        }


def test_the_agencys_answer_for_several_items(planner: Browser, session: Session) -> None:
    cycle = made.open_cycle(session)
    first, second = (made.item(session, cycle, state=ItemState.PROPOSED) for _ in range(2))
    third = made.item(session, cycle, state=ItemState.VERIFIED)
    session.commit()
    path = f"/kelola/jawaban-instansi?siklus={cycle.key}"
    page = planner.get(path)
    assert page.texts("[name=step] ~ span")[:2] == [
        "Diusulkan menjadi Diverifikasi",
        "Diusulkan menjadi Ditunda",
    ]
    data = {"step": "proposed.postponed", "items": [first.key, second.key], "on": "2026-06-01", "reason": ""}
    page = planner.post(path, data, status=200)
    assert page.texts("[role=alert] li") == ["Tulis alasannya. Alasan ini tampil untuk umum."]
    wrong = {**data, "items": [first.key, third.key], "reason": "Pagu."}
    assert "sudah diubah orang lain" in planner.post(path, wrong, status=200).texts("[role=alert] li")[0]
    planner.post(path, {**data, "reason": "Pagu."})
    session.expire_all()
    assert [item.state for item in (first, second, third)] == ["postponed", "postponed", "verified"]
