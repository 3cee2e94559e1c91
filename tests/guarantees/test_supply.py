"""Row supply: locked with hashes, each dependency for a reason, no network at run time, vendored bytes known."""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.sbom import write_sbom

HERE = Path(__file__).parent.parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]
MANIFEST = HERE / "rembuk" / "vendored.sha256"
HANG = 600
# Written for this project, and changed with it. Whatever else lies there came from elsewhere.
OWN_SCRIPTS = {
    "agenda.js",
    "answer.js",
    "check-in-store.js",
    "check-in-worker.js",
    "check-in.js",
    "expressions.js",
    "logic.js",
    "photo.js",
    "place.js",
    "workbench.js",
}
OWN_STATIC = {
    "icons.svg",
    "mark.svg",
    "motif.svg",
    "questionnaire.css",
    "style.css",
    "tenun.svg",
    *OWN_SCRIPTS,
}
OWN_DATA = {"ORIGIN.md", "asn.toml", "skm.toml"}


def entries(lock: str) -> list[str]:
    """One logical line per locked package."""
    lines = [line for line in lock.splitlines() if not line.lstrip().startswith("#")]
    return [entry for entry in "\n".join(lines).replace("\\\n", " ").splitlines() if entry.strip()]


def loose(lock: str) -> list[str]:
    """The entries that are not one exact version with its hashes: an address, a range, a bare name."""
    whole = re.compile(
        r"[a-z0-9][a-z0-9._-]*==[^\s;@]+(\s*;[^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", re.I
    )
    return [entry.split("--hash")[0].strip() for entry in entries(lock) if not whole.fullmatch(entry)]


def locked(lock: str) -> dict[str, str]:
    """Name -> version."""
    found = (re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", entry) for entry in entries(lock))
    return {canonicalize_name(match[1]): match[2] for match in found if match}


def project() -> dict[str, Any]:
    facts: dict[str, Any] = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]
    return facts


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_version_and_hashes(name: str) -> None:
    lock = (HERE / name).read_text()
    assert len(entries(lock)) > 50
    assert loose(lock) == []


@pytest.mark.parametrize(
    "entry",
    ["flask==3.1", "flask>=3.1 --hash=sha256:" + "0" * 64, "flask @ https://example.org/flask.whl", "-e ."],
)
def test_sabotage_a_loose_entry_is_seen(entry: str) -> None:
    lock = (HERE / LOCKS[0]).read_text()
    assert loose(f"{lock}\n{entry}\n") == [entry.split("--hash")[0].strip()]


def test_every_dependency_is_locked() -> None:
    facts = project()
    extras = facts["optional-dependencies"]
    run, development = (locked((HERE / name).read_text()) for name in LOCKS)
    assert names(facts["dependencies"] + extras["build"]) - set(run) == set()
    assert names(extras["dev"]) - set(development) == set()
    assert {name: version for name, version in run.items() if development.get(name) != version} == {}


def reasoned() -> tuple[set[str], str]:
    """The packages of the table of reasons, and the sentence about development."""
    text = (HERE / "docs" / "decisions" / "dependencies.md").read_text()
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    told = {canonicalize_name(name.strip()) for row in rows for name in row.split(",")}
    return told, text[text.index("Development only:") :].lower()


def test_every_dependency_has_its_reason() -> None:
    facts = project()
    told, development = reasoned()
    assert names(facts["dependencies"] + facts["optional-dependencies"]["build"]) - told == set()
    words = {canonicalize_name(word) for word in re.findall(r"[a-z0-9][a-z0-9-]*", development)}
    assert names(facts["optional-dependencies"]["dev"]) - words - told == set()


def test_a_dependency_without_a_reason_is_seen() -> None:
    told, _development = reasoned()
    assert names(["requests>=2", "flask>=3"]) - told == {"requests"}


def manifest() -> dict[str, str]:
    """Path -> checksum."""
    return {path: digest for digest, path in (line.split() for line in MANIFEST.read_text().splitlines())}


def changed(listed: dict[str, str], root: Path) -> list[str]:
    """The files that are not what the manifest says."""
    return [
        path
        for path, digest in listed.items()
        if not (root / path).is_file() or hashlib.sha256((root / path).read_bytes()).hexdigest() != digest
    ]


def unlisted(listed: dict[str, str], root: Path) -> list[str]:
    """The files beside our own that nobody vouches for."""
    places = (("rembuk/static", OWN_STATIC), ("analysis/data", OWN_DATA))
    found = (
        path.relative_to(root).as_posix()
        for folder, own in places
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and path.name not in own
    )
    return [path for path in found if path not in listed]


def test_vendored_files_are_the_ones_that_were_vetted() -> None:
    assert len(manifest()) >= 9
    assert changed(manifest(), HERE) == []
    assert unlisted(manifest(), HERE) == []


def test_sabotage_a_changed_or_new_file_is_seen(tmp_path: Path) -> None:
    for path in manifest():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes((HERE / path).read_bytes())
    assert changed(manifest(), tmp_path) == []
    (tmp_path / "analysis/data/slang.csv").write_bytes(b"pi,tapi\n")
    (tmp_path / "rembuk/static").mkdir(parents=True)
    (tmp_path / "rembuk/static/htmx.js").write_text("fetch('https://example.org')")
    assert changed(manifest(), tmp_path) == ["analysis/data/slang.csv"]
    assert unlisted(manifest(), tmp_path) == ["rembuk/static/htmx.js"]


@pytest.fixture(scope="module")
def sbom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sbom") / "sbom.json"
    write_sbom(made)
    return made


@pytest.mark.slow
def test_the_list_of_components_is_what_is_locked(sbom: Path) -> None:
    listed = json.loads(sbom.read_text())
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    assert listed["metadata"]["component"]["name"] == "rembuk"
    components = {canonicalize_name(c["name"]): c["version"] for c in listed["components"]}
    assert components == locked((HERE / LOCKS[0]).read_text())
    assert [c["name"] for c in listed["components"] if not c["externalReferences"][0]["hashes"]] == []


@pytest.mark.slow
def test_the_list_of_components_is_the_same_each_time(sbom: Path, tmp_path: Path) -> None:
    write_sbom(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == sbom.read_bytes()


def walk(folder: Path, *flags: str) -> dict[str, Any]:
    """Run the walk; `--alone` without any network but loopback. A machine that forbids that fails the test."""
    command = [sys.executable, "-m", "tests.guarantees.offline_walk", str(folder), *flags]
    if "--alone" in flags:
        command = ["unshare", "--net", *command]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=HANG)
    assert done.returncode == 0, done.stdout + done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


def unfinished(seen: dict[str, Any]) -> list[str]:
    return [job for job in seen["jobs"] if not job.endswith(" done")]


@pytest.mark.slow
@pytest.mark.parametrize("where", ["--alone", "--watched"])
def test_nothing_is_asked_of_a_network(tmp_path: Path, where: str) -> None:
    seen = walk(tmp_path, where)
    assert (seen["outside"], seen["broken"], unfinished(seen)) == ([], [], [])
    assert seen["pages"] > 150
    assert any(job.startswith("plan.") for job in seen["jobs"])
    assert seen["served"] == ["/ 200", "/masuk 200", "/static/style.css 200", "/readyz 200"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "noted"), [("--alone", []), ("--watched", ["socket.getaddrinfo 192.0.2.1"])]
)
def test_sabotage_a_job_that_looks_outside_is_caught(tmp_path: Path, where: str, noted: list[str]) -> None:
    seen = walk(tmp_path, where, "--sabotage")
    assert (seen["outside"], unfinished(seen)) == (noted, ["test.outside queued OSError"])
