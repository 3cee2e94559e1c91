"""`rembuk doctor`."""

import json
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click
from flask_babel import force_locale
from sqlalchemy.exc import SQLAlchemyError

from core.checks import CHECKS, Finding, Level, run_checks
from core.config import load_settings
from core.errors import N_
from core.pages.upkeep.upkeep import place, words
from rembuk import migrate

LOCK = Path(__file__).parents[2] / "requirements.lock"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(;?)", re.MULTILINE)


def dependencies(lock: Path = LOCK) -> Finding:
    """The installed packages are those of the lock; one that is for other systems may be missing."""
    title = N_("Pustaka")
    if not lock.is_file():
        return Finding(title, Level.OK, N_("tidak ada berkas kunci untuk dibandingkan"))
    pins: dict[str, set[str]] = {}
    optional = set()
    for name, wanted, marked in _PINNED.findall(lock.read_text(encoding="utf-8")):
        pins.setdefault(name, set()).add(wanted)  # one per version of Python, for some
        optional |= {name} if marked else set()
    odd = [name for name, wanted in pins.items() if not _fits(name, wanted, name in optional)]
    if odd:
        advice = N_("Jalankan lagi: pip install --require-hashes -r requirements.lock.")
        return Finding(
            title, Level.WARN, N_("lain dari berkas kunci: %(names)s"), advice, {"names": ", ".join(odd)}
        )
    return Finding(title, Level.OK, N_("sama dengan berkas kunci"))


def _fits(name: str, wanted: set[str], optional: bool) -> bool:
    try:
        return version(name) in wanted
    except PackageNotFoundError:
        return optional


def examine() -> list[dict[str, str]]:
    """Every check in English; a database that cannot be asked is one bad finding."""
    from rembuk.app import create_app

    settings = load_settings()
    title = N_("Basis data")
    with create_app(settings).test_request_context(), force_locale("en"):
        findings = [dependencies()]
        try:
            if migrate.current(settings.database_url) != migrate.newest():
                advice = N_("Jalankan: rembuk upgrade.")
                findings.append(Finding(title, Level.BAD, N_("strukturnya bukan yang terbaru"), advice))
            else:
                findings += run_checks(place(), CHECKS)
        except SQLAlchemyError as error:
            advice = N_("Periksa REMBUK_DATABASE_URL dan server basis data.")
            params: dict[str, object] = {"error": type(error).__name__}
            findings.append(Finding(title, Level.BAD, N_("tidak dapat dipakai (%(error)s)"), advice, params))
        return [words(finding) for finding in findings]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of lines.")
def doctor(as_json: bool) -> None:
    """Check the installation: what is wrong, and what to do. Exit code 1 when something is bad."""
    findings = examine()
    if as_json:
        click.echo(json.dumps(findings, ensure_ascii=False, indent=1))
    else:
        for one in findings:
            click.echo(f"{one['level']:<5} {one['title']}: {one['found']}")
            if one["advice"]:
                click.echo(f"      -> {one['advice']}")
    if any(one["level"] == Level.BAD for one in findings):
        raise click.exceptions.Exit(1)
