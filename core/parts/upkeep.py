"""Jobs, uploads, and the state of the installation."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from core.base import utc_now
from core.errors import N_
from core.jobs.models import Job, JobState, WorkerHeartbeat
from core.jobs.services import enqueue
from core.keeping import Ended, pointing
from core.pages.upkeep import jobs, upkeep, uploads
from core.policy import ADMINISTRATORS, ANYONE, Policy
from core.slices import JobEffect, NavGroup, NavItem, Retention, Slice
from core.uploads.models import Upload
from core.uploads.services import sweep

SWEEP = "core.sweep_uploads"
SWEEP_DAILY = "core.sweep_uploads_daily"

POLICIES: dict[str, Policy] = {
    "uploads.show": ANYONE,
    "jobs.index": ADMINISTRATORS,
    "jobs.retry": ADMINISTRATORS,
    "jobs.cancel": ADMINISTRATORS,
    "upkeep.health": ADMINISTRATORS,
}

NAVIGATION = (
    NavItem(
        N_("Pekerjaan latar belakang"),
        "jobs.index",
        order=94,
        staff=True,
        about=N_("Apa yang dikerjakan server sendiri, dan apa yang gagal."),
        group=NavGroup.SYSTEM,
    ),
    NavItem(
        N_("Kesehatan sistem"),
        "upkeep.health",
        order=95,
        staff=True,
        about=N_("Pemeriksaan basis data, cadangan, berkas, dan pekerja latar belakang."),
        group=NavGroup.SYSTEM,
    ),
)


def _sweep(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    found = sweep(session)
    return lambda _session: {"files": found}


def _sweep_daily(_session: Session, _payload: Mapping[str, object]) -> JobEffect:
    """One sweep a day: the day is the job's key."""

    def effect(session: Session) -> None:
        enqueue(session, SWEEP, key=f"{SWEEP}:{utc_now().date().isoformat()}")

    return effect


_FINISHED = (JobState.DONE, JobState.CANCELLED)
_JOBS = Ended(Job, lambda time: Job.state.in_(_FINISHED) & (Job.finished_at < time))


RETENTION = (
    Retention(
        "jobs",
        N_("Pekerjaan latar belakang yang selesai"),
        N_("Untuk melihat kembali apa yang sudah dikerjakan server. Isinya hanya nomor dan angka."),
        frozenset({Job.__tablename__}),
        days=90,
        purge=_JOBS.purge,
        due=_JOBS.count,
    ),
    Retention(
        "workers",
        N_("Tanda hidup pekerja latar belakang"),
        N_("Dihapus sendiri sehari setelah pekerja itu berhenti."),
        frozenset({WorkerHeartbeat.__tablename__}),
    ),
    Retention(
        "uploads",
        N_("Berkas yang diunggah"),
        N_("Disimpan selama pemiliknya ada, dan dihapus bersamanya."),
        frozenset({Upload.__tablename__}),
    ),
)

PART = Slice(
    name="upkeep",
    blueprints=(uploads.blueprint, jobs.blueprint, upkeep.blueprint),
    policies=POLICIES,
    navigation=NAVIGATION,
    jobs={SWEEP: _sweep, SWEEP_DAILY: _sweep_daily},
    job_labels={
        SWEEP: N_("Membersihkan berkas yang tidak dipakai"),
        SWEEP_DAILY: N_("Menjadwalkan pembersihan berkas"),
    },
    periodic=(SWEEP_DAILY,),
    personal_data=(
        pointing("uploads", N_("Berkas yang Anda unggah"), {Upload.account_id: {"key", "sha256"}}),
    ),
    retention=RETENTION,
    actions={
        "job.retry": N_("mengulang pekerjaan latar belakang"),
        "job.cancel": N_("membatalkan pekerjaan latar belakang"),
        "backup.make": N_("membuat cadangan"),
        "upload.create": N_("mengunggah berkas"),
        "upload.delete": N_("menghapus berkas"),
    },
)
