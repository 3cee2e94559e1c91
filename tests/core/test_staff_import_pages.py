"""The steps of an import of staff in the browser."""

import io
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.accounts.models import Account
from core.audit import AuditEvent
from core.policy import Role
from core.staff.models import Person, Post, StaffImport
from core.tables import read_table
from tests import factories
from tests.core import factories_staff as make
from tests.core.xlsx import xlsx
from tests.page import Browser, Page

HERE = "/kelola/pegawai/impor"
ROWS = [
    ["Nama", "NIP", "Unit Kerja", "Catatan", "Atasan", "Jabatan"],
    ["Ibu Kepala, S.Sos.", make.nip(1), "", "x", "", "Kepala"],
    ["Drs. Yohanis B. Tallo", make.nip(2), "kantor", "y", "Ibu Kepala, S.Sos.", "Pelaksana"],
    ["Yohanis Tallo", make.nip(3), "entah", "", make.nip(1), "pelaksana"],
]


@pytest.fixture
def admin(browser_of: Callable[[Role], Browser]) -> Browser:
    return browser_of(Role.ADMINISTRATOR)


def send(admin: Browser, content: bytes, name: str, status: int = 303) -> Page | TestResponse:
    answer = admin.post(HERE, {"file": (io.BytesIO(content), name)}, status=status)
    response = answer.response if isinstance(answer, Page) else answer
    response.request.environ["wsgi.input"].close()  # the test client keeps large bodies in a file
    return answer


def uploaded(session: Session, admin: Browser, content: bytes, name: str = "daftar.xlsx") -> str:
    send(admin, content, name)
    return f"{HERE}/{session.scalars(select(func.max(StaffImport.id))).one()}"


@pytest.mark.database
def test_upload_pair_check_import(session: Session, admin: Browser) -> None:
    factories.unit(session, name="Kantor")
    session.commit()
    here = uploaded(session, admin, xlsx(ROWS))
    pair = admin.get(here)
    chosen = [s.value for s in pair.all("select[name=kolom]")]
    assert chosen == ["name", "nip", "unit", "", "superior", "post"]
    assert not any(make.nip(n) in pair.text for n in (1, 2, 3))
    done = admin.post(here, {"kolom": chosen, "new_posts": "y", "new_accounts": "y"})
    assert done.headers["Location"] == f"{here}/periksa"  # type: ignore[union-attr]
    check = admin.get(f"{here}/periksa")
    assert check.texts(".stat") == [
        "2pegawai baru",
        "0diperbarui",
        "0tidak berubah",
        "1baris salah",
        "2akun dibuat",
        "2jabatan dibuat",
    ]
    assert check.texts("tbody tr")[0].startswith("Baris 4Unit KerjaUnit “entah” tidak dikenal.")
    refused = admin.post(f"{here}/periksa", status=200)
    assert "Belum ada yang diimpor" in refused.text  # type: ignore[union-attr]
    assert session.scalars(select(Person)).all() == []
    admin.post(f"{here}/periksa", {"skip": "y"})
    session.expire_all()
    people = {p.name: p for p in session.scalars(select(Person))}
    assert set(people) == {"Ibu Kepala, S.Sos.", "Drs. Yohanis B. Tallo"}
    assert people["Drs. Yohanis B. Tallo"].superior_id == people["Ibu Kepala, S.Sos."].id
    logins = session.scalars(select(Account.login).where(Account.role == Role.ASN).order_by(Account.login))
    assert list(logins) == ["ibu.kepala", "yohanis.tallo"]
    assert session.scalars(select(Post.name).order_by(Post.name)).all() == ["Kepala", "Pelaksana"]
    assert "2 baru, 0 diperbarui, 1 dilewati" in admin.get(HERE).text
    admin.get(here, status=404)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "staff.import")).one()
    assert (event.facts["new"], event.facts["wrong"]) == (2, 1)


def test_a_list_that_says_nothing_new(session: Session, admin: Browser) -> None:
    make.person(session, name="Ana", nip=make.nip(1))
    session.commit()
    here = uploaded(session, admin, f"nama,nip\nAna,{make.nip(1)}\n".encode(), "a.csv")
    page = admin.get(f"{here}/periksa")
    assert "Semua baris sudah sama" in page.text
    assert page.all("main form") == []


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        (["", "", ""], "kolom yang berisi nama"),
        (["name", "name", ""], "isian yang sama"),
        (["name", "karangan", ""], "Pilih ulang"),
    ],
)
def test_pairs_that_do_not_fit(session: Session, admin: Browser, chosen: list[str], reason: str) -> None:
    here = uploaded(session, admin, b"a;b;c\n1;2;3\n", "a.csv")
    page = admin.post(here, {"kolom": chosen}, status=200)
    assert reason in page.text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"%PDF-1.7", "daftar.xlsx", "isinya bukan"),
        (b"%PDF-1.7", "daftar.csv", "bukan berkas CSV"),
        (b"", "daftar.xlsx", "kosong"),
        (b"nama\n", "daftar.csv", "hanya berisi judul"),
        (b"PK\x03\x04", "daftar.xlsx", "rusak"),
    ],
)
def test_files_that_are_refused(
    session: Session, admin: Browser, content: bytes, name: str, reason: str
) -> None:
    page = send(admin, content, name, status=200)
    assert reason in page.text  # type: ignore[union-attr]
    assert session.scalars(select(StaffImport)).all() == []


def test_markup_and_formulas_stay_text(session: Session, admin: Browser) -> None:
    evil = "<script>alert(1)</script>"
    here = uploaded(
        session, admin, xlsx([[evil, "nama", "unit"], [evil, evil, f"=cmd|{evil}"]]), f"{evil}.xlsx"
    )
    for path in (here, f"{here}/periksa", f"{here}/buang", HERE):
        assert admin.get(path).all("main script") == []
    assert f"Unit “=cmd|{evil}” tidak dikenal." in admin.get(f"{here}/periksa").texts("td")[1]


def test_a_list_is_thrown_away_after_a_question(session: Session, admin: Browser) -> None:
    here = uploaded(session, admin, b"nama\nAna\n", "a.csv")
    admin.get(f"{here}/buang")
    assert session.scalars(select(StaffImport)).all() != []
    admin.post(f"{here}/buang")
    assert session.scalars(select(StaffImport)).all() == []


def test_templates_are_filled_in_and_come_back(session: Session, admin: Browser) -> None:
    files = [admin.client.get(f"{HERE}/templat.{kind}") for kind in ("csv", "xlsx")]
    tables = [read_table("t", response.get_data()) for response in files]
    assert tables[0] == tables[1]
    assert tables[0].rows[0].cells[1] == "198501312010011001"
    with zipfile.ZipFile(io.BytesIO(files[1].get_data())) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "templat" in admin.get(HERE).text
    here = uploaded(session, admin, files[1].get_data())
    assert "name" in [s.value for s in admin.get(here).all("select[name=kolom]")]
    chosen = [s.value for s in admin.get(here).all("select[name=kolom]")]
    assert len(set(chosen)) == len(tables[0].header) == 9


def test_the_import_is_for_administrators(browser_of: Callable[[Role], Browser]) -> None:
    for role in (Role.PLANNER, Role.FACILITATOR, Role.ASN, Role.CITIZEN):
        browser_of(role).get(HERE, status=403)
