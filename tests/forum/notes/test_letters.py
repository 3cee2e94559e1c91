"""Numbers without a gap, one for each paper, also when many press at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import db, writing
from core.errors import Conflict, Invalid
from forum.notes import letters
from forum.notes.enums import PaperKind
from forum.notes.models import Letter, LetterCounter
from forum.workshops.models import Workshop
from tests.forum import factories

INVITATION, MINUTES = PaperKind.INVITATION, PaperKind.MINUTES
DAY = date(2027, 3, 1)
CLIENTS = 8


def given(session: Session) -> list[tuple[str, int, int, str]]:
    rows = session.scalars(select(Letter).order_by(Letter.kind, Letter.year, Letter.number))
    return [(row.kind, row.year, row.number, row.text) for row in rows]


@pytest.mark.database
def test_each_kind_and_year_counts_for_itself(session: Session) -> None:
    one, two, three = (factories.workshop(session) for _ in range(3))
    letters.number_letter(session, one, INVITATION, dated=DAY, actor_id=None)
    letters.number_letter(session, one, MINUTES, dated=DAY, actor_id=None)
    letters.number_letter(session, two, INVITATION, dated=date(2027, 12, 31), actor_id=None)
    letters.number_letter(session, three, INVITATION, dated=date(2028, 1, 1), actor_id=None)
    assert given(session) == [
        ("notulen", 2027, 1, "001/NOT/III/2027"),
        ("undangan", 2027, 1, "005/001/III/2027"),
        ("undangan", 2027, 2, "005/002/XII/2027"),
        ("undangan", 2028, 1, "005/001/I/2028"),
    ]


@pytest.mark.database
def test_a_number_stays_whatever_changes(session: Session) -> None:
    workshop, next_one = factories.workshop(session), factories.workshop(session)
    first = letters.number_letter(session, workshop, INVITATION, dated=DAY, actor_id=None)
    letters.set_pattern(session, INVITATION, pattern="KEC/{tahun}/{nomor}", actor_id=None)
    again = letters.number_letter(session, workshop, INVITATION, dated=date(2030, 1, 1), actor_id=None)
    assert (again.id, again.text, again.dated) == (first.id, "005/001/III/2027", DAY)
    new = letters.number_letter(session, next_one, INVITATION, dated=DAY, actor_id=None)
    assert new.text == "KEC/2027/002"
    session.delete(next_one)
    session.flush()
    third = letters.number_letter(session, factories.workshop(session), INVITATION, dated=DAY, actor_id=None)
    assert third.number == 3


@pytest.mark.database
def test_the_count_goes_forward_only(session: Session) -> None:
    letters.begin_after(session, INVITATION, year=2027, last=41, actor_id=None)
    made = letters.number_letter(session, factories.workshop(session), INVITATION, dated=DAY, actor_id=None)
    assert made.number == 42
    for last in (42, 41, 0):
        with pytest.raises(Conflict):
            letters.begin_after(session, INVITATION, year=2027, last=last, actor_id=None)
    assert letters.last_numbers(session, year=2027)[INVITATION] == 42


@pytest.mark.parametrize(
    "pattern",
    ["", "{nomor}", "{tahun}", "{nomor}/{tahun}/{x}", "{nomor}/{tahun}/{", "{nomor}/{tahun}}", "9" * 90],
)
def test_patterns_that_do_not_tell_papers_apart(pattern: str) -> None:
    with pytest.raises(Invalid):
        letters.check_pattern(pattern)


def press(app: Flask, key: str) -> int:
    """One of the many who press: the number that they see."""
    with app.app_context(), writing():
        session = db.session()
        workshop = session.scalars(select(Workshop).where(Workshop.key == key)).one()
        number = letters.number_letter(session, workshop, INVITATION, dated=DAY, actor_id=None).number
        session.commit()
        return number


def rush(app: Flask) -> tuple[list[int], list[int], int]:
    """Four workshops, eight presses each: what was seen, what was given, where the counter stands."""
    with app.app_context():
        keys = [factories.workshop(db.session()).key for _ in range(4)]
        db.session.commit()
    with ThreadPoolExecutor(CLIENTS) as pool:
        seen = list(pool.map(lambda key: press(app, key), keys * CLIENTS))
    with app.app_context():
        numbers = list(db.session.scalars(select(Letter.number).order_by(Letter.number)))
        last = db.session.scalars(select(LetterCounter.last)).one()
    return sorted(set(seen)), numbers, last


@pytest.mark.database
def test_many_who_press_at_once_leave_no_gap(own_app: Flask) -> None:
    assert rush(own_app) == ([1, 2, 3, 4], [1, 2, 3, 4], 4)


@pytest.mark.database
def test_sabotage_a_count_outside_the_savepoint_leaves_gaps(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever looks first and counts before: the same paper takes several numbers."""

    def careless(
        session: Session, workshop: Workshop, kind: PaperKind, *, dated: date, actor_id: int | None
    ) -> Any:
        letters._ensure_counter(session, kind, dated.year)
        number = letters._next(session, kind, dated.year)
        mine = select(Letter).where(Letter.workshop_id == workshop.id, Letter.kind == kind)
        if session.scalar(mine) is None:
            session.add(
                Letter(
                    workshop_id=workshop.id, kind=kind, year=dated.year, number=number, text="", dated=dated
                )
            )
        return SimpleNamespace(number=number)

    monkeypatch.setattr(letters, "number_letter", careless)
    _seen, numbers, last = rush(own_app)
    assert len(numbers) == 4
    assert last == 4 * CLIENTS
