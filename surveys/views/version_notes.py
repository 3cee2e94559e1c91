"""What a results page says of a question that versions changed: since when it counts, and what counts as what."""

from collections.abc import Iterator, Mapping
from datetime import date

from flask_babel import gettext

from core.web.i18n import language
from core.web.pages import long_date
from surveys.columns import Column
from surveys.results import QuestionResult
from surveys.versions import Status


def version_notes(row: QuestionResult, days: Mapping[int, date]) -> tuple[str, ...]:
    """Sentences, none where every version asked the same. `days`: when each version was published."""
    if row.column is None:
        return ()
    if row.whole_only:
        number = row.column.recoded_by
        return (
            gettext(
                "Tidak ditampilkan per unit: sejak versi %(number)s pilihan lama dihitung sebagai pilihan lain.",
                number=number,
            ),
        )
    return tuple(_notes(row.column, days))


def _notes(column: Column, days: Mapping[int, date]) -> Iterator[str]:
    first, newest = min(days), max(days)
    if column.since > first:
        day = long_date(days[column.since])
        yield gettext("Dihitung sejak versi %(number)s (%(day)s).", number=column.since, day=day)
    if column.until < newest:
        day = long_date(days[column.until + 1])
        yield gettext("Ditanyakan sampai versi %(number)s; berakhir %(day)s.", number=column.until, day=day)
    for step in reversed(column.steps):
        if step.change.status == Status.REWORDED:
            yield gettext("Kata-katanya diperbaiki pada versi %(number)s.", number=step.version.number)
    for moved in column.recoded:
        yield gettext(
            "“%(old)s” (versi %(numbers)s) dihitung sebagai “%(new)s”.",
            old=moved.old.label(language()),
            numbers=_span(moved.versions),
            new=moved.new.label(language()),
        )
    if column.ended:
        labels = ", ".join(f"“{option.label(language())}”" for option in column.ended)
        yield gettext("Tidak ditawarkan lagi: %(labels)s.", labels=labels)


def _span(numbers: tuple[int, ...]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
