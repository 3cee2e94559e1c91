"""Which column of a list says what about a person, and what is to be done beside."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.errors import N_, Invalid

FIELDS: Mapping[str, str] = {
    "name": N_("Nama"),
    "nip": N_("NIP"),
    "unit": N_("Unit"),
    "post": N_("Jabatan"),
    "superior": N_("Atasan"),
    "rank_group": N_("Golongan"),
    "employment": N_("Jenis kepegawaian"),
    "login": N_("Nama akun"),
    "email": N_("Surel"),
}
# Words that column titles of this kind usually have; the first field that fits takes the column.
_TITLES: Mapping[str, frozenset[str]] = {
    "name": frozenset({"nama", "nama pegawai", "nama lengkap", "name"}),
    "nip": frozenset({"nip", "nip baru", "nip nip3k", "nomor induk pegawai"}),
    "unit": frozenset(
        {"unit", "unit kerja", "unit organisasi", "opd", "bagian", "kelurahan", "tempat tugas"}
    ),
    "post": frozenset({"jabatan", "nama jabatan", "post"}),
    "superior": frozenset({"atasan", "nama atasan", "nip atasan", "atasan langsung", "pejabat penilai"}),
    "rank_group": frozenset(
        {"golongan", "gol", "pangkat", "pangkat golongan", "gol ruang", "pangkat gol ruang"}
    ),
    "employment": frozenset(
        {"jenis kepegawaian", "status kepegawaian", "jenis pegawai", "status pegawai", "status"}
    ),
    "login": frozenset({"nama akun", "akun", "username", "login", "nama pengguna"}),
    "email": frozenset({"surel", "email", "e mail", "alamat surel", "alamat email"}),
}


@dataclass(frozen=True)
class Wanted:
    """The columns by field, and whether missing posts and accounts are made."""

    columns: Mapping[str, str]
    new_posts: bool = False
    new_accounts: bool = False

    def to_json(self) -> dict[str, object]:
        return {"columns": dict(self.columns), "posts": self.new_posts, "accounts": self.new_accounts}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Wanted":
        columns = stored.get("columns")
        chosen = {str(k): str(v) for k, v in columns.items()} if isinstance(columns, dict) else {}
        return cls(chosen, bool(stored.get("posts")), bool(stored.get("accounts")))


def guess_columns(header: Sequence[str]) -> dict[str, str]:
    """The column of each field whose usual title is in the header."""
    plain = {column: " ".join(re.findall(r"[a-z0-9]+", column.lower())) for column in header}
    found: dict[str, str] = {}
    for field, titles in _TITLES.items():
        column = next((c for c in header if plain[c] in titles and c not in found.values()), None)
        if column is not None:
            found[field] = column
    return found


def choose_columns(header: Sequence[str], chosen: Iterable[str]) -> dict[str, str]:
    """What was chosen for each column, by its place. Raises Invalid."""
    found: dict[str, str] = {}
    for column, field in zip(header, chosen, strict=False):
        if not field:
            continue
        if field not in FIELDS:
            raise Invalid(N_("Pasangan kolom tidak cocok dengan berkasnya. Pilih ulang."))
        if field in found:
            raise Invalid(N_("Dua kolom dipasangkan dengan isian yang sama. Pilih salah satu."))
        found[field] = column
    if "name" not in found:
        raise Invalid(N_("Pilih kolom yang berisi nama pegawai."))
    return found
