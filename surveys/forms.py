"""Staff forms: the description of a survey, and the last yes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.cycles.models import Cycle
from core.web.forms import BaseForm
from core.web.i18n import localized
from surveys.authoring import SurveyDetails
from surveys.disclosure import SMALLEST
from surveys.enums import ACCESS_LABELS, PURPOSE_LABELS, Access, Purpose
from surveys.questions.date import FORMATS


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
