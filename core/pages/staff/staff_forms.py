"""Shape of the forms of the staff register."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from core.errors import RembukError
from core.staff.enums import EMPLOYMENT_LABELS
from core.staff.models import Post
from core.staff.queries import PersonRow, find_account, find_by_name_or_nip, folded
from core.staff.services import PersonFacts, clean_group
from core.units.models import Unit
from core.web.forms import BaseForm, show_refusal

T = TypeVar("T")


def _number(chosen: str | None) -> int | None:
    return int(chosen) if chosen else None


class ConfirmForm(BaseForm):
    """Only the token."""


class LeaveForm(BaseForm):
    """Since when somebody no longer works here."""

    left_on = DateField(_l("Berhenti pada"), [InputRequired()])


class PersonForm(BaseForm):
    """A person of the register. An empty NIP on a record that has one leaves it as it is."""

    name = StringField(
        _l("Nama lengkap"), [DataRequired(), Length(max=160)], description=_l("Dengan gelar, seperti di SK.")
    )
    nip = StringField(
        _l("NIP"),
        [Length(max=40)],
        description=_l("18 angka. Rembuk hanya menyimpan sidik dan tiga angka terakhirnya."),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"},
    )
    unit = SelectField(_l("Unit"))
    post = SelectField(_l("Jabatan"))
    superior = StringField(
        _l("Atasan"),
        [Length(max=160)],
        description=_l("Nama persis seperti di daftar pegawai, atau NIP. Kosongkan bila tidak ada."),
        render_kw={"list": "atasan", "autocomplete": "off"},
    )
    rank_group = StringField(
        _l("Golongan"), [Length(max=80)], description=_l("Misalnya III/a, atau IX untuk PPPK.")
    )
    employment = SelectField(_l("Jenis kepegawaian"), [InputRequired()])
    account_login = StringField(
        _l("Nama akun"),
        [Length(max=80)],
        description=_l("Bila orang ini punya akun. Kosongkan untuk melepas akunnya."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )

    def offer(self, units: Sequence[Unit], posts: Sequence[Post], row: PersonRow | None) -> None:
        """What may be chosen: what is in use, and what this person has."""
        person = row.person if row else None
        own_unit, own_post = (person.unit_id, person.post_id) if person else (None, None)
        self.unit.choices = [
            ("", gettext("Tanpa unit")),
            *((str(u.id), u.name) for u in units if u.active or u.id == own_unit),
        ]
        self.post.choices = [
            ("", gettext("Tanpa jabatan")),
            *((str(p.id), p.name) for p in posts if p.active or p.id == own_post),
        ]
        self.employment.choices = [(str(kind), gettext(label)) for kind, label in EMPLOYMENT_LABELS.items()]

    def facts(self, session: Session, row: PersonRow | None, *, secret: str) -> PersonFacts | None:
        """What was written, for the service; None when a field names what there is not."""
        group = self._read(self.rank_group, clean_group)
        superior_id = self._read(self.superior, lambda text: _superior(session, text, row, secret))
        account_id = self._read(self.account_login, lambda text: find_account(session, text).id)
        if self.rank_group.errors or self.superior.errors or self.account_login.errors:
            return None
        return PersonFacts(
            name=" ".join(self.name.data.split()),
            unit_id=_number(self.unit.data),
            post_id=_number(self.post.data),
            superior_id=superior_id,
            rank_group=group or "",
            employment=self.employment.data,
            account_id=account_id,
        )

    def _read(self, field: StringField, meaning: Callable[[str], T]) -> T | None:
        written = (field.data or "").strip()
        if not written:
            return None
        try:
            return meaning(written)
        except RembukError as refusal:
            show_refusal(field, refusal)
            return None


def _superior(session: Session, written: str, row: PersonRow | None, secret: str) -> int | None:
    """Who is meant; a name that was left as it is means the same person, also where two are called so."""
    if row is not None and row.person.superior_id and folded(written) == folded(row.superior):
        return row.person.superior_id
    return find_by_name_or_nip(session, written, secret=secret).id
