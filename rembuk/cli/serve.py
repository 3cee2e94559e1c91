"""`rembuk serve` and `rembuk worker`."""

import os
import signal
import subprocess
import sys
import threading
import time

import click

from core.accounts.services import new_setup_link
from core.config import Settings, load_settings
from core.db import db, writing
from rembuk import migrate
from rembuk.cli.database import refusals
from rembuk.safety.locks import running

RESTART_PAUSE = 2.0
# How long open requests may take to end; without it one idle connection would hold the server up for ever.
GRACE_SECONDS = 5


class WorkerProcess:
    """The supervised child: started again when it ends, stopped with the server."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._supervise, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def _supervise(self) -> None:
        while not self.stopping.is_set():
            self.process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                [sys.executable, "-m", "rembuk", "worker", "--parent", str(os.getpid())]
            )
            self.process.wait()
            self.stopping.wait(RESTART_PAUSE)

    def stop(self) -> None:
        self.stopping.set()
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()


def _announce(settings: Settings, address: str) -> None:
    from rembuk.app import create_app

    click.echo(f"Rembuk: {address}  (data: {settings.data})")
    with create_app(settings).app_context(), writing():
        token = new_setup_link(db.session())
        db.session.commit()
    if token:
        click.echo(f"Administrator pertama / first administrator: {address}/mulai/{token}")


def run_server(host: str, port: int) -> None:
    """Migrate, start the worker child, serve until SIGTERM."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    settings = load_settings()
    os.environ["REMBUK_DATA"] = str(settings.data)
    with refusals(), running(settings.data):
        migrate.bring_up(settings)
        _announce(settings, settings.base_url or f"http://{host}:{port}")
        worker = WorkerProcess()
        worker.start()
        try:
            Granian(
                "rembuk.app:create_app",
                factory=True,
                address=host,
                port=port,
                interface=Interfaces.WSGI,
                workers=1,
                blocking_threads=16,
                websockets=False,
                log_level=LogLevels.warning,
                respawn_failed_workers=True,
                workers_kill_timeout=GRACE_SECONDS,
            ).serve()
        finally:
            worker.stop()


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Migrate, then serve; a worker runs beside it."""
    run_server(host, port)


def _die_with_parent(parent: int) -> None:
    """End when the server was killed without a chance to stop its child."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


@click.command()
@click.option("--parent", type=int, help="End when this process ends.")
def worker(parent: int | None) -> None:
    """Run background jobs until SIGTERM."""
    from core.jobs.worker import Worker
    from rembuk.app import create_app

    if parent is not None:
        threading.Thread(target=_die_with_parent, args=(parent,), daemon=True).start()
    settings = load_settings()
    with refusals(), running(settings.data):
        Worker(create_app(settings)).run()
