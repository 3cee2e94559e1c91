"""Bring a list of staff into the register: all right rows in one transaction, or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.accounts.services import open_waiting_account
from core.csv_reading import CsvFile
from core.errors import N_, Conflict
from core.policy import Role
from core.staff.import_columns import Wanted
from core.staff.import_rows import PersonRow, RowError, RowReader
from core.staff.import_superiors import Superiors
from core.staff.logins import login_for
from core.staff.models import Person, Post
from core.staff.queries import folded
from core.staff.register import read_register
from core.staff.services import apply_changes, superiors

LAST_PLACE = 1_000  # posts that a list brings along stand behind those that somebody put in order


@dataclass(frozen=True)
class StaffPlan:
    """What an import would do."""

    rows: tuple[PersonRow, ...]
    errors: tuple[RowError, ...]
    unchanged: int
    logins: frozenset[str]

    def counts(self) -> dict[str, int]:
        """Numbers for the preview, the audit row and the list of imports."""
        return {
            "new": sum(row.person is None for row in self.rows),
            "changed": sum(row.person is not None for row in self.rows),
            "unchanged": self.unchanged,
            "wrong": len({error.row for error in self.errors}),
            "accounts": sum(row.opens for row in self.rows),
            "posts": len({folded(row.new_post) for row in self.rows if row.new_post}),
        }


def plan_import(
    session: Session, table: CsvFile, wanted: Wanted, *, secret: str, lock: bool = False
) -> StaffPlan:
    """Read the whole list without storing anything. `lock` keeps others from changing superiors meanwhile."""
    if lock:
        superiors(session)
    places = {of: table.column(column) for of, column in wanted.columns.items()}
    reader = RowReader(read_register(session), wanted, secret=secret)
    for row in table.rows:
        reader.read(row.number, {of: row.cells[place] for of, place in places.items() if place is not None})
    Superiors(reader).resolve()
    right = [row for row in reader.rows if not row.wrong]
    changing = tuple(row for row in right if row.changes())
    errors = tuple(sorted(reader.errors, key=lambda error: error.row))
    return StaffPlan(changing, errors, len(right) - len(changing), frozenset(reader.register.accounts))


def apply_plan(session: Session, plan: StaffPlan, *, actor_id: int | None) -> None:
    """Store all of it. Raises Conflict when the register changed in between."""
    try:
        with session.begin_nested(), session.no_autoflush:
            posts = _add_posts(session, plan.rows)
            people = _store_people(session, plan.rows, posts, actor_id)
            _store_superiors(session, plan.rows, people, actor_id)
            _open_accounts(session, plan, people, actor_id)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(
            N_("Daftar pegawai berubah ketika impor berjalan. Periksa lagi, lalu impor ulang.")
        ) from clash
    audit.record(
        session, actor_id=actor_id, action="staff.import", kind="staff", key="register", **plan.counts()
    )


def _add_posts(session: Session, rows: Iterable[PersonRow]) -> Mapping[str, int]:
    made: dict[str, Post] = {}
    for row in rows:
        if row.new_post:
            made.setdefault(folded(row.new_post), Post(name=row.new_post, position=LAST_PLACE))
    session.add_all(made.values())
    session.flush()
    return {name: post.id for name, post in made.items()}


def _store_people(
    session: Session, rows: Iterable[PersonRow], posts: Mapping[str, int], actor_id: int | None
) -> dict[tuple[str, int], Person]:
    """Everybody but who stands above them; returns the people of the list by what superiors name them."""
    people: dict[tuple[str, int], Person] = {}
    for row in rows:
        if row.new_post:
            row.values["post_id"] = posts[folded(row.new_post)]
        if row.person is None:
            person = Person(**{"employment": row.usual, **row.values})
            session.add(person)
        else:
            person = row.person
            apply_changes(session, person, row.values, actor_id=actor_id)
        people[row.identity] = person
    session.flush()
    return people


def _store_superiors(
    session: Session,
    rows: Iterable[PersonRow],
    people: Mapping[tuple[str, int], Person],
    actor_id: int | None,
) -> None:
    for row in rows:
        if row.above is None:
            continue
        kind, number = row.above
        superior_id = number if kind == "p" else people[row.above].id
        person = people[row.identity]
        if row.person is None:
            person.superior_id = superior_id
        else:
            apply_changes(session, person, {"superior_id": superior_id}, actor_id=actor_id)
    session.flush()


def _open_accounts(
    session: Session, plan: StaffPlan, people: Mapping[tuple[str, int], Person], actor_id: int | None
) -> None:
    opening = [row for row in plan.rows if row.opens]
    taken = set(plan.logins) | {row.login for row in opening}
    for row in opening:
        person = people[row.identity]
        login = row.login or login_for(row.name, taken)
        taken.add(login)
        account = open_waiting_account(
            session, login=login, name=row.name, role=Role.ASN, unit_id=person.unit_id, actor_id=actor_id
        )
        account.email = row.email
        if row.person is None:
            person.account_id = account.id
        else:
            apply_changes(session, person, {"account_id": account.id}, actor_id=actor_id)
