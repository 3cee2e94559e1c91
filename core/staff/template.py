"""A list to fill in: the columns that the import knows, and one example row."""

import io
from collections.abc import Iterator

from core.csv_writing import write_csv

HEADER = (
    "nama",
    "nip",
    "unit",
    "jabatan",
    "atasan",
    "golongan",
    "jenis kepegawaian",
    "nama akun",
    "surel",
)
EXAMPLE = ("Contoh Nama, S.Sos.", "198501312010011001", "", "Pengelola Umum", "", "III/a", "PNS", "", "")


def csv_template() -> Iterator[bytes]:
    """As CSV."""
    return write_csv([HEADER, EXAMPLE])


def xlsx_template() -> bytes:
    """As XLSX: every column is text, so that no digit of a NIP is lost, and no cell is a formula."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("pegawai")
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        sheet.set_column(0, len(HEADER) - 1, 24, text)
        for column, (title, example) in enumerate(zip(HEADER, EXAMPLE, strict=True)):
            sheet.write_string(0, column, title, head)
            sheet.write_string(1, column, example, text)
        sheet.freeze_panes(1, 1)
    return target.getvalue()
