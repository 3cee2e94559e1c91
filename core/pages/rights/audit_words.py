"""Events of the audit log as sentences in the visitor's language."""

from flask_babel import gettext

from core.accounts.enums import ROLE_LABELS
from core.errors import N_
from core.policy import Role
from core.rights.audit_queries import Actor, Event
from core.web.pages import slices

FACT_WORDS = {
    "accepted": N_("diterima"),
    "accounts": N_("akun"),
    "active": N_("aktif"),
    "after": N_("menjadi"),
    "answers": N_("jawaban"),
    "before": N_("semula"),
    "by": N_("oleh"),
    "candidates": N_("yang menunggu dan dapat ditawari"),
    "certificates": N_("sertifikat"),
    "changed": N_("diperbarui"),
    "consent": N_("persetujuan"),
    "contributions": N_("masukan"),
    "count": N_("jumlah"),
    "days": N_("hari"),
    "deleted": N_("terhapus"),
    "dots": N_("titik tiap ponsel"),
    "duty": N_("tugas"),
    "edition": N_("edisi"),
    "error": N_("kesalahan"),
    "fields": N_("isian yang berubah"),
    "files": N_("berkas"),
    "groups": N_("kelompok"),
    "guests": N_("tanpa akun boleh menulis"),
    "identity": N_("nama penulis"),
    "indicator": N_("indikator"),
    "instrument": N_("instrumen"),
    "into": N_("ke dalam"),
    "kind": N_("jenis"),
    "linked": N_("terhubung"),
    "listed": N_("orang di daftar tambahan"),
    "measurements": N_("pengukuran"),
    "needs": N_("kebutuhan"),
    "new": N_("baru"),
    "next_number": N_("nomor tunggu berikutnya"),
    "next_served": N_("yang berikut pernah dapat tempat"),
    "next_unit_holders": N_("peserta seunit yang berikut"),
    "number": N_("nomor tunggu"),
    "parts": N_("bagian acara"),
    "percent": N_("persen"),
    "posts": N_("jabatan baru"),
    "public": N_("terbuka untuk umum"),
    "purpose": N_("tujuan"),
    "question": N_("nomor pertanyaan"),
    "questions": N_("pertanyaan"),
    "queued": N_("masuk antrean"),
    "reason": N_("alasan"),
    "role": N_("peran"),
    "rows": N_("baris"),
    "rule": N_("aturan"),
    "seats": N_("tempat"),
    "served": N_("pernah dapat tempat"),
    "sessions": N_("sesi"),
    "shown": N_("ditampilkan"),
    "size": N_("ukuran (byte)"),
    "skipped": N_("dilewati"),
    "staff": N_("pegawai diundang"),
    "starred": N_("di daftar pendek"),
    "taken": N_("terpakai"),
    "texts": N_("jawaban tertulis"),
    "themes": N_("tema"),
    "type": N_("jenis"),
    "unchanged": N_("tidak berubah"),
    "unit_holders": N_("peserta seunit"),
    "version": N_("versi"),
    "working": N_("hari kerja"),
    "workshop": N_("workshop"),
    "wrong": N_("baris salah"),
}
SITE_WORDS = {
    "office_id": N_("Nama kantor"),
    "office_en": N_("Nama kantor dalam bahasa Inggris"),
    "region_id": N_("Wilayah"),
    "region_en": N_("Wilayah dalam bahasa Inggris"),
    "letterhead_1": N_("Baris pertama kop"),
    "letterhead_2": N_("Baris kedua kop"),
    "letterhead_3": N_("Baris ketiga kop"),
    "address": N_("Alamat kantor"),
    "phone": N_("Telepon"),
    "email": N_("Surel kantor"),
    "web": N_("Laman"),
    "logo": N_("Logo"),
    "languages": N_("Bahasa"),
    "registration": N_("Siapa yang boleh membuat akun"),
    "second_factor": N_("Kode dua langkah saat masuk"),
    "mail_by_hand": N_("Surel disampaikan sendiri"),
    "guide_hidden": N_("Langkah awal disembunyikan"),
}


def action_words() -> dict[str, str]:
    """Action -> its words, of all slices."""
    return {action: gettext(words) for s in slices() for action, words in s.actions.items()}


def role_word(role: str) -> str:
    """A role in the visitor's language; roles that are no more stay as they were."""
    return str(gettext(ROLE_LABELS[Role(role)])) if role in set(Role) else role


def actor_word(actor: Actor | None) -> str:
    """Ibu Ana; where the name is hidden or gone, "Akun 12 (Administrator)"."""
    if actor is None:
        return str(gettext("Sistem"))
    if actor.name:
        return actor.name
    what = gettext("dihapus") if actor.erased else role_word(actor.role)
    return str(gettext("Akun %(number)s (%(role)s)", number=actor.id, role=what))


def _names(event: Event) -> dict[str, str]:
    """The words for the facts of an event: settings and classes of data have names of their own."""
    if event.action == "site.change":
        return SITE_WORDS
    if event.action == "retention.purge":
        return {**FACT_WORDS, **{kept.key: kept.label for s in slices() for kept in s.retention}}
    return FACT_WORDS


def _value(event: Event, value: object) -> str:
    if isinstance(value, bool):
        return str(gettext("ya") if value else gettext("tidak"))
    if value is None or value == "":
        return "–"
    words = {str(key): label for s in slices() for key, label in s.fact_values.get(event.action, {}).items()}
    return str(gettext(words[str(value)])) if str(value) in words else str(value)


def fact_words(event: Event) -> list[str]:
    """The facts of an event: "versi: 2"."""
    names = _names(event)
    return [
        f"{gettext(names[name]) if name in names else name}: {_value(event, value)}"
        for name, value in event.facts.items()
    ]


def sentence(event: Event, words: dict[str, str]) -> str:
    """Who did what, on which object: "Ibu Ana menerbitkan survei"."""
    return f"{actor_word(event.actor)} {words.get(event.action, event.action)}"
