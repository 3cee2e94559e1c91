"""What durable answers cost: durable against not durable, the mixer and the counters. One JSON line per figure.

Both kinds of submit run in turns in one process, so that a busy machine slows them alike.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import delete, event, select

from core.db import db, writing
from surveys import mixer, store
from surveys.answer_models import Answer, Intake
from surveys.counting import FinalRow, add_counts, count_rows
from surveys.models import Survey
from surveys.store import Submission
from tests import factories
from tests.conftest import make_app
from tests.surveys import factories_surveys as make

THREADS = 16
SUBMITS = 800
ROUNDS = 5
MIXED = 1000
BODY: dict[str, object] = {
    "kebutuhan": "Pelatihan arsip dan surat dinas untuk pegawai baru di kelurahan",
    "usia": "30-39",
}
NOT_DURABLE = {"sqlite": "PRAGMA synchronous=OFF", "postgresql": "SET synchronous_commit=off"}
DURABLE = {"sqlite": "PRAGMA synchronous=FULL", "postgresql": "SET synchronous_commit=on"}


def main() -> None:
    for engine in ("sqlite", "postgresql"):
        with application(engine) as app:
            durability(app, engine)
            mixing(app, engine)


@contextmanager
def application(engine: str) -> Iterator[Flask]:
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder), engine)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def tell(name: str, **figures: object) -> None:
    print(json.dumps({"name": name, **figures}), flush=True)


def durability(app: Flask, engine: str) -> None:
    """Submits per second of sixteen people at once, each waiting for its receipt."""
    with writing():
        survey = make.feedback(db.session(), questions=(make.NEED,))
        db.session.commit()
    rates: dict[str, list[float]] = {"durable": [], "not durable": []}
    for _round in range(ROUNDS):
        for name, setting in (("durable", DURABLE), ("not durable", NOT_DURABLE)):
            rates[name].append(rate(app, survey, setting[engine]))
    middle = {name: statistics.median(found) for name, found in rates.items()}
    tell(
        f"submit/{engine}",
        threads=THREADS,
        rounds=ROUNDS,
        durable_per_s=round(middle["durable"]),
        not_durable_per_s=round(middle["not durable"]),
        ratio=round(middle["durable"] / middle["not durable"], 3),
    )


def rate(app: Flask, survey: Survey, setting: str) -> float:
    engine = db.engine
    engine.dispose()

    def prepare(connection: Any, _record: object) -> None:
        connection.execute(setting)
        connection.commit()

    def send(one: Submission) -> None:
        with app.app_context():
            store.append(db.session(), one, secret=make.SECRET)

    sent = [make.submission(survey, BODY) for _ in range(SUBMITS)]
    db.session.rollback()
    event.listen(engine, "connect", prepare)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            started = time.perf_counter()
            list(pool.map(send, sent))
            return SUBMITS / (time.perf_counter() - started)
    finally:
        event.remove(engine, "connect", prepare)
        engine.dispose()


def mixing(app: Flask, engine: str) -> None:
    """Milliseconds per answer: taken in, mixed, and counted."""
    session = db.session()
    with writing():
        survey = make.survey(session, questions=(make.NEED,), batch_size=10)
        people = [factories.account(session).id for _ in range(MIXED)]
        session.commit()
        sent = [make.submission(survey, BODY, account_id=who) for who in people]
    taking = timed(lambda: [store.append(session, one, secret=make.SECRET) for one in sent])

    def mix() -> None:
        mixer.mix_batches(session, survey.id)
        session.commit()

    with writing():
        session.rollback()
        mixed = timed(mix)
        assert session.scalar(select(Intake.key).limit(1)) is None
        rows = [FinalRow(survey.versions[0].id, BODY) for _ in range(MIXED)]
        session.execute(delete(Answer))
        counts = count_rows(session, rows)
        added = timed(lambda: add_counts(session, survey.id, counts))
        counted = timed(lambda: count_rows(session, rows)) + added
        session.rollback()
    tell(
        f"mixer/{engine}",
        answers=MIXED,
        submit_ms=round(taking, 3),
        mixer_with_counters_ms=round(mixed, 4),
        counters_ms=round(counted, 4),
    )


def timed(work: Callable[[], object]) -> float:
    """Milliseconds per answer."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000 / MIXED


if __name__ == "__main__":
    main()
