"""Give and end duties. A session opened under the old duties ends."""

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account
from core.accounts.sessions import end_all_sessions
from core.duties.enums import SCOPES, ScopeKind
from core.duties.models import DutyAssignment
from core.errors import N_, Conflict, Invalid
from core.policy import Duty


def assign_duty(
    session: Session,
    account: Account,
    *,
    duty: Duty,
    unit_id: int | None = None,
    object_kind: str = "",
    object_key: str = "",
    actor_id: int | None,
) -> DutyAssignment:
    """Give an account a duty for the kind of scope that the duty takes. Raises Invalid or Conflict."""
    given = ScopeKind.UNIT if unit_id is not None else ScopeKind.OBJECT if object_key else ScopeKind.OFFICE
    if given not in SCOPES[duty]:
        raise Invalid(N_("Tugas ini memerlukan cakupan yang lain. Pilih lagi untuk apa tugas ini diberikan."))
    if not account.active:
        raise Invalid(N_("Akun itu tidak aktif. Aktifkan dahulu akunnya."))
    assignment = DutyAssignment(
        account_id=account.id, duty=duty, unit_id=unit_id, object_kind=object_kind, object_key=object_key
    )
    try:
        with session.begin_nested():
            session.add(assignment)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Orang ini sudah memegang tugas itu untuk cakupan yang sama.")) from clash
    end_all_sessions(session, account)
    _record(session, account.id, "duty.assign", duty, actor_id)
    return assignment


def end_duty(session: Session, assignment: DutyAssignment, *, actor_id: int | None) -> None:
    """Take a duty back. Raises Conflict when somebody else has done so already."""
    ended = session.execute(
        delete(DutyAssignment)
        .where(DutyAssignment.id == assignment.id)
        .returning(DutyAssignment.account_id, DutyAssignment.duty)
        .execution_options(synchronize_session=False)
    ).first()
    if ended is None:
        raise Conflict(N_("Tugas ini sudah diakhiri."))
    end_all_sessions(session, session.get_one(Account, ended.account_id))
    _record(session, ended.account_id, "duty.end", Duty(ended.duty), actor_id)


def _record(session: Session, account_id: int, action: str, duty: Duty, actor_id: int | None) -> None:
    audit.record(
        session, actor_id=actor_id, action=action, kind="account", key=str(account_id), duty=str(duty)
    )


def collect(session: Session, account_id: int) -> object:
    """The duties of an account, for its owner."""
    mine = select(DutyAssignment).where(DutyAssignment.account_id == account_id).order_by(DutyAssignment.id)
    return [
        {
            "duty": row.duty,
            "unit_id": row.unit_id,
            "object": f"{row.object_kind}/{row.object_key}" if row.object_key else "",
            "since": row.created_at.isoformat(),
        }
        for row in session.scalars(mine)
    ]


def erase(session: Session, account_id: int) -> None:
    """End every duty of an account that goes."""
    session.execute(delete(DutyAssignment).where(DutyAssignment.account_id == account_id))


def merge(session: Session, from_id: int, into_id: int) -> None:
    """Move the duties of one account to another; those that both had stay single."""
    theirs = {
        (row.duty, row.unit_id, row.object_kind, row.object_key)
        for row in session.scalars(select(DutyAssignment).where(DutyAssignment.account_id == into_id))
    }
    for row in session.scalars(select(DutyAssignment).where(DutyAssignment.account_id == from_id)).all():
        if (row.duty, row.unit_id, row.object_kind, row.object_key) in theirs:
            session.delete(row)
        else:
            session.execute(
                update(DutyAssignment).where(DutyAssignment.id == row.id).values(account_id=into_id)
            )
    session.flush()
