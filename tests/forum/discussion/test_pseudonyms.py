"""One name per person and topic, unlike any other there, unlinked to other topics."""

from itertools import islice

import pytest
from sqlalchemy.orm import Session

from forum.discussion import pseudonyms
from forum.discussion.enums import Identity
from forum.discussion.tags import author_tag, supporter_tag
from tests import factories
from tests.forum import factories as make
from tests.forum.discussion.conftest import SECRET, Write

pytestmark = pytest.mark.database


def test_all_posts_of_one_person_in_one_topic_bear_one_name(session: Session, write: Write) -> None:
    anna, budi = factories.account(session, name="Anna"), factories.account(session, name="Budi")
    topic = make.topic(session, identity=Identity.PSEUDONYM)
    mine = [write(topic, f"Tulisan {n}", by=anna).post for n in range(3)]
    other = write(mine[0], "Tanggapan", by=budi).post
    assert len({(p.shown_name, p.author_tag) for p in mine}) == 1
    assert other.shown_name != mine[0].shown_name
    assert {p.author_id for p in (*mine, other)} == {None}
    assert "Anna" not in {p.shown_name for p in mine}


def test_topics_do_not_tell_that_it_is_the_same_person(session: Session, write: Write) -> None:
    anna = factories.account(session)
    posts = [write(make.topic(session, identity=Identity.PSEUDONYM), by=anna).post for _ in range(6)]
    assert len({p.author_tag for p in posts}) == 6
    assert len({p.shown_name for p in posts}) > 1


def test_a_name_is_given_once_in_a_topic(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three names for thirty people: the rest get a number, nobody shares."""
    monkeypatch.setattr(pseudonyms, "FIRST", ["Cendana"])
    monkeypatch.setattr(pseudonyms, "SECOND", ["Pagi", "Senja", "Teduh"])
    topic, other = make.topic(session), make.topic(session)
    tags = [f"tag-{n}" for n in range(30)]
    given = [pseudonyms.pseudonym_of(session, topic_id=topic.id, tag=tag) for tag in tags]
    assert len(set(given)) == 30
    assert {"Cendana Pagi", "Cendana Senja", "Cendana Teduh"} <= set(given)
    again = [pseudonyms.pseudonym_of(session, topic_id=topic.id, tag=tag) for tag in tags]
    assert again == given
    assert pseudonyms.pseudonym_of(session, topic_id=other.id, tag=tags[29]) in set(given)


def test_names_are_words_and_the_same_on_every_machine() -> None:
    first = list(islice(pseudonyms.candidates("tag"), 14))
    assert first == list(islice(pseudonyms.candidates("tag"), 14))
    assert all(name.split()[0] in pseudonyms.FIRST for name in first)
    assert [name.split()[2] for name in first[12:]] == ["2", "3"]
    assert len(pseudonyms.FIRST) * len(pseudonyms.SECOND) >= 1500


def test_writing_and_supporting_are_not_linked() -> None:
    tags = {
        author_tag(1, 2, secret=SECRET),
        author_tag(2, 1, secret=SECRET),
        author_tag(1, 2, secret="lain"),
        supporter_tag(1, 2, secret=SECRET),
    }
    assert len(tags) == 4
