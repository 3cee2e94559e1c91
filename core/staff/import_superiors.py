"""Who stands above whom in a list: found among its rows and the register, without circles."""

from collections import defaultdict

from core.errors import N_, Invalid
from core.staff.import_rows import PersonRow, RowReader
from core.staff.nip import clean_nip, nip_hmac
from core.staff.queries import folded

Identity = tuple[str, int]


class Superiors:
    """Resolves the superiors of all rows; a row whose superior cannot be imported is wrong, too."""

    def __init__(self, reader: RowReader) -> None:
        self.reader = reader
        self.rows = {row.identity: row for row in reader.rows}
        self.by_nip: dict[object, Identity] = {}
        self.by_name: dict[str, set[Identity]] = defaultdict(set)
        for name, people in reader.register.by_name.items():
            self.by_name[name] |= {("p", p.id) for p in people if p.active and ("p", p.id) not in self.rows}
        for hashed, person in reader.register.by_nip.items():
            if person.active:
                self.by_nip[hashed] = ("p", person.id)
        for row in reader.rows:
            self.by_name[folded(row.name)].add(row.identity)
            if "nip_hmac" in row.values:
                self.by_nip.setdefault(row.values["nip_hmac"], row.identity)

    def resolve(self) -> None:
        """Find all, then refuse until nothing more falls."""
        for row in self.reader.rows:
            if row.superior:
                self._find(row)
        falling = True
        while falling:
            falling = self._refuse_hanging() or self._refuse_circles()

    def _find(self, row: PersonRow) -> None:
        if any(sign.isdigit() for sign in row.superior):
            found = self._by_nip(row)
        else:
            found = self.by_name.get(folded(row.superior), set())
        if found is None:
            return
        if len(found) > 1:
            self.reader.refuse(
                row,
                "superior",
                N_("Ada lebih dari satu pegawai bernama “%(value)s”. Tulis NIP-nya."),
                value=row.superior[:80],
            )
        elif not found:
            message = N_(
                "Atasan “%(value)s” tidak ada di daftar pegawai maupun di berkas ini. Tulis nama persisnya, atau NIP-nya."
            )
            shown = row.superior if not any(s.isdigit() for s in row.superior) else "•••"
            self.reader.refuse(row, "superior", message, value=shown[:80])
        elif row.identity in found:
            self.reader.refuse(row, "superior", N_("Seseorang tidak dapat menjadi atasannya sendiri."))
        else:
            (row.above,) = found

    def _by_nip(self, row: PersonRow) -> set[Identity] | None:
        try:
            hashed = nip_hmac(clean_nip(row.superior), secret=self.reader.secret)
        except Invalid as wrong:
            self.reader.refuse(row, "superior", wrong.message)
            return None
        found = self.by_nip.get(hashed)
        return {found} if found else set()

    def _refuse_hanging(self) -> bool:
        fell = False
        for row in self.reader.rows:
            above = self.rows.get(row.above) if row.above and row.above[0] == "r" else None
            if not row.wrong and above is not None and above.wrong:
                message = N_(
                    "Atasannya ada pada baris %(row)d, dan baris itu juga salah. Perbaiki baris itu."
                )
                self.reader.refuse(row, "superior", message, row=above.number)
                fell = True
        return fell

    def _refuse_circles(self) -> bool:
        above: dict[Identity, Identity | None] = {
            ("p", p.id): ("p", p.superior_id) if p.superior_id else None
            for p in self.reader.register.people.values()
        }
        above |= {row.identity: row.above for row in self.reader.rows if row.above and not row.wrong}
        circling = [
            row for row in self.reader.rows if row.above and not row.wrong and _circles(above, row.identity)
        ]
        for row in circling:
            self.reader.refuse(
                row, "superior", N_("Seseorang tidak dapat menjadi atasan dari atasannya sendiri.")
            )
        return bool(circling)


def _circles(above: dict[Identity, Identity | None], start: Identity) -> bool:
    """Whether the way up from somebody comes back to them."""
    seen: set[Identity] = set()
    step = above.get(start)
    while step is not None and step not in seen:
        if step == start:
            return True
        seen.add(step)
        step = above.get(step)
    return False
