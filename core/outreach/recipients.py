"""Whom somebody reaches: the staff register and accounts by unit, post or rank, and a pasted list."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, exists, or_, select, true
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.mail.addresses import is_address, same_address
from core.outreach.pasted import Entry
from core.policy import Role
from core.staff.models import Person
from core.units.models import Unit
from core.units.queries import all_units, with_descendants

CHUNK = 500


@dataclass(frozen=True)
class Choice:
    """Whom to invite. `staff` False: nobody but the pasted list. An empty list of units means all units."""

    staff: bool = True
    units: tuple[str, ...] = ()
    posts: tuple[int, ...] = ()
    ranks: tuple[str, ...] = ()

    def stored(self) -> dict[str, object]:
        """As JSON."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}

    @classmethod
    def read(cls, stored: Mapping[str, object]) -> Self:
        """From JSON."""
        values: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else bool(v) for name, v in stored.items()
        }
        return cls(**values)


@dataclass(frozen=True)
class Recipient:
    """One person. `key` is their name in the sent ledger; who is known as an account is always that."""

    key: str
    name: str = ""
    address: str = ""
    phone: str = ""
    account_id: int | None = None
    person_id: int | None = None
    unit_id: int | None = None


def recipients_of(
    session: Session,
    choice: Choice,
    pasted: Sequence[Entry] = (),
    *,
    only: ColumnElement[bool] | None = None,
) -> list[Recipient]:
    """Everybody, each once, in an order that stays the same: jobs go on where one stopped.

    `only` is a condition on the accounts of the staff; whoever has none meets it.
    """
    found: dict[str, Recipient] = {}
    staff = _staff(session, choice, only if only is not None else true()) if choice.staff else ()
    for recipient in [*_listed(session, pasted), *staff]:
        found.setdefault(recipient.key, recipient)
    return [found[key] for key in sorted(found)]


def _key(kind: str, value: str) -> str:
    """Strangers stand in the ledger by a hash: it keeps no addresses."""
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()[:32]}"


def _staff(session: Session, choice: Choice, only: ColumnElement[bool]) -> Iterable[Recipient]:
    for person, account in session.execute(_people(session, choice, only)):
        if account is not None and (account.restricted_at or account.erased_at):
            continue
        if account is None:
            yield Recipient(f"person:{person.id}", person.name, person_id=person.id, unit_id=person.unit_id)
        else:
            yield _of_account(account, person)
    if not choice.posts and not choice.ranks:
        for account in session.scalars(_unlisted(session, choice).where(only)):
            yield _of_account(account)


def _of_account(account: Account, person: Person | None = None) -> Recipient:
    address = account.email if account.active and is_address(account.email) else ""
    return Recipient(
        f"account:{account.id}",
        person.name if person else account.name,
        address,
        "",
        account.id,
        person.id if person else None,
        person.unit_id if person else account.unit_id,
    )


def _people(session: Session, choice: Choice, only: ColumnElement[bool]) -> Select[Person, Account | None]:
    """The register, with the account of those who have one."""
    wanted = (
        select(Person, Account)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(Person.left_on.is_(None), or_(Account.id.is_(None), only))
    )
    if choice.units:
        wanted = wanted.where(Person.unit_id.in_(_unit_ids(session, choice.units)))
    if choice.posts:
        wanted = wanted.where(Person.post_id.in_(choice.posts))
    if choice.ranks:
        wanted = wanted.where(Person.rank_group.in_(choice.ranks))
    return wanted


def _unlisted(session: Session, choice: Choice) -> Select[Account]:
    """Accounts of civil servants that the register does not know."""
    wanted = select(Account).where(
        Account.role == Role.ASN,
        Account.active,
        Account.erased_at.is_(None),
        Account.restricted_at.is_(None),
        ~exists().where(Person.account_id == Account.id),
    )
    if choice.units:
        wanted = wanted.where(Account.unit_id.in_(_unit_ids(session, choice.units)))
    return wanted


def _unit_ids(session: Session, keys: Iterable[str]) -> set[int]:
    """The units and what stands below them."""
    units = all_units(session)
    chosen: list[Unit] = [unit for unit in units if unit.key in set(keys)]
    return {unit_id for unit in chosen for unit_id in with_descendants(units, unit)}


def _listed(session: Session, pasted: Sequence[Entry]) -> Iterable[Recipient]:
    known = _accounts_by_address(session, [entry.address for entry in pasted if entry.address])
    for entry in pasted:
        account = known.get(same_address(entry.address)) if entry.address else None
        if account is not None and (account.restricted_at or account.erased_at):
            continue
        if account is not None:
            name = entry.name or account.name
            yield Recipient(
                f"account:{account.id}", name, account.email, "", account.id, unit_id=account.unit_id
            )
        elif entry.address:
            address = same_address(entry.address)
            yield Recipient(_key("mail", address), entry.name, address, entry.phone)
        else:
            yield Recipient(_key("phone", entry.phone), entry.name, "", entry.phone)


def _accounts_by_address(session: Session, addresses: Sequence[str]) -> dict[str, Account]:
    found: dict[str, Account] = {}
    for start in range(0, len(addresses), CHUNK):
        part = [same_address(address) for address in addresses[start : start + CHUNK]]
        found |= {a.email: a for a in session.scalars(select(Account).where(Account.email.in_(part)))}
    return found
