"""Read the rows of a list: what each says, whom it means, and what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import N_, Invalid
from core.mail.addresses import is_address
from core.policy import Role
from core.staff.enums import Employment
from core.staff.import_columns import Wanted
from core.staff.logins import PATTERN
from core.staff.models import Person
from core.staff.nip import clean_nip, nip_hmac, nip_tail
from core.staff.queries import folded
from core.staff.register import Register
from core.staff.services import clean_group

LONGEST_NAME = 160
SHOWN = 80
LAST_MONTH = 12  # PPPK have a higher number where PNS have the month they began
_EMPLOYMENT = {
    "pns": Employment.PNS,
    "asn": Employment.PNS,
    "pppk": Employment.PPPK,
    "p3k": Employment.PPPK,
    "pppk paruh waktu": Employment.PPPK_PART_TIME,
    "p3k paruh waktu": Employment.PPPK_PART_TIME,
    "honorer": Employment.OTHER,
    "honor": Employment.OTHER,
    "kontrak": Employment.OTHER,
    "ptt": Employment.OTHER,
    "non asn": Employment.OTHER,
    "lainnya": Employment.OTHER,
    "honorer atau lainnya": Employment.OTHER,
}


@dataclass(frozen=True)
class RowError:
    """Why a row cannot be imported. `message` is a source string; `params` may hold what a person wrote."""

    row: int
    column: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass
class PersonRow:
    """One row: the values to set, and what is made beside. `above` is ("p", person) or ("r", row)."""

    number: int
    name: str = ""
    values: dict[str, object] = field(default_factory=dict)
    person: Person | None = None
    new_post: str = ""
    superior: str = ""
    above: tuple[str, int] | None = None
    opens: bool = False
    login: str = ""
    email: str = ""
    wrong: bool = False
    usual: Employment = Employment.OTHER

    @property
    def identity(self) -> tuple[str, int]:
        return ("p", self.person.id) if self.person else ("r", self.number)

    def changes(self) -> bool:
        """Whether the row would change anything at all."""
        if self.person is None or self.new_post or self.opens:
            return True
        if self.above is not None and self.above != ("p", self.person.superior_id):
            return True
        return any(getattr(self.person, name) != value for name, value in self.values.items())


class RowReader:
    """Turns rows into people, collecting what is wrong with each."""

    def __init__(self, register: Register, wanted: Wanted, *, secret: str) -> None:
        self.register = register
        self.wanted = wanted
        self.secret = secret
        self.rows: list[PersonRow] = []
        self.errors: list[RowError] = []
        self._seen: dict[tuple[str, object], int] = {}

    def refuse(self, row: PersonRow, of: str, message: str, /, **params: object) -> None:
        """The row is wrong."""
        row.wrong = True
        self.errors.append(RowError(row.number, self.wanted.columns.get(of, ""), message, params))

    def read(self, number: int, cells: Mapping[str, str]) -> None:
        """Take one row. `cells` are its texts by field."""
        row = PersonRow(number)
        told = {of: " ".join(text.split()) for of, text in cells.items()}
        row.superior = told.get("superior", "")
        self._name(row, told.get("name", ""))
        self._nip(row, told.get("nip", ""))
        self._place(row, told)
        self._terms(row, told)
        self._match(row, told)
        self._account(row, told.get("login", "").lower(), told.get("email", "").lower())
        self.rows.append(row)

    def _name(self, row: PersonRow, written: str) -> None:
        row.name = row.values["name"] = written
        if not written:
            self.refuse(row, "name", N_("Nama masih kosong. Isi namanya."))
        elif len(written) > LONGEST_NAME:
            self.refuse(
                row, "name", N_("Nama terlalu panjang: paling banyak %(max)d huruf."), max=LONGEST_NAME
            )

    def _nip(self, row: PersonRow, written: str) -> None:
        if not written:
            return
        try:
            nip = clean_nip(written)
        except Invalid as wrong:
            self.refuse(row, "nip", wrong.message, **wrong.params)
            return
        row.usual = Employment.PNS if int(nip[12:14]) <= LAST_MONTH else Employment.PPPK
        hashed = nip_hmac(nip, secret=self.secret)
        row.values |= {"nip_hmac": hashed, "nip_tail": nip_tail(nip)}
        self._once(row, "nip", hashed, N_("NIP ini sudah ada pada baris %(row)d. Periksa mana yang benar."))

    def _once(self, row: PersonRow, of: str, value: object, message: str) -> None:
        first = self._seen.setdefault((of, value), row.number)
        if first != row.number:
            self.refuse(row, of, message, row=first)

    def _place(self, row: PersonRow, told: Mapping[str, str]) -> None:
        unit, post = told.get("unit", ""), told.get("post", "")
        if unit:
            row.values["unit_id"] = self.register.units.get(folded(unit))
            if row.values["unit_id"] is None:
                message = N_(
                    "Unit “%(value)s” tidak dikenal. Tulis nama atau alamat singkatnya seperti di daftar unit."
                )
                self.refuse(row, "unit", message, value=unit[:SHOWN])
        if post and (post_id := self.register.posts.get(folded(post))) is not None:
            row.values["post_id"] = post_id
        elif post and len(post) > LONGEST_NAME:
            self.refuse(
                row,
                "post",
                N_("Nama jabatan terlalu panjang: paling banyak %(max)d huruf."),
                max=LONGEST_NAME,
            )
        elif post and self.wanted.new_posts:
            row.new_post = post
        elif post:
            message = N_(
                "Jabatan “%(value)s” belum ada. Perbaiki tulisannya, atau centang “Buat jabatan yang belum ada”."
            )
            self.refuse(row, "post", message, value=post[:SHOWN])

    def _terms(self, row: PersonRow, told: Mapping[str, str]) -> None:
        group, kind = told.get("rank_group", ""), told.get("employment", "")
        if group:
            try:
                row.values["rank_group"] = clean_group(group)
            except Invalid as wrong:
                self.refuse(row, "rank_group", wrong.message)
        if kind:
            known = _EMPLOYMENT.get(" ".join(re.findall(r"[a-z0-9]+", kind.lower())))
            if known is None:
                message = N_(
                    "Jenis kepegawaian “%(value)s” tidak dikenal. Tulis PNS, PPPK, PPPK paruh waktu, atau lainnya."
                )
                self.refuse(row, "employment", message, value=kind[:SHOWN])
            else:
                row.values["employment"] = known.value

    def _match(self, row: PersonRow, told: Mapping[str, str]) -> None:
        hashed = row.values.get("nip_hmac")
        account = self.register.accounts.get(told.get("login", "").lower())
        if isinstance(hashed, str):
            row.person = self.register.by_nip.get(hashed)
        if row.person is None and account is not None:
            row.person = self.register.by_account.get(account.id)
            if row.person is not None and hashed and row.person.nip_hmac:
                self.refuse(
                    row, "login", N_("Akun ini milik pegawai dengan NIP lain. Periksa NIP atau nama akunnya.")
                )
        if not told.get("nip") and not told.get("login") and row.name:
            self._match_by_name(row)
        if row.person is not None:
            message = N_("Pegawai ini sudah disebut pada baris %(row)d. Hapus salah satunya.")
            self._once(row, "name", row.person.id, message)
        if row.person is not None and not row.person.active:
            self.refuse(
                row, "name", N_("Pegawai ini tercatat sudah berhenti. Catat dahulu bahwa ia kembali bekerja.")
            )

    def _match_by_name(self, row: PersonRow) -> None:
        """Who has neither NIP nor account is known by name and unit."""
        unit_id = row.values.get("unit_id")
        self._once(
            row,
            "name",
            (folded(row.name), unit_id),
            N_(
                "Nama ini sudah ada pada baris %(row)d. Tulis NIP atau nama akun agar keduanya dapat dibedakan."
            ),
        )
        called = self.register.by_name.get(folded(row.name), [])
        known = [p for p in called if unit_id is None or p.unit_id == unit_id]
        if any(p.nip_hmac for p in known):
            self.refuse(row, "name", N_("Sudah ada pegawai bernama ini yang punya NIP. Tulis NIP-nya."))
        elif len(known) > 1:
            self.refuse(row, "name", N_("Ada lebih dari satu pegawai dengan nama ini. Tulis nama akunnya."))
        elif known:
            row.person = known[0]

    def _account(self, row: PersonRow, login: str, email: str) -> None:
        if not login:
            row.opens = self.wanted.new_accounts and (row.person is None or row.person.account_id is None)
        elif PATTERN.fullmatch(login) is None:
            self.refuse(
                row,
                "login",
                N_("Nama akun hanya huruf, angka, titik, atau garis, paling sedikit 3, tanpa spasi."),
            )
        else:
            self._once(
                row, "login", login, N_("Nama akun ini sudah ada pada baris %(row)d. Pilih nama lain.")
            )
            self._named_account(row, login)
        if email and not is_address(email):
            self.refuse(row, "email", N_("“%(value)s” bukan alamat surel."), value=email[:SHOWN])
        row.email = email

    def _named_account(self, row: PersonRow, login: str) -> None:
        account = self.register.accounts.get(login)
        own = row.person.account_id if row.person else None
        if own is not None and (account is None or account.id != own):
            self.refuse(row, "login", N_("Pegawai ini sudah memakai akun lain. Kosongkan selnya."))
        elif account is None and self.wanted.new_accounts:
            row.opens, row.login = True, login
        elif account is None:
            message = N_("Akun “%(value)s” belum ada. Kosongkan selnya, atau centang “Buatkan akun ASN”.")
            self.refuse(row, "login", message, value=login)
        elif account.role == Role.CITIZEN:
            self.refuse(row, "login", N_("Itu akun warga. Beri akun itu peran pegawai dahulu."))
        elif account.id != own and account.id in self.register.by_account:
            self.refuse(row, "login", N_("Akun ini sudah dipakai pegawai lain. Pilih nama lain."))
        else:
            row.values["account_id"] = account.id
