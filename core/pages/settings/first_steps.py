"""The first steps: what a new installation still lacks, each with the page where it is done."""

from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import N_
from core.guide.queries import Progress, Step, progress
from core.site import change_site
from core.web.guard import may_call
from core.web.i18n import read_site_values

blueprint = Blueprint("first_steps", __name__, url_prefix="/kelola/mulai")


@dataclass(frozen=True)
class Words:
    """A step in words, and where it is done: the first of these endpoints that there is."""

    title: str
    about: str
    action: str
    endpoints: tuple[str, ...]


WORDS = {
    Step.OFFICE: Words(
        N_("Beri nama kantor"),
        N_("Nama, alamat, dan kop surat tampil di setiap halaman dan cetakan."),
        N_("Isi nama kantor"),
        ("settings.edit",),
    ),
    Step.SECOND_FACTOR: Words(
        N_("Wajibkan kode dua langkah"),
        N_("Penyusun rencana dan administrator masuk dengan kata sandi dan kode dari aplikasi."),
        N_("Buka keamanan"),
        ("settings.security",),
    ),
    Step.UNITS: Words(
        N_("Tambahkan unit"),
        N_("Kantor dan bagian-bagiannya; tandai yang melayani warga."),
        N_("Tambah unit"),
        ("units.create",),
    ),
    Step.STAFF: Words(
        N_("Masukkan daftar pegawai"),
        N_("Dari berkas CSV atau XLSX, dengan pratinjau sebelum disimpan."),
        N_("Impor pegawai"),
        ("staff_import.upload", "staff.index"),
    ),
    Step.ASN: Words(
        N_("Buat akun pegawai dan cetak kodenya"),
        N_("Setiap pegawai menerima kode sekali pakai di atas kertas dan memilih kata sandinya sendiri."),
        N_("Cetak kode"),
        ("manage_codes.many",),
    ),
    Step.FACILITATOR: Words(
        N_("Tunjuk fasilitator"),
        N_("Fasilitator menyiapkan survei dan formulir masukan."),
        N_("Tambah akun"),
        ("manage_accounts.create",),
    ),
    Step.PLANNER: Words(
        N_("Tunjuk penyusun rencana"),
        N_("Penyusun rencana memutuskan tema dan menyusun rencana pengembangan."),
        N_("Tambah akun"),
        ("manage_accounts.create",),
    ),
    Step.CYCLE: Words(
        N_("Mulai siklus pertama"),
        N_("Siklus menentukan tahun rencana dan apa yang dibuka di setiap tahap."),
        N_("Buat siklus"),
        ("manage_cycles.create",),
    ),
    Step.MAIL: Words(
        N_("Tentukan cara surel disampaikan"),
        N_("Lewat server surel, atau disampaikan sendiri dari halaman Surel keluar."),
        N_("Buka pengaturan surel"),
        ("mail_settings.show",),
    ),
    Step.BACKUP: Words(
        N_("Buat cadangan pertama"),
        N_("Pengelola server menjalankan perintah rembuk backup; coba juga memulihkannya."),
        N_("Lihat kesehatan sistem"),
        ("upkeep.health",),
    ),
}


@dataclass(frozen=True)
class Shown:
    """A step as the page prints it."""

    title: str
    about: str
    action: str
    url: str | None
    done: bool


def present_progress() -> Progress:
    """How far this installation is."""
    server = bool(current_app.config["REMBUK_SETTINGS"].mail_url)
    return progress(db.session(), read_site_values(), has_mail_server=server)


def _shown(step: Step, done: bool) -> Shown:
    words = WORDS[step]
    url = next((url_for(name) for name in words.endpoints if may_call(name)), None)
    return Shown(gettext(words.title), gettext(words.about), gettext(words.action), url, done)


@blueprint.get("")
def index() -> str:
    """The checklist."""
    found = present_progress()
    steps = [_shown(step, done) for step, done in found.done.items()]
    upcoming = next((step for step in steps if not step.done), None)
    return render_template("core/first_steps.html", progress=found, steps=steps, upcoming=upcoming)


@blueprint.post("/sembunyikan")
def hide() -> Response:
    """Put the guide away; its menu entry stays."""
    change_site(db.session(), {"guide_hidden": "1"}, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Langkah awal disembunyikan; Anda menemukannya lagi di menu Kelola."), "success")
    return redirect(url_for("manage.start"), 303)
