"""Shape of the settings."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp, ValidationError

from core.mail.addresses import is_address
from core.web.forms import BaseForm


def _is_address(_form: object, field: StringField) -> None:
    if not is_address(field.data.strip()):
        raise ValidationError(_l("Tulis satu alamat surel, misalnya nama@contoh.go.id."))


class SettingForm(BaseForm):
    """A form whose fields are named by the site's keys."""

    def values(self) -> dict[str, str]:
        """What was written, by key."""
        return {f.name: str(f.data or "").strip() for f in self if f.name != "csrf_token"}


class OfficeForm(SettingForm):
    """Names of office and region, and the letterhead."""

    office_id = StringField(
        _l("Nama kantor"),
        [DataRequired(), Length(max=160)],
        description=_l("Tampil di setiap halaman dan cetakan."),
    )
    office_en = StringField(_l("Nama kantor dalam bahasa Inggris"), [Length(max=160)])
    region_id = StringField(
        _l("Wilayah"), [Length(max=160)], description=_l("Misalnya nama kota atau kabupaten.")
    )
    region_en = StringField(_l("Wilayah dalam bahasa Inggris"), [Length(max=160)])
    letterhead_1 = StringField(
        _l("Baris pertama kop"),
        [Length(max=120)],
        description=_l("Misalnya nama pemerintah daerah. Kosongkan ketiga baris bila cukup nama kantor."),
    )
    letterhead_2 = StringField(_l("Baris kedua kop"), [Length(max=120)])
    letterhead_3 = StringField(_l("Baris ketiga kop"), [Length(max=120)])
    address = StringField(_l("Alamat kantor"), [Length(max=240)])
    phone = StringField(
        _l("Telepon"),
        [Optional(), Length(max=60), Regexp(r"^[0-9+() ./-]+$", message=_l("Tulis angka dan tanda hubung."))],
    )
    email = StringField(
        _l("Surel kantor"),
        [Optional(), Length(max=160), _is_address],
        render_kw={"type": "email", "autocapitalize": "none"},
    )
    web = StringField(
        _l("Laman"),
        [Length(max=160)],
        description=_l("Misalnya contoh.go.id."),
        render_kw={"autocapitalize": "none"},
    )


class LanguagesForm(SettingForm):
    """The languages on offer; the first one greets whoever wished for none."""

    languages = RadioField(
        _l("Bahasa"),
        [InputRequired()],
        default="id,en",
        choices=[
            ("id,en", _l("Indonesia, dengan pilihan Inggris")),
            ("en,id", _l("Inggris, dengan pilihan Indonesia")),
            ("id", _l("Hanya Indonesia")),
        ],
        description=_l("Bahasa pertama dipakai bila peramban pengunjung tidak meminta salah satunya."),
    )


class RegistrationForm(SettingForm):
    """Who may make an account."""

    registration = RadioField(
        _l("Siapa yang boleh membuat akun"),
        [InputRequired()],
        default="open",
        choices=[
            ("open", _l("Siapa saja")),
            ("invitation", _l("Hanya yang diundang")),
            ("closed", _l("Tidak seorang pun; administrator yang membuatkan akun")),
        ],
    )


class SecurityForm(SettingForm):
    """Whether the strong roles need a second factor."""

    second_factor = RadioField(
        _l("Kode dua langkah saat masuk"),
        default="",
        choices=[
            ("1", _l("Wajib bagi penyusun rencana dan administrator (disarankan)")),
            ("", _l("Tidak wajib")),
        ],
        description=_l("Kode enam angka dari aplikasi di ponsel, selain kata sandi."),
    )


class TrialMailForm(BaseForm):
    """Where a test mail goes."""

    address = StringField(
        _l("Kirim surel percobaan ke"),
        [DataRequired(), Length(max=160), _is_address],
        render_kw={"type": "email", "autocomplete": "email", "autocapitalize": "none"},
    )
