"""Shape of the forms about taxonomies."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms import TextAreaField as LongText
from wtforms.validators import DataRequired, InputRequired, Length

from core.web.forms import BaseForm
from plan.item_forms import strip
from plan.taxonomies import rules
from plan.taxonomies.content import Content, ThemeEntry
from plan.taxonomies.enums import USE_LABELS
from plan.taxonomies.lines import one_line, read_terms, write_examples, write_sayings, write_terms

# Far above what the rules allow, which say it better.
MOST_SIGNS = 2_000_000


def _line(text: str | None) -> str:
    return one_line(text or "")


class NamesForm(BaseForm):
    """What a taxonomy is called."""

    name_id = StringField(
        _l("Nama daftar"), [DataRequired(), Length(max=rules.LONGEST_NAME)], filters=[_line]
    )
    name_en = StringField(
        _l("Nama dalam bahasa Inggris"),
        [Length(max=rules.LONGEST_NAME)],
        filters=[_line],
        description=_l("Bila kosong, nama bahasa Indonesia yang tampil."),
    )
    seen = HiddenField()


class CreateForm(NamesForm):
    """A new taxonomy: for what, and what it begins with."""

    purpose = RadioField(
        _l("Dipakai untuk"), [InputRequired()], description=_l("Tidak dapat diubah kemudian.")
    )
    source = SelectField(
        _l("Mulai dari"),
        description=_l("Tema yang disalin tetap dikenali: keputusan yang sudah diambil tidak hilang."),
    )

    def offer(self, sources: Sequence[tuple[str, str]]) -> "CreateForm":
        """The uses and what can be copied, in the visitor's language."""
        self.purpose.choices = [(use.value, gettext(label)) for use, label in USE_LABELS.items()]
        self.source.choices = [("", gettext("Daftar kosong")), *sources]
        return self


class NewThemeForm(BaseForm):
    """A theme to begin with."""

    name_id = StringField(
        _l("Nama tema"),
        [DataRequired(), Length(max=rules.LONGEST_NAME)],
        filters=[_line],
        description=_l("Pendek dan berupa kata benda, misalnya: Pelayanan di loket."),
    )
    name_en = StringField(_l("Nama dalam bahasa Inggris"), [Length(max=rules.LONGEST_NAME)], filters=[_line])
    description = LongText(
        _l("Keterangan tema"),
        [Length(max=rules.LONGEST_DESCRIPTION)],
        filters=[_line],
        description=_l("Apa saja yang termasuk tema ini, dalam satu atau dua kalimat."),
    )


class ThemeForm(NewThemeForm):
    """All that tells a theme from the others."""

    terms = LongText(
        _l("Kata kunci"),
        [Length(max=MOST_SIGNS)],
        filters=[strip],
        description=_l("Satu kata atau frasa per baris, seperti yang dipakai orang: “loket”, “antre lama”."),
        render_kw={"rows": 8},
    )
    examples = LongText(
        _l("Contoh"),
        [Length(max=MOST_SIGNS)],
        filters=[strip],
        description=_l(
            "Satu kalimat per baris, buatan kantor sendiri; jangan menyalin masukan orang. Bila juga menyangkut"
            " tema lain, tambahkan tanda | dan nama tema itu, misalnya: Ajari kami melayani lewat aplikasi |"
            " Literasi digital"
        ),
        render_kw={"rows": 14},
    )
    sayings = LongText(
        _l("Ungkapan"),
        [Length(max=MOST_SIGNS)],
        filters=[strip],
        description=_l(
            "Satu hal per baris, buatan kantor sendiri, seperti yang diucapkan orang; jangan menyalin masukan"
            " orang. Beberapa cara mengatakannya dipisah dengan tanda |, misalnya: Antreannya lama sekali, dua jam"
            " baru dipanggil | ngantri dr pagi siang br dilayani | Dari pagi ko siang baru dong pangge"
        ),
        render_kw={"rows": 14},
    )
    seen = HiddenField()

    @classmethod
    def of(cls, content: Content, key: str, *, stored: bool = False) -> "ThemeForm":
        """The theme as it stands; `stored` whatever was sent, for the comparison."""
        theme = content.theme(key)
        values = {
            "name_id": theme.name_id,
            "name_en": theme.name_en,
            "description": theme.description,
            "terms": write_terms(theme.keywords),
            "examples": write_examples(content.examples_of(key), content),
            "sayings": write_sayings(content.sayings_of(key)),
            "seen": content.part(key),
        }
        return cls(formdata=None, data=values) if stored else cls(data=values)

    def entry(self, key: str) -> ThemeEntry:
        """What the service takes, but for the examples and sayings."""
        name = self.name_id.data
        return ThemeEntry(
            key, name, self.name_en.data or name, self.description.data, read_terms(self.terms.data)
        )


class NoThemeForm(BaseForm):
    """Terms, sentences and sayings that belong to no theme."""

    terms = LongText(
        _l("Kata kunci di luar tema"),
        [Length(max=MOST_SIGNS)],
        filters=[strip],
        description=_l("Satu kata atau frasa per baris: “harga beras”, “lampu jalan”, “sudah baik”."),
        render_kw={"rows": 8},
    )
    examples = LongText(
        _l("Contoh tanpa tema"),
        [Length(max=MOST_SIGNS)],
        filters=[strip],
        description=_l("Satu kalimat per baris: salam, pujian umum, “tidak ada”, dan semacamnya."),
        render_kw={"rows": 14},
    )
    sayings = LongText(
        _l("Ungkapan tanpa tema"),
        [Length(max=MOST_SIGNS)],
        filters=[strip],
        description=_l(
            "Satu hal per baris, buatan kantor sendiri, seperti yang diucapkan orang; jangan menyalin masukan"
            " orang. Beberapa cara mengatakannya dipisah dengan tanda |, misalnya: Hujan tidak turun juga, sawah"
            " kering | blm hujan2 jg, sawah kering | Ujan sonde turun-turun, sawah su karing"
        ),
        render_kw={"rows": 14},
    )
    seen = HiddenField()

    @classmethod
    def of(cls, content: Content, *, stored: bool = False) -> "NoThemeForm":
        """As they stand; `stored` whatever was sent."""
        values = {
            "terms": write_terms(content.negative_keywords),
            "examples": write_examples(content.examples_of(None), content),
            "sayings": write_sayings(content.sayings_of(None)),
            "seen": content.part(None),
        }
        return cls(formdata=None, data=values) if stored else cls(data=values)


class SeenForm(BaseForm):
    """A yes to what was shown at a revision or mark."""

    seen = HiddenField()

    def revision(self) -> int:
        """The number that was shown; none is a state that never was."""
        seen = self.seen.data or ""
        return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0  # noqa: PLR2004  a column's integer


class ImportForm(SeenForm):
    """A file in the place of the draft."""

    toml = FileField(
        _l("Berkas TOML"),
        description=_l(
            "Mengganti seluruh draf: nama, tema, kata kunci, contoh, dan ungkapan. Paling besar 4 MB."
        ),
        render_kw={"accept": ".toml"},
    )
    csv = FileField(
        _l("Berkas CSV contoh"),
        description=_l("Kolom text, theme, theme2. Tanpa berkas TOML hanya contoh dalam draf yang diganti."),
        render_kw={"accept": ".csv,text/csv"},
    )


class MoveForm(BaseForm):
    """One theme, up or down."""

    theme = HiddenField(validators=[InputRequired()])
    by = HiddenField(validators=[InputRequired()])


class TrialForm(BaseForm):
    """Sentences to try."""

    sentences = LongText(
        _l("Kalimat"),
        [DataRequired(), Length(max=30_000)],
        filters=[strip],
        description=_l("Satu kalimat per baris, paling banyak 20."),
        render_kw={"rows": 8},
    )
