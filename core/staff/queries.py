"""Read the staff register."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from core.accounts.models import Account
from core.errors import N_, Invalid
from core.staff.enums import PostKind
from core.staff.models import Person, PersonChange, Post
from core.staff.nip import TAIL, clean_nip, nip_hmac
from core.units.models import Unit

PAGE_SIZE = 25
OFFERED_SUPERIORS = 300


@dataclass(frozen=True)
class PersonRow:
    """A person with the names of what they belong to."""

    person: Person
    unit: str
    post: str
    superior: str
    login: str


@dataclass(frozen=True)
class PeoplePage:
    """One page of the register, and where it stands."""

    rows: list[PersonRow]
    page: int
    pages: int
    total: int


_Superior = aliased(Person, name="superior")
_Rows = Select[Person, str | None, str | None, str | None, str | None]


def _people() -> _Rows:
    return (
        select(Person, Unit.name, Post.name, _Superior.name, Account.login)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(Post, Post.id == Person.post_id)
        .outerjoin(_Superior, _Superior.id == Person.superior_id)
        .outerjoin(Account, Account.id == Person.account_id)
    )


def _row(found: Row[Person, str | None, str | None, str | None, str | None]) -> PersonRow:
    person, *names = found
    return PersonRow(person, *(name or "" for name in names))


def _matching(search: str, unit_id: int | None, active: bool | None) -> _Rows:
    found = _people()
    if unit_id is not None:
        found = found.where(Person.unit_id == unit_id)
    if active is not None:
        found = found.where(Person.left_on.is_(None) if active else Person.left_on.is_not(None))
    if search:
        named = func.lower(Person.name).contains(search.lower(), autoescape=True)
        by_tail = len(search) == TAIL and search.isdigit()
        found = found.where(or_(named, Person.nip_tail == search) if by_tail else named)
    return found


def list_people(
    session: Session,
    *,
    search: str = "",
    unit_id: int | None = None,
    active: bool | None = True,
    page: int = 1,
) -> PeoplePage:
    """People by name; a page past the end is the last one. `search` is part of a name or the NIP's tail."""
    found = _matching(search.strip(), unit_id, active)
    total = (
        session.scalar(select(func.count()).select_from(found.with_only_columns(Person.id).subquery())) or 0
    )
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = session.execute(
        found.order_by(func.lower(Person.name), Person.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    )
    return PeoplePage([_row(row) for row in rows], page, pages, total)


def person_row(session: Session, person: Person) -> PersonRow:
    """One person with their names."""
    return _row(session.execute(_people().where(Person.id == person.id)).one())


def person_of_account(session: Session, account_id: int) -> Person | None:
    """The person behind an account."""
    return session.scalar(select(Person).where(Person.account_id == account_id))


def post_of_account(session: Session, account_id: int) -> str:
    """The post of the person behind an account; empty where there is none."""
    own = select(Post.name).join(Person, Person.post_id == Post.id).where(Person.account_id == account_id)
    return session.scalar(own) or ""


def history_of(session: Session, person: Person) -> list[tuple[PersonChange, str]]:
    """Corrections, the newest first, with the name of who made them."""
    found = session.execute(
        select(PersonChange, Account.name)
        .outerjoin(Account, Account.id == PersonChange.changed_by)
        .where(PersonChange.person_id == person.id)
        .order_by(PersonChange.id.desc())
    )
    return [(change, name or "") for change, name in found]


def all_posts(session: Session) -> list[Post]:
    """Every post, in the order of the office."""
    return list(session.scalars(select(Post).order_by(Post.position, func.lower(Post.name))))


def holders(session: Session) -> dict[int, int]:
    """How many people hold each post today."""
    counted = (
        select(Person.post_id, func.count())
        .where(Person.left_on.is_(None), Person.post_id.is_not(None))
        .group_by(Person.post_id)
    )
    return {post_id: count for post_id, count in session.execute(counted) if post_id is not None}


def likely_superiors(session: Session) -> list[str]:
    """Names of those who lead, offered where a superior is asked for."""
    leading = (PostKind.LEADER, PostKind.STRUCTURAL)
    return list(
        session.scalars(
            select(Person.name)
            .join(Post, Post.id == Person.post_id)
            .where(Post.kind.in_(leading), Person.left_on.is_(None))
            .order_by(Post.position, func.lower(Person.name))
            .limit(OFFERED_SUPERIORS)
        )
    )


def folded(name: str) -> str:
    """A name for comparing: one space between words, no capitals."""
    return " ".join(name.split()).casefold()


def find_by_name_or_nip(session: Session, written: str, *, secret: str) -> Person:
    """The one active person meant by a name or a NIP. Raises Invalid with what to write instead."""
    found: Sequence[Person]
    if any(sign.isdigit() for sign in written):
        wanted = nip_hmac(clean_nip(written), secret=secret)
        found = session.scalars(select(Person).where(Person.nip_hmac == wanted)).all()
    else:
        active = select(Person).where(Person.left_on.is_(None))
        found = [p for p in session.scalars(active) if folded(p.name) == folded(written)]
    if len(found) > 1:
        raise Invalid(N_("Ada lebih dari satu pegawai dengan nama itu. Tulis NIP-nya."))
    if not found:
        raise Invalid(
            N_("Pegawai itu tidak ditemukan. Tulis namanya persis seperti di daftar, atau NIP-nya.")
        )
    return found[0]


def find_account(session: Session, login: str) -> Account:
    """The account of this name. Raises Invalid."""
    account = session.scalar(select(Account).where(Account.login == login.strip().lower()))
    if account is None:
        raise Invalid(N_("Akun dengan nama itu tidak ada. Periksa tulisannya."))
    return account


@dataclass(frozen=True)
class Correction:
    """A line of a person's history, with names in place of ids."""

    change: PersonChange
    by: str
    before: str
    after: str


def corrections(session: Session, person: Person) -> list[Correction]:
    """The history for reading; who or what is gone meanwhile has no name any more. A fixed number of queries."""
    history = history_of(session, person)
    names = {
        "unit_id": _names(session, Unit.id, Unit.name, "unit_id", history),
        "post_id": _names(session, Post.id, Post.name, "post_id", history),
        "superior_id": _names(session, Person.id, Person.name, "superior_id", history),
        "account_id": _names(session, Account.id, Account.login, "account_id", history),
    }

    def named(change: PersonChange, value: str) -> str:
        return names[change.field].get(value, "") if change.field in names else value

    return [Correction(c, by, named(c, c.before), named(c, c.after)) for c, by in history]


def _names(
    session: Session,
    key: InstrumentedAttribute[int],
    name: InstrumentedAttribute[str],
    field: str,
    history: list[tuple[PersonChange, str]],
) -> dict[str, str]:
    wanted = {int(v) for c, _by in history if c.field == field for v in (c.before, c.after) if v.isdecimal()}
    return {str(number): text for number, text in session.execute(select(key, name).where(key.in_(wanted)))}
