"""Keep the register: add, correct with history, leave and come back, erase."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account
from core.errors import N_, Conflict, Invalid
from core.policy import Role
from core.staff.enums import Employment
from core.staff.models import Person, PersonChange
from core.staff.nip import clean_nip, nip_hmac, nip_tail

_GROUP = re.compile(r"(?:(IV|I{1,3})/([a-e])|(X(?:V(?:I{0,2})|I{0,3}|IV)|IX|IV|V?I{1,3}|V))", re.IGNORECASE)


@dataclass(frozen=True)
class PersonFacts:
    """What can be said of a person beside their NIP."""

    name: str
    unit_id: int | None = None
    post_id: int | None = None
    superior_id: int | None = None
    rank_group: str = ""
    employment: str = Employment.PNS
    account_id: int | None = None


def clean_group(written: str) -> str:
    """III/a for PNS, I to XVII for PPPK; from "Penata Muda (iii/A)" only the group. Raises Invalid."""
    inside = re.search(r"\(([^()]*)\)", written)
    text = "".join((inside.group(1) if inside else written).split())
    if not text:
        return ""
    found = _GROUP.fullmatch(text)
    if found is None:
        raise Invalid(N_("Golongan ditulis seperti III/a, atau angka Romawi seperti IX untuk PPPK."))
    return f"{found.group(1).upper()}/{found.group(2).lower()}" if found.group(1) else text.upper()


def nip_values(written: str, *, secret: str) -> dict[str, object]:
    """What is stored of a NIP. Raises Invalid."""
    nip = clean_nip(written)
    return {"nip_hmac": nip_hmac(nip, secret=secret), "nip_tail": nip_tail(nip)}


def add_person(
    session: Session, facts: PersonFacts, *, nip: str, secret: str, actor_id: int | None
) -> Person:
    """Put somebody into the register."""
    _check_account(session, facts.account_id)
    person = Person(**asdict(facts), **(nip_values(nip, secret=secret) if nip.strip() else {}))
    with _unique(session):
        session.add(person)
    audit.record(session, actor_id=actor_id, action="person.create", kind="person", key=str(person.id))
    return person


def change_person(
    session: Session, person: Person, facts: PersonFacts, *, nip: str, secret: str, actor_id: int | None
) -> list[str]:
    """Correct a record; an empty NIP leaves it as it is. Returns the changed fields."""
    values: dict[str, object] = asdict(facts)
    if nip.strip():
        values |= nip_values(nip, secret=secret)
    if facts.account_id != person.account_id:
        _check_account(session, facts.account_id)
    if facts.superior_id is not None and facts.superior_id != person.superior_id:
        refuse_circle(superiors(session) | {person.id: facts.superior_id}, person.id)
    with _unique(session):
        changed = apply_changes(session, person, values, actor_id=actor_id)
    if changed:
        _record(session, person, "person.change", actor_id, fields=len(changed))
    return changed


def apply_changes(
    session: Session, person: Person, values: Mapping[str, object], *, actor_id: int | None
) -> list[str]:
    """Set what differs and remember each field; of the NIP only that it was replaced."""
    different = {name: value for name, value in values.items() if getattr(person, name) != value}
    changed: list[str] = []
    for name, value in different.items():
        if name == "nip_tail":
            continue
        secret = name == "nip_hmac"
        field = "nip" if secret else name
        before, after = ("", "") if secret else (as_text(getattr(person, name)), as_text(value))
        session.add(
            PersonChange(person_id=person.id, changed_by=actor_id, field=field, before=before, after=after)
        )
        changed.append(field)
    for name, value in different.items():
        setattr(person, name, value)
    return changed


def as_text(value: object) -> str:
    """A field's value as the history keeps it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def leave(session: Session, person: Person, *, on: date, actor_id: int | None) -> None:
    """Somebody no longer works here; the record stays."""
    if apply_changes(session, person, {"left_on": on}, actor_id=actor_id):
        _record(session, person, "person.leave", actor_id)


def come_back(session: Session, person: Person, *, actor_id: int | None) -> None:
    """Somebody works here again."""
    if apply_changes(session, person, {"left_on": None}, actor_id=actor_id):
        _record(session, person, "person.return", actor_id)


def erase_person(session: Session, person: Person, *, actor_id: int | None) -> None:
    """Remove a record with its history for good. Raises Conflict while an account belongs to it."""
    if person.account_id is not None:
        raise Conflict(N_("Lepaskan dahulu akun dari pegawai ini, lalu hapus catatannya."))
    key = str(person.id)
    session.delete(person)
    session.flush()
    audit.record(session, actor_id=actor_id, action="person.erase", kind="person", key=key)


def superiors(session: Session) -> dict[int, int | None]:
    """Who stands above whom, locked until the end of the transaction.

    Two people put under each other at once would close a circle: one waits for the other.
    """
    rows = session.execute(select(Person.id, Person.superior_id).order_by(Person.id).with_for_update())
    return {row.id: row.superior_id for row in rows}


def refuse_circle(above: Mapping[int, int | None], person_id: int) -> None:
    """Raise Invalid when the way up from a person comes back to them."""
    seen, step = {person_id}, above.get(person_id)
    while step is not None:
        if step in seen:
            raise Invalid(N_("Seseorang tidak dapat menjadi atasan dari atasannya sendiri."))
        seen.add(step)
        step = above.get(step)


def _check_account(session: Session, account_id: int | None) -> None:
    if account_id is None:
        return
    account = session.get(Account, account_id)
    if account is None or account.role == Role.CITIZEN:
        raise Invalid(N_("Itu akun warga. Beri akun itu peran pegawai dahulu."))


@contextmanager
def _unique(session: Session) -> Iterator[None]:
    """What is written inside is undone, and refused, when a NIP or an account is taken."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("NIP atau akun itu sudah tercatat pada pegawai lain.")) from clash


def _record(session: Session, person: Person, action: str, actor_id: int | None, **facts: object) -> None:
    session.flush()
    audit.record(session, actor_id=actor_id, action=action, kind="person", key=str(person.id), **facts)
