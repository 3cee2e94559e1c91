"""Rows of a list: whom they mean, what they change, and why they are refused."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.csv_reading import read_csv
from core.errors import Conflict
from core.policy import Role
from core.staff import import_files, importing, queries, services
from core.staff.import_columns import FIELDS, Wanted, guess_columns
from core.staff.importing import StaffPlan
from core.staff.logins import login_for
from core.staff.models import Person, StaffImport
from core.staff.nip import hide_nip
from tests import factories
from tests.core import factories_staff as make

pytestmark = pytest.mark.database
HEADER = "nama;nip;unit;jabatan;atasan;golongan;jenis kepegawaian;nama akun;surel"


def plan(session: Session, *lines: str, posts: bool = True, accounts: bool = False) -> StaffPlan:
    """Lines may leave their last cells out."""
    table = read_csv("\n".join([HEADER, *lines]).encode())
    wanted = Wanted(guess_columns(table.header), posts, accounts)
    return importing.plan_import(session, table, wanted, secret=make.SECRET)


def come_in(session: Session, *lines: str, accounts: bool = False) -> dict[str, int]:
    made = plan(session, *lines, accounts=accounts)
    assert made.errors == ()
    importing.apply_plan(session, made, actor_id=None)
    session.expire_all()
    return made.counts()


def refused(session: Session, *lines: str, **how: bool) -> list[tuple[int, str, str]]:
    return [(e.row, e.column, e.message % e.params) for e in plan(session, *lines, **how).errors]


def the(session: Session, name: str) -> Person:
    return session.scalars(select(Person).where(Person.name == name)).one()


def test_usual_titles_are_known() -> None:
    header = ["No", "NAMA PEGAWAI", "NIP Baru", "Unit_Kerja", "Jabatan", "Nama Atasan", "Pangkat/Gol. Ruang"]
    assert guess_columns([*header, "Status", "Username", "E-mail"]) == {
        "name": "NAMA PEGAWAI",
        "nip": "NIP Baru",
        "unit": "Unit_Kerja",
        "post": "Jabatan",
        "superior": "Nama Atasan",
        "rank_group": "Pangkat/Gol. Ruang",
        "employment": "Status",
        "login": "Username",
        "email": "E-mail",
    }
    assert list(guess_columns(HEADER.split(";"))) == list(FIELDS)


@pytest.mark.parametrize(
    ("name", "login"),
    [
        ("Maria Bessie", "maria.bessie"),
        ("Drs. H. Yohanis B. Tallo, M.Si.", "yohanis.tallo"),
        ("José Ximenes", "jose.ximenes"),
        ("Ma'rifat", "marifat"),
        ("Ana Tallo", "ana.tallo3"),
        ("Ya", "pegawai.ya"),
        ("李", "pegawai"),
    ],
)
def test_logins_are_made_from_names(name: str, login: str) -> None:
    assert login_for(name, {"ana.tallo", "ana.tallo2"}) == login


def test_whatever_could_be_a_nip_is_masked_in_samples() -> None:
    assert hide_nip(make.nip(4)).endswith("005")
    assert make.nip(4)[:6] not in hide_nip(make.nip(4))
    assert hide_nip("0812 3456 7890") == "0812 3456 7890"


def test_people_are_known_by_nip_then_account_then_name(session: Session) -> None:
    account = factories.account(session, role=Role.ASN)
    make.person(session, name="Ana", nip=make.nip(1))
    make.person(session, name="Budi", account_id=account.id)
    make.person(session, name="Cici")
    counts = come_in(
        session,
        f"Ana Baru;{make.nip(1)};;;;III/b",
        f"Budi Baru;{make.nip(2)};;;;;;{account.login}",
        "cici;;;;;;honorer",
        f"Dedi;{make.nip(3, pppk=True)}",
    )
    assert counts == {"new": 1, "changed": 3, "unchanged": 0, "wrong": 0, "accounts": 0, "posts": 0}
    people = {p.name: p for p in session.scalars(select(Person))}
    assert set(people) == {"Ana Baru", "Budi Baru", "cici", "Dedi"}
    assert (people["Ana Baru"].rank_group, people["Budi Baru"].nip_tail) == ("III/b", "003")
    assert [people[n].employment for n in ("Ana Baru", "cici", "Dedi")] == ["pns", "other", "pppk"]
    history = [c.field for c, _by in queries.history_of(session, people["Budi Baru"])]
    assert sorted(history) == ["name", "nip"]


def test_empty_cells_change_nothing(session: Session) -> None:
    unit, head = factories.unit(session), make.person(session, name="Ibu Kepala")
    make.person(session, name="Ana", nip=make.nip(1), unit_id=unit.id, superior_id=head.id, rank_group="IV/a")
    made = plan(session, f"Ana;{make.nip(1)};;;;;;;")
    assert (made.counts()["unchanged"], made.errors) == (1, ())


def test_superiors_stand_anywhere_in_the_list_or_the_register(session: Session) -> None:
    known = make.person(session, name="Ibu Kepala", nip=make.nip(1))
    come_in(session, "Cici;;;;Budi;;", f"Budi;;;;{make.nip(2)};;", f"Ana;{make.nip(2)};;;ibu kepala;;")
    above = {p.name: p.superior_id for p in session.scalars(select(Person))}
    assert above == {
        "Ibu Kepala": None,
        "Ana": known.id,
        "Budi": the(session, "Ana").id,
        "Cici": the(session, "Budi").id,
    }
    assert plan(session, "Cici;;;;Budi;;").counts()["unchanged"] == 1


def test_who_stands_below_a_wrong_row_is_wrong_too(session: Session) -> None:
    told = refused(session, "Cici;;;;Budi", "Budi;;;;Ana", "Ana;12345", "Dedi")
    assert [(row, column) for row, column, _reason in told] == [(2, "atasan"), (3, "atasan"), (4, "nip")]
    assert "baris 3" in told[0][2]
    assert plan(session, "Cici;;;;Budi", "Budi;;;;Ana", "Ana;12345", "Dedi").counts()["new"] == 1


def test_circles_are_refused_also_through_the_register(session: Session) -> None:
    ana = make.person(session, name="Ana")
    make.person(session, name="Budi", superior_id=ana.id)
    told = refused(session, "Ana;;;;Cici", "Cici;;;;Budi", "Eva;;;;Eva", "Fani;;;;Cici")
    assert [(row, reason[:40]) for row, _column, reason in told] == [
        (2, "Seseorang tidak dapat menjadi atasan dari"[:40]),
        (3, "Seseorang tidak dapat menjadi atasan dari"[:40]),
        (4, "Seseorang tidak dapat menjadi atasannya s"[:40]),
        (5, "Atasannya ada pada baris 3, dan baris itu"[:40]),
    ]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("Kembar", "nama", "lebih dari satu pegawai dengan nama ini"),
        ("Ana", "nama", "punya NIP"),
        ("Gone;;;;;;;gone", "nama", "sudah berhenti"),
        ("Baru;;;;;;;warga", "nama akun", "akun warga"),
        ("Baru;;;;;;;gone.lain", "nama akun", "belum ada"),
        (f"Baru;{make.nip(9)};;;;;;ana", "nama akun", "NIP lain"),
        (f"Ana;{make.nip(1)};;;;;;bebas", "nama akun", "sudah memakai akun lain"),
        (f"Budi;{make.nip(2)};;;;;;ana", "nama akun", "sudah dipakai pegawai lain"),
        ("Baru;;;;;;;;bukan surel", "surel", "bukan alamat surel"),
        ("x" * 161, "nama", "terlalu panjang"),
        ("Baru;;;" + "y" * 161, "jabatan", "terlalu panjang"),
        ("Baru;;;;1234", "atasan", "18 angka"),
    ],
)
def test_rows_that_are_refused(session: Session, line: str, column: str, reason: str) -> None:
    accounts = {name: factories.account(session, role=Role.ASN) for name in ("ana", "bebas", "gone")}
    accounts["warga"] = factories.account(session)
    for name, account in accounts.items():
        account.login = name
    make.person(session, name="Ana", nip=make.nip(1), account_id=accounts["ana"].id)
    make.person(session, name="Budi", nip=make.nip(2))
    make.person(session, name="Kembar")
    make.person(session, name="Kembar")
    gone = make.person(session, name="Gone", account_id=accounts["gone"].id)
    services.leave(session, gone, on=date(2027, 1, 1), actor_id=None)
    told = refused(session, line, "Yang Benar")
    assert [(row, of) for row, of, _reason in told] == [(2, column)]
    assert reason in told[0][2]


def test_one_person_stands_in_a_list_once(session: Session) -> None:
    account = factories.account(session, role=Role.ASN)
    make.person(session, name="Ana", nip=make.nip(1), account_id=account.id)
    told = refused(session, f"Ana;{make.nip(1)}", f"Ana;;;;;;;{account.login}", "Budi", "budi")
    assert [(row, reason.split(".")[0]) for row, _column, reason in told] == [
        (3, "Pegawai ini sudah disebut pada baris 2"),
        (5, "Nama ini sudah ada pada baris 4"),
    ]


def test_missing_posts_are_made_only_when_wanted(session: Session) -> None:
    told = refused(session, "Ana;;;Arsiparis", posts=False)
    assert "“Arsiparis” belum ada" in told[0][2]
    assert come_in(session, "Ana;;;Arsiparis", "Budi;;;arsiparis")["posts"] == 1
    assert [post.name for post in queries.all_posts(session)] == ["Arsiparis"]


def test_accounts_are_opened_for_those_who_have_none(session: Session) -> None:
    own = factories.account(session, role=Role.ASN)
    taken = factories.account(session)
    taken.login = "cici.lay"
    unit = factories.unit(session, name="Loket")
    make.person(session, name="Ana Tallo", nip=make.nip(1), account_id=own.id)
    make.person(session, name="Budi Benu", nip=make.nip(2))
    lines = (
        f"Ana Tallo;{make.nip(1)}",
        f"Budi Benu;{make.nip(2)};loket;;;;;b.benu;Budi@Kantor.example",
        "Cici Lay",
    )
    assert come_in(session, *lines, accounts=True)["accounts"] == 2
    opened = session.scalars(select(Account).where(Account.login.in_(["b.benu", "cici.lay2"]))).all()
    assert sorted((a.login, a.email, a.role, a.unit_id) for a in opened) == [
        ("b.benu", "budi@kantor.example", "asn", unit.id),
        ("cici.lay2", "", "asn", None),
    ]
    assert the(session, "Ana Tallo").account_id == own.id
    assert plan(session, *lines, accounts=True).counts()["unchanged"] == 3


def test_a_list_is_imported_once_and_opened_only_with_its_key(session: Session) -> None:
    def receive() -> StaffImport:
        return import_files.receive_list(
            session, filename="a.csv", content=b"nama\nAna\n", secret=make.SECRET, actor_id=None
        )

    first, other = receive(), receive()
    with pytest.raises(Conflict):
        import_files.table_of_list(other, secret="another key")
    stale = import_files.waiting_list(session, first.id)
    how = {"skip_wrong": False, "secret": make.SECRET, "actor_id": None}
    assert import_files.finish_list(session, first, **how) is not None  # type: ignore[arg-type]
    assert (stale.state, stale.content) == ("done", b"")
    again = import_files.finish_list(session, other, **how)  # type: ignore[arg-type]
    assert again is not None
    assert again.counts()["unchanged"] == 1
