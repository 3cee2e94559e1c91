"""`rembuk skm`: the index of a CSV file of answers."""

import json
from pathlib import Path

import click

from core.csv_reading import CsvFile, read_csv
from core.errors import RembukError
from surveys import skm as rules
from surveys.skm_instruments import CURRENT

_IN_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_OUT_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command()
@click.argument("file", type=_IN_FILE)
@click.option(
    "--population", type=click.IntRange(min=1), help="Users of the service: gives the minimum sample."
)
@click.option("--out", type=_OUT_FILE, help="JSON file to write.")
@click.option("--compatible", is_flag=True, help="kompatibilitas: weight 0,111 as older sheets have it.")
def skm(file: Path, population: int | None, out: Path | None, compatible: bool) -> None:
    """Compute the SKM index of FILE: columns named by the nine keys, values 1-4 or empty."""
    n, counts = _counts(_read(file))
    result = rules.compute(counts, n=n, compatible=compatible)
    sample = rules.minimum_sample(population) if population is not None else None
    _print(result, counts, sample)
    if compatible:
        click.echo("kompatibilitas: bobot 0,111, bukan bobot peraturan")
    if out is not None:
        _write(out, result, sample)


def _read(file: Path) -> CsvFile:
    try:
        return read_csv(file.read_bytes(), max_bytes=None, max_rows=None)
    except RembukError as refusal:
        raise click.ClickException(f"{file}: {refusal.message % refusal.params}") from refusal
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error


def _counts(table: CsvFile) -> tuple[int, dict[str, dict[int, int]]]:
    """Respondents (rows with at least one value) and how often each value was given."""
    missing = [key for key in CURRENT.keys if key not in table.header]
    if missing:
        raise click.ClickException(f"kolom tidak ada: {', '.join(missing)}")
    places = [(key, table.header.index(key)) for key in CURRENT.keys]
    counts: dict[str, dict[int, int]] = {key: dict.fromkeys(CURRENT.steps, 0) for key in CURRENT.keys}
    values = {str(step): step for step in CURRENT.steps}
    n = 0
    for row in table.rows:
        answered = False
        for key, place in places:
            cell = row.cells[place].strip()
            if not cell:
                continue
            if cell not in values:
                raise click.ClickException(
                    f"baris {row.number}, kolom {key}: {cell[:40]!r} bukan 1, 2, 3, 4, atau kosong"
                    " (baris 1 adalah judul kolom)"
                )
            counts[key][values[cell]] += 1
            answered = True
        n += answered
    if not n:
        raise click.ClickException("tidak ada satu pun nilai pada kolom sembilan unsur")
    return n, counts


def _print(result: rules.SkmResult, counts: dict[str, dict[int, int]], sample: int | None) -> None:
    click.echo(f"{'unsur':<13}{'n':>8}{'NRR':>8}")
    for key, nrr in result.nrr.items():
        click.echo(f"{key:<13}{sum(counts[key].values()):>8}{_comma(nrr):>8}")
    band = result.band
    click.echo(f"\n{'responden':<22}{result.n:>7}")
    click.echo(f"{'IKM':<22}{_comma(result.ikm):>7}  {band.letter} ({band.name_id})" if band else "IKM –")
    click.echo(f"{'IKM tanpa biaya':<22}{_comma(result.ikm_without_biaya):>7}")
    if sample is not None:
        click.echo(f"{'sampel minimum':<22}{sample:>7}  terkumpul {result.n}")


def _comma(value: object) -> str:
    return "–" if value is None else str(value).replace(".", ",")


def _write(out: Path, result: rules.SkmResult, sample: int | None) -> None:
    def text(value: object) -> str | None:
        return None if value is None else str(value)

    content = {
        "n": result.n,
        "nrr": {key: text(nrr) for key, nrr in result.nrr.items()},
        "ikm": text(result.ikm),
        "ikm_without_biaya": text(result.ikm_without_biaya),
        "band": result.band.letter if result.band else None,
        "minimum_sample": sample,
    }
    try:
        out.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror}") from error
