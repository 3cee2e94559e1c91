"""Shape of the account forms."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from core.accounts.enums import ROLE_LABELS
from core.accounts.password_rules import MINIMUM_PASSWORD, MINIMUM_WITH_SECOND_FACTOR
from core.pages.rights.consent import consent_field
from core.policy import Role
from core.units.models import Unit
from core.web.forms import BaseForm

LOGIN_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._@-]*$"
PASSWORD_RULES = (InputRequired(), Length(min=MINIMUM_PASSWORD, max=200))
# Who has a second step may choose a shorter one: the service knows.
OWN_PASSWORD_RULES = (InputRequired(), Length(min=MINIMUM_WITH_SECOND_FACTOR, max=200))
PASSWORD_HELP = _l("Paling sedikit 15 karakter. Kalimat pendek mudah diingat.")
OWN_PASSWORD_HELP = _l(
    "Paling sedikit 15 karakter, atau 8 bila Anda memakai kode dua langkah. Kalimat pendek mudah diingat."
)
LOGIN_KEYWORDS = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class LoginForm(BaseForm):
    """Log in."""

    login = StringField(
        _l("Nama akun"),
        [InputRequired(), Length(max=80)],
        render_kw=LOGIN_KEYWORDS,
    )
    password = PasswordField(
        _l("Kata sandi"),
        [InputRequired(), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )


class PersonForm(BaseForm):
    """Who an account is for."""

    name = StringField(
        _l("Nama lengkap"), [DataRequired(), Length(max=120)], render_kw={"autocomplete": "name"}
    )
    login = StringField(
        _l("Nama akun"),
        [
            InputRequired(),
            Length(min=3, max=80),
            Regexp(LOGIN_PATTERN, message=_l("Hanya huruf, angka, titik, garis, dan @; tanpa spasi.")),
        ],
        description=_l("Dipakai untuk masuk. Huruf, angka, titik, atau garis; tanpa spasi."),
        render_kw=LOGIN_KEYWORDS,
    )


class NewAccountForm(PersonForm):
    """Make an account for oneself."""

    password = PasswordField(
        _l("Kata sandi"),
        PASSWORD_RULES,
        description=PASSWORD_HELP,
        render_kw={"autocomplete": "new-password"},
    )


class OwnAccountForm(NewAccountForm):
    """Make an account for oneself, having read what is kept of it."""

    consent = consent_field()


class OwnPasswordForm(BaseForm):
    """Change one's own password."""

    present = PasswordField(
        _l("Kata sandi yang sekarang"),
        [InputRequired(), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _l("Kata sandi baru"),
        OWN_PASSWORD_RULES,
        description=OWN_PASSWORD_HELP,
        render_kw={"autocomplete": "new-password"},
    )


class ConfirmForm(BaseForm):
    """Give the present password before something about one's own account changes."""

    present = PasswordField(
        _l("Kata sandi yang sekarang"),
        [InputRequired(), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )


class EmailForm(ConfirmForm):
    """Where a link goes when the password is forgotten."""

    email = StringField(
        _l("Alamat surel"),
        [Length(max=200)],
        description=_l("Boleh kosong. Hanya dipakai untuk mengirim tautan bila Anda lupa kata sandi."),
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"},
    )


def _unit_choices(units: Sequence[Unit]) -> list[tuple[str, str]]:
    return [("", gettext("Tanpa unit")), *((str(unit.id), unit.name) for unit in units)]


class RoleForm(BaseForm):
    """Role and unit of an account."""

    role = SelectField(_l("Peran"), [InputRequired()])
    unit = SelectField(_l("Unit"))

    def offer(self, units: Sequence[Unit]) -> None:
        """Fill in what may be chosen."""
        self.role.choices = [(str(role), gettext(label)) for role, label in ROLE_LABELS.items()]
        self.unit.choices = _unit_choices(units)

    @property
    def unit_id(self) -> int | None:
        return int(self.unit.data) if self.unit.data else None

    @property
    def chosen_role(self) -> Role:
        return Role(self.role.data)


class StaffAccountForm(PersonForm, RoleForm):
    """An administrator opens an account for somebody, who chooses the password."""
