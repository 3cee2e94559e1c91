"""`rembuk serve` ends soon when it is told to, whoever still holds a connection open."""

import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from rembuk.cli.serve import GRACE_SECONDS
from tests.e2e.conftest import environment, free_port, rembuk, wait_until_up

HALF = (
    b"",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n",
    b"POST /masuk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 50\r\n\r\nlogin=a",
    b"GET /privasi HTTP/1.1\r\nHost: localhost\r\n\r\n",
)


@pytest.mark.slow
def test_twenty_half_open_connections_do_not_hold_the_server(tmp_path: Path) -> None:
    env, port = environment(tmp_path / "data"), free_port()
    rembuk(["upgrade"], env)
    server = subprocess.Popen([sys.executable, "-m", "rembuk", "serve", "--port", str(port)], env=env)
    try:
        wait_until_up(f"http://127.0.0.1:{port}", server)
        with ExitStack() as lines:
            for number in range(20):
                line = lines.enter_context(socket.create_connection(("127.0.0.1", port)))
                line.sendall(HALF[number % len(HALF)])
            started = time.monotonic()
            server.send_signal(signal.SIGTERM)
            assert server.wait(30) in {0, -signal.SIGTERM}
            assert time.monotonic() - started < GRACE_SECONDS + 10
    finally:
        server.kill()
