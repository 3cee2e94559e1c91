"""`rembuk themes` and `rembuk themes-assign`: free text in a CSV file to themes in a JSON file."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

import analysis

# A pasted document is still one answer; the csv module would refuse cells over 128 KiB.
LONGEST_CELL = 10_000_000
# Work shorter than this needs no progress bar.
PATIENCE_SECONDS = 2.0
# The last two are what spreadsheets write where the comma is the decimal sign.
DELIMITERS = (",", ";", "\t")

IN_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command()
@click.argument("file", type=IN_FILE)
@click.option("--column", required=True, help="Column that holds the texts.")
@click.option("--labels", help="Column of themes given by people: more examples to learn from.")
@click.option("--taxonomy", default="asn", show_default=True, metavar="asn|skm|FILE.toml|none")
@click.option(
    "--n-themes", type=click.IntRange(min=1), help="How many themes to find (with --taxonomy none)."
)
@click.option("--seed", type=click.IntRange(min=0, max=2**32 - 1), default=0, show_default=True)
@click.option("--out", required=True, type=OUT_FILE, help="JSON file to write.")
def themes(
    file: Path, column: str, labels: str | None, taxonomy: str, n_themes: int | None, seed: int, out: Path
) -> None:
    """Read the themes in a column of FILE (CSV, UTF-8)."""
    texts, given = _columns(file, column, labels)
    try:
        model = analysis.ThemeModel(_taxonomy(taxonomy), n_themes, seed, progress=ProgressLine()).fit(
            texts, given
        )
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    _write(out, model.report_.to_dict(), model.readings_)


@click.command("themes-assign")
@click.argument("result", type=IN_FILE, metavar="OUT.json")
@click.argument("file", type=IN_FILE, metavar="NEW.csv")
@click.option("--column", required=True, help="Column that holds the texts.")
@click.option("--out", required=True, type=OUT_FILE, help="JSON file to write.")
def themes_assign(result: Path, file: Path, column: str, out: Path) -> None:
    """Read later answers (NEW.csv) with the themes of OUT.json; nothing is learned from them."""
    texts, _ = _columns(file, column, None)
    try:
        earlier = json.loads(result.read_text(encoding="utf-8"))
        model = analysis.ThemeModel.restore(earlier["settings"], progress=ProgressLine())
        kept = {key: earlier[key] for key in ("version", "settings", "themes")}
        # Sub-themes are of the answers they were found in; later answers are read by their themes alone.
        kept["subthemes"] = []
    except analysis.RefusedError as error:
        raise click.ClickException(f"{result}: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise click.ClickException(f"{result} is not a result of rembuk themes") from error
    readings = model.assign(texts)
    sizes = [sum(reading.theme == theme["id"] for reading in readings) for theme in kept["themes"]]
    kept["themes"] = [{**theme, "size": size} for theme, size in zip(kept["themes"], sizes, strict=True)]
    _write(out, {**kept, "quality": analysis.reading_figures(readings)}, readings)


def _taxonomy(choice: str) -> str | analysis.Taxonomy | None:
    if choice in analysis.SHIPPED:
        return choice
    if choice == "none":
        return None
    path = Path(choice)
    if path.suffix != ".toml":
        raise click.BadParameter("asn, skm, none or a file that ends in .toml", param_hint="--taxonomy")
    toml = _text(path)
    name = analysis.examples_file(toml)
    return analysis.parse_taxonomy(toml, _rows(path.parent / name)[1] if name else [], path.stem)


def _columns(file: Path, column: str, labels: str | None) -> tuple[list[str], list[str] | None]:
    header, rows = _rows(file)
    for name in (column, labels):
        if name is not None and name not in header:
            raise click.ClickException(f"{file} has no column {name!r}; it has: {', '.join(header)}")
    return [row[column] for row in rows], None if labels is None else [row[labels] for row in rows]


def _rows(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Header and rows; every cell is text, so an answer may be "N/A" and a missing cell is empty."""
    text = _text(file)
    first = text.partition("\n")[0]
    csv.field_size_limit(LONGEST_CELL)
    delimiter = max(DELIMITERS, key=first.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
        return list(reader.fieldnames or ()), list(reader)
    except csv.Error as error:
        raise click.ClickException(f"{file} is not a CSV file: {error}") from error


def _text(file: Path) -> str:
    try:
        # Not read_text: it would turn the line ends inside a quoted answer.
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise click.ClickException(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8") from error


def _write(out: Path, content: dict[str, Any], readings: Iterable[analysis.Reading]) -> None:
    assignments = [
        {"row": row, "theme": reading.theme, "theme2": reading.second, "confidence": reading.confidence}
        for row, reading in enumerate(readings)
    ]
    order = ("version", "settings", "quality", "themes", "subthemes")
    document = {**{key: content[key] for key in order}, "assignments": assignments}
    try:
        out.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"cannot write {out}: {error.strerror}") from error


class ProgressLine:
    """A bar on a terminal, once the work has lasted long enough to make a person wonder."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._shown = sys.stderr.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._shown and time.monotonic() - self._started > PATIENCE_SECONDS:
            filled = 30 * done // max(total, 1)
            bar = "#" * filled + "-" * (30 - filled)
            click.echo(f"\r{stage:<10} [{bar}] {done}/{total} ", nl=done == total, err=True)
