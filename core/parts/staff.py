"""The staff register: people, posts, titles, holidays."""

from core.errors import N_
from core.slices import PersonalData, Retention, Slice
from core.staff import rights

YEARS_AFTER_LEAVING = 5
FILE_DAYS = 7

PERSONAL_DATA = (
    PersonalData(
        key="staff",
        label=N_("Data kepegawaian"),
        columns=frozenset({"person.account_id", "person_change.changed_by", "staff_import.created_by"}),
        collect=rights.collect,
        erase=rights.erase,
        merge=rights.merge,
    ),
)
RETENTION = (
    Retention(
        key="staff",
        label=N_("Data pegawai yang sudah berhenti"),
        reason=N_("Untuk menilai pengembangan yang pernah diikuti; dihitung sejak hari berhenti."),
        tables=frozenset({"person", "person_change"}),
        days=YEARS_AFTER_LEAVING * 365,
        purge=rights.LEFT.purge,
        due=rights.LEFT.count,
    ),
    Retention(
        key="staff_files",
        label=N_("Berkas impor pegawai"),
        reason=N_("Hanya sampai diimpor; isinya dikosongkan setelah itu."),
        tables=frozenset({"staff_import"}),
        days=FILE_DAYS,
        purge=rights.FILES.purge,
        due=rights.FILES.count,
    ),
    Retention(
        key="office",
        label=N_("Jabatan, pejabat, dan hari libur"),
        reason=N_("Susunan kantor, bukan data tentang seseorang."),
        tables=frozenset({"post", "office_title", "holiday_override"}),
    ),
)

# Read after a name.
ACTIONS = {
    "person.create": N_("menambah pegawai ke daftar"),
    "person.change": N_("memperbaiki data pegawai"),
    "person.leave": N_("mencatat bahwa seorang pegawai berhenti"),
    "person.return": N_("mencatat bahwa seorang pegawai kembali"),
    "person.erase": N_("menghapus data pegawai"),
    "post.create": N_("menambah jabatan"),
    "post.change": N_("mengubah jabatan"),
    "post.delete": N_("menghapus jabatan"),
    "title.change": N_("mengubah sebutan pejabat"),
    "holiday.set": N_("mengatur hari libur atau hari kerja"),
    "holiday.clear": N_("membatalkan pengaturan hari libur"),
    "staff.import.upload": N_("mengunggah daftar pegawai"),
    "staff.import.discard": N_("membuang daftar pegawai yang diunggah"),
    "staff.import": N_("mengimpor daftar pegawai"),
}

PART = Slice(
    name="staff",
    blueprints=(),
    policies={},
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
    actions=ACTIONS,
)
