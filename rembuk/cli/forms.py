"""`rembuk form-check`: whether an XLSForm can become a survey."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import click

from core.errors import RembukError
from surveys.definition import pages_of
from surveys.xlsform import ReadForm, Refusal, read_form

_IN_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command("form-check")
@click.argument("file", type=_IN_FILE)
def form_check(file: Path) -> None:
    """Check the XLSForm FILE: every refusal with its sheet, row, column and reason, one a line."""
    form = _read(file)
    for refusal in form.refusals:
        click.echo(f"{_place(refusal)}: {_said(refusal)}")
    for note in form.notes:
        click.echo(f"catatan, {_place(note)}: {_said(note)}")
    if form.refusals:
        raise click.ClickException(f"{file}: {len(form.refusals)} hal belum dapat dipakai")
    pages = len(pages_of(form.questions))
    click.echo(f"{file}: dapat diimpor, {len(form.questions)} pertanyaan, {pages} halaman")


class _Told(Protocol):
    @property
    def message(self) -> str: ...
    @property
    def params(self) -> Mapping[str, object]: ...


def _said(told: _Told) -> str:
    return told.message % told.params if told.params else told.message


def _place(refusal: Refusal) -> str:
    parts = [f"lembar {refusal.sheet}"]
    parts += [f"baris {refusal.row}"] if refusal.row else []
    parts += [f"kolom {refusal.column}"] if refusal.column else []
    return ", ".join(parts)


def _read(file: Path) -> ReadForm:
    try:
        return read_form(file.read_bytes())
    except RembukError as refusal:
        raise click.ClickException(f"{file}: {_said(refusal)}") from refusal
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
