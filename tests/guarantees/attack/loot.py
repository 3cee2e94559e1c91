"""What an attacker carries off: every row in the engine's own order, and the bytes of the files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.db import db
from surveys.invitations.codes import code_of

Row = dict[str, object]
UNLINKED = (
    *("participation", "answer", "answer_picture", "answer_count", "quota_count", "spent"),
    *("audit_event", "attacker_session", "used_code", "survey_invitation"),
)
# PostgreSQL lays large values aside under a counted number of their own.
_PIECE = {"answer_picture": ", pg_column_toast_chunk_id(data)::bigint AS _piece"}


@dataclass
class Loot:
    """`seen`: the accounts in the order in which they came, as sessions, logs or a doorman tell it.

    It is more than the server really tells, so that a bound which holds here holds for logs as well.
    """

    engine: str
    seen: Sequence[int]
    secret: str
    tables: dict[str, list[Row]] = field(default_factory=dict)
    bytes: bytes = b""
    counters: Sequence[tuple[int, str]] = ()
    backup: Sequence[Row] = ()
    unit_of: dict[int, str] = field(default_factory=dict)
    holders: dict[object, int] = field(default_factory=dict)


def steal(app: Flask, loot: Loot) -> Loot:
    """Fill in the tables and the files as they are now."""
    with app.app_context():
        session: Session = db.session()
        loot.engine = db.engine.dialect.name
        existing = set(inspect(db.engine).get_table_names())
        loot.tables = {name: rows(session, name) for name in UNLINKED if name in existing}
        _join_codes(loot)
        path = db.engine.url.database or ""
        session.rollback()
        db.session.remove()
    if loot.engine == "sqlite":
        files = (Path(path), Path(f"{path}-wal"))
        loot.bytes = b"".join(file.read_bytes() for file in files if file.exists())
    return loot


def _join_codes(loot: Loot) -> None:
    """Whose code was used is who took part; what the attacker saw before the names were deleted stays known.

    With the server's key each salt gives its code.
    """
    for row in loot.tables["survey_invitation"]:
        if isinstance(who := row["account_id"], int):
            code = code_of(str(row["salt"]), secret=loot.secret)
            loot.holders |= dict.fromkeys((row["code_hash"], row["salt"], row["key"], code), who)
    loot.tables["participation"] += [
        {**row, "account_id": loot.holders[row["code_hash"]]} for row in loot.tables["used_code"]
    ]


def rows(session: Session, table: str) -> list[Row]:
    """All rows, with the hidden columns under the names `_xmin` and `_place`; in physical order."""
    if session.get_bind().dialect.name == "postgresql":
        hidden, order = "xmin::text::bigint AS _xmin, ctid::text AS _place", "ctid"
        hidden += _PIECE.get(table, "")
        found = session.execute(text(f'SELECT *, {hidden} FROM "{table}" ORDER BY {order}'))
        return [dict(row) for row in found.mappings()]
    try:
        found = session.execute(text(f'SELECT *, rowid AS _place FROM "{table}"'))
    except OperationalError:  # WITHOUT ROWID: the order of the scan is all there is
        found = session.execute(text(f'SELECT * FROM "{table}"'))
    return [dict(row) for row in found.mappings()]
