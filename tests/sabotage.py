"""Remove eleven guards one at a time and show which test catches each: `make sabotage`.

The tree is copied; the product itself is never touched. A guard that moved or changed is an error:
its text here must be found exactly once.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).parent.parent
LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "__pycache__", "*.sqlite*", ".mypy_cache", ".ruff_cache", "data"
)
FIRST_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
HANG_SECONDS = 900


@dataclass(frozen=True)
class Guard:
    """A piece of source, what stands there without the guard, and the tests that must notice."""

    name: str
    path: str
    before: str
    after: str
    tests: tuple[str, ...]


GUARDS = (
    Guard(
        "a row of the policy table",
        "core/parts/frame.py",
        '"units.edit": ADMINISTRATORS,',
        '"units.edit": ANYONE,',
        ("tests/conventions/test_routes.py",),
    ),
    Guard(
        "CSRF on one form",
        "core/web/csrf.py",
        "    elif not stateless_token_fits():\n",
        '    elif not request.path.startswith("/masukan/") and not stateless_token_fits():\n',
        ("tests/guarantees/test_csrf.py::test_a_token_of_another_page_does_not_fit",),
    ),
    Guard(
        "taken < seats",
        "core/accounts/invitations.py",
        ".where(Invitation.id == invitation.id, Invitation.taken < Invitation.seats)",
        ".where(Invitation.id == invitation.id)",
        ("tests/guarantees/test_seats.py",),
    ),
    Guard(
        "taken < seats of a workshop",
        "forum/seats/counting.py",
        "_this(workshop).where(Workshop.taken < Workshop.seats, *open_)",
        "_this(workshop)",
        ("tests/forum/seats/test_seats.py",),
    ),
    Guard(
        "suppression of small cells",
        "surveys/disclosure.py",
        "    hidden = {value for value, count in counts.items() if is_small(count)}\n    if not hidden:\n",
        "    hidden: set[str] = set()\n    if not hidden:\n",
        ("tests/surveys/test_disclosure.py",),
    ),
    Guard(
        "a nonce is used once",
        "surveys/store.py",
        "    return claimed.first() is not None\n",
        "    return claimed.first() is not None or True\n",
        ("tests/guarantees/test_once.py",),
    ),
    Guard(
        "escaping in a template",
        "templates/core/units.html",
        "{{ row.unit.name }}</a>",
        "{{ row.unit.name|safe }}</a>",
        ("tests/guarantees/test_rules.py",),
    ),
    Guard(
        "an object is loaded through its parent",
        "plan/indicators.py",
        "select(Indicator).where(Indicator.id == indicator_id, Indicator.item_id == item.id)",
        "select(Indicator).where(Indicator.id == indicator_id)",
        ("tests/plan/test_indicators.py", "tests/plan/test_indicators_pages.py"),
    ),
    Guard(
        "guesses at a password are counted",
        "core/accounts/attempts.py",
        "        where=or_(over, AttemptCount.tries < limit),\n",
        "        where=or_(over, AttemptCount.tries < limit * 1000),\n",
        ("tests/core/test_throttle.py",),
    ),
    Guard(
        "secure_delete",
        "core/db.py",
        '        "secure_delete=ON",\n',
        '        "secure_delete=OFF",\n',  # some builds of SQLite have it on by themselves
        ("tests/core/test_db.py",),
    ),
    Guard(
        "the audit log is append-only",
        "rembuk/migrations/append_only.py",
        '            f"{table}_no_update": f"{update} ON {table}",\n',
        "",
        ("tests/core/test_audit.py",),
    ),
)


def occurrences(guard: Guard, home: Path = HOME) -> int:
    """How often the guard's text stands in its file."""
    return (home / guard.path).read_text().count(guard.before)


def run_tests(home: Path, tests: tuple[str, ...]) -> tuple[bool, str]:
    """Whether the tests pass in a tree, and the first that doesn't. SQLite only: that is enough to notice."""
    environ = {**os.environ, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-k", "not postgresql", *tests],
        cwd=home,
        env=environ,
        capture_output=True,
        text=True,
        timeout=HANG_SECONDS,
        check=False,
    )
    if done.returncode not in {0, 1}:
        raise SystemExit(f"the tests could not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    failed = FIRST_FAILED.search(done.stdout)
    return done.returncode == 0, failed.group(1) if failed else ""


def without(guard: Guard, home: Path) -> str:
    """The test that notices the guard's absence; empty if none does."""
    path = home / guard.path
    honest = path.read_text()
    path.write_text(honest.replace(guard.before, guard.after))
    try:
        passed, failed = run_tests(home, guard.tests)
    finally:
        path.write_text(honest)
    return "" if passed else failed


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """0 if all eleven were caught."""
    moved = [f"{g.name}: found {occurrences(g)} times in {g.path}" for g in GUARDS if occurrences(g) != 1]
    if moved:
        say("\n".join(moved))
        return 1
    with tempfile.TemporaryDirectory(prefix="rembuk-sabotage-") as folder:
        home = Path(folder) / "tree"
        shutil.copytree(HOME, home, ignore=LEFT_OUT)
        all_tests = tuple(dict.fromkeys(test for guard in GUARDS for test in guard.tests))
        passed, failed = run_tests(home, all_tests)
        if not passed:
            say(f"red before anything was removed: {failed}")
            return 1
        caught = 0
        for guard in GUARDS:
            test = without(guard, home)
            caught += bool(test)
            say(f"{guard.name:<40} {test or 'NOT CAUGHT'}")
    say(f"{caught} of {len(GUARDS)} caught")
    return 0 if caught == len(GUARDS) else 1


if __name__ == "__main__":
    raise SystemExit(main())
