"""The staff register: people, posts, titles, holidays."""

from core.errors import N_
from core.pages.staff import holidays, posts, staff, staff_import, titles
from core.policy import ADMINISTRATORS, CYCLE_KEEPERS, Policy
from core.slices import NavGroup, NavItem, PersonalData, Retention, Slice
from core.staff import rights

YEARS_AFTER_LEAVING = 5
FILE_DAYS = 7

POLICIES: dict[str, Policy] = {
    "staff.index": CYCLE_KEEPERS,
    "staff.show": CYCLE_KEEPERS,
    "staff.create": ADMINISTRATORS,
    "staff.edit": ADMINISTRATORS,
    "staff.leave": ADMINISTRATORS,
    "staff.come_back": ADMINISTRATORS,
    "staff.erase": ADMINISTRATORS,
    "staff_import.upload": ADMINISTRATORS,
    "staff_import.csv_template": ADMINISTRATORS,
    "staff_import.xlsx_template": ADMINISTRATORS,
    "staff_import.pair": ADMINISTRATORS,
    "staff_import.check": ADMINISTRATORS,
    "staff_import.discard": ADMINISTRATORS,
    "posts.index": ADMINISTRATORS,
    "posts.create": ADMINISTRATORS,
    "posts.edit": ADMINISTRATORS,
    "posts.delete": ADMINISTRATORS,
    "titles.index": ADMINISTRATORS,
    "titles.edit": ADMINISTRATORS,
    "holidays.index": ADMINISTRATORS,
    "holidays.create": ADMINISTRATORS,
    "holidays.delete": ADMINISTRATORS,
}

# Posts, titles and holidays are reached from the settings' row of links.
NAVIGATION = (
    NavItem(
        N_("Pegawai"),
        "staff.index",
        order=82,
        staff=True,
        about=N_("Daftar pegawai, impor dari Excel atau CSV."),
        group=NavGroup.PEOPLE,
    ),
)

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
    blueprints=(
        staff.blueprint,
        staff_import.blueprint,
        posts.blueprint,
        titles.blueprint,
        holidays.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
    actions=ACTIONS,
)
