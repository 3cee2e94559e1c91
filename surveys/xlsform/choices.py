"""The sheet "choices": lists by their name."""

from collections.abc import Iterator, Mapping

from core.errors import N_
from surveys.definition import Option
from surveys.xlsform.cells import CHOICES, Refusal, Row, Sheet
from surveys.xlsform.columns import Columns

LONGEST_LABEL, LONGEST_VALUE = 300, 100
_SPLIT = N_("Tanda “|” dan baris baru tidak dapat dipakai pada pilihan.")


def read_choices(sheet: Sheet, columns: Columns, refusals: list[Refusal]) -> dict[str, list[Option]]:
    """The options of every list, in the order of the sheet."""
    lists: dict[str, list[Option]] = {}
    seen: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        told = columns.read(row.cells)
        wrong = list(_wrong(row, told, columns))
        name, value = told.get("list_name", ""), told.get("name", "")
        if (name, value) in seen and not wrong:
            wrong = [_refusal(row, columns, "name", N_("Nilai ini sudah dipakai di baris %(row)d."),
                              row=seen[name, value])]  # fmt: skip
        refusals += wrong
        seen.setdefault((name, value), row.number)
        extra = {column: row.cells[column] for column in columns.extra if column in row.cells}
        option = Option(value, told.get("label_id", value), told.get("label_en", ""), extra)
        lists.setdefault(name, [])
        if not wrong or value not in {kept.value for kept in lists[name]}:
            lists[name].append(option)
    return lists


def _refusal(row: Row, columns: Columns, field: str, message: str, /, **params: object) -> Refusal:
    return Refusal(CHOICES, row.number, columns.by_field.get(field, field), message, params)


def _wrong(row: Row, told: Mapping[str, str], columns: Columns) -> Iterator[Refusal]:
    for field in ("list_name", "name"):
        if not told.get(field):
            yield _refusal(row, columns, field, N_("Sel ini kosong."))
    value = told.get("name", "")
    if value.split() != [value] * bool(value):
        yield _refusal(row, columns, "name", N_("Nilai pilihan tidak boleh memuat spasi."))
    if not told.get("label_id"):
        yield _refusal(row, columns, "label_id", N_("Teks pilihan dalam bahasa Indonesia kosong."))
    for field, text in told.items():
        longest = LONGEST_LABEL if field.startswith("label") else LONGEST_VALUE
        if len(text) > longest:
            yield _refusal(
                row, columns, field, N_("Terlalu panjang: paling banyak %(max)d huruf."), max=longest
            )
        if set(text) & set("|\r\n"):
            yield _refusal(row, columns, field, _SPLIT)
    for column in columns.extra:
        if len(row.cells.get(column, "")) > LONGEST_VALUE:
            why = N_("Terlalu panjang: paling banyak %(max)d huruf.")
            yield Refusal(CHOICES, row.number, column, why, {"max": LONGEST_VALUE})
        if set(row.cells.get(column, "")) & set("|,\r\n"):
            why = N_("Tanda “|”, koma, dan baris baru tidak dapat dipakai pada kolom tambahan.")
            yield Refusal(CHOICES, row.number, column, why)
