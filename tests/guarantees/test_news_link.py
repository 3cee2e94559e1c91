"""Guarantee "link", for those who asked for news: whoever has the database, the server's key and the way answers are
grouped cannot go from an address to an answer, not even where one person follows by several of theirs.

Each design that was not built is caught by the same attack.
"""

from collections import defaultdict
from datetime import date
from itertools import count

import pytest
from sqlalchemy import Column, MetaData, String, select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from core.cycles.models import Cycle
from plan.following import services, topics
from plan.following.models import Follower
from plan.following.services import Asked, confirm
from plan.item_rules import QUOTES_FROM
from plan.models import Need, NeedContribution, Theme, ThemeAssignment, ThemeRun
from rembuk.models import METADATA
from tests.guarantees.test_columns import ANONYMOUS, is_clock, points_at
from tests.plan import factories_items
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices

pytestmark = pytest.mark.database
TABLES = ("follower", "follower_told")
SECRET = "a key for tests only"  # noqa: S105
DAY = date(2026, 11, 27)
Answers = frozenset[tuple[str, str]]


def telling(metadata: MetaData) -> set[str]:
    """Columns of the followers' tables that lead to something said, to an account, or to a moment."""
    said = {*ANONYMOUS, "account", "person", "need_contribution", "theme_assignment", "reply_contribution"}
    return {
        f"{name}.{column.name}"
        for name in TABLES
        for column in metadata.tables[name].columns
        if points_at(column, said) or is_clock(column) or "contribution" in column.name or column.name == "id"
    }


def test_no_column_of_a_follower_leads_to_what_was_said() -> None:
    assert telling(METADATA) == set()
    for name in TABLES:
        assert METADATA.tables[name].dialect_options["sqlite"]["with_rowid"] is False


@pytest.mark.parametrize("table", TABLES)
def test_sabotage_a_column_for_the_contribution_is_seen(table: str) -> None:
    copy = MetaData()
    for each in METADATA.sorted_tables:
        each.to_metadata(copy)
    copy.tables[table].append_column(Column("contribution_key", String()))
    assert telling(copy) == {f"{table}.contribution_key"}


def people(session: Session, voices: Voices) -> tuple[Cycle, dict[str, list[list[ContributionRef]]]]:
    """Addresses with their answers: of one theme, of two at once, of a theme that hardly anybody speaks of."""
    cycle = factories_items.open_cycle(session)
    cycle.current = True
    numbers = count()

    def answer(*themes: str) -> list[ContributionRef]:
        number = next(numbers)
        return voices.say(cycle, *(f"[{theme}] {number}" for theme in themes), key=f"jawaban{number}")

    found = {f"satu{n}@x.example": [answer(("digital", "arsip")[n % 2])] for n in range(14)}
    found |= {f"jarang{n}@x.example": [answer("layanan")] for n in range(2)}
    found |= {"dua@x.example": [answer("digital", "arsip")]}
    found |= {"ganda@x.example": [answer("digital"), answer("arsip")]}
    found |= {"tiga@x.example": [answer("digital", "layanan"), answer("layanan")]}
    run = make.done_run(session, cycle, voices)
    make.accepted(session, run, "digital")
    return cycle, found


def follow(session: Session, everybody: dict[str, list[list[ContributionRef]]]) -> None:
    """Each asks for news on the page of each answer, and of each text of it."""
    for address, answers in everybody.items():
        for refs in [*answers, *([ref] for texts in answers for ref in texts)]:
            topic = topics.topic_for(session, refs)
            if topic is not None:
                confirm(session, Asked(address, topic, "id"), today=DAY, secret=SECRET)
    session.commit()


def behind(session: Session, row: Follower) -> Answers:
    """What an insider knows: the answers that a topic stands for."""
    if row.topic_kind == "need":
        told = NeedContribution
        query = select(told.contribution_kind, told.contribution_key).join(Need, Need.id == told.need_id)
        query = query.where(Need.key == row.topic_key)
    else:
        put = ThemeAssignment
        query = select(put.contribution_kind, put.contribution_key).join(ThemeRun, ThemeRun.id == put.run_id)
        query = query.where(ThemeRun.cycle_id == row.cycle_id, put.rank == 1)
        if row.topic_kind == "theme":
            query = query.join(Theme, Theme.id == put.theme_id)
            query = query.where(Theme.theme_key == row.topic_key.partition("/")[2])
    return frozenset((kind, key) for kind, key in session.execute(query))


def smallest_crowd(session: Session) -> int:
    """The attack: open the seals, and keep for each address what all of its topics have in common."""
    crowds: dict[str, Answers] = {}
    for row in session.scalars(select(Follower)):
        held = services.opened(row, secret=SECRET)
        assert held is not None
        known = behind(session, row)
        crowds[held[0]] = crowds.get(held[0], known) & known
    assert len(crowds) >= 15
    return min(map(len, crowds.values()))


def test_an_address_stands_for_five_answers_or_more(session: Session) -> None:
    _, everybody = people(session, Voices())
    follow(session, everybody)
    assert smallest_crowd(session) >= QUOTES_FROM


def test_sabotage_topics_of_any_size_are_caught(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "QUOTES_FROM", 1)
    _, everybody = people(session, Voices())
    follow(session, everybody)
    assert smallest_crowd(session) < QUOTES_FROM


def test_sabotage_an_address_with_two_topics_is_caught(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the one row per address, who spoke of two things in one answer stands alone."""
    numbers = defaultdict[str, int](int)

    def another(address: str, **_: str) -> str:
        numbers[address] += 1
        return f"{address}-{numbers[address]}"

    monkeypatch.setattr(services, "address_hmac", another)
    _, everybody = people(session, Voices())
    follow(session, everybody)
    assert smallest_crowd(session) < QUOTES_FROM
