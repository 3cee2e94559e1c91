"""An uploaded CSV file on its way into a survey: received, mapped, checked, imported, emptied."""

import hashlib
from collections.abc import Iterator, Mapping

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.csv_reading import CsvFile
from core.errors import N_, Conflict, NotFound
from core.tables import plain_filename, read_table
from surveys.definition import questions_of
from surveys.importing import (
    ImportReport,
    Mapped,
    RowReader,
    check_mapping,
    guess_mapping,
    read_answers,
    store_answers,
    version_for_import,
)
from surveys.models import AnswerImport, Survey

UPLOADED, DONE = "uploaded", "done"


def receive_file(
    session: Session, survey: Survey, *, filename: str, content: bytes, actor_id: int | None
) -> AnswerImport:
    """Keep a readable file until it is imported. The same file again continues, once imported it is refused."""
    version = version_for_import(session, survey)
    table = read_table(filename, content)
    digest = hashlib.sha256(content).hexdigest()
    known = session.scalar(
        select(AnswerImport).where(AnswerImport.survey_id == survey.id, AnswerImport.sha256 == digest)
    )
    if known is not None:
        if known.state == DONE:
            raise Conflict(N_("Berkas ini sudah pernah diimpor ke survei ini."))
        return known
    upload = AnswerImport(
        survey_id=survey.id,
        filename=plain_filename(filename),
        sha256=digest,
        content=content,
        mapping=guess_mapping(table.header, questions_of(version)).to_json(),
        created_by=actor_id,
    )
    try:
        with session.begin_nested():
            session.add(upload)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Berkas ini baru saja diunggah. Muat ulang halaman.")) from clash
    _record(session, survey, "survey.import.upload", actor_id)
    return upload


def uploads_of(session: Session, survey: Survey) -> list[AnswerImport]:
    """The newest first."""
    return list(
        session.scalars(
            select(AnswerImport).where(AnswerImport.survey_id == survey.id).order_by(AnswerImport.id.desc())
        )
    )


def upload_of(session: Session, survey: Survey, number: int) -> AnswerImport:
    """A file of this survey that still waits. Raises NotFound."""
    upload = session.scalar(
        select(AnswerImport).where(
            AnswerImport.id == number, AnswerImport.survey_id == survey.id, AnswerImport.state == UPLOADED
        )
    )
    if upload is None:
        raise NotFound(N_("Berkas ini sudah diimpor atau sudah dibuang."))
    return upload


def choose_mapping(
    session: Session, survey: Survey, upload: AnswerImport, *, mapped: Mapped, actor_id: int | None
) -> None:
    """Keep which column is which. Raises Invalid."""
    questions = questions_of(version_for_import(session, survey))
    check_mapping(mapped, read_table(upload.filename, upload.content).header, questions)
    upload.mapping = mapped.to_json()
    _record(session, survey, "survey.import.mapping", actor_id)


def check_file(session: Session, survey: Survey, upload: AnswerImport) -> RowReader:
    """Read the whole file with its mapping; nothing is stored."""
    mapped = Mapped.from_json(upload.mapping)
    table = read_table(upload.filename, upload.content)
    check_mapping(mapped, table.header, questions_of(version_for_import(session, survey)))
    return read_answers(session, survey, mapped, _rows(table))


def _rows(table: CsvFile) -> Iterator[tuple[int, Mapping[str, str]]]:
    for row in table.rows:
        yield row.number, dict(zip(table.header, row.cells, strict=True))


def finish_file(
    session: Session, survey: Survey, upload: AnswerImport, *, skip_invalid: bool, actor_id: int | None
) -> ImportReport:
    """Import the file and empty it; leaves everything as it is when errors are not to be skipped."""
    report = store_answers(
        session, survey, check_file(session, survey, upload), skip_invalid=skip_invalid, actor_id=actor_id
    )
    if not report.imported:
        return report
    finished = session.execute(
        update(AnswerImport)
        .where(AnswerImport.id == upload.id, AnswerImport.state == UPLOADED)
        .values(state=DONE, content=b"", row_count=report.imported)
        .returning(AnswerImport.id)
    ).scalar()
    if finished is None:
        raise Conflict(N_("Berkas ini sudah pernah diimpor ke survei ini."))
    session.refresh(upload)
    return report


def discard_file(session: Session, survey: Survey, upload: AnswerImport, *, actor_id: int | None) -> None:
    """Throw away a file that was not imported."""
    session.delete(upload)
    _record(session, survey, "survey.import.discard", actor_id)


def _record(session: Session, survey: Survey, action: str, actor_id: int | None) -> None:
    session.flush()
    audit.record(session, actor_id=actor_id, action=action, kind="survey", key=survey.key)
