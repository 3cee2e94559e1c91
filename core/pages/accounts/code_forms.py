"""Shape of the forms about codes: of the second step, and on paper."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from core.pages.accounts.account_forms import (
    LOGIN_KEYWORDS,
    OWN_PASSWORD_HELP,
    OWN_PASSWORD_RULES,
    PASSWORD_HELP,
    PASSWORD_RULES,
)
from core.pages.rights.consent import ConsentForm
from core.web.forms import BaseForm


class SecondStepForm(BaseForm):
    """The code that the app shows, or a recovery code."""

    code = StringField(
        _l("Kode"),
        [InputRequired(), Length(max=40)],
        description=_l("Enam angka dari aplikasi di ponsel Anda, atau satu kode cadangan."),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )


class AppCodeForm(BaseForm):
    """The first code of an app that was just set up."""

    code = StringField(
        _l("Kode"),
        [InputRequired(), Length(max=10)],
        description=_l("Enam angka yang sekarang tampil di aplikasi."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class ForgottenForm(BaseForm):
    """Whose password is forgotten."""

    login = StringField(_l("Nama akun"), [InputRequired(), Length(max=80)], render_kw=LOGIN_KEYWORDS)


class PrintedCodeForm(ForgottenForm):
    """A code on paper, and whose it is."""

    code = StringField(
        _l("Kode sekali pakai"),
        [InputRequired(), Length(max=40)],
        description=_l("Empat kelompok huruf dan angka di kertas Anda. Huruf besar atau kecil sama saja."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class ChosenPasswordForm(BaseForm):
    """A new password, chosen with a code."""

    password = PasswordField(
        _l("Kata sandi baru"),
        OWN_PASSWORD_RULES,
        description=OWN_PASSWORD_HELP,
        render_kw={"autocomplete": "new-password"},
    )


class FirstPasswordForm(ConsentForm):
    """The first password of an account, with the notice about data."""

    password = PasswordField(
        _l("Kata sandi baru"),
        PASSWORD_RULES,
        description=PASSWORD_HELP,
        render_kw={"autocomplete": "new-password"},
    )
