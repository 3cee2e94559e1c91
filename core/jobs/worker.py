"""The worker process: huey runs the jobs, a dispatcher feeds it from the job table.

The table is the durable queue; huey carries only job numbers and may lose them (it does, on kill -9).
A number is sent again while its row still waits, and the claim makes a second sending harmless.
"""

import logging
import os
import socket
import threading
import time

from flask import Flask
from huey import Huey, MemoryHuey, crontab
from huey.consumer import Consumer

from core.config import Settings
from core.db import db, writing
from core.jobs import services
from core.jobs.runner import run_job, run_periodic

log = logging.getLogger("rembuk.jobs")
POLL_SECONDS = 1.0
RESEND_SECONDS = 120.0
HEARTBEAT_SECONDS = 15.0
THREADS = 2


def make_huey(settings: Settings) -> Huey:
    """In this process by default; Redis or Valkey where JOBS_URL names one."""
    if settings.jobs_url:
        from huey import RedisHuey

        return RedisHuey("rembuk", url=settings.jobs_url)
    return MemoryHuey("rembuk")


class Worker:
    """Huey's consumer, plus two loops: send what is due, keep the leases of what runs and show life."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.name = f"{socket.gethostname()[:80]}:{os.getpid()}"
        self.lock = threading.Lock()
        self.running: set[int] = set()
        self.sent: dict[int, float] = {}
        self.huey = make_huey(app.config["REMBUK_SETTINGS"])
        self.task = self.huey.task(name="run_job")(self._run)
        self.huey.periodic_task(crontab(minute="*"), name="periodic")(lambda: run_periodic(app))

    def _run(self, job_id: int) -> None:
        with self.lock:
            self.running.add(job_id)
        try:
            run_job(self.app, job_id)
        finally:
            with self.lock:
                self.running.discard(job_id)
                self.sent.pop(job_id, None)

    def dispatch(self) -> None:
        """Send the due jobs that were not sent lately."""
        with self.app.app_context():
            due = services.due_ids(db.session())
            db.session.rollback()
        now = time.monotonic()
        with self.lock:
            self.sent = {job: at for job, at in self.sent.items() if now - at < RESEND_SECONDS}
            fresh = [job for job in due if job not in self.sent and job not in self.running]
            self.sent.update(dict.fromkeys(fresh, now))
        for job_id in fresh:
            self.task(job_id)

    def heartbeat(self) -> None:
        """Keep the leases of the jobs that run here."""
        with self.lock:
            mine = set(self.running)
        with self.app.app_context(), writing():
            if mine:
                services.extend_leases(db.session(), mine)
            services.bury_exhausted(db.session())
            services.beat(db.session(), self.name)
            db.session.commit()

    def _every(self, seconds: float, action: str) -> None:
        while True:
            try:
                getattr(self, action)()
            except Exception as error:  # noqa: BLE001  a database that is away comes back
                log.error("worker_%s_failed error=%s", action, type(error).__name__)
            time.sleep(seconds)

    def run(self) -> None:
        """Work until a signal comes."""
        for seconds, action in ((POLL_SECONDS, "dispatch"), (HEARTBEAT_SECONDS, "heartbeat")):
            threading.Thread(target=self._every, args=(seconds, action), daemon=True).start()
        Consumer(self.huey, workers=THREADS, graceful_signal="TERM", shutdown_timeout=5).run()
