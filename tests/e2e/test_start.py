"""Start as an outsider does: second start, another district, the wheel elsewhere; the first page's bytes."""

import os
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path

import pytest
from lxml import html

from tests.e2e.conftest import environment, rembuk, serving

HERE = Path(__file__).parent.parent.parent
FIRST_FLIGHT = 14_600
HANG = 5 * 5  # five times the goal of five seconds


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def text_of(page: str) -> str:
    return " ".join(html.fromstring(page).text_content().split())


@pytest.mark.slow
def test_second_start_serves_soon_and_loads_nothing_again(demo_data: Path) -> None:
    assert "loaded already" in rembuk(["demo"], environment(demo_data))
    began = time.monotonic()
    with serving(environment(demo_data)) as address:
        assert read(f"{address}/healthz") == "ok\n"
        assert time.monotonic() - began < HANG


def bytes_of(address: str, encoding: str) -> int:
    """What goes over the line for a browser that understands this compression."""
    asked = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.headers["Content-Encoding"] == encoding
        return len(answer.read())


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_first_page_of_the_feedback_form_fits_the_first_flight(demo_server: str, encoding: str) -> None:
    form = f"{demo_server}/masukan/namosain"
    page = html.fromstring(read(form))
    assert len(page.cssselect("fieldset, textarea, main select")) >= 15
    sheet = demo_server + str(page.cssselect("link[rel=stylesheet]")[0].get("href"))
    assert bytes_of(form, encoding) + bytes_of(sheet, encoding) <= FIRST_FLIGHT


@pytest.mark.slow
def test_another_district_is_only_another_folder(tmp_path: Path) -> None:
    env = environment(tmp_path / "data")
    rembuk(["demo", "--seed", str(HERE / "tests" / "seeds" / "lembah")], env)
    with serving(env) as address:
        home = text_of(read(address))
        assert "Distrik Lembah Biru" in home
        assert "DATA CONTOH" in home
        assert "Desa Hilir" in text_of(read(f"{address}/masukan"))
        assert "Alak" not in home


@pytest.mark.slow
def test_the_wheel_serves_from_another_folder_and_environment(tmp_path: Path) -> None:
    """The packages come from this environment; only Rembuk itself comes from the wheel."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=HERE, check=True
    )
    place = tmp_path / "env"
    venv.create(place, with_pip=False)
    packages = next((place / "lib").glob("python*/site-packages"))
    wheel = next(tmp_path.glob("rembuk-*.whl"))
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(place), "install", "--no-deps", "-q", str(wheel)],
        check=True,
    )
    ours = next(path for path in sys.path if path.endswith("site-packages"))
    (packages / "borrowed.pth").write_text(ours)
    env = {**environment(tmp_path / "data"), "PYTHONSAFEPATH": "1"}
    python = str(place / "bin" / "python")
    where = subprocess.run(
        [python, "-c", "import rembuk; print(rembuk.__file__)"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
    )
    assert where.stdout.startswith(str(place)), where.stdout + where.stderr
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        with serving(env, python=python) as address:
            assert "<h1" in read(address)
            assert "--" in read(f"{address}/static/style.css")
    finally:
        os.chdir(here)
