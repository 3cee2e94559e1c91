"""Writers that come at once share a commit; each gets its own outcome, and none before the commit."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import N_, Conflict
from surveys.group_commit import GroupCommit, group_commit_of

CALLERS = 8


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE word (word TEXT PRIMARY KEY)"))
        connection.execute(text("INSERT INTO word VALUES ('ada')"))
    yield engine
    engine.dispose()


def words(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(text("SELECT word FROM word")))


def write(word: str) -> Callable[[Session], object]:
    def work(session: Session) -> object:
        session.execute(text("INSERT INTO word VALUES (:word)"), {"word": word})
        return word.upper()

    return work


def refused(session: Session) -> object:
    write("ditolak")(session)
    raise Conflict(N_("Tidak."))


class Gate:
    """Work that begins and then waits, so that others queue behind it."""

    def __init__(self) -> None:
        self.begun, self.open = Event(), Event()

    def __call__(self, session: Session) -> object:
        self.begun.set()
        assert self.open.wait(60)
        return write("pertama")(session)


def behind_a_gate(group: GroupCommit, works: list[Callable[[Session], object]]) -> list[Future[object]]:
    """All of `works` queued while one commit is under way: they become one batch."""
    gate = Gate()
    with ThreadPoolExecutor(len(works) + 1) as pool:
        first = pool.submit(group.run, gate)
        assert gate.begun.wait(60)
        others = [pool.submit(group.run, work) for work in works]
        while len(group._queue) < len(works):
            assert not any(other.done() for other in others)
        gate.open.set()
    return [first, *others]


def test_those_who_wait_share_one_commit(engine: Engine) -> None:
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    done = behind_a_gate(GroupCommit(engine), [write(f"kata{n}") for n in range(CALLERS)])
    assert [one.result() for one in done] == ["PERTAMA", *(f"KATA{n}" for n in range(CALLERS))]
    assert words(engine) == {"ada", "pertama", *(f"kata{n}" for n in range(CALLERS))}
    assert len(commits) == 2


def test_a_refusal_is_the_callers_alone_and_leaves_nothing(engine: Engine) -> None:
    done = behind_a_gate(GroupCommit(engine), [write("satu"), refused, write("dua")])
    assert [type(one.exception()) for one in done] == [type(None), type(None), Conflict, type(None)]
    assert words(engine) == {"ada", "pertama", "satu", "dua"}


def test_a_fault_of_one_does_not_take_the_others_along(engine: Engine) -> None:
    done = behind_a_gate(GroupCommit(engine), [write("satu"), write("ada"), write("dua")])
    assert [type(one.exception()) for one in done] == [type(None), type(None), IntegrityError, type(None)]
    assert words(engine) == {"ada", "pertama", "satu", "dua"}


def test_when_the_commit_fails_nobody_is_told_otherwise(engine: Engine) -> None:
    """What is only checked at COMMIT fails there: the others are written anew, this one is told."""
    with engine.begin() as connection:
        reference = "REFERENCES word(word) DEFERRABLE INITIALLY DEFERRED"
        connection.execute(text(f"CREATE TABLE echo (word TEXT {reference})"))

    def dangling(session: Session) -> object:
        return session.execute(text("INSERT INTO echo VALUES ('tidak ada')"))

    done = behind_a_gate(GroupCommit(engine), [write("satu"), dangling, write("dua")])
    assert [type(one.exception()) for one in done] == [type(None), type(None), IntegrityError, type(None)]
    assert words(engine) == {"ada", "pertama", "satu", "dua"}
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM echo")) == 0


def test_one_queue_for_one_database(engine: Engine) -> None:
    other = create_engine("sqlite://")
    assert group_commit_of(engine) is group_commit_of(engine) is not group_commit_of(other)
