"""One server of two over the same database, which counts the seats and inserts afterwards."""

import sys
import time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from core.config import load_settings
from core.db import start_writing, stop_writing
from forum.seats import codes, services
from forum.seats.enums import HOLDS_SEAT, RegistrationState
from forum.seats.models import Registration
from forum.workshops.models import Workshop
from rembuk.app import create_app

# Long enough that a busy machine lets the next one count meanwhile.
PAUSE = 0.5


def count_then_insert(
    session: Session, workshop: Workshop, *, nonce: str, secret: str, **how: Any
) -> Registration:
    """What other products do: look whether a seat is free, then write."""
    number, seats = workshop.id, workshop.seats
    session.rollback()
    stop_writing()
    held = select(func.count()).select_from(Registration).where(Registration.workshop_id == number)
    free = (session.scalar(held.where(Registration.state.in_(HOLDS_SEAT))) or 0) < seats
    session.rollback()
    time.sleep(PAUSE)
    start_writing()
    key = codes.key_of(nonce, secret=secret)
    made = Registration(
        key=key,
        workshop_id=number,
        state=RegistrationState.REGISTERED if free else RegistrationState.CANCELLED,
        name=how["applicant"].name,
        code_hash=codes.hash_of(codes.code_of(key, secret=secret)),
    )
    session.add(made)
    session.flush()
    return made


if __name__ == "__main__":
    services.register = count_then_insert
    make_server("127.0.0.1", int(sys.argv[1]), create_app(load_settings()), threaded=True).serve_forever()
