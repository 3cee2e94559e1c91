"""A server in a process group of its own, which can be killed whole, and people who send to it."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from core.codes import code_hash
from core.config import Settings
from tests.e2e.conftest import environment, free_port, wait_until_up
from tests.guarantees.fault_forms import Forms, Letter

HANG_SECONDS = 120
HOME = str(Path(__file__).parent.parent.parent)
CODE = re.compile(r'data-testid="kode-lacak"[^>]*>\s*([0-9A-Za-z -]+?)\s*<')
AGAIN = {500, 502, 503}


class Server:
    """`rembuk serve` (or its sabotaged twin) with its worker: one process group."""

    def __init__(self, settings: Settings, *, sabotage: str = "") -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.env = {
            **environment(settings.data, settings.database_url),
            "REMBUK_SECRET_KEY": settings.secret_key,
            "REMBUK_LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": HOME,
        }
        program = ["tests.guarantees.fault_server", sabotage] if sabotage else ["rembuk", "serve", "--port"]
        self.command = [sys.executable, "-m", *program, str(self.port)]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(self.command, env=self.env, cwd=HOME, start_new_session=True, **quiet)
        wait_until_up(self.address, self.process)

    def members(self) -> dict[int, str]:
        """Process id -> command line of everything in the group."""
        assert self.process is not None
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                if os.getpgid(int(entry.name)) == self.process.pid:
                    found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue  # it ended meanwhile
        return {pid: line for pid, line in found.items() if line}

    def kill(self) -> None:
        """SIGKILL to the server, its web process and its worker at once."""
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(HANG_SECONDS)
        deadline = time.monotonic() + HANG_SECONDS
        while self.members():
            assert time.monotonic() < deadline, self.members()
            time.sleep(0.02)
        self.process = None


def of(forms: Forms, *, sabotage: str = "") -> Server:
    """A server for these forms, not started yet."""
    return Server(forms.app.config["REMBUK_SETTINGS"], sabotage=sabotage)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Up in the block, dead afterwards whatever happened."""
    try:
        server.start()
        yield server
    finally:
        server.kill()


def ask(port: int, path: str, letter: Letter | None = None) -> tuple[int, str]:
    """Status and page of a GET, or of a letter that is posted. Raises OSError or HTTPException."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HANG_SECONDS)
    headers = {"Cookie": letter.cookie} if letter and letter.cookie else {}
    try:
        if letter is None:
            connection.request("GET", path)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, urlencode(letter.fields), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def code_in(page: str) -> str:
    """The hash of the tracking code that a page shows; empty where it shows none."""
    found = CODE.search(page)
    return code_hash(found.group(1)) if found else ""


class Senders:
    """People who send one letter after the other, each again and again until it is acknowledged."""

    def __init__(self, server: Server, forms: Forms, *, people: int, new_nonce: bool = False) -> None:
        self.server, self.forms = server, forms
        self.new_nonce = new_nonce
        self.acknowledged: dict[str, str] = {}
        self.odd: Counter[str] = Counter()
        self.again: Counter[str] = Counter()
        self.cookies = iter(forms.cookies)
        self.lock = threading.Lock()
        self.stop, self.hopeless = threading.Event(), False
        self.threads = [threading.Thread(target=self._send, args=(n,)) for n in range(people)]

    def __enter__(self) -> "Senders":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, error: type[BaseException] | None, *_more: object) -> None:
        """Nobody begins another letter; those on their way are brought to an end, unless the test failed."""
        self.hopeless = error is not None
        self.stop.set()
        for thread in self.threads:
            thread.join(HANG_SECONDS)
            assert not thread.is_alive(), "a letter was never acknowledged"

    def wait_for(self, number: int) -> None:
        """Until so many more letters are acknowledged."""
        goal, deadline = len(self.acknowledged) + number, time.monotonic() + HANG_SECONDS
        while len(self.acknowledged) < goal:
            assert time.monotonic() < deadline, (len(self.acknowledged), self.odd, self.again)
            time.sleep(0.01)

    def _send(self, person: int) -> None:
        """Every fourth person has accounts to answer with, as long as there are some left."""
        number = 0
        while not self.stop.is_set():
            with self.lock:
                cookie = next(self.cookies, "") if person % 4 == 0 else ""
                letter = self.forms.letter(cookie)
            number += 1
            self._until_acknowledged(letter, deaf=number % 5 == 0)

    def _until_acknowledged(self, letter: Letter, *, deaf: bool) -> None:
        """`deaf`: the first acknowledgement gets lost on its way, so the letter is sent once more."""
        while not self.hopeless:
            outcome, page = self._try(letter)
            code = code_in(page) if outcome == "200" else ""
            if code and not deaf:
                with self.lock:
                    self.acknowledged[letter.text] = code
                return
            if not code and outcome not in {"unreachable", *map(str, AGAIN)}:
                self.odd[outcome] += 1
                return
            deaf = deaf and not code
            if not code:
                self.again[outcome] += 1
                time.sleep(0.05)
            if self.new_nonce:
                letter = Letter(letter.path, {**letter.fields, "nonce": os.urandom(16).hex()}, letter.cookie)

    def _try(self, letter: Letter) -> tuple[str, str]:
        try:
            status, page = ask(self.server.port, letter.path, letter)
        except (OSError, http.client.HTTPException):
            return "unreachable", ""
        return str(status), page
