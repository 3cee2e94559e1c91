"""A real server on demo data and a real Chromium, phone-sized, without JavaScript unless asked for."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page

from tests.chromium import PHONE
from tests.conftest import WITHOUT_LIMIT
from tests.postgres import new_database

START_SECONDS = 120
# `make browser-slow`: a click returns before its page is there, as on a busy machine.
SLOWLY = Path(__file__).parent / "slowly"
# Twice what `slowly` waits.
SLOW_SECONDS = 0.6


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path, database_url: str = "") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REMBUK_")}
    paths = os.pathsep.join(filter(None, (str(SLOWLY), os.environ.get("PYTHONPATH", ""))))
    slow = {"PYTHONPATH": paths} if os.environ.get("REMBUK_SLOW_PAGES") else {}
    return {
        **kept,
        **slow,
        "REMBUK_DATA": str(data),
        "REMBUK_DATABASE_URL": database_url,
        "REMBUK_LOG_LEVEL": "WARNING",
        **WITHOUT_LIMIT,
    }


def rembuk(arguments: list[str], env: dict[str, str]) -> str:
    """Run a command to its end; its output."""
    done = subprocess.run(
        [sys.executable, "-m", "rembuk", *arguments], env=env, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def serving(env: dict[str, str], *, python: str = sys.executable) -> Iterator[str]:
    """`rembuk serve` until the block ends; its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([python, "-m", "rembuk", "serve", "--port", str(port)], env=env)
    try:
        wait_until_up(address, process)
        if os.environ.get("REMBUK_SLOW_PAGES"):
            assert seconds_of(address) >= SLOW_SECONDS, "pages are not late"
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in {0, -signal.SIGTERM}


def seconds_of(address: str) -> float:
    """How long the home page takes."""
    started = time.monotonic()
    with urllib.request.urlopen(
        urllib.request.Request(address, headers={"Accept": "text/html"}), timeout=60
    ) as page:
        page.read()
    return time.monotonic() - started


def wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                assert answer.status == 200
                return
        except OSError:
            assert time.monotonic() < deadline, "the server did not come up"
            time.sleep(0.1)


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo on SQLite, loaded once; tests that change it work on a copy."""
    data = tmp_path_factory.mktemp("demo")
    rembuk(["demo"], environment(data))
    return data


@pytest.fixture(scope="session")
def demo_server(demo_data: Path) -> Iterator[str]:
    """For tests that only look."""
    with serving(environment(demo_data)) as address:
        yield address


@pytest.fixture
def own_demo_server(engine_name: str, demo_data: Path, tmp_path: Path) -> Iterator[str]:
    """A demo of the test's own, on the engine it asks for."""
    if engine_name == "sqlite":
        data = tmp_path / "data"
        shutil.copytree(demo_data, data)
        env = environment(data)
    else:
        env = environment(tmp_path / "data", new_database())
        rembuk(["demo"], env)
    with serving(env) as address:
        yield address


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Chromium) -> Iterator[OpenPage]:
    """A page in a context of its own: another person on another phone."""
    contexts: list[BrowserContext] = []

    def make(*, javascript: bool = False, size: dict[str, int] | None = None, lang: str = "id-ID") -> Page:
        context = chromium.new_context(
            viewport=size or PHONE, java_script_enabled=javascript, locale=lang, reduced_motion="reduce"
        )
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def log_in(page: Page, server: str, login: str, password: str = "rembuk-contoh-2027") -> Page:
    page.goto(f"{server}/masuk")
    page.get_by_label(re.compile("Nama akun|User name|Account name")).fill(login)
    page.get_by_label(re.compile("Kata sandi|Password")).fill(password)
    page.locator("main button").first.click()
    return page
