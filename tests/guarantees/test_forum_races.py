"""Many at once in a topic: one nonce is one post, one person one support, and nobody's text is lost
while moderators lock, hide and merge.

Real threads with sessions of their own against a database of their own, as in `test_once.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.db import db, writing
from core.errors import RembukError
from forum.discussion import posting, services, supporting
from forum.discussion.enums import Identity
from forum.discussion.models import Topic, TopicPost, TopicPostSupport, TopicPseudonym
from tests import factories
from tests.conftest import make_app
from tests.forum import factories as make

pytestmark = [pytest.mark.database, pytest.mark.slow]
THREADS = 10
CLIENTS = 50
SECRET = "a key for tests only"
DAY = date(2027, 1, 4)
HANG = 60


@dataclass(frozen=True)
class Arena:
    """An application of its own with a topic, two posts in it and some accounts."""

    app: Flask
    topic: int
    posts: tuple[int, int]
    accounts: tuple[int, ...]

    def act(self, do: Callable[[Session], Any]) -> str:
        """One request: "ok" when it was committed, else why it was refused."""
        with self.app.app_context(), writing():
            session: Session = db.session()
            try:
                do(session)
                session.commit()
            except RembukError as refusal:
                session.rollback()
                return type(refusal).__name__
            finally:
                db.session.remove()
        return "ok"

    def read(self, query: Any) -> list[Any]:
        with self.app.app_context():
            found = list(db.session.execute(query))
            db.session.rollback()
            return found

    def rush(self, acts: list[Callable[[Session], Any]]) -> list[str]:
        """All at once, as far as the threads allow."""
        start = Barrier(THREADS)

        def one(do: Callable[[Session], Any]) -> str:
            start.wait(timeout=HANG)
            return self.act(do)

        assert len(acts) % THREADS == 0
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(one, acts))


@pytest.fixture
def arena(tmp_path: Path, engine_name: str) -> Iterator[Arena]:
    app = make_app(tmp_path, engine_name)
    with app.app_context(), writing():
        session = db.session()
        topic = make.topic(session, guests=True, identity=Identity.PSEUDONYM)
        posts = (make.post(session, topic, "Satu").id, make.post(session, topic, "Dua").id)
        accounts = tuple(factories.account(session).id for _ in range(CLIENTS))
        session.commit()
        made = Arena(app, topic.id, posts, accounts)
    yield made
    with app.app_context():
        db.engine.dispose()


def write(arena: Arena, body: str, nonce: str, actor: int | None = None, parent: int | None = None) -> Any:
    how = {"body": body, "nonce": nonce, "actor_id": actor, "secret": SECRET, "today": DAY}

    def do(session: Session) -> None:
        if parent is not None:
            posting.reply(session, session.get_one(TopicPost, parent), **how)
        else:
            posting.post(session, session.get_one(Topic, arena.topic), **how)

    return do


def support(post: int, actor: int) -> Callable[[Session], Any]:
    return lambda session: supporting.support(
        session, session.get_one(TopicPost, post), actor_id=actor, secret=SECRET
    )


def counted(arena: Arena, post: int) -> tuple[int, int]:
    """What the counter says and how many rows there are."""
    rows = select(func.count()).select_from(TopicPostSupport).where(TopicPostSupport.post_id == post)
    counter = arena.read(select(TopicPost.support).where(TopicPost.id == post))[0][0]
    return counter, arena.read(rows)[0][0]


def test_fifty_parallel_posts_of_one_nonce_are_one(arena: Arena) -> None:
    acts = [write(arena, "Sekali saja", "a" * 32)] * CLIENTS
    assert arena.rush(acts) == ["ok"] * CLIENTS
    assert arena.read(select(TopicPost.body).where(TopicPost.body == "Sekali saja")) == [("Sekali saja",)]


def test_one_nonce_with_other_texts_lets_one_through(arena: Arena) -> None:
    told = arena.rush([write(arena, f"Teks {n}", "a" * 32) for n in range(CLIENTS)])
    assert Counter(told) == {"ok": 1, "Conflict": CLIENTS - 1}
    assert len(arena.read(select(TopicPost.id).where(TopicPost.body.like("Teks %")))) == 1


def test_one_person_with_many_first_posts_has_one_name(arena: Arena) -> None:
    actor = arena.accounts[0]
    told = arena.rush([write(arena, f"Teks {n}", f"{n:032x}", actor) for n in range(CLIENTS)])
    assert told == ["ok"] * CLIENTS
    names = arena.read(select(TopicPost.shown_name).where(TopicPost.author_tag.is_not(None)).distinct())
    assert len(names) == 1
    assert len(arena.read(select(TopicPseudonym.name))) == 1


def test_many_people_at_once_have_names_of_their_own(arena: Arena) -> None:
    acts = [write(arena, f"Teks {a}", f"{a:032x}", a) for a in arena.accounts]
    assert arena.rush(acts) == ["ok"] * CLIENTS
    names = arena.read(select(TopicPost.shown_name).where(TopicPost.author_tag.is_not(None)))
    assert len(set(names)) == CLIENTS


def test_fifty_parallel_supports_of_one_account_are_one(arena: Arena) -> None:
    post = arena.posts[0]
    assert arena.rush([support(post, arena.accounts[0])] * CLIENTS) == ["ok"] * CLIENTS
    assert counted(arena, post) == (1, 1)


def test_fifty_people_are_fifty(arena: Arena) -> None:
    post = arena.posts[0]
    assert arena.rush([support(post, a) for a in arena.accounts]) == ["ok"] * CLIENTS
    assert counted(arena, post) == (CLIENTS, CLIENTS)


def test_sabotage_a_counter_without_the_row_counts_one_person_often(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(session: Session, post: TopicPost, **_who: object) -> None:
        session.execute(
            update(TopicPost).where(TopicPost.id == post.id).values(support=TopicPost.support + 1)
        )

    monkeypatch.setattr(supporting, "support", careless)
    post = arena.posts[0]
    arena.rush([support(post, arena.accounts[0])] * CLIENTS)
    assert counted(arena, post) == (CLIENTS, 0)


def moderate(arena: Arena, act: Callable[[Session], Any]) -> list[Callable[[Session], Any]]:
    """Fifty people post, answer and support while somebody does this in their midst."""
    source, _target = arena.posts
    acts: list[Callable[[Session], Any]] = []
    for number, account in enumerate(arena.accounts):
        parent = source if number % 2 else None
        acts.append(write(arena, f"Teks {number}", f"{number:032x}", account, parent))
    acts[CLIENTS // 3] = act
    return acts


def lost(arena: Arena, told: list[str]) -> set[str]:
    """Texts that were acknowledged and are not there, or are there without having been acknowledged."""
    there = {body for (body,) in arena.read(select(TopicPost.body).where(TopicPost.body.like("Teks %")))}
    acknowledged = {f"Teks {n}" for n, answer in enumerate(told) if answer == "ok"} - {f"Teks {CLIENTS // 3}"}
    return there ^ acknowledged


def orphans(arena: Arena) -> list[Any]:
    """Answers whose post is merged away or is itself an answer: nobody would see them."""
    parent = TopicPost.__table__.alias()
    query = select(TopicPost.body).join(parent, parent.c.id == TopicPost.parent_id)
    wrong = parent.c.merged_into_id.is_not(None) | parent.c.parent_id.is_not(None)
    return arena.read(query.where(wrong))


def test_locking_while_fifty_post(arena: Arena) -> None:
    def lock(session: Session) -> None:
        services.lock(session, session.get_one(Topic, arena.topic), actor_id=None)

    told = arena.rush(moderate(arena, lock))
    assert set(told) <= {"ok", "Closed"}
    assert lost(arena, told) == set()
    # After the lock is acknowledged nothing comes in.
    assert arena.act(write(arena, "Terlambat", "f" * 32)) == "Closed"


def test_hiding_while_fifty_answer(arena: Arena) -> None:
    source = arena.posts[0]
    told = arena.rush(
        moderate(arena, lambda session: services.hide_post(session, session.get_one(TopicPost, source)))
    )
    assert set(told) <= {"ok", "Conflict"}
    assert lost(arena, told) == set()
    assert orphans(arena) == []
    assert arena.read(select(TopicPost.body, TopicPost.state).where(TopicPost.id == source)) == [
        ("Satu", "hidden")
    ]


def merge(arena: Arena) -> Callable[[Session], Any]:
    source, target = arena.posts
    return lambda session: services.merge_post(
        session, session.get_one(TopicPost, source), session.get_one(TopicPost, target)
    )


def test_merging_while_fifty_answer(arena: Arena) -> None:
    source, target = arena.posts
    told = arena.rush(moderate(arena, merge(arena)))
    assert told == ["ok"] * CLIENTS
    assert lost(arena, told) == set()
    assert orphans(arena) == []
    answers = arena.read(select(TopicPost.id).where(TopicPost.parent_id == target))
    assert len(answers) == CLIENTS // 2 - (CLIENTS // 3) % 2
    assert arena.read(select(TopicPost.body).where(TopicPost.id == source)) == [("Satu",)]


def test_merging_while_fifty_support_either(arena: Arena) -> None:
    """Forty-nine people, some of both posts: each counts once for the one that stands."""
    source, target = arena.posts
    acts = [support(post, account) for account in arena.accounts for post in (source, target)]
    acts[CLIENTS] = merge(arena)
    told = arena.rush(acts)
    assert told == ["ok"] * len(acts)
    assert counted(arena, target) == (CLIENTS, CLIENTS)


def test_two_merges_crosswise_let_one_through(arena: Arena) -> None:
    source, target = arena.posts

    def other_way(session: Session) -> None:
        services.merge_post(session, session.get_one(TopicPost, target), session.get_one(TopicPost, source))

    told = arena.rush([merge(arena), other_way] * (THREADS // 2))
    assert Counter(told) == {"ok": 1, "Conflict": THREADS - 1}
    pointing = arena.read(select(TopicPost.id).where(TopicPost.merged_into_id.is_not(None)))
    assert len(pointing) == 1


def test_sabotage_an_answer_that_does_not_look_again_is_an_orphan(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without holding the row as it is now, an answer lands under a post that was merged meanwhile."""
    assert arena.act(merge(arena)) == "ok"
    monkeypatch.setattr(posting, "standing", lambda _session, post, **_how: post)
    assert arena.act(write(arena, "Teks 0", "f" * 32, arena.accounts[0], arena.posts[0])) == "ok"
    assert orphans(arena) == [("Teks 0",)]
