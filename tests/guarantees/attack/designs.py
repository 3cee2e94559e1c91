"""Designs that were not built, as doubles of the store's write: each must be caught by an attack.

The real store runs but for what a double replaces; the product knows nothing of them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from core import audit, nonces
from core.codes import code_hash
from core.db import db, writing
from core.nonces import code_of
from surveys import mixer, store
from surveys.counting import FinalRow, add_counts, count_rows
from surveys.models import Survey
from surveys.store import Submission

Write = Callable[[Session, Submission, str], None]


@dataclass(frozen=True)
class Design:
    """`patch` before anything is written; `ddl` the tables it wants; `mixed` whether the mixer runs."""

    name: str
    patch: Callable[[pytest.MonkeyPatch], None] = lambda _patch: None
    ddl: Sequence[str] = ()
    rowid: bool = False
    mixed: bool = True
    afterwards: str = ""
    caught_by: Sequence[str] = ()


def direct(session: Session, submission: Submission, receipt_hash: str) -> None:
    """Final at once: no intake, no batch."""
    row = FinalRow(submission.version_id, submission.body, receipt_hash=receipt_hash)
    store.finalise(session, session.get_one(Survey, submission.survey_id), [row])


def _then(first: Write, more: Write) -> Callable[[pytest.MonkeyPatch], None]:
    def write(session: Session, submission: Submission, receipt_hash: str) -> None:
        first(session, submission, receipt_hash)
        more(session, submission, receipt_hash)

    return lambda patch: patch.setattr(store, "_into_intake", write)


def _nothing(_session: Session, _submission: Submission, _receipt_hash: str) -> None:
    return


def _count_now(session: Session, submission: Submission, _receipt_hash: str) -> None:
    row = FinalRow(submission.version_id, submission.body)
    add_counts(session, submission.survey_id, count_rows(session, [row]))


def _audit_row(session: Session, submission: Submission, _receipt_hash: str) -> None:
    session.add(
        audit.AuditEvent(
            actor_id=submission.account_id, action="answer", object_kind="survey", object_key="x", facts={}
        )
    )
    session.flush()


def _session_row(session: Session, submission: Submission, _receipt_hash: str) -> None:
    statement = "INSERT INTO attacker_session (account_id) VALUES (:who)"
    session.execute(text(statement), {"who": submission.account_id})


def _note(session: Session, submission: Submission, receipt_hash: str) -> None:
    """What a column on the answer would hold, kept until the answer is mixed."""
    statement = "INSERT INTO attacker_note (receipt_hash, account_id) VALUES (:receipt, :who)"
    session.execute(text(statement), {"receipt": receipt_hash, "who": submission.account_id})


def _serial_keys(patch: pytest.MonkeyPatch) -> None:
    numbers = count(1)
    patch.setattr(store, "token_hex", lambda _size: f"{next(numbers):032x}")


def _serial_and_direct(patch: pytest.MonkeyPatch) -> None:
    _serial_keys(patch)
    _then(direct, _nothing)(patch)


class _Unmixed:
    def shuffle(self, _things: list[object]) -> None:
        """Leaves things where they are."""


def _ordered_mixer(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(mixer, "_random", _Unmixed())
    _serial_keys(patch)


def _receipt_of_account(patch: pytest.MonkeyPatch) -> None:
    original = store._into_intake

    def write(session: Session, submission: Submission, _receipt_hash: str) -> None:
        code = code_of(str(submission.account_id), secret=SECRET)
        original(session, submission, code_hash(code))

    patch.setattr(store, "_into_intake", write)


def _receipt_of_code(patch: pytest.MonkeyPatch) -> None:
    original = store._into_intake

    def write(session: Session, submission: Submission, _receipt_hash: str) -> None:
        code = code_of(submission.invitation, secret=SECRET)
        original(session, submission, code_hash(code))

    patch.setattr(store, "_into_intake", write)


def _seal_without_nonce(patch: pytest.MonkeyPatch) -> None:
    seal = nonces.body_seal
    patch.setattr(nonces, "body_seal", lambda _nonce, said, *, secret: seal("", said, secret=secret))


SECRET = "a key for tests only"
_NOTE = "CREATE TABLE attacker_note (receipt_hash TEXT PRIMARY KEY, account_id INTEGER)"
_FROM_NOTE = "(SELECT account_id FROM attacker_note n WHERE n.receipt_hash = answer.receipt_hash)"
REAL = Design("real")
SABOTAGED = (
    Design(
        "account on the answer", _then(store._into_intake, _note),
        ddl=(_NOTE, "ALTER TABLE answer ADD COLUMN who INTEGER"),
        afterwards=f"UPDATE answer SET who = {_FROM_NOTE}", caught_by=("person_column",),
    ),
    Design("serial keys", _serial_and_direct, mixed=False, caught_by=("key_order",)),
    Design(
        "random keys, not mixed", _then(direct, _nothing), rowid=True, mixed=False,
        caught_by=("scan",),
    ),
    Design("counters at submit", _then(store._into_intake, _count_now), caught_by=("counters",)),
    Design(
        "audit row beside", _then(direct, _audit_row), rowid=True, mixed=False, caught_by=("audit",)
    ),
    Design(
        "session row beside", _then(direct, _session_row), rowid=True, mixed=False,
        ddl=("CREATE TABLE attacker_session (account_id INTEGER)",), caught_by=("session_row",),
    ),
    Design(
        "clock on the answer", _then(store._into_intake, _note),
        ddl=(_NOTE, "ALTER TABLE answer ADD COLUMN sent_at INTEGER"),
        # Accounts came in the order of their numbers, so the number stands for the moment.
        afterwards=f"UPDATE answer SET sent_at = 1700000000 + 7 * {_FROM_NOTE}", caught_by=("clock",),
    ),
    Design("mixer keeps the order", _ordered_mixer, caught_by=("scan",)),
    Design("receipt from the account", _receipt_of_account, caught_by=("hashes",)),
)  # fmt: skip
# PostgreSQL tells by the transaction whose the seal is; SQLite keeps no such thing.
SEALED = Design("body sealed without the nonce", _seal_without_nonce, caught_by=("sealed",))


# Only where people answer with codes.
WITH_CODES = Design("receipt from the code", _receipt_of_code, caught_by=("hashes",))


def prepare(app: Flask, design: Design) -> None:
    """The tables as the design would have them."""
    with app.app_context(), writing():
        session: Session = db.session()
        if design.rowid and db.engine.dialect.name == "sqlite":
            _with_rowid(session)
        for statement in design.ddl:
            session.execute(text(statement))
        session.commit()
        db.session.remove()


def _with_rowid(session: Session) -> None:
    """A table as SQLite makes it unless told otherwise."""
    made = session.execute(text("SELECT sql FROM sqlite_master WHERE name = 'answer'")).scalar_one()
    session.execute(text("DROP TABLE answer"))
    session.execute(text(str(made).replace("WITHOUT ROWID", "")))


@contextmanager
def built(app: Flask, design: Design) -> Iterator[None]:
    """While this lasts the store writes as the design does."""
    prepare(app, design)
    with pytest.MonkeyPatch.context() as patch:
        design.patch(patch)
        yield
    if design.afterwards:
        with app.app_context(), writing():
            db.session.execute(text(design.afterwards))
            db.session.commit()
            db.session.remove()
