"""What the register holds about the holder of an account, and how long it is kept."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.keeping import Ended
from core.staff.models import Person, PersonChange, StaffImport
from core.staff.nip import masked_nip
from core.staff.queries import person_of_account, person_row


def collect(session: Session, account_id: int) -> object:
    """The person's own record with its history, and what this account did in the register."""
    person = person_of_account(session, account_id)
    changed = select(PersonChange.id).where(PersonChange.changed_by == account_id)
    files = select(StaffImport.filename, StaffImport.created_at).where(StaffImport.created_by == account_id)
    return {
        "record": _record(session, person) if person else None,
        "corrections_made": len(session.scalars(changed).all()),
        "files_sent": [{"name": name, "at": at.isoformat()} for name, at in session.execute(files)],
    }


def _record(session: Session, person: Person) -> dict[str, object]:
    row = person_row(session, person)
    history = session.scalars(
        select(PersonChange).where(PersonChange.person_id == person.id).order_by(PersonChange.id)
    )
    return {
        "name": person.name,
        "nip": masked_nip(person.nip_tail),
        "unit": row.unit,
        "post": row.post,
        "superior": row.superior,
        "rank_group": person.rank_group,
        "employment": person.employment,
        "left_on": person.left_on.isoformat() if person.left_on else None,
        "history": [
            {"at": c.at.isoformat(), "field": c.field, "before": c.before, "after": c.after} for c in history
        ],
    }


def erase(session: Session, account_id: int) -> None:
    """Unlink the account. The record itself is the office's: an administrator erases it."""
    _replace(session, account_id, None)


def merge(session: Session, source_id: int, target_id: int) -> None:
    """Move everything to the account that stays; where that one has a record, it keeps its own."""
    taken = person_of_account(session, target_id) is not None
    _replace(session, source_id, target_id, link=None if taken else target_id)


def _replace(session: Session, old: int, new: int | None, *, link: int | None = None) -> None:
    changes = update(PersonChange).where(PersonChange.changed_by == old).values(changed_by=new)
    files = update(StaffImport).where(StaffImport.created_by == old).values(created_by=new)
    person = update(Person).where(Person.account_id == old).values(account_id=link)
    for statement in (changes, files, person):
        session.execute(statement)
    session.flush()


LEFT = Ended(Person, lambda time: Person.left_on < time.date())
FILES = Ended(StaffImport, lambda time: StaffImport.created_at < time)
