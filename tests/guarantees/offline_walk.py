"""A process of its own: every page, the jobs, and a real server, while each connection is noted.

`python -m tests.guarantees.offline_walk FOLDER [--alone] [--sabotage]` prints what it saw as JSON.
`--alone`: it runs in a network namespace of its own (`unshare -n`), whose loopback it switches on:
there whatever looks outside fails, code in other languages too. Else Python's own looks are noted.
`--sabotage`: a job that looks outside, which the walk must show.
"""

import fcntl
import json
import socket
import struct
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

SIOCSIFFLAGS, IFF_UP_AND_RUNNING = 0x8914, 0x1 | 0x40
# TEST-NET-1: an address that belongs to nobody.
NOBODY = ("192.0.2.1", 9)
HOME = {"127.0.0.1", "::1", "localhost", "", None}


@dataclass
class Seen:
    """What the walk saw: pages by status, jobs by state, and every look outside this machine."""

    pages: int = 0
    broken: list[str] = field(default_factory=list)
    jobs: dict[str, int] = field(default_factory=dict)
    served: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def switch_loopback_on() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        fcntl.ioctl(asked, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP_AND_RUNNING))


def watch(seen: Seen) -> None:
    """Note every address that Python code asks for; what is outside is refused before a packet leaves."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.getaddrinfo":
            host = arguments[0]
        elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
            host = arguments[1][0]
        else:
            return
        name = host.decode() if isinstance(host, bytes) else host
        if name not in HOME:
            seen.outside.append(f"{event} {name}")
            raise OSError("the walk stays at home")

    sys.addaudithook(hook)


def walk_pages(app: Flask, seen: Seen) -> None:
    """Every page for everybody it is open to."""
    from core.db import db, writing
    from core.policy import Role
    from tests import factories
    from tests.conventions.examples import build, routes

    with app.app_context(), writing():
        session = db.session()
        world = build(session)
        tokens = {
            role: factories.login_token(session, factories.account(session, role=role)) for role in Role
        }
        session.commit()
        found = routes(app, world, "GET")
        session.close()
    for role in (None, *Role):
        client = app.test_client()
        if role is not None:
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = tokens[role], True
        for route in found:
            if route.policy.allows(role):
                answer = client.get(route.path)
                answer.get_data()
                seen.pages += 1
                if answer.status_code >= 500:
                    seen.broken.append(f"{route.path} {answer.status_code}")


def _looks_outside(_session: Session, _payload: Mapping[str, object]) -> Any:
    socket.create_connection(NOBODY, timeout=1).close()
    return lambda _session: None


def run_jobs(app: Flask, seen: Seen, *, sabotage: bool) -> None:
    """A tick of the worker: what is periodic, a run of the themes with its encoders, and a mail.

    The sabotaged tick has the job that looks outside instead of the run.
    """
    from core.cycles.models import Cycle
    from core.db import db, writing
    from core.jobs import runner
    from core.jobs.models import Job
    from core.jobs.services import enqueue
    from core.slices import Slice
    from plan import runs
    from surveys.enums import Purpose

    if sabotage:
        extra = Slice(name="outside", blueprints=(), policies={}, jobs={"test.outside": _looks_outside})
        app.extensions["rembuk_slices"] = (*app.extensions["rembuk_slices"], extra)
    with app.app_context(), writing():
        session = db.session()
        if sabotage:
            enqueue(session, "test.outside")
        else:
            cycle = session.scalars(select(Cycle).where(Cycle.current)).one()
            runs.start_run(session, cycle, purpose=Purpose.ASPIRATION, actor_id=None)
        session.commit()
    runner.run_periodic(app)
    while runner.run_due(app):  # a job may write a mail, which is a job of its own
        pass
    with app.app_context():
        states = db.session().execute(select(Job.name, Job.state, Job.error)).all()
    for name, state, error in states:
        told = f"{name} {state}" + (f" {error}" if error else "")
        seen.jobs[told] = seen.jobs.get(told, 0) + 1


def serve(folder: Path, seen: Seen) -> None:
    """The server as it is started in life, asked over the loopback."""
    import urllib.request

    from tests.e2e.conftest import environment, serving

    with serving(environment(folder)) as address:
        for path in ("/", "/masuk", "/static/style.css", "/readyz"):
            with urllib.request.urlopen(address + path, timeout=60) as answer:
                seen.served.append(f"{path} {answer.status}")


def main(folder: Path, *, alone: bool, sabotage: bool) -> Seen:
    seen = Seen()
    if alone:
        switch_loopback_on()
    else:
        watch(seen)
    from tests.conftest import make_app

    app = make_app(folder / "walk", "sqlite")
    if not sabotage:
        walk_pages(app, seen)
        serve(folder / "served", seen)
    run_jobs(app, seen, sabotage=sabotage)
    return seen


if __name__ == "__main__":
    flags = set(sys.argv[2:])
    report = main(Path(sys.argv[1]), alone="--alone" in flags, sabotage="--sabotage" in flags)
    sys.stdout.write(json.dumps(asdict(report)) + "\n")
