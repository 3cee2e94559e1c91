"""What respondents are told about privacy, made from the survey's own settings so that it cannot lie.

Each line is a source string with its values; the edge translates. The mark names the wording: it is
the hash of the lines, travels with the form, and an answer is only taken under the wording in force.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from core.errors import N_, Invalid
from core.rights.models import RetentionSetting
from surveys.definition import QuestionDef
from surveys.disclosure import SMALLEST
from surveys.drafts import DAYS
from surveys.enums import Access, Purpose
from surveys.models import Survey
from surveys.questions import answerable, kind_of

PARTICIPATION_DAYS = 365
_MARK_LENGTH = 12


@dataclass(frozen=True)
class Line:
    """One sentence or two: a source string and what stands in it."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Promise:
    """`main` stands before the first question, `more` one touch below it; `limits`: what is not promised."""

    main: tuple[Line, ...]
    more: tuple[Line, ...]
    limits: tuple[Line, ...]

    @property
    def mark(self) -> str:
        """The version of the wording."""
        lines = [[line.text, dict(line.values)] for line in (*self.main, *self.more, *self.limits)]
        return hashlib.sha256(json.dumps(lines, sort_keys=True).encode()).hexdigest()[:_MARK_LENGTH]


class PromiseChanged(Invalid):
    """The wording changed while the form lay open."""


def promise_of(session: Session, survey: Survey, questions: tuple[QuestionDef, ...]) -> Promise:
    """What holds for an answer to these questions now."""
    if survey.access == Access.PUBLIC:
        main, limits = _of_public(survey), _LIMITS_PUBLIC
    elif survey.access == Access.CODE:
        main, limits = _of_code(survey), _LIMITS_ACCOUNT
    else:
        main, limits = _of_account(session, survey), _LIMITS_ACCOUNT
    asked = [kind_of(question) for question in answerable(questions)]
    texts = any(kind.is_own and not kind.is_picture for kind in asked)
    pictures = any(kind.is_picture for kind in asked)
    return Promise(main, (*_readers(survey, texts, pictures), *_until(survey)), limits)


def require_read(promise: Promise, mark: str) -> None:
    """Raise PromiseChanged when the form was opened under another wording; forms without a mark pass."""
    if mark and mark != promise.mark:
        raise PromiseChanged(
            N_(
                "Keterangan tentang privasi survei ini berubah sejak halaman ini dibuka."
                " Baca lagi di bawah ini, lalu kirim: isian Anda masih ada."
            )
        )


def _of_public(survey: Survey) -> tuple[Line, ...]:
    if survey.purpose == Purpose.FEEDBACK:
        kept = N_("Yang disimpan: isi masukan Anda dan unit yang Anda pilih.")
    else:
        kept = N_("Yang disimpan: isi jawaban Anda.")
    return (
        Line(kept),
        Line(N_("Yang tidak disimpan: nama, akun, waktu, alamat internet, dan jenis perangkat Anda.")),
    )


def _of_account(session: Session, survey: Survey) -> tuple[Line, ...]:
    chosen = session.get(RetentionSetting, "participation")
    return (
        Line(
            N_(
                "Kami mencatat bahwa akun Anda sudah mengisi, supaya setiap orang mengisi satu kali."
                " Catatan itu dihapus %(days)d hari setelah survei ditutup."
            ),
            {"days": chosen.days if chosen else PARTICIPATION_DAYS},
        ),
        Line(
            N_(
                "Jawaban Anda disimpan terpisah dari catatan itu: tanpa nama, waktu, alamat internet, atau"
                " jenis perangkat. Setiap %(count)d jawaban diacak bersama sebelum dihitung."
            ),
            {"count": survey.batch_size},
        ),
    )


def _of_code(survey: Survey) -> tuple[Line, ...]:
    return (
        Line(
            N_(
                "Kami mencatat bahwa kode undangan Anda sudah dipakai, supaya setiap undangan dipakai satu kali."
                " Nama dan alamat pada undangan dihapus saat survei ditutup."
            )
        ),
        Line(
            N_(
                "Jawaban Anda disimpan terpisah dari catatan itu: tanpa nama, waktu, alamat internet, atau"
                " jenis perangkat. Setiap %(count)d jawaban diacak bersama sebelum dihitung."
            ),
            {"count": survey.batch_size},
        ),
    )


def _readers(survey: Survey, texts: bool, pictures: bool) -> tuple[Line, ...]:
    lines = [Line(_PICTURES)] if pictures else []
    if texts:
        lines.append(
            Line(
                N_(
                    "Kata-kata Anda dibaca fasilitator, penyusun rencana, dan administrator, dan dapat dikutip"
                    " tanpa nama. Jangan menulis nama, NIK, atau nomor telepon."
                )
            )
        )
    if survey.purpose == Purpose.FEEDBACK and texts:
        lines.append(
            Line(
                N_(
                    "Petugas masukan membaca kata-kata tentang unitnya bila sedikitnya %(count)d orang menjawab."
                ),
                {"count": SMALLEST},
            )
        )
    if survey.screens:
        lines.append(
            Line(
                N_(
                    "Kiriman yang tampak otomatis dibaca petugas lebih dahulu dan dihitung sesudah diterima; kapan formulir"
                    " dibuka hanya dipakai saat mengirim dan tidak disimpan."
                )
            )
        )
    lines.append(Line(N_("Atasan tidak melihat jawaban siapa pun, hanya angka.")))
    if survey.results_public:
        figures = N_("Angka hasil dibuka untuk umum; jumlah di bawah %(count)d orang disembunyikan.")
    else:
        figures = N_(
            "Angka hasil dilihat petugas dan dapat dibuka untuk umum; jumlah di bawah %(count)d orang"
            " disembunyikan."
        )
    lines.append(Line(figures, {"count": SMALLEST}))
    return tuple(lines)


def _until(_survey: Survey) -> tuple[Line, ...]:
    return (
        Line(
            N_(
                "Jawaban disimpan sebagai dasar rencana selama kantor memakai aplikasi ini. Dengan kode lacak Anda"
                " dapat mengubahnya selama survei dibuka, dan menariknya kapan saja."
            )
        ),
        Line(
            N_(
                "Isian yang belum dikirim disimpan terkunci paling lama %(days)d hari; hanya kode lanjut Anda membukanya."
            ),
            {"days": DAYS},
        ),
    )


_PICTURES = N_(
    "Foto Anda dilihat fasilitator, penyusun rencana, dan administrator, dan tidak dibuka untuk umum. Foto dapat"
    " menampakkan wajah: jangan memotret orang tanpa izinnya. Waktu, lokasi, dan jenis perangkat di dalam foto dihapus."
)
_LIMITS_PUBLIC = (
    Line(
        N_(
            "Di luar janji ini: pengelola server saat jawaban masuk, log dan cadangan lama basis data, serta hal"
            " pribadi yang Anda tulis sendiri."
        )
    ),
)
_LIMITS_ACCOUNT = (
    Line(
        N_(
            "Di luar janji ini: pengelola server sebelum jawaban dicampur, log dan cadangan lama basis data, serta"
            " hal pribadi yang Anda tulis sendiri."
        )
    ),
)
