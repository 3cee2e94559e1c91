"""Shape of the account forms."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from core.accounts.services import MINIMUM_PASSWORD
from core.errors import N_
from core.web.forms import BaseForm

LOGIN_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._@-]*$"


class LoginForm(BaseForm):
    """Log in."""

    login = StringField(_l("Nama akun"), [InputRequired(), Length(max=80)])
    password = PasswordField(_l("Kata sandi"), [InputRequired(), Length(max=200)])


class NewAccountForm(BaseForm):
    """Make an account for oneself."""

    name = StringField(_l("Nama lengkap"), [InputRequired(), Length(max=120)])
    login = StringField(
        _l("Nama akun"),
        [
            InputRequired(),
            Length(min=3, max=80),
            Regexp(LOGIN_PATTERN, message=N_("Hanya huruf, angka, titik, dan garis.")),
        ],
        description=_l("Dipakai untuk masuk. Huruf, angka, titik, atau garis; tanpa spasi."),
    )
    password = PasswordField(
        _l("Kata sandi"),
        [InputRequired(), Length(min=MINIMUM_PASSWORD, max=200)],
        description=_l("Paling sedikit 15 karakter. Kalimat pendek mudah diingat."),
    )
