"""WTForms' messages in Indonesian are exactly those that the installed version has."""

import ast
import re
from pathlib import Path

import wtforms

from core.web.wtforms_messages import INDONESIAN

CALLS = {"gettext", "ngettext", "_"}


def messages_of(tree: ast.AST) -> set[str]:
    """The first argument (and the plural, of ngettext) of every translating call."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in CALLS:
            texts = [a.value for a in node.args[:2] if isinstance(a, ast.Constant)]
            found |= {t for t in texts if isinstance(t, str)}
    return found


def test_messages_are_those_of_the_installed_version() -> None:
    folder = Path(wtforms.__file__).parent
    files = [p for p in folder.rglob("*.py") if p.name != "i18n.py"]
    expected = set().union(*(messages_of(ast.parse(p.read_text())) for p in files))
    assert set(INDONESIAN) == expected


def test_messages_keep_their_slots() -> None:
    slots = re.compile(r"%\(\w+\)[sd]|%s")
    for english, indonesian in INDONESIAN.items():
        assert sorted(slots.findall(english)) == sorted(slots.findall(indonesian)), english
