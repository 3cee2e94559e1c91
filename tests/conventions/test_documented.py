"""Every setting and every command is in the documentation, and nothing that isn't."""

import re

import click

from rembuk.cli import main
from tests.conventions.sources import HOME, python_files

READ = re.compile(r'(?:\bget\(\s*"|REMBUK_)([A-Z][A-Z_]+)"?')
SETTINGS = HOME / "docs" / "settings.md"
COMMANDS = HOME / "docs" / "commands.md"


def settings_read() -> set[str]:
    """The names that core/config.py reads, and every REMBUK_… that stands elsewhere in the product."""
    config = (HOME / "core" / "config.py").read_text()
    found = {f"REMBUK_{name}" for name in re.findall(r'\bget\(\s*"([A-Z_]+)"', config)}
    for path in python_files():
        found |= set(re.findall(r'["\'](REMBUK_[A-Z_]+[A-Z])["\']', path.read_text()))
    return found - {
        "REMBUK_VERSION",
        "REMBUK_REVISION",
        "REMBUK_SETTINGS",
    }  # keys of Flask's own configuration


def commands(group: click.Group, before: str = "rembuk") -> list[tuple[str, click.Command]]:
    """Every command with the words to type."""
    found: list[tuple[str, click.Command]] = []
    for name, command in sorted(group.commands.items()):
        words = f"{before} {name}"
        found += commands(command, words) if isinstance(command, click.Group) else [(words, command)]
    return found


def test_every_setting_is_documented() -> None:
    rows = set(re.findall(r"^\| `(REMBUK_[A-Z_]+)`", SETTINGS.read_text(), re.MULTILINE))
    assert settings_read() - rows == set(), "docs/settings.md: a row for each"
    assert len(rows) > 5


def test_every_command_is_documented() -> None:
    text = COMMANDS.read_text()
    missing = [words for words, _command in commands(main) if f"`{words}" not in text]
    assert missing == [], "docs/commands.md: name each in backticks, with what it is for"


def test_every_command_says_what_it_is_for() -> None:
    assert [words for words, command in commands(main) if not (command.help or "").strip()] == []


def test_a_missing_row_is_seen() -> None:
    assert "REMBUK_DATA" in settings_read()
    assert ("rembuk user add", main.commands["user"].commands["add"]) in commands(main)  # type: ignore[attr-defined]
