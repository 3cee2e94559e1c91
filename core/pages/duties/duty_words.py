"""Duties in words, for the lists of administrators and for those who have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from core.db import db
from core.duties.enums import DUTY_ABOUT, DUTY_LABELS
from core.duties.queries import DutyRow
from core.policy import Duty
from core.slices import DutyObject
from core.web.pages import slices


@dataclass(frozen=True)
class DutyWords:
    """A duty as pages show it: the person, the duty and its scope in the visitor's language."""

    number: int
    account_id: int
    name: str
    duty: str
    about: str
    scope: str
    since: datetime


def objects() -> list[DutyObject]:
    """Everything of every slice that a duty can be given for."""
    return [found for s in slices() if s.duty_objects for found in s.duty_objects(db.session())]


def _scope(row: DutyRow, titles: dict[tuple[str, str], str]) -> str:
    assignment = row.assignment
    if assignment.object_key:
        at = (assignment.object_kind, assignment.object_key)
        return titles.get(at) or gettext("Sudah dihapus: %(key)s", key=assignment.object_key)
    return row.unit or gettext("Seluruh kantor")


def duty_words(rows: Sequence[DutyRow]) -> list[DutyWords]:
    """Rows in words; titles of objects are looked up at once."""
    named = any(row.assignment.object_key for row in rows)
    titles = {(found.kind, found.key): found.title for found in objects()} if named else {}
    return [
        DutyWords(
            number=row.assignment.id,
            account_id=row.account.id,
            name=row.account.name or row.account.login,
            duty=gettext(DUTY_LABELS[Duty(row.assignment.duty)]),
            about=gettext(DUTY_ABOUT[Duty(row.assignment.duty)]),
            scope=_scope(row, titles),
            since=row.assignment.created_at,
        )
        for row in rows
    ]
