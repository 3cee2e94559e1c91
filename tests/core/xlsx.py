"""XLSX files for tests, as spreadsheets write them and as nobody should."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter


def xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    """A file with one sheet; texts stay texts, numbers numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def changed(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same file with some parts replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in source.namelist():
            if name not in parts:
                out.writestr(name, source.read(name))
        for name, data in parts.items():
            out.writestr(name, data)
    return target.getvalue()
