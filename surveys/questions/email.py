"""An e-mail address."""

import re

from core.errors import N_, Invalid
from surveys.questions.contact import Contact

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@(?:[^@\s.<>,;:\"()\[\]\\]+\.)+[^@\s.<>,;:\"()\[\]\\]{2,}")


class Email(Contact):
    """Whether it exists only a letter can tell; that it has the shape of one is checked."""

    key = "email"
    label = N_("Alamat surel")
    hint = N_("Satu alamat surel. Hanya untuk formulir yang tidak anonim.")
    browser = {"type": "email", "inputmode": "email", "autocomplete": "email", "autocapitalize": "none"}

    def tidied(self, text: str) -> str | None:
        if not _ADDRESS.fullmatch(text):
            return None
        name, _, host = text.rpartition("@")
        return f"{name}@{host.lower()}"

    def complaint(self, text: str, lang: str) -> str:
        if lang == "en":
            return "This is no e-mail address. Example: nama@contoh.go.id."
        return "Ini bukan alamat surel. Contoh: nama@contoh.go.id."

    def refusal(self, text: str) -> Invalid:
        return Invalid(N_("“%(value)s” bukan alamat surel."), value=text)
