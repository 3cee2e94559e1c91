"""What a new password must be: long, and not one that is guessed first. Asked of a list kept here, not of a service."""

from sqlalchemy.orm import Session

from core.errors import N_, Invalid
from core.site import site_values

MINIMUM_PASSWORD = 15
MINIMUM_WITH_SECOND_FACTOR = 8
ENOUGH = 3
DIFFERENT_LETTERS = 4
READ = 72  # the estimate takes ever longer for longer texts, and so long a password is strong anyway
# What people here take first; names of the account and of the office are added.
COMMON_WORDS = (
    *("kata", "sandi", "katasandi", "katasandirahasia", "sandirahasia", "katakunci", "rahasia", "rembuk"),
    *("masuk", "akun", "admin", "administrator", "pegawai", "kantor", "kecamatan", "kelurahan", "camat"),
    *("lurah", "indonesia", "merdeka", "pancasila", "bismillah", "sayang", "cinta", "selamat", "semangat"),
    *("jayalah", "pelayanan", "masyarakat", "warga", "perencana", "fasilitator", "sekretariat"),
)


def check_new_password(session: Session, password: str, *, login: str, name: str, minimum: int) -> None:
    """Raises Invalid with what to do. `minimum` is lower for accounts with a second step."""
    if len(password) < minimum:
        raise Invalid(
            N_("Kata sandi paling sedikit %(count)d karakter. Kalimat pendek mudah diingat."), count=minimum
        )
    if _is_guessed_first(password, _words_of(session, login=login, name=name)):
        raise Invalid(
            N_(
                "Kata sandi ini mudah ditebak. Pakai tiga atau empat kata yang tidak berhubungan, "
                "tanpa nama Anda, nama kantor, atau urutan angka."
            )
        )


def _words_of(session: Session, *, login: str, name: str) -> list[str]:
    values = site_values(session)
    told = [
        login,
        name,
        *(values.get(key, "") for key in ("office_id", "office_en", "region_id", "region_en")),
    ]
    parts = [part for text in told for part in text.lower().replace(".", " ").replace("@", " ").split()]
    together = ["".join(text.lower().split()) for text in told if text]
    return [*COMMON_WORDS, *parts, *together]


def _is_guessed_first(password: str, words: list[str]) -> bool:
    from zxcvbn import zxcvbn

    if _rest(password.lower(), words) < DIFFERENT_LETTERS:
        return True
    return bool(zxcvbn(password[:READ], user_inputs=words)["score"] < ENOUGH)


def _rest(password: str, words: list[str]) -> int:
    """How many different letters and digits are left without those words: the estimate takes their row for long."""
    for word in sorted({word for word in words if len(word) > 2}, key=len, reverse=True):
        password = password.replace(word, " ")
    return len({sign for sign in password if sign.isalnum()})
