"""The files of the product, for the tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).parent.parent.parent
PACKAGES = ("analysis", "core", "forum", "plan", "rembuk", "surveys")
MIGRATIONS = HOME / "rembuk" / "migrations" / "versions"


def python_files(*folders: str) -> list[Path]:
    """Python files of the product (or of some folders), without generated migrations."""
    found = [p for folder in folders or PACKAGES for p in (HOME / folder).rglob("*.py")]
    return sorted(p for p in found if MIGRATIONS not in p.parents)


def templates() -> list[Path]:
    return sorted((HOME / "templates").rglob("*.*"))


def name(path: Path) -> str:
    """A path as it is written in reports."""
    return path.relative_to(HOME).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(where, number of lines) of each function of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (
                f"{name(path)}:{node.lineno} {node.name}",
                (node.end_lineno or node.lineno) - node.lineno + 1,
            )
