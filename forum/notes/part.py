"""What the slice learns of this subject: routes, policies, menu, jobs, data kept."""

from core.errors import N_
from core.policy import ADMINISTRATORS, ANYONE, STAFF, Policy
from core.slices import NavGroup, NavItem, Retention, Slice
from forum.notes import panels, retention
from forum.notes.contributions import SOURCE
from forum.notes.details import PRINT_JOB
from forum.notes.jobs import print_handler
from forum.notes.views import letters, notes, papers, photos, public

POLICIES: dict[str, Policy] = {
    "public_notes.show": ANYONE,
    "workshop_notes.index": STAFF,
    "workshop_notes.write": STAFF,
    "workshop_notes.slips": STAFF,
    "workshop_notes.change": STAFF,
    "workshop_notes.up": STAFF,
    "workshop_notes.down": STAFF,
    "workshop_notes.withdraw": STAFF,
    "workshop_notes.publish": STAFF,
    "workshop_notes.hide": STAFF,
    "workshop_photos.index": STAFF,
    "workshop_photos.change": STAFF,
    "workshop_photos.delete": STAFF,
    "workshop_papers.index": STAFF,
    "workshop_papers.download": STAFF,
    "workshop_papers.change": STAFF,
    "workshop_papers.make_pdf": STAFF,
    "workshop_papers.show": STAFF,
    "workshop_papers.docx": STAFF,
    "workshop_papers.number": STAFF,
    "letter_numbers.index": ADMINISTRATORS,
    "letter_numbers.change": ADMINISTRATORS,
}

NAVIGATION = (
    NavItem(
        N_("Nomor surat"),
        "letter_numbers.index",
        order=91,
        staff=True,
        about=N_("Pola nomor undangan, notulen, dan berita acara; buku nomor tahun ini."),
        group=NavGroup.SYSTEM,
    ),
)

RETENTION = (
    Retention(
        key="workshop_notes",
        label=N_("Catatan meja dan foto workshop"),
        reason=N_("Dasar kebutuhan pengembangan; dihitung sejak sesi terakhir. Penyampai tidak dicatat."),
        tables=frozenset({"workshop_note", "workshop_note_edit", "note_photo"}),
        days=retention.DAYS,
        purge=retention.purge,
        due=retention.due,
    ),
    Retention(
        key="letters",
        label=N_("Isi dan nomor surat workshop"),
        reason=N_("Buku nomor kantor: nomor yang sudah diberikan tidak boleh dipakai lagi."),
        tables=frozenset({"workshop_papers", "letter_pattern", "letter_counter", "letter"}),
    ),
)

# Read after a name.
ACTIONS = {
    "note.create": N_("mencatat kalimat workshop"),
    "note.change": N_("memperbaiki kalimat workshop"),
    "note.move": N_("mengubah urutan kalimat workshop"),
    "note.withdraw": N_("menghapus kalimat workshop"),
    "note.publish": N_("menampilkan catatan workshop untuk umum"),
    "note.hide": N_("menyembunyikan catatan workshop dari umum"),
    "photo.describe": N_("menulis keterangan foto workshop"),
    "papers.change": N_("mengubah isi surat workshop"),
    "letter.pattern": N_("mengubah pola nomor surat"),
    "letter.begin": N_("memajukan nomor surat"),
    "letter.number": N_("memberi nomor surat"),
}

PART = Slice(
    name="notes",
    blueprints=(
        public.blueprint,
        notes.blueprint,
        photos.blueprint,
        papers.blueprint,
        letters.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
    jobs={PRINT_JOB: print_handler()},
    job_labels={PRINT_JOB: N_("Mencetak berkas SPJ sebagai PDF")},
    contributions=(SOURCE,),
    retention=RETENTION,
    actions=ACTIONS,
)
panels.install()
