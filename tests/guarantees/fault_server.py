"""A server with one protection removed, for the sabotaged variants: `python -m tests.guarantees.fault_server`.

early: acknowledges an answer before it is stored. lazy: SQLite does not wait for the disk.
"""

import sys
import threading
import time

from sqlalchemy import Engine, event, exc
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from core import nonces
from core.config import load_settings
from core.db import db
from rembuk.app import create_app
from surveys import store

# Longer than a kill takes after the acknowledgement.
LATE_SECONDS = 3.0


def early() -> None:
    """The receipt is handed out at once; the answer is stored a little later, if there is a later."""
    real = store.append

    def promise(session: Session, submission: store.Submission, *, secret: str) -> store.Receipt:
        engine = session.get_bind()
        session.rollback()

        def keep() -> None:
            time.sleep(LATE_SECONDS)
            try:
                with Session(engine) as own:
                    real(own, submission, secret=secret)
            except exc.SQLAlchemyError:
                return  # nobody is there any more who could be told

        threading.Thread(target=keep, daemon=True).start()
        return store.Receipt(nonces.code_of(submission.nonce, secret=secret))

    store.append = promise


def lazy() -> None:
    """Runs after the product's own listener, so it has the last word."""

    @event.listens_for(Engine, "connect")
    def connected(connection: object, _record: object) -> None:
        connection.execute("PRAGMA synchronous=NORMAL")  # type: ignore[attr-defined]


if __name__ == "__main__":
    {"early": early, "lazy": lazy}[sys.argv[1]]()
    app = create_app(load_settings())
    with app.app_context():
        db.engine.dispose()
    make_server("127.0.0.1", int(sys.argv[2]), app, threaded=True).serve_forever()
