"""Shape of the forms about goals and the duty."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from core.web.forms import BaseForm
from plan.item_forms import strip
from plan.scheduling.rules import Duty

MOST_JP = 400


class GoalForm(BaseForm):
    """What the plan wants to reach."""

    title_id = StringField(_l("Tujuan"), [DataRequired(), Length(max=300)], filters=[strip])
    title_en = StringField(
        _l("Tujuan dalam bahasa Inggris"),
        [Length(max=300)],
        filters=[strip],
        description=_l("Bila kosong, tujuan bahasa Indonesia yang tampil."),
    )


class DutyForm(BaseForm):
    """Hours a year, and the rule that says so."""

    pns_jp = IntegerField(
        _l("JP setahun bagi PNS, paling sedikit"), [InputRequired(), NumberRange(1, MOST_JP)]
    )
    pns_rule = StringField(_l("Dasar aturan untuk PNS"), [DataRequired(), Length(max=200)], filters=[strip])
    pppk_jp = IntegerField(
        _l("JP setahun bagi PPPK, paling banyak"), [InputRequired(), NumberRange(1, MOST_JP)]
    )
    pppk_rule = StringField(_l("Dasar aturan untuk PPPK"), [DataRequired(), Length(max=200)], filters=[strip])

    def duty(self) -> Duty:
        """What the service takes."""
        return Duty(int(self.pns_jp.data), self.pns_rule.data, int(self.pppk_jp.data), self.pppk_rule.data)
