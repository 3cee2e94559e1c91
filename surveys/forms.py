"""Staff forms: the description of a survey, and one question of it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from core.cycles.models import Cycle
from core.web.forms import BaseForm
from core.web.i18n import localized
from surveys.authoring import SurveyDetails
from surveys.definition import QuestionDef, option_list
from surveys.disclosure import SMALLEST
from surveys.enums import ACCESS_LABELS, PURPOSE_LABELS, Access, Purpose
from surveys.expressions import LONGEST, ExpressionError, parse
from surveys.logic import (
    CALCULATED,
    CALCULATION,
    CHOICE_FILTER,
    CONSTRAINT,
    MESSAGES,
    RELEVANT,
    REQUIRED,
)
from surveys.naming import read_options, write_options
from surveys.questions import KINDS, Kind
from surveys.questions.date import FORMATS
from surveys.questions.number import NumberField, as_number, limit_of
from surveys.questions.ranking import USUAL


class ConfirmForm(BaseForm):
    """A button and nothing else."""


class SurveyForm(BaseForm):
    """What a survey is called, what it is for, who answers, from when to when and how many."""

    title_id = StringField(_l("Judul"), [InputRequired(), Length(max=160)])
    title_en = StringField(_l("Judul dalam bahasa Inggris"), [Length(max=160)])
    intro_id = TextAreaField(
        _l("Pengantar"),
        [Length(max=1000)],
        description=_l(
            "Untuk apa survei ini dan apa yang terjadi dengan hasilnya. Perkiraan lama mengisi ditulis sendiri"
            " oleh aplikasi."
        ),
        render_kw={"rows": 3},
    )
    intro_en = TextAreaField(_l("Pengantar dalam bahasa Inggris"), [Length(max=1000)], render_kw={"rows": 3})
    purpose = RadioField(_l("Tujuan"), [InputRequired()])
    access = RadioField(
        _l("Siapa yang mengisi"),
        [InputRequired()],
        description=_l("Tujuan dan cara mengisi tidak dapat diubah setelah survei terbit."),
    )
    cycle = SelectField(_l("Siklus"), [InputRequired()])
    opens_on = DateField(
        _l("Hari pertama mengisi"),
        [Optional()],
        format=list(FORMATS),
        description=_l("Boleh kosong. Sebelum hari itu survei yang sudah terbit memberi tahu kapan dibuka."),
    )
    closes_on = DateField(
        _l("Hari terakhir mengisi"),
        [Optional()],
        format=list(FORMATS),
        description=_l(
            "Boleh kosong. Sampai pukul 24.00 waktu kantor; menutup survei tetap dilakukan oleh penyelenggara."
        ),
    )
    quota = IntegerField(
        _l("Kuota jawaban"),
        [Optional(), NumberRange(SMALLEST, 1_000_000)],
        description=_l(
            "Boleh kosong. Sesudah sebanyak itu jawaban, survei tidak menerima lagi. Paling sedikit 5: hasil di"
            " bawah itu tidak ditampilkan."
        ),
        render_kw={"inputmode": "numeric"},
    )
    unit_quota = IntegerField(
        _l("Kuota jawaban per unit"),
        [Optional(), NumberRange(SMALLEST, 1_000_000)],
        description=_l("Boleh kosong. Hanya untuk masukan layanan tanpa akun, yang menyebut unitnya."),
        render_kw={"inputmode": "numeric"},
    )
    one_page = BooleanField(
        _l("Tampilkan semua pertanyaan di satu halaman"),
        description=_l(
            "Kosongkan untuk halaman demi halaman, menurut tanda “halaman baru” pada pertanyaan."
            " Survei dengan lebih dari satu foto selalu halaman demi halaman."
        ),
    )
    screened = BooleanField(
        _l("Sisihkan kiriman yang tampak otomatis"),
        description=_l(
            "Untuk formulir tanpa akun: kiriman yang terlalu cepat atau mengisi kolom tersembunyi menunggu sampai Anda"
            " memeriksanya. Tidak ada yang ditolak, dan tidak ada pihak ketiga."
        ),
    )
    population = IntegerField(
        _l("Jumlah orang yang dituju"),
        [Optional(), NumberRange(1, 100_000_000)],
        description=_l("Boleh kosong. Dipakai untuk menghitung sampel minimum."),
        render_kw={"inputmode": "numeric"},
    )

    def offer(self, cycles: Sequence[Cycle]) -> "SurveyForm":
        """Fill in what may be chosen. Without cycles the cycle is not asked."""
        self.purpose.choices = [
            SelectChoice(str(purpose), gettext(label)) for purpose, label in PURPOSE_LABELS.items()
        ]
        self.access.choices = [
            SelectChoice(str(access), gettext(label)) for access, label in ACCESS_LABELS.items()
        ]
        if cycles:
            self.cycle.choices = [SelectChoice(cycle.key, localized(cycle, "title")) for cycle in cycles]
        else:
            del self.cycle
        return self

    def fix_promise(self) -> "SurveyForm":
        """Once published, purpose and access are not asked any more."""
        del self.purpose, self.access
        return self

    def details(self, **fixed: Any) -> SurveyDetails:
        """What was written; `fixed` are the values that were not asked."""
        return SurveyDetails(
            title_id=self.title_id.data.strip(),
            title_en=(self.title_en.data or "").strip(),
            intro_id=(self.intro_id.data or "").strip(),
            intro_en=(self.intro_en.data or "").strip(),
            purpose=Purpose(self.purpose.data) if self.purpose else fixed["purpose"],
            access=Access(self.access.data) if self.access else fixed["access"],
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            quota=self.quota.data,
            unit_quota=self.unit_quota.data,
            one_page=self.one_page.data,
            screened=self.screened.data,
            population=self.population.data,
        )


# The fields that hold expressions and their messages, with the key in QuestionDef.logic.
LOGIC_FIELDS = {
    "relevant": RELEVANT,
    "required_when": REQUIRED,
    "constraint": CONSTRAINT,
    "constraint_message_id": MESSAGES[0],
    "constraint_message_en": MESSAGES[1],
    "choice_filter": CHOICE_FILTER,
    "calculation": CALCULATION,
}
_CODE = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}


class Readable:
    """Says at which letter an expression stops making sense."""

    def __call__(self, form: Any, field: Any) -> None:
        if (field.data or "").strip():
            try:
                parse(field.data)
            except ExpressionError as error:
                raise ValidationError(gettext(error.message, **error.params)) from error


_PLAIN = ("label_id", "label_en", "help_id", "help_en", "required", "starts_page", "section_id", "section_en",
          "name")  # fmt: skip


def _without_logic(kind: Kind, *, skm: bool) -> set[str]:
    """The fields that make no sense for a kind: what is calculated is not judged, the rules' nine not hidden."""
    if skm:
        return set(LOGIC_FIELDS)
    out = set() if "options" in kind.settings else {"choice_filter"}
    if kind.is_picture:
        out |= {"constraint", *MESSAGES}
    if kind.key == CALCULATED:
        return out | set(LOGIC_FIELDS) - {"relevant", "calculation"}
    return out | {"calculation"} | (set() if kind.is_asked else set(LOGIC_FIELDS) - {"relevant"})


class QuestionForm(BaseForm):
    """One question; what its kind does not need is taken out by `for_kind`."""

    label_id = StringField(_l("Pertanyaan"), [InputRequired(), Length(max=300)])
    label_en = StringField(_l("Pertanyaan dalam bahasa Inggris"), [Length(max=300)])
    help_id = StringField(
        _l("Keterangan"), [Length(max=300)], description=_l("Satu baris di bawah pertanyaan. Boleh kosong.")
    )
    help_en = StringField(_l("Keterangan dalam bahasa Inggris"), [Length(max=300)])
    rows = TextAreaField(
        _l("Baris"),
        [InputRequired(), Length(max=4000)],
        description=_l(
            "Satu baris matriks per baris. Cukup teksnya; atau: nilai | teks | teks bahasa Inggris."
            " Contoh: loket | Loket pelayanan | Service counter"
        ),
        render_kw={"rows": 5},
    )
    options = TextAreaField(_l("Pilihan"), [InputRequired(), Length(max=8000)], render_kw={"rows": 7})
    other = BooleanField(
        _l("Tambahkan pilihan “Lainnya”"),
        description=_l("Responden yang memilihnya dapat menulis jawabannya sendiri."),
    )
    shuffled = BooleanField(
        _l("Acak urutan pilihan untuk setiap responden"),
        description=_l("Agar pilihan pertama tidak diuntungkan. “Lainnya” tetap di akhir."),
    )
    top = IntegerField(
        _l("Berapa peringkat yang ditanyakan"),
        [InputRequired(), NumberRange(1, 20)],
        default=USUAL,
        render_kw={"inputmode": "numeric"},
    )
    minimum = NumberField(_l("Angka terkecil"), [Optional()], render_kw={"inputmode": "decimal"})
    maximum = NumberField(_l("Angka terbesar"), [Optional()], render_kw={"inputmode": "decimal"})
    required = BooleanField(_l("Wajib diisi"))
    starts_page = BooleanField(
        _l("Mulai halaman baru di sini"),
        description=_l("Isian responden tersimpan setiap kali berpindah halaman."),
    )
    section_id = StringField(
        _l("Judul bagian"),
        [Length(max=300)],
        description=_l("Tampil di atas pertanyaan ini, yang lalu memulai halaman baru. Boleh kosong."),
    )
    section_en = StringField(_l("Judul bagian dalam bahasa Inggris"), [Length(max=300)])
    name = StringField(
        _l("Nama kolom"),
        [Length(max=40)],
        description=_l("Dipakai pada unduhan. Kosongkan agar dibuat dari pertanyaan."),
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )

    relevant = StringField(
        _l("Tampilkan hanya bila"),
        [Length(max=LONGEST), Readable()],
        description=_l("Contoh: ${pernah_pelatihan} = 'ya'. Kosongkan agar selalu ditanyakan."),
        render_kw=_CODE,
    )
    required_when = StringField(
        _l("Wajib diisi bila"),
        [Length(max=LONGEST), Readable()],
        description=_l("Contoh: ${jumlah} > 0"),
        render_kw=_CODE,
    )
    constraint = StringField(
        _l("Jawaban diterima bila"),
        [Length(max=LONGEST), Readable()],
        description=_l("Titik berarti jawaban ini. Contoh: . >= 1 and . <= 40"),
        render_kw=_CODE,
    )
    constraint_message_id = StringField(
        _l("Pesan bila tidak diterima"),
        [Length(max=300)],
        description=_l("Katakan apa yang harus diperbaiki. Contoh: Isi antara 1 dan 40 jam."),
    )
    constraint_message_en = StringField(_l("Pesan itu dalam bahasa Inggris"), [Length(max=300)])
    choice_filter = StringField(
        _l("Saring pilihan dengan"),
        [Length(max=LONGEST), Readable()],
        description=_l(
            "Nama kolom pilihan dibandingkan dengan jawaban lain. Contoh: kecamatan = ${kecamatan}."
            " Kolom ditulis di bagian keempat pilihan: nilai | teks | teks bahasa Inggris | kecamatan=timur"
        ),
        render_kw=_CODE,
    )
    calculation = StringField(
        _l("Rumus"),
        [InputRequired(), Length(max=LONGEST), Readable()],
        description=_l("Contoh: ${jam_teori} + ${jam_praktik}"),
        render_kw=_CODE,
    )

    def for_kind(self, kind: str, *, skm: bool = False) -> "QuestionForm":
        """Ask only what this kind needs. The wording of SKM options and their column belong to the rules."""
        settings = KINDS[kind].settings
        if "options" not in settings or skm:
            del self.options
        for name in ("rows", "other", "top", "shuffled"):
            if name not in settings or skm:
                del self[name]
        if "min" not in settings:
            del self.minimum, self.maximum
        if not KINDS[kind].is_asked:
            del self.required, self.name
        if kind == CALCULATED:
            del self.required, self.starts_page, self.section_id, self.section_en
        for name in _without_logic(KINDS[kind], skm=skm):
            del self[name]
        if skm:
            del self.name
        return self

    def on_one_page(self) -> "QuestionForm":
        """For forms that have no pages and no logic."""
        for name in ("starts_page", "section_id", "section_en", "shuffled", *LOGIC_FIELDS):
            if name in self:
                del self[name]
        return self

    def fill(self, question: QuestionDef) -> "QuestionForm":
        """Show a question as it is written now."""
        for field in _PLAIN:
            if field in self:
                self[field].data = getattr(question, field)
        for name, key in LOGIC_FIELDS.items():
            if name in self:
                self[name].data = question.logic.get(key, "")
        if "options" in self:
            self.options.data = write_options(question.written_options)
        if "rows" in self:
            self.rows.data = write_options(question.rows)
        if "top" in self:
            self.top.data = question.config.get("top", USUAL)
        for name in ("other", "shuffled"):
            if name in self:
                self[name].data = bool(question.config.get(name))
        if "minimum" in self:
            self.minimum.data, self.maximum.data = limit_of(question, "min"), limit_of(question, "max")
        return self

    def definition(self, kind: str, before: QuestionDef | None = None) -> QuestionDef:
        """What was written; what was not asked stays as it was."""
        config = (dict(before.config) if before else {}) | self._settings(kind)
        written = {key: (self[name].data or "").strip() for name, key in LOGIC_FIELDS.items() if name in self}
        logic = (dict(before.logic) if before else {}) | written
        return QuestionDef(
            name=(self.name.data or "").strip() if "name" in self else before.name if before else "",
            kind=kind,
            label_id=self.label_id.data.strip(),
            label_en=(self.label_en.data or "").strip(),
            help_id=(self.help_id.data or "").strip(),
            help_en=(self.help_en.data or "").strip(),
            required=bool(self.required.data) if "required" in self else False,
            config={key: value for key, value in config.items() if value is not None},
            starts_page=self._begins() if "starts_page" in self else False,
            logic={key: text for key, text in logic.items() if text},
        )

    def _begins(self) -> bool:
        """A part of the questionnaire has a page of its own."""
        return bool(self.starts_page.data or self._section())

    def _section(self) -> dict[str, str]:
        told = {lang: (self[f"section_{lang}"].data or "").strip() for lang in ("id", "en")}
        return told if told["id"] else {}

    def _settings(self, kind: str) -> dict[str, object]:
        """What this kind is asked about; None takes a setting out."""
        config: dict[str, object] = {}
        if "options" in self:
            config["options"] = option_list(read_options(self.options.data, numbered=kind == "scale"))
        if "rows" in self:
            config["rows"] = option_list(read_options(self.rows.data, joiner="_"))
        if "top" in self:
            config["top"] = self.top.data
        for name in ("other", "shuffled"):
            if name in self:
                config[name] = True if self[name].data else None
        if "section_id" in self:
            config["section"] = self._section() or None
        if "minimum" in self:
            config["min"], config["max"] = as_number(self.minimum.data), as_number(self.maximum.data)
        return config
