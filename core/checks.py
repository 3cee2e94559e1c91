"""What `rembuk doctor` and the health page look at. Each check says what it found and what to do."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.accounts.second_factor import SecondFactor
from core.audit import AuditEvent
from core.base import utc_now
from core.config import Settings
from core.errors import N_
from core.jobs.models import JobState
from core.jobs.services import count_by_state, last_beat
from core.mail.models import Mail, MailState
from core.policy import Role
from core.uploads import files
from core.uploads.models import Upload
from core.uploads.services import orphans

LITTLE_SPACE = 500 * 1024 * 1024
ALMOST_NO_SPACE = 50 * 1024 * 1024
OLD_BACKUP = timedelta(days=2)
SILENT_WORKER = timedelta(minutes=2)
STUCK_MAIL = timedelta(hours=1)


class Level(StrEnum):
    """How it stands. Only `bad` makes the command fail."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One line of the report; all texts are source strings with %(name)s slots."""

    title: str
    level: Level
    found: str
    advice: str = ""
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """What is looked at: an installation and a session on its database."""

    settings: Settings
    session: Session
    revision: str


Check = Callable[[Place], Finding]


def data_folder(place: Place) -> Finding:
    """Writable, with room."""
    title, data = N_("Folder data"), place.settings.data
    free = shutil.disk_usage(data).free
    room: dict[str, object] = {"free": free // (1024 * 1024)}
    found = N_("sisa ruang %(free)s MB")
    if not os.access(data, os.W_OK):
        return Finding(title, Level.BAD, N_("tidak dapat ditulisi"), N_("Beri pengguna server hak tulis."))
    if free < LITTLE_SPACE:
        level = Level.BAD if free < ALMOST_NO_SPACE else Level.WARN
        return Finding(title, level, found, N_("Kosongkan ruang atau pindahkan cadangan lama."), room)
    return Finding(title, Level.OK, found, params=room)


def secret_key(place: Place) -> Finding:
    """Readable by its owner only."""
    title, path = N_("Kunci rahasia"), place.settings.data / "secret_key"
    if not path.exists():
        return Finding(title, Level.OK, N_("diatur lewat REMBUK_SECRET_KEY"))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding(
            title,
            Level.BAD,
            N_("dapat dibaca pengguna lain"),
            N_("Jalankan: chmod 600 pada berkas secret_key."),
        )
    return Finding(title, Level.OK, N_("hanya dapat dibaca pemiliknya"))


def database(place: Place) -> Finding:
    """Whole, and every row has its parent; PostgreSQL watches over that itself."""
    title, connection = N_("Basis data"), place.session.connection()
    if connection.dialect.name != "sqlite":
        version = connection.dialect.server_version_info or ()
        return Finding(
            title, Level.OK, "PostgreSQL %(version)s", params={"version": ".".join(map(str, version))}
        )
    whole = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    parentless = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if whole != "ok" or parentless:
        return Finding(title, Level.BAD, N_("rusak"), N_("Hentikan server, lalu pulihkan cadangan terakhir."))
    return Finding(title, Level.OK, N_("SQLite, utuh"))


def migrations(place: Place) -> Finding:
    """At the revision of this code."""
    title = N_("Struktur basis data")
    current = place.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    params: dict[str, object] = {"current": current, "wanted": place.revision}
    if current != place.revision:
        return Finding(
            title,
            Level.BAD,
            N_("%(current)s, seharusnya %(wanted)s"),
            N_("Jalankan: rembuk upgrade."),
            params,
        )
    return Finding(title, Level.OK, N_("terbaru (%(current)s)"), params=params)


def worker(place: Place) -> Finding:
    """Seen lately."""
    title, seen = N_("Pekerja latar belakang"), last_beat(place.session)
    if seen is None or utc_now() - seen > SILENT_WORKER:
        found = N_("tidak terlihat sejak dua menit atau lebih")
        return Finding(
            title, Level.BAD, found, N_("Jalankan rembuk serve, atau rembuk worker di mesin lain.")
        )
    return Finding(title, Level.OK, N_("berjalan"))


def dead_jobs(place: Place) -> Finding:
    """None waits for a person."""
    title, dead = N_("Pekerjaan yang gagal"), count_by_state(place.session)[JobState.DEAD]
    if dead:
        advice = N_("Buka Kelola → Pekerjaan latar belakang, lalu coba lagi.")
        return Finding(title, Level.WARN, "%(count)s", advice, {"count": dead})
    return Finding(title, Level.OK, N_("tidak ada"))


def mails(place: Place) -> Finding:
    """None has waited long."""
    late = (Mail.state == MailState.FAILED) | (
        (Mail.state == MailState.WAITING) & (Mail.created_at < utc_now() - STUCK_MAIL)
    )
    title, count = (
        N_("Surel yang tertahan"),
        place.session.scalar(select(func.count(Mail.id)).where(late, ~Mail.private)),
    )
    if count:
        advice = N_("Buka Kelola → Surel keluar: kirim ulang, atau sampaikan sendiri.")
        return Finding(title, Level.WARN, "%(count)s", advice, {"count": count})
    return Finding(title, Level.OK, N_("tidak ada"))


def newest_backup(place: Place) -> datetime | None:
    """When a backup was last made, as the audit log tells."""
    made = select(func.max(AuditEvent.at)).where(AuditEvent.action == "backup.make")
    return place.session.scalar(made)


def backups(place: Place) -> Finding:
    """One of the last days."""
    title, made = N_("Cadangan terakhir"), newest_backup(place)
    advice = N_("Jalankan rembuk backup setiap malam (docs/deploy.md).")
    if made is None:
        return Finding(title, Level.WARN, N_("belum pernah"), advice)
    age = utc_now() - made
    params: dict[str, object] = {"hours": int(age.total_seconds() // 3600)}
    level = Level.WARN if age > OLD_BACKUP else Level.OK
    return Finding(title, level, N_("%(hours)s jam yang lalu"), advice if age > OLD_BACKUP else "", params)


def uploads(place: Place) -> Finding:
    """Every row has its file with the same hash; files without a row wait for the sweep."""
    title, folder = N_("Berkas unggahan"), files.folder_of(place.session)
    rows = place.session.execute(select(Upload.key, Upload.sha256)).all()
    wrong = sum(not _whole(files.path_of(folder, key), wanted) for key, wanted in rows)
    if wrong:
        advice = N_("Pulihkan dari cadangan, atau minta pemiliknya mengunggah ulang.")
        return Finding(title, Level.BAD, N_("%(count)s hilang atau berubah"), advice, {"count": wrong})
    left = len(orphans(place.session, before=utc_now() - timedelta(days=2)))
    if left:
        advice = N_("Dibersihkan sendiri setiap hari; bila tetap ada, periksa pekerja latar belakang.")
        return Finding(title, Level.WARN, N_("%(count)s tanpa pemilik"), advice, {"count": left})
    return Finding(title, Level.OK, N_("%(count)s, semuanya utuh"), params={"count": len(rows)})


def _whole(path: Path, wanted: str) -> bool:
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == wanted


def address(place: Place) -> Finding:
    """Public address with TLS, and a proxy that is told of."""
    title, settings = N_("Alamat umum"), place.settings
    if not settings.secure_cookies:
        advice = N_("Atur REMBUK_BASE_URL ke alamat https:// yang dipakai orang.")
        return Finding(title, Level.WARN, settings.base_url or N_("belum diatur"), advice)
    if not settings.trusted_proxies:
        advice = N_("Atur REMBUK_TRUSTED_PROXIES sebanyak proksi di depan server, biasanya 1.")
        return Finding(title, Level.WARN, N_("https tanpa proksi yang dikenal"), advice)
    return Finding(title, Level.OK, settings.base_url)


def audit_triggers(place: Place) -> Finding:
    """The database refuses changes of the audit log."""
    title, connection = N_("Catatan audit"), place.session.connection()
    listed = (
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
        if connection.dialect.name == "sqlite"
        else "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'audit_event'::regclass AND NOT tgisinternal"
    )
    wanted = 3 if connection.dialect.name == "sqlite" else 2
    if (connection.exec_driver_sql(listed).scalar() or 0) < wanted:
        advice = N_("Pulihkan cadangan, atau pasang lagi pemicunya bersama pengembang.")
        return Finding(title, Level.BAD, N_("dapat diubah"), advice)
    return Finding(title, Level.OK, N_("tidak dapat diubah"))


def second_factors(place: Place) -> Finding:
    """Every administrator has a second step."""
    title = N_("Kode dua langkah administrator")
    admins = select(func.count(Account.id)).where(Account.role == Role.ADMINISTRATOR, Account.active)
    confirmed = select(SecondFactor.account_id).where(SecondFactor.confirmed_at.is_not(None))
    total = place.session.scalar(admins) or 0
    without = place.session.scalar(admins.where(Account.id.not_in(confirmed))) or 0
    params: dict[str, object] = {"count": without, "total": total}
    if without:
        advice = N_("Minta mereka memasangnya di Akun saya.")
        return Finding(title, Level.WARN, N_("%(count)s dari %(total)s belum memasang"), advice, params)
    return Finding(title, Level.OK, N_("terpasang pada %(total)s administrator"), params=params)


def python_version(_place: Place) -> Finding:
    """New enough."""
    version = ".".join(map(str, sys.version_info[:3]))
    level = Level.OK if sys.version_info >= (3, 11) else Level.BAD
    return Finding(
        "Python", level, version, "" if level == Level.OK else N_("Pasang Python 3.11 atau lebih baru.")
    )


CHECKS: tuple[Check, ...] = (
    python_version,
    data_folder,
    secret_key,
    database,
    migrations,
    worker,
    dead_jobs,
    mails,
    backups,
    uploads,
    address,
    audit_triggers,
    second_factors,
)


def run_checks(place: Place, checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """Every check, in order."""
    return [check(place) for check in checks]
