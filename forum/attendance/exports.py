"""The columns in which SIASN takes records of training, as CSV or XLSX.

The register keeps of a NIP only a keyed hash and the last three digits, so the file cannot hold whole
NIPs: name and last digits stand at the end, for whoever hands the rows over to find each person.
"""

import io
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.csv_writing import Cell
from core.staff.models import Person
from forum.attendance.models import Certificate
from forum.workshops.models import Workshop

SIASN_COLUMNS = (
    "institusiPenyelenggara",
    "jenisDiklatId",
    "namaKursus",
    "nomorSertipikat",
    "jumlahJam",
    "tanggalKursus",
    "tanggalSelesaiKursus",
    "tahunKursus",
)
PERSON_COLUMNS = ("nama", "nipTigaAngkaTerakhir")


def siasn_rows(session: Session, workshop: Workshop) -> list[list[Cell]]:
    """A header, then each certificate that holds, in the order of the numbers."""
    found = session.execute(
        select(Certificate, Person.nip_tail)
        .outerjoin(
            Person,
            (Person.account_id == Certificate.account_id) & Certificate.account_id.is_not(None),
        )
        .where(Certificate.workshop_id == workshop.id, Certificate.revoked_at.is_(None))
        .order_by(Certificate.year, Certificate.serial)
    )
    header: list[Cell] = [*SIASN_COLUMNS, *PERSON_COLUMNS]
    return [header, *(_row(certificate, tail or "") for certificate, tail in found)]


def _row(certificate: Certificate, tail: str) -> list[Cell]:
    return [
        certificate.organiser,
        certificate.development_code,
        certificate.title_id,
        certificate.number,
        certificate.jp,
        f"{certificate.starts_on:%d-%m-%Y}",
        f"{certificate.ends_on:%d-%m-%Y}",
        certificate.starts_on.year,
        certificate.name,
        tail,
    ]


def write_xlsx(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The same as a workbook: texts stay texts, digits with zeros in front included."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("SIASN")
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(y, x, cell)
                else:
                    sheet.write_string(y, x, str(cell or ""))
    return target.getvalue()
