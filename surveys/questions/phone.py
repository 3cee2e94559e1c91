"""A telephone number, read as Indonesians write it."""

import phonenumbers

from core.errors import N_, Invalid
from surveys.questions.contact import Contact

_HOME = "ID"


class Phone(Contact):
    """Stored as "+6281234567890", however it was written; a number from abroad keeps its country."""

    key = "phone"
    label = N_("Nomor telepon")
    hint = N_("Satu nomor HP atau telepon. Hanya untuk formulir yang tidak anonim.")
    limit = 40
    browser = {"type": "tel", "inputmode": "tel", "autocomplete": "tel"}

    def tidied(self, text: str) -> str | None:
        try:
            read = phonenumbers.parse(text, _HOME)
        except phonenumbers.NumberParseException:
            return None
        if not phonenumbers.is_valid_number(read):
            return None
        return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)

    def complaint(self, text: str, lang: str) -> str:
        if lang == "en":
            return "This is no telephone number. Example: 0812-3456-7890."
        return "Ini bukan nomor telepon. Contoh: 0812-3456-7890."

    def refusal(self, text: str) -> Invalid:
        return Invalid(N_("“%(value)s” bukan nomor telepon."), value=text)
