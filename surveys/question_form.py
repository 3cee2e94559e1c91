"""The form in which an author writes one question."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from core.web.forms import BaseForm
from surveys.definition import QuestionDef, option_list
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
from surveys.questions.number import NumberField, as_number, limit_of
from surveys.questions.ranking import USUAL

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
