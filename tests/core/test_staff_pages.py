"""The register in the browser: who may, what is asked once more, what is never shown."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from core.policy import Role
from core.staff import services, titles
from core.staff.enums import PostKind, TitleKey
from core.staff.models import HolidayOverride, Person, Post
from core.units.models import Unit
from tests import factories
from tests.core import factories_staff as make
from tests.page import Browser, Page

NIP = "198504172010041003"


@pytest.fixture
def admin(browser_of: Callable[[Role], Browser]) -> Browser:
    return browser_of(Role.ADMINISTRATOR)


def form(**changes: str) -> dict[str, object]:
    empty = {"unit": "", "post": "", "superior": "", "rank_group": "", "account_login": "", "nip": ""}
    return {**empty, "name": "Ana Tallo", "employment": "pns", **changes}


def the(session: Session, name: str) -> Person:
    session.expire_all()
    return session.scalars(select(Person).where(Person.name == name)).one()


@pytest.mark.database
def test_a_person_is_added_corrected_and_nothing_shows_the_nip(session: Session, admin: Browser) -> None:
    unit, account = factories.unit(session), factories.account(session, role=Role.ASN)
    post = make.post(session, name="Kepala Seksi", kind=PostKind.STRUCTURAL)
    head = make.person(session, name="Ibu Kepala", post_id=post.id)
    session.commit()
    sent = form(
        nip="19850417 201004 1 003",
        unit=str(unit.id),
        post=str(post.id),
        superior="ibu  kepala",
        rank_group="iii/A",
        account_login=account.login.upper(),
    )
    done = admin.post("/kelola/pegawai/baru", sent)
    made = the(session, "Ana Tallo")
    assert done.headers["Location"] == f"/kelola/pegawai/{made.id}"  # type: ignore[union-attr]
    assert (made.unit_id, made.post_id, made.superior_id, made.rank_group, made.account_id) == (
        unit.id,
        post.id,
        head.id,
        "III/a",
        account.id,
    )
    here = f"/kelola/pegawai/{made.id}"
    admin.post(
        f"{here}/ubah", form(name="Ana Baru", superior="Ibu Kepala", nip=make.nip(9), unit=str(unit.id))
    )
    pages = [admin.get(path) for path in (here, f"{here}/ubah", "/kelola/pegawai", f"{here}/berhenti")]
    assert not any(NIP in page.text or make.nip(9) in page.text for page in pages)
    assert "•••••••••••••••\N{NO-BREAK SPACE}010" in pages[0].text
    assert ["NIP", "diganti"] in [
        [cells[2], cells[4]] for row in pages[0].all("tbody tr") if (cells := [c.text_content() for c in row])
    ]
    assert the(session, "Ana Baru").account_id is None


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"nip": "123"}, "nip", "18 angka"),
        ({"nip": make.nip(1)}, "nip", "sudah tercatat"),
        ({"superior": "Tidak Ada"}, "superior", "tidak ditemukan"),
        ({"superior": "Kembar"}, "superior", "lebih dari satu"),
        ({"rank_group": "V/a"}, "rank_group", "III/a"),
        ({"account_login": "tidak.ada"}, "account_login", "tidak ada"),
        ({"name": " "}, "name", "wajib"),
    ],
)
def test_refusals_stand_on_their_field(
    session: Session, admin: Browser, changes: dict[str, str], field: str, reason: str
) -> None:
    make.person(session, name="Kembar", nip=make.nip(1))
    make.person(session, name="kembar")
    session.commit()
    page = admin.post("/kelola/pegawai/baru", form(**changes), status=200)
    assert isinstance(page, Page)
    assert [a.get("href") for a in page.all(".note.bad a")] == [f"#{field}"]
    assert reason in page.texts(".note.bad")[0]
    assert session.scalar(select(func.count()).select_from(Person)) == 2


def test_a_circle_is_refused_and_a_twin_superior_stays(session: Session, admin: Browser) -> None:
    head = make.person(session, name="Kembar", nip=make.nip(1))
    make.person(session, name="Kembar", nip=make.nip(2))
    below = make.person(session, name="Budi", superior_id=head.id)
    session.commit()
    admin.post(f"/kelola/pegawai/{below.id}/ubah", form(name="Budi Baru", superior="Kembar"))
    assert the(session, "Budi Baru").superior_id == head.id
    page = admin.post(
        f"/kelola/pegawai/{head.id}/ubah", form(name="Kembar", superior="Budi Baru"), status=200
    )
    assert isinstance(page, Page)
    assert "atasan dari atasannya" in page.text


def test_leaving_and_erasing_ask_once_more(session: Session, admin: Browser) -> None:
    account = factories.account(session, role=Role.ASN)
    ana = make.person(session, name="Ana", account_id=account.id)
    make.person(session, name="Budi")
    session.commit()
    here = f"/kelola/pegawai/{ana.id}"
    for path in ("berhenti", "kembali", "hapus"):
        admin.get(f"{here}/{path}")
    assert the(session, "Ana").active
    admin.post(f"{here}/berhenti", {"left_on": "2027-03-01"})
    assert the(session, "Ana").left_on == date(2027, 3, 1)
    assert admin.get("/kelola/pegawai").texts("tbody td:first-child") == ["Budi"]
    assert admin.get("/kelola/pegawai?keadaan=berhenti").texts("tbody td:first-child") == ["Ana berhenti"]
    admin.post(f"{here}/kembali")
    assert the(session, "Ana").active
    page = admin.get(f"{here}/hapus")
    assert page.all("main form") == []
    token = admin.get("/kelola/pegawai/baru").fields()
    assert admin.client.post(f"{here}/hapus", data=token).status_code == 200
    assert the(session, "Ana").account_id == account.id
    admin.post(f"{here}/ubah", form(name="Ana"))
    admin.post(f"{here}/hapus")
    session.expire_all()
    assert session.scalars(select(Person.name)).all() == ["Budi"]
    admin.get(here, status=404)


def test_planners_read_and_others_do_not(session: Session, browser_of: Callable[[Role], Browser]) -> None:
    ana = make.person(session, name="Ana")
    session.commit()
    planner = browser_of(Role.PLANNER)
    assert planner.get("/kelola/pegawai").all("a[href='/kelola/pegawai/baru']") == []
    assert planner.get(f"/kelola/pegawai/{ana.id}").all("main .acts a") == []
    planner.get(f"/kelola/pegawai/{ana.id}/ubah", status=403)
    for role in (Role.CITIZEN, Role.ASN, Role.FACILITATOR):
        browser_of(role).get("/kelola/pegawai", status=403)


@pytest.mark.parametrize("path", ["/kelola/pegawai", "/kelola/jabatan", "/kelola/pegawai/impor"])
def test_a_list_asks_as_often_for_thirty_as_for_one(session: Session, admin: Browser, path: str) -> None:
    asked: list[str] = []
    connection = session.connection()

    def count(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    def queries() -> int:
        asked.clear()
        admin.get(path)
        return len(asked)

    make.person(session, post_id=make.post(session).id, unit_id=factories.unit(session).id)
    session.commit()
    event.listen(connection, "before_cursor_execute", count)
    one = queries()
    for number in range(30):
        unit, post = factories.unit(session), make.post(session)
        account = factories.account(session, role=Role.ASN)
        make.person(session, nip=make.nip(number), unit_id=unit.id, post_id=post.id, account_id=account.id)
    session.commit()
    thirty = queries()
    event.remove(connection, "before_cursor_execute", count)
    assert one == thirty > 0


def test_pages_of_the_register(session: Session, admin: Browser) -> None:
    for number in range(60):
        make.person(session, name=f"Orang {number:02d}")
    session.commit()
    page = admin.get("/kelola/pegawai?q=orang&hal=2")
    assert (len(page.all("tbody tr")), page.texts("tbody td:first-child")[0]) == (25, "Orang 25")
    assert page.one("a[rel=next]").get("href") == "/kelola/pegawai?q=orang&hal=3"


def test_posts_are_kept(session: Session, admin: Browser) -> None:
    sent = {"name": "Arsiparis", "kind": "functional", "position": "2", "active": "y"}
    admin.post("/kelola/jabatan/baru", sent)
    again = admin.post("/kelola/jabatan/baru", sent, status=200)
    assert isinstance(again, Page)
    assert "sudah ada" in again.texts(".note.bad")[0]
    post = session.scalars(select(Post)).one()
    admin.post(f"/kelola/jabatan/{post.id}", {**sent, "name": "Arsiparis Ahli"})
    person = make.person(session, post_id=post.id)
    session.commit()
    admin.post(f"/kelola/jabatan/{post.id}/hapus", status=409)
    services.erase_person(session, person, actor_id=None)
    session.commit()
    admin.post(f"/kelola/jabatan/{post.id}/hapus")
    assert session.scalars(select(Post)).all() == []


def test_titles_are_said_in_both_languages(session: Session, admin: Browser) -> None:
    head = make.person(session, name="Ibu Kepala")
    session.commit()
    assert admin.get("/kelola/pejabat").text.count("belum diisi") == 5
    admin.post("/kelola/pejabat/signer", {"title_id": "Kepala", "title_en": "Head", "person": "ibu kepala"})
    title = titles.office_titles(session)[TitleKey.SIGNER]
    assert (title.title_id, title.title_en, title.person_id) == ("Kepala", "Head", head.id)
    assert "Head" in admin.get("/kelola/pejabat?lang=en").text
    wrong = admin.post("/kelola/pejabat/signer", {"title_id": "Kepala", "person": "Entah"}, status=200)
    assert isinstance(wrong, Page)
    assert "#person" in [a.get("href") for a in wrong.all(".note.bad a")]
    admin.get("/kelola/pejabat/king", status=404)


def test_days_are_set_and_given_back(session: Session, admin: Browser) -> None:
    sent = {"day": "2026-08-17", "name": "Tetap bekerja", "working": "1"}
    done = admin.post("/kelola/hari-libur/baru", sent)
    assert done.headers["Location"] == "/kelola/hari-libur?tahun=2026"  # type: ignore[union-attr]
    page = admin.get("/kelola/hari-libur?tahun=2026")
    assert "Senin, 17 Agustus 2026Tetap bekerjahari kerjakantor ini · Batalkan Tetap bekerja" in [
        row.text_content() for row in page.all("tbody tr")
    ]
    again = admin.post("/kelola/hari-libur/baru", sent, status=200)
    assert isinstance(again, Page)
    admin.post("/kelola/hari-libur/2026-08-17/hapus")
    assert session.scalars(select(HolidayOverride)).all() == []
    for path in ("/kelola/hari-libur/2026-08-17/hapus", "/kelola/hari-libur/besok/hapus"):
        admin.get(path, status=404)
    assert "Hari libur 2" in admin.get("/kelola/hari-libur?tahun=99999").text


def test_a_unit_is_deleted_only_while_nothing_points_at_it(session: Session, admin: Browser) -> None:
    used, free, above = (factories.unit(session, name=name) for name in ("Dipakai", "Bebas", "Atas"))
    make.person(session, unit_id=used.id)
    factories.account(session, unit=used)
    free.parent_id = above.id
    session.commit()
    page = admin.get(f"/kelola/unit/{used.key}/hapus")
    assert (page.all("main form"), "2 catatan" in page.text) == ([], True)
    token = admin.get("/kelola/unit/baru").fields()
    for unit in (used, above):
        assert admin.client.post(f"/kelola/unit/{unit.key}/hapus", data=token).status_code == 409
    admin.post(f"/kelola/unit/{free.key}/hapus")
    session.expire_all()
    assert session.scalars(select(Unit.name).order_by(Unit.name)).all() == ["Atas", "Dipakai"]
    admin.post(f"/kelola/unit/{above.key}/hapus")
