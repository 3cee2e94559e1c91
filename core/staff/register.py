"""The register as it stands, read once for a whole list: who and what a cell can mean."""

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.staff.models import Person, Post
from core.staff.queries import folded
from core.units.models import Unit


@dataclass(frozen=True)
class KnownAccount:
    """What an import needs to know of an account."""

    id: int
    role: str


@dataclass(frozen=True)
class Register:
    """Everything by the words that a list may call it by."""

    people: dict[int, Person] = field(default_factory=dict)
    by_nip: dict[str, Person] = field(default_factory=dict)
    by_name: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_account: dict[int, Person] = field(default_factory=dict)
    accounts: dict[str, KnownAccount] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)


def read_register(session: Session) -> Register:
    """Four queries, however long the list is."""
    register = Register()
    for person in session.scalars(select(Person)):
        register.people[person.id] = person
        register.by_name[folded(person.name)].append(person)
        if person.nip_hmac:
            register.by_nip[person.nip_hmac] = person
        if person.account_id:
            register.by_account[person.account_id] = person
    for account in session.execute(select(Account.id, Account.login, Account.role)):
        register.accounts[account.login] = KnownAccount(account.id, account.role)
    for unit in session.execute(select(Unit.id, Unit.code, Unit.name, Unit.key)):
        register.units.update({folded(word): unit.id for word in unit[1:] if word})
    for post in session.execute(select(Post.id, Post.name)):
        register.posts[folded(post.name)] = post.id
    return register
