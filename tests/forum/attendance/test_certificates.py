"""Who earns a certificate, how it is numbered, checked, revoked and handed over."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.base import utc_now
from core.errors import Closed, Conflict, Invalid
from core.policy import Role
from core.staff import titles
from core.staff.enums import TitleKey
from forum.attendance import certificate_queries as queries
from forum.attendance import certificates, exports, rights, services
from forum.attendance.models import Certificate, CertificateCounter
from forum.attendance.rules import check_pattern, has_earned, number_by, short_name
from forum.seats.models import Registration
from forum.workshops.models import Workshop
from tests import factories as core_factories
from tests.core import factories_staff
from tests.forum import factories

SECRET = "a key for tests only"
WITA = ZoneInfo("Asia/Makassar")
DAY = date(2027, 3, 9)


def over(workshop: Workshop) -> Workshop:
    """Its sessions lie in the past, each within one day of the office, at whatever hour the test runs."""
    morning = utc_now().replace(hour=1)
    for number, one in enumerate(workshop.sessions):
        one.starts_at = morning - timedelta(days=10 - number)
        one.ends_at = one.starts_at + timedelta(hours=3)
    return workshop


@pytest.fixture
def workshop(session: Session) -> Workshop:
    """Five sessions that are over; another workshop stands beside it."""
    made = over(factories.workshop(session, sessions=5, organiser="Kantor Contoh"))
    other = over(factories.workshop(session, cycle=made.cycle))
    services.mark_present(
        session, other.sessions[0], [factories.registration(session, other).key], actor_id=None
    )
    return made


def attended(session: Session, workshop: Workshop, times: int, **values: object) -> Registration:
    registration = factories.registration(session, workshop, **values)  # type: ignore[arg-type]
    for at in workshop.sessions[:times]:
        services.mark_present(session, at, [registration.key], actor_id=None)
    return registration


def issue(session: Session, workshop: Workshop, on: date = DAY) -> int:
    return certificates.issue_certificates(session, workshop, on=on, zone=WITA, secret=SECRET, actor_id=None)


def numbers(session: Session, workshop: Workshop) -> list[tuple[str, str]]:
    return [(c.number, c.name) for c in queries.certificates_of(session, workshop)]


@pytest.mark.database
def test_who_was_there_often_enough_gets_one_and_once(session: Session, workshop: Workshop) -> None:
    for name, times in (("Ada", 5), ("Budi", 4), ("Cici", 3), ("Dedi", 0)):
        attended(session, workshop, times, name=name)
    assert issue(session, workshop) == 2
    assert issue(session, workshop) == 0
    assert numbers(session, workshop) == [("800.2/001/2027", "Ada"), ("800.2/002/2027", "Budi")]
    certificates.set_percent(session, workshop, percent=60, actor_id=None)
    assert issue(session, workshop) == 1
    assert numbers(session, workshop)[2] == ("800.2/003/2027", "Cici")


@pytest.mark.parametrize(
    ("present", "sessions", "percent", "earned"),
    [
        (4, 5, 80, True),
        (3, 5, 80, False),
        (1, 1, 100, True),
        (0, 0, 1, False),
        (2, 3, 67, False),
        (2, 3, 66, True),
    ],
)
def test_the_share_is_exact(present: int, sessions: int, percent: int, earned: bool) -> None:
    assert has_earned(present, sessions, percent) is earned


def test_the_numbers_of_a_year_go_on_over_workshops_and_begin_anew(
    session: Session, workshop: Workshop
) -> None:
    certificates.set_number_pattern(session, "800.2/{nomor}/KEC-AL/{bulan}/{tahun}", actor_id=None)
    attended(session, workshop, 5, name="Ada")
    other = over(factories.workshop(session, cycle=workshop.cycle))
    third = over(factories.workshop(session, cycle=workshop.cycle))
    attended(session, other, 1, name="Budi")
    attended(session, third, 1, name="Cici")
    assert [issue(session, workshop), issue(session, other), issue(session, third, date(2028, 1, 2))] == [
        1,
        1,
        1,
    ]
    assert [numbers(session, w)[0][0] for w in (workshop, other, third)] == [
        "800.2/001/KEC-AL/III/2027",
        "800.2/002/KEC-AL/III/2027",
        "800.2/001/KEC-AL/I/2028",
    ]


def test_an_issue_that_is_rolled_back_leaves_no_gap(session: Session, workshop: Workshop) -> None:
    attended(session, workshop, 5, name="Ada")
    session.commit()
    for _ in range(2):
        assert issue(session, workshop) == 1
        session.rollback()
    issue(session, workshop)
    assert numbers(session, workshop) == [("800.2/001/2027", "Ada")]
    assert session.scalars(select(CertificateCounter.last)).all() == [1]


def test_before_the_last_session_is_over_nothing_is_issued(session: Session, workshop: Workshop) -> None:
    attended(session, workshop, 5)
    workshop.sessions[4].ends_at = utc_now() + timedelta(minutes=1)
    with pytest.raises(Closed):
        issue(session, workshop)


def test_what_it_says_stays_as_it_was(session: Session, workshop: Workshop) -> None:
    titles.set_title(session, TitleKey.SIGNER, title_id="Camat Contoh", actor_id=None)
    workshop.title_id = "Lokakarya Arsip"
    attended(session, workshop, 5, name="Ada")
    issue(session, workshop)
    workshop.title_id, workshop.jp = "Lain", 99
    titles.set_title(session, TitleKey.SIGNER, title_id="Camat Lain", actor_id=None)
    [made] = queries.certificates_of(session, workshop)
    assert (made.title_id, made.jp, made.signer_title, made.organiser) == (
        "Lokakarya Arsip",
        20,
        "Camat Contoh",
        "Kantor Contoh",
    )
    first = workshop.sessions[0].starts_at.astimezone(WITA).date()
    assert (made.starts_on, made.ends_on, made.issued_on) == (first, first + timedelta(days=4), DAY)


def test_the_code_finds_it_also_when_it_is_revoked(session: Session, workshop: Workshop) -> None:
    ada = attended(session, workshop, 5, name="Ada")
    issue(session, workshop)
    [made] = queries.certificates_of(session, workshop)
    code = queries.code_of_certificate(made.key, secret=SECRET)
    assert queries.find_certificate(session, code.lower().replace("-", " ")) is made
    for wrong in ("", "halo", code[:-1] + ("0" if code[-1] != "0" else "1"), made.key):
        assert queries.find_certificate(session, wrong) is None
    certificates.revoke_certificate(session, made, reason="Salah nama.", actor_id=None)
    assert queries.find_certificate(session, code) is made
    assert issue(session, workshop) == 0
    again = certificates.issue_again(session, workshop, ada, on=DAY, zone=WITA, secret=SECRET, actor_id=None)
    assert (again.number, queries.certificate_for(session, ada)) == ("800.2/002/2027", again)
    with pytest.raises(Conflict):
        certificates.issue_again(session, workshop, ada, on=DAY, zone=WITA, secret=SECRET, actor_id=None)


def test_it_is_revoked_once_and_with_a_reason(session: Session, workshop: Workshop) -> None:
    attended(session, workshop, 5)
    issue(session, workshop)
    [made] = queries.certificates_of(session, workshop)
    with pytest.raises(Invalid):
        certificates.revoke_certificate(session, made, reason="  ", actor_id=None)
    certificates.revoke_certificate(session, made, reason="Salah nama.", actor_id=None)
    with pytest.raises(Conflict):
        certificates.revoke_certificate(session, made, reason="Lagi.", actor_id=None)
    assert made.revoked_reason == "Salah nama."


def test_the_columns_of_siasn(session: Session, workshop: Workshop) -> None:
    account = core_factories.account(session, role=Role.ASN)
    factories_staff.person(session, name="Ada", nip=factories_staff.nip(7), account_id=account.id)
    attended(session, workshop, 5, name="Ada", account=account)
    revoked = attended(session, workshop, 5, name="Budi")
    attended(session, workshop, 5, name="=Cici")
    issue(session, workshop)
    bad = queries.certificate_for(session, revoked)
    assert bad is not None
    certificates.revoke_certificate(session, bad, reason="Salah.", actor_id=None)
    first = workshop.sessions[0].starts_at.astimezone(WITA).date()
    last = first + timedelta(days=4)
    what: list[object] = [20, f"{first:%d-%m-%Y}", f"{last:%d-%m-%Y}", first.year]
    tail = factories_staff.nip(7)[-3:]
    assert exports.siasn_rows(session, workshop) == [
        [
            "institusiPenyelenggara",
            "jenisDiklatId",
            "namaKursus",
            "nomorSertipikat",
            "jumlahJam",
            "tanggalKursus",
            "tanggalSelesaiKursus",
            "tahunKursus",
            "nama",
            "nipTigaAngkaTerakhir",
        ],
        ["Kantor Contoh", 4, workshop.title_id, "800.2/001/2027", *what, "Ada", tail],
        ["Kantor Contoh", 4, workshop.title_id, "800.2/003/2027", *what, "=Cici", ""],
    ]
    assert exports.write_xlsx(exports.siasn_rows(session, workshop)).startswith(b"PK")


def test_an_erased_account_leaves_the_number_and_no_name(session: Session, workshop: Workshop) -> None:
    account, other = core_factories.account(session), core_factories.account(session)
    attended(session, workshop, 5, name="Ada", account=account)
    attended(session, workshop, 5, name="Budi", account=other)
    issue(session, workshop)
    handed_out = rights.collect(session, account.id)
    assert isinstance(handed_out, dict)
    assert len(handed_out["attended"]) == 5
    assert [c["number"] for c in handed_out["certificate"]] == ["800.2/001/2027"]
    rights.erase(session, account.id)
    session.expire_all()
    assert numbers(session, workshop) == [("800.2/001/2027", ""), ("800.2/002/2027", "Budi")]
    rights.merge(session, other.id, account.id)
    session.expire_all()
    assert [c.account_id for c in session.scalars(select(Certificate).order_by(Certificate.id))] == [
        None,
        account.id,
    ]


@pytest.mark.parametrize(
    "pattern", ["800/{nomor}", "800/{tahun}", "{nomor}{tahun}{nama}", "{nomor}/{tahun}}", "{"]
)
def test_patterns_that_would_not_number(pattern: str) -> None:
    with pytest.raises(Invalid):
        check_pattern(pattern)


def test_a_number_and_a_short_name() -> None:
    assert number_by("{nomor}.{bulan}-{tahun}", serial=1234, on=DAY) == "1234.III-2027"
    names = ("Maria Tefa Lestari", "Ona", "I Wayan S.", "", "Ani (tamu) 2")
    assert [short_name(name) for name in names] == ["Maria T. L.", "Ona", "I W. S.", "", "Ani"]
