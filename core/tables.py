"""Read a table that somebody made in a spreadsheet, as CSV or as XLSX."""

from pathlib import PurePath

from core.csv_reading import CsvFile, read_csv
from core.errors import N_, Invalid
from core.xlsx_reading import read_xlsx

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
NAME_LENGTH = 120


def read_table(filename: str, content: bytes) -> CsvFile:
    """The whole file; what it is decides, not its name. Raises Invalid with the reason and the row."""
    if content.startswith(_ZIP):
        return read_xlsx(content)
    if content.startswith(_OLE):
        raise Invalid(
            N_(
                "Berkas ini terkunci kata sandi atau berbentuk Excel lama. Simpan sebagai XLSX tanpa kata sandi."
            )
        )
    if filename.lower().endswith((".xlsx", ".xlsm")) and content:
        raise Invalid(N_("Berkas ini bernama Excel, tetapi isinya bukan. Simpan lagi sebagai XLSX atau CSV."))
    return read_csv(content)


def plain_filename(sent: str) -> str:
    """The last part of a file's name as a browser sent it."""
    return PurePath(sent.replace("\\", "/")).name[:NAME_LENGTH]
