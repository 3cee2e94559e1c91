"""An uploaded list on its way into the register: received, paired, checked, imported, emptied.

It holds NIPs, so it lies sealed in the database until then.
"""

import base64

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import audit
from core.csv_reading import CsvFile
from core.errors import N_, Conflict, NotFound
from core.sealing import seal, unseal
from core.staff.import_columns import Wanted, guess_columns
from core.staff.importing import StaffPlan, apply_plan, plan_import
from core.staff.models import StaffImport
from core.tables import plain_filename, read_table

UPLOADED, DONE = "uploaded", "done"
PURPOSE = "staff import"
LISTED = 20


def receive_list(
    session: Session, *, filename: str, content: bytes, secret: str, actor_id: int | None
) -> StaffImport:
    """Keep a readable list until it is imported. Raises Invalid."""
    table = read_table(filename, content)
    sealed = seal(base64.b64encode(content).decode(), secret=secret, purpose=PURPOSE)
    upload = StaffImport(
        filename=plain_filename(filename),
        content=sealed.encode(),
        mapping=Wanted(guess_columns(table.header)).to_json(),
        created_by=actor_id,
    )
    session.add(upload)
    _record(session, "staff.import.upload", actor_id)
    return upload


def lists(session: Session) -> list[StaffImport]:
    """The newest first."""
    return list(session.scalars(select(StaffImport).order_by(StaffImport.id.desc()).limit(LISTED)))


def waiting_list(session: Session, number: int) -> StaffImport:
    """A list that still waits. Raises NotFound."""
    upload = session.scalar(
        select(StaffImport).where(StaffImport.id == number, StaffImport.state == UPLOADED)
    )
    if upload is None:
        raise NotFound(N_("Berkas ini sudah diimpor atau sudah dibuang."))
    return upload


def table_of_list(upload: StaffImport, *, secret: str) -> CsvFile:
    """What the list says. Raises Conflict when the server's key was changed since."""
    content = unseal(upload.content.decode(), secret=secret, purpose=PURPOSE)
    if content is None:
        raise Conflict(N_("Berkas ini tidak dapat dibuka lagi. Buang, lalu unggah sekali lagi."))
    return read_table(upload.filename, base64.b64decode(content))


def choose(session: Session, upload: StaffImport, *, wanted: Wanted) -> None:
    """Keep which column is which."""
    upload.mapping = wanted.to_json()
    session.flush()


def check_list(session: Session, upload: StaffImport, *, secret: str, lock: bool = False) -> StaffPlan:
    """What importing would do; nothing is stored."""
    wanted = Wanted.from_json(upload.mapping)
    return plan_import(session, table_of_list(upload, secret=secret), wanted, secret=secret, lock=lock)


def finish_list(
    session: Session, upload: StaffImport, *, skip_wrong: bool, secret: str, actor_id: int | None
) -> StaffPlan | None:
    """Import the list and empty it; None, and nothing is changed, while wrong rows are not to be skipped."""
    plan = check_list(session, upload, secret=secret, lock=True)
    if plan.errors and not skip_wrong:
        return None
    apply_plan(session, plan, actor_id=actor_id)
    finished = session.execute(
        update(StaffImport)
        .where(StaffImport.id == upload.id, StaffImport.state == UPLOADED)
        .values(state=DONE, content=b"", counts=plan.counts())
        .returning(StaffImport.id)
    ).scalar()
    if finished is None:
        raise Conflict(N_("Berkas ini sudah diimpor atau sudah dibuang."))
    session.refresh(upload)
    return plan


def discard_list(session: Session, upload: StaffImport, *, actor_id: int | None) -> None:
    """Throw away a list that was not imported."""
    session.delete(upload)
    _record(session, "staff.import.discard", actor_id)


def _record(session: Session, action: str, actor_id: int | None) -> None:
    session.flush()
    audit.record(session, actor_id=actor_id, action=action, kind="staff", key="register")
