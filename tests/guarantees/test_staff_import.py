"""Guarantee "staff": a list of 2,000 comes in whole, or its wrong rows are named and nothing comes in."""

import time
from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.errors import Invalid
from core.policy import Role
from core.staff import import_files, importing
from core.staff.import_columns import Wanted
from core.staff.importing import StaffPlan
from core.staff.models import Person, Post, StaffImport
from rembuk.models import METADATA
from tests import factories
from tests.core.factories_staff import SECRET, nip
from tests.core.xlsx import xlsx

pytestmark = pytest.mark.database
HEADER = ("Nama", "NIP", "Unit", "Jabatan", "Atasan", "Golongan", "Jenis kepegawaian", "Nama akun", "Surel")
PEOPLE = 2_000
SECONDS = 10
Cells = list[object]

# Row in the spreadsheet -> (column, what is written there, the column that is named, part of the reason).
_WRONG: Mapping[int, tuple[int, object, str, str]] = {
    12: (0, "", "Nama", "Nama masih kosong"),
    13: (0, " ", "Nama", "Nama masih kosong"),
    100: (1, "19850417201004100", "NIP", "18 angka"),
    101: (1, "1985041720100410033", "NIP", "18 angka"),
    200: (1, 198504172010041003, "NIP", "format kolom NIP"),
    201: (1, "1,98504E+17", "NIP", "format kolom NIP"),
    300: (1, "198513172010041003", "NIP", "tanggal lahir"),
    301: (1, "198502312010041003", "NIP", "tanggal lahir"),
    400: (1, nip(1), "NIP", "sudah ada pada baris 3"),
    401: (1, nip(2), "NIP", "sudah ada pada baris 4"),
    500: (2, "Kantor Entah", "Unit", "“Kantor Entah” tidak dikenal"),
    501: (2, "=1+1", "Unit", "“=1+1” tidak dikenal"),
    600: (4, "Tidak Ada Orangnya", "Atasan", "tidak ada di daftar"),
    601: (4, nip(5000), "Atasan", "tidak ada di daftar"),
    700: (4, "Kembar", "Atasan", "lebih dari satu"),
    701: (4, "kembar", "Atasan", "lebih dari satu"),
    800: (5, "V/a", "Golongan", "III/a"),
    801: (6, "sukarela", "Jenis kepegawaian", "“sukarela” tidak dikenal"),
    2000: (7, "nama akun", "Nama akun", "tanpa spasi"),
    2001: (8, "bukan surel", "Surel", "bukan alamat surel"),
}


def rows(*, wrong: bool) -> list[Cells]:
    """2,000 people in two units under one head; rows 10 and 11 are called alike."""
    made: list[Cells] = []
    for number in range(PEOPLE):
        unit = "Kantor" if number % 2 else "loket"
        made.append(
            [f"Orang {chr(97 + number % 26)} ke {number}", nip(number), unit, f"Jabatan {number % 7}", nip(0)]
            + ["III/a", "PNS", "", ""]
        )
    made[0][4] = ""
    made[8][0] = made[9][0] = "Kembar"
    for row, (column, cell, _title, _reason) in _WRONG.items() if wrong else ():
        made[row - 2][column] = cell
    return made


def dump(connection: Connection) -> dict[str, list[str]]:
    """Every row of every table."""
    return {t.name: sorted(map(repr, connection.execute(select(t)))) for t in METADATA.sorted_tables}


@pytest.fixture
def office(session: Session) -> None:
    factories.unit(session, name="Kantor")
    loket = factories.unit(session, name="Loket Depan")
    loket.key = "loket"
    factories.unit(session, name="Kantor Lain")
    session.commit()


def receive(session: Session, content: bytes, name: str = "daftar.xlsx") -> StaffImport:
    upload = import_files.receive_list(session, filename=name, content=content, secret=SECRET, actor_id=None)
    columns = Wanted.from_json(upload.mapping).columns
    import_files.choose(session, upload, wanted=Wanted(columns, new_posts=True, new_accounts=True))
    session.commit()
    return upload


def finish(session: Session, upload: StaffImport, *, skip: bool = False) -> StaffPlan | None:
    return import_files.finish_list(session, upload, skip_wrong=skip, secret=SECRET, actor_id=None)


def count(session: Session, model: type[object]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_wrong_rows_are_named_and_nothing_comes_in(
    session: Session, connection: Connection, office: None
) -> None:
    upload = receive(session, xlsx([HEADER, *rows(wrong=True)]))
    before = dump(connection)
    plan = import_files.check_list(session, upload, secret=SECRET)
    told = [(e.row, e.column, e.message % e.params) for e in plan.errors]
    assert [(row, column) for row, column, _reason in told] == [
        (row, title) for row, (_place, _cell, title, _reason) in _WRONG.items()
    ]
    for row, _column, reason in told:
        assert _WRONG[row][3] in reason
    assert len({e.message for e in plan.errors}) >= 10
    assert finish(session, upload) is None
    session.commit()
    assert dump(connection) == before


@pytest.mark.slow
def test_the_others_come_in_when_somebody_says_so(session: Session, office: None) -> None:
    upload = receive(session, xlsx([HEADER, *rows(wrong=True)]))
    began = time.process_time()  # not the clock on the wall: other work may go on beside
    plan = finish(session, upload, skip=True)
    session.commit()
    assert time.process_time() - began < SECONDS
    assert plan is not None
    assert plan.counts() == {
        "new": 1_980,
        "changed": 0,
        "unchanged": 0,
        "wrong": 20,
        "accounts": 1_980,
        "posts": 7,
    }
    assert (count(session, Person), count(session, Account), count(session, Post)) == (1_980, 1_980, 7)
    linked = select(func.count()).where(Person.account_id == Account.id, Account.role == Role.ASN)
    assert session.scalar(linked) == 1_980
    head = session.scalars(select(Person).where(Person.superior_id.is_(None))).one()
    below = select(func.count()).where(Person.superior_id == head.id)
    assert (head.name, session.scalar(below)) == ("Orang a ke 0", 1_979)
    session.refresh(upload)
    assert (upload.state, upload.content, upload.counts["new"]) == ("done", b"", 1_980)


@pytest.mark.slow
def test_the_same_list_again_changes_nothing(session: Session, connection: Connection, office: None) -> None:
    content = xlsx([HEADER, *rows(wrong=False)])
    finish(session, receive(session, content))
    session.commit()
    again = receive(session, content)
    before = dump(connection)
    plan = finish(session, again)
    session.commit()
    assert plan is not None
    assert (plan.counts()["unchanged"], plan.rows) == (PEOPLE, ())
    after = dump(connection)
    assert {table for table in after if after[table] != before[table]} == {"staff_import", "audit_event"}


def broken_at(number: int, real: Callable[..., Account]) -> Callable[..., Account]:
    """The n-th call fails."""
    calls = iter(range(1, PEOPLE + 1))

    def fails(*given: object, **how: object) -> Account:
        if next(calls) == number:
            raise OSError("the disk is full")
        return real(*given, **how)

    return fails


@pytest.mark.slow
def test_a_fault_at_one_row_leaves_nothing(
    session: Session, connection: Connection, office: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = receive(session, xlsx([HEADER, *rows(wrong=False)]))
    before = dump(connection)
    real = importing.open_waiting_account
    monkeypatch.setattr(importing, "open_waiting_account", broken_at(1_234, real))
    with pytest.raises(OSError, match="full"):
        finish(session, upload)
    session.rollback()
    assert dump(connection) == before


def test_sabotage_rows_stored_before_the_fault_are_seen(
    session: Session, connection: Connection, office: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the people committed before their accounts are opened, the test above would find them."""
    upload = receive(session, xlsx([HEADER, *rows(wrong=False)[:20]]))
    before = dump(connection)

    def in_two_steps(session: Session, plan: StaffPlan, *, actor_id: int | None) -> None:
        posts = importing._add_posts(session, plan.rows)
        people = importing._store_people(session, plan.rows, posts, actor_id)
        session.commit()
        importing._open_accounts(session, plan, people, actor_id)

    monkeypatch.setattr(import_files, "apply_plan", in_two_steps)
    monkeypatch.setattr(importing, "open_waiting_account", broken_at(7, importing.open_waiting_account))
    with pytest.raises(OSError, match="full"):
        finish(session, upload)
    session.rollback()
    assert {table for table, kept in dump(connection).items() if kept != before[table]} == {"person", "post"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("daftar.xlsx", b""),
        ("daftar.csv", b""),
        ("daftar.xlsx", b"%PDF-1.7 bukan excel"),
        ("daftar.csv", b"%PDF-1.7 bukan csv"),
        ("daftar.xlsx", b"PK\x03\x04 setengah"),
        ("daftar.csv", b"nama,nip\n"),
        ("daftar.csv", b",".join(b"k%d" % n for n in range(1_000_000)) + b"\n1\n"),
        ("daftar.xlsx", xlsx([[""], ["Ana"]])),
    ],
    ids=["empty-xlsx", "empty-csv", "pdf-xlsx", "pdf-csv", "half", "no-rows", "columns", "no-header"],
)
def test_a_wrong_file_changes_nothing(
    session: Session, connection: Connection, name: str, content: bytes
) -> None:
    before = dump(connection)
    with pytest.raises(Invalid):
        receive(session, content, name)
    assert dump(connection) == before


def test_no_nip_is_in_the_database_while_the_list_waits(
    session: Session, connection: Connection, office: None
) -> None:
    content = ("nama;nip\n" + "\n".join(f"Orang {n};{nip(n)}" for n in range(50))).encode()
    upload = receive(session, content, "daftar.csv")
    assert nip(7) not in repr(dump(connection))
    finish(session, upload)
    session.commit()
    assert count(session, Person) == 50
    assert not any(nip(n) in repr(dump(connection)) for n in (0, 7, 49))
