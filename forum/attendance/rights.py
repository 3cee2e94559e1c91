"""What is kept of the holder of an account: where they were, what they noted, their certificates."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.errors import N_
from core.keeping import Ended, PersonalData, Retention, name_of, plain, repoint, rows_of, unlink
from forum.attendance.models import Attendance, Certificate, CheckInEntry
from forum.seats.models import Registration

YEARS = 5
ENTRY_DAYS = 60
HIDDEN = frozenset({"code_hash", "account_id"})
COLUMNS = frozenset({name_of(Attendance.by_id), name_of(Certificate.account_id)})

ATTENDANCES = Ended(Attendance, lambda time: Attendance.at < time)
ENTRIES = Ended(CheckInEntry, lambda time: CheckInEntry.received_at < time)


def collect(session: Session, account_id: int) -> object:
    """Sessions the person was in, how many others they checked in, and their certificates."""
    was_there = session.execute(
        select(Attendance.session_id, Attendance.how, Attendance.at)
        .join(Registration, Registration.id == Attendance.registration_id)
        .where(Registration.account_id == account_id)
        .order_by(Attendance.at)
    ).mappings()
    noted = session.scalars(select(Attendance.session_id).where(Attendance.by_id == account_id))
    return {
        "attended": [{name: plain(value) for name, value in row.items()} for row in was_there],
        "checked_in_others": len(noted.all()),
        "certificate": rows_of(session, Certificate.account_id, account_id, hidden=HIDDEN),
    }


def erase(session: Session, account_id: int) -> None:
    """The number of a certificate stays, its name goes; a presence goes with its registration."""
    own = update(Certificate).where(Certificate.account_id == account_id)
    session.execute(own.values(name="", account_id=None))
    unlink(session, Attendance.by_id, account_id)


def merge(session: Session, old: int, new: int) -> None:
    """Everything belongs to the account that stays."""
    repoint(session, Certificate.account_id, old, new)
    repoint(session, Attendance.by_id, old, new)


PERSONAL_DATA = (
    PersonalData(
        key="attendance",
        label=N_("Kehadiran dan sertifikat"),
        columns=COLUMNS,
        collect=collect,
        erase=erase,
        merge=merge,
    ),
)
RETENTION = (
    Retention(
        key="attendance",
        label=N_("Kehadiran di workshop"),
        reason=N_("Bukti pertanggungjawaban kegiatan dan dasar sertifikat; dihitung sejak hari hadir."),
        tables=frozenset({"attendance", "ticket_edition"}),
        days=YEARS * 365,
        purge=ATTENDANCES.purge,
        due=ATTENDANCES.count,
    ),
    Retention(
        key="check_in_entries",
        label=N_("Catatan perangkat presensi"),
        reason=N_("Supaya antrean yang dikirim dua kali tidak mengubah apa-apa; setelah itu tidak berguna."),
        tables=frozenset({"check_in_entry"}),
        days=ENTRY_DAYS,
        purge=ENTRIES.purge,
        due=ENTRIES.count,
    ),
    Retention(
        key="certificates",
        label=N_("Sertifikat"),
        reason=N_(
            "Supaya sertifikat di atas kertas tetap dapat diperiksa. Nama dihapus bersama akun pemiliknya."
        ),
        tables=frozenset({"certificate", "certificate_setting", "certificate_counter"}),
    ),
)
