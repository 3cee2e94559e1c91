"""Shape of the forms about theme runs, themes, needs and tracking codes."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from core.contributions import ContributionRef
from core.web.forms import BaseForm
from core.web.i18n import localized
from plan.enums import NO_TAXONOMY
from plan.models import Theme
from plan.replies.enums import DECLINING, REPLY_LABELS
from plan.replies.forms import addressee_field, reason_field
from plan.runs import FEWEST, MOST
from surveys.enums import PURPOSE_LABELS, Purpose


def _strip(text: str | None) -> str:
    return (text or "").strip()


# What the choice of the list that belongs to the purpose sends: an empty value would be no answer.
OWN_LIST = "daftar"


class RunForm(BaseForm):
    """Which free texts to read, and how themes are found in them."""

    cycle = HiddenField(validators=[InputRequired()])
    purpose = RadioField(_l("Masukan yang dibaca"), [InputRequired()], coerce=str)
    method = RadioField(
        _l("Cara menemukan tema"),
        [InputRequired()],
        coerce=str,
        default=OWN_LIST,
        description=_l(
            "Daftar tema mengenali tema yang sudah dikenal kantor, dan mengusulkan yang baru bila banyak masukan "
            "tidak cocok. Temukan sendiri melihat masukan tanpa daftar; perlu paling sedikit 20 masukan."
        ),
    )
    n_themes = IntegerField(
        _l("Jumlah tema (hanya untuk Temukan sendiri)"),
        [Optional(), NumberRange(FEWEST, MOST)],
        description=_l(
            "Antara 2 dan 40. Bila kosong, mesin melanjutkan tema temuan terdahulu; pada proses pertama mesin mencari "
            "jumlah yang paling stabil."
        ),
    )

    only_new = BooleanField(
        _l("Hanya baca masukan baru (hanya dengan daftar tema)"),
        description=_l(
            "Masukan yang sudah dibaca tetap di temanya. Bila daftar tema, mesin, atau yang Anda ajarkan kepadanya "
            "sudah berubah, semua masukan dibaca lagi. Kosongkan supaya masukan yang isinya diubah juga dibaca lagi."
        ),
    )

    def offer(self, lists: Sequence[tuple[str, str]] = ()) -> "RunForm":
        """Set the choices in the visitor's language; `lists` are further lists of themes: value and name."""
        self.purpose.choices = [(str(p), gettext(PURPOSE_LABELS[p])) for p in Purpose]
        shipped = (OWN_LIST, gettext("Daftar tema yang ada (aspirasi: pengembangan ASN; masukan: unsur SKM)"))
        self.method.choices = [shipped, *lists, (NO_TAXONOMY, gettext("Temukan sendiri, tanpa daftar"))]
        return self

    def taxonomy(self) -> str:
        """What was chosen, as `plan.runs.start_run` takes it."""
        return "" if self.method.data == OWN_LIST else str(self.method.data)

    def count(self) -> int | None:
        """How many themes to look for; a number that a list has no use for is not an error."""
        return self.n_themes.data if self.method.data == NO_TAXONOMY else None


class NameForm(BaseForm):
    """The name of a theme, or of the need it becomes."""

    title_id = StringField(
        _l("Nama kebutuhan (Indonesia)"),
        [DataRequired(), Length(max=160)],
        filters=[_strip],
        description=_l("Dengan kata-kata kantor, misalnya: Peningkatan literasi digital."),
    )
    title_en = StringField(_l("Nama kebutuhan (Inggris)"), [Length(max=160)], filters=[_strip])


class AcceptForm(NameForm):
    """The name of the need, and what its contributors read."""

    reason = reason_field(
        help_=_l("Bila kosong: “Masukan ini menjadi dasar kebutuhan …” dengan nama kebutuhannya.")
    )


class MergeForm(BaseForm):
    """The theme that speaks for this one, and what its contributors read."""

    into = SelectField(_l("Gabung ke tema"), [InputRequired()])
    reason = reason_field(help_=_l("Bila kosong: “Isinya sejalan dengan …” dengan nama tema tujuannya."))

    def offer(self, targets: Sequence[Theme]) -> "MergeForm":
        """Set the themes to choose from; needs appear under the name of the need."""
        self.into.choices = [("", gettext("Pilih tema"))]
        for theme in targets:
            name = localized(theme.need, "title") if theme.need else localized(theme, "name")
            self.into.choices.append((theme.key, name))
        return self


class RejectForm(BaseForm):
    """Which decision stands in the place of a need, and why."""

    kind = RadioField(_l("Keputusan"), [InputRequired()])
    reason = reason_field(required=True)
    addressee = addressee_field()

    def offer(self) -> "RejectForm":
        """Set the decisions to choose from, in the visitor's language."""
        self.kind.choices = [(str(kind), gettext(REPLY_LABELS[kind])) for kind in DECLINING]
        return self


class QuoteForm(BaseForm):
    """One contribution and whether everybody may read it."""

    kind = HiddenField(validators=[InputRequired()])
    key = HiddenField(validators=[InputRequired()])
    field = HiddenField(validators=[InputRequired()])
    shown = HiddenField()
    page = HiddenField()

    def ref(self) -> ContributionRef:
        """The contribution that is meant."""
        return ContributionRef(self.kind.data, self.key.data, self.field.data)


class CodeForm(BaseForm):
    """A tracking code, however it is typed."""

    code = StringField(
        _l("Kode lacak"),
        [DataRequired(), Length(max=80)],
        filters=[_strip],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
        description=_l(
            "16 huruf dan angka, misalnya 7K2M-9QXD-4TBH-R0WZ. Spasi dan tanda hubung boleh dilewati."
        ),
    )
