"""Ways of writing that have cost others their users' data are not in the product at all."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conventions.sources import name, python_files, templates

HTTP_CLIENTS = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "ftplib"}
DESERIALISERS = {"pickle", "marshal", "shelve", "dill"}
CSV_WRITERS = {"core/csv_writing.py"}
SQL_CALLS = {"text", "execute", "exec_driver_sql", "scalar", "scalars"}
# A fixed list of settings for SQLite, which takes no parameters in PRAGMA; and names from the code's own tables.
SQL_BUILDERS = {"core/db.py", "rembuk/migrations/append_only.py", "rembuk/safety/snapshots.py"}
UNSAFE_TEMPLATE = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false|Markup\(")


def called(node: ast.Call) -> str:
    """The dotted name of what is called."""
    return ast.unparse(node.func)


def built_text(node: ast.expr) -> bool:
    """Whether a text is put together from values."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod | ast.Add) and (_is_text(node.left) or built_text(node.left))
    return isinstance(node, ast.Call) and called(node).endswith(".format")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def markup(tree: ast.AST, _file: str) -> bool:
    """Text declared to be safe HTML."""
    return any(called(c).split(".")[-1] == "Markup" for c in _calls(tree))


def sql_from_text(tree: ast.AST, file: str) -> bool:
    """SQL put together from values."""
    if file in SQL_BUILDERS:
        return False
    sql = [c for c in _calls(tree) if called(c).split(".")[-1] in SQL_CALLS]
    return any(built_text(argument) for c in sql for argument in c.args)


def populate(tree: ast.AST, _file: str) -> bool:
    """A form that writes whatever was posted into a row."""
    return any(called(c).split(".")[-1] in {"populate_obj", "populate"} for c in _calls(tree))


def csv_writer(tree: ast.AST, file: str) -> bool:
    """CSV written past the one place that disarms formulas."""
    return file not in CSV_WRITERS and any(
        called(c).endswith(("csv.writer", "csv.DictWriter")) for c in _calls(tree)
    )


def http_client(tree: ast.AST, _file: str) -> bool:
    """A request to the outside."""
    return any(module == c or module.startswith(f"{c}.") for module in _imports(tree) for c in HTTP_CLIENTS)


def guessable(tree: ast.AST, _file: str) -> bool:
    """Chance that can be computed: of tokens, of keys, of the order of answers."""
    modules = set(_imports(tree))
    system = {m for m in modules if m == "random.SystemRandom"}
    return any(m == "random" or m.startswith("random.") for m in modules - system) and not system


def open_redirect(tree: ast.AST, _file: str) -> bool:
    """A redirect to an address that the request names, past `safe_next`."""
    for call in _calls(tree):
        if called(call).split(".")[-1] == "redirect" and call.args:
            target = call.args[0]
            checked = isinstance(target, ast.Call) and called(target) in {"safe_next", "url_for"}
            if not checked and "request" in {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}:
                return True
    return False


def running_text(tree: ast.AST, _file: str) -> bool:
    """Text run as code, or a shell."""
    direct = any(called(c) in {"eval", "exec", "os.system", "os.popen"} for c in _calls(tree))
    shell = any(
        k.arg == "shell" and getattr(k.value, "value", True) for c in _calls(tree) for k in c.keywords
    )
    return direct or shell


def deserialiser(tree: ast.AST, _file: str) -> bool:
    """A format that runs code when read."""
    return bool(DESERIALISERS & set(_imports(tree)))


Rule = Callable[[ast.AST, str], bool]
RULES: dict[str, tuple[Rule, tuple[str, ...]]] = {
    "markup": (markup, ("Markup(text)", "import markupsafe\nmarkupsafe.Markup(x)")),
    "sql": (
        sql_from_text,
        (
            "session.execute(text(f'SELECT {x}'))",
            "text('SELECT %s' % x)",
            "text('SELECT ' + x)",
            "connection.exec_driver_sql('DROP {}'.format(x))",
        ),
    ),
    "populate": (populate, ("form.populate_obj(account)",)),
    "csv": (csv_writer, ("import csv\ncsv.writer(file)", "import csv\ncsv.DictWriter(file, [])")),
    "http": (
        http_client,
        (
            "import requests",
            "from urllib.request import urlopen",
            "from urllib import request",
            "import http.client",
        ),
    ),
    "random": (guessable, ("import random", "from random import choice")),
    "redirect": (
        open_redirect,
        ("redirect(request.args['next'])", "redirect(request.args.get('next') or '/', 303)"),
    ),
    "run": (running_text, ("eval(x)", "subprocess.run(x, shell=True)")),
    "pickle": (deserialiser, ("import pickle",)),
}
# Fixed seeds for repeatable results are what these files are about; nothing secret is drawn there.
EXCEPTIONS = {"random": ("analysis/", "rembuk/seeding/", "surveys/reaching.py")}


def breaks(rule: str, path: Path) -> bool:
    """Whether a file breaks a rule it is not excepted from."""
    where = name(path)
    return not where.startswith(EXCEPTIONS.get(rule, ("?",))) and RULES[rule][0](
        ast.parse(path.read_text()), where
    )


@pytest.mark.parametrize("rule", RULES)
def test_no_file_breaks_the_rule(rule: str) -> None:
    assert [name(path) for path in python_files() if breaks(rule, path)] == []


@pytest.mark.parametrize(("rule", "code"), [(r, code) for r, (_check, bad) in RULES.items() for code in bad])
def test_sabotage_of_a_rule_is_seen(rule: str, code: str) -> None:
    assert RULES[rule][0](ast.parse(code), "surveys/somewhere.py")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("sql", "session.execute(text('SELECT 1'))"),
        ("sql", "session.execute(select(Account))"),
        ("redirect", "redirect(safe_next(request.args.get('next')), 303)"),
        ("redirect", "redirect(url_for('home.index', q=request.args.get('q')))"),
        ("random", "from random import SystemRandom"),
        ("http", "from urllib.parse import urlsplit"),
        ("run", "subprocess.run(['ls'], shell=False)"),
    ],
)
def test_rules_leave_honest_code_alone(rule: str, code: str) -> None:
    assert not RULES[rule][0](ast.parse(code), "surveys/somewhere.py")


def test_templates_escape_everything() -> None:
    assert [name(path) for path in templates() if UNSAFE_TEMPLATE.search(path.read_text())] == []


@pytest.mark.parametrize(
    "text", ["{{ x|safe }}", "{{ x | safe }}", "{% autoescape false %}", "{{ Markup(x) }}"]
)
def test_sabotage_of_a_template_is_seen(text: str) -> None:
    assert UNSAFE_TEMPLATE.search(text)
    assert not UNSAFE_TEMPLATE.search("{{ x|safer }} {{ unsafe }}")
