"""Followers hear of each thing once, whatever came between."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.errors import Closed
from core.mail.models import Mail
from forum.discussion import following, posting, services
from forum.discussion.enums import Identity, PostState
from forum.discussion.models import Topic, TopicNotice, TopicPost
from tests import factories
from tests.forum import factories as make
from tests.forum.discussion.conftest import DAY, Write

pytestmark = pytest.mark.database
NEXT = DAY + timedelta(days=1)


def letter(topic: Topic) -> tuple[str, str]:
    return "Ada yang baru", f"Baca {topic.key}"


def run(session: Session, today: date = DAY) -> int:
    due = following.due_items(session, today=today)
    return following.tell(session, due, today=today, letter=letter)


def told(session: Session, account: Account) -> list[int | None]:
    rows = select(TopicNotice).where(TopicNotice.account_id == account.id).order_by(TopicNotice.id)
    return [notice.post_id for notice in session.scalars(rows)]


@pytest.fixture
def reader(session: Session) -> Account:
    return factories.account(session, name="Pembaca")


def test_what_comes_after_following_is_told_once(session: Session, write: Write, reader: Account) -> None:
    author, other = factories.account(session), factories.account(session)
    topic, noise = make.topic(session), make.topic(session)
    write(topic, "Sebelum diikuti", by=author)
    following.follow(session, topic, actor_id=reader.id)
    post = write(topic, "Sesudah", by=author).post
    answer = write(post, "Tanggapan", by=other).post
    write(noise, "Topik lain", by=author)
    assert run(session) == 2
    assert run(session) == 0
    assert told(session, reader) == [post.id, answer.id]
    assert told(session, other) == []


def test_a_worker_that_was_off_tells_everything_later(
    session: Session, write: Write, reader: Account
) -> None:
    author, topic = factories.account(session), make.topic(session)
    following.follow(session, topic, actor_id=reader.id)
    posts = [
        write(topic, f"Hari {n}", by=author, today=DAY + timedelta(days=n)).post.id for n in range(0, 90, 10)
    ]
    assert run(session, DAY + timedelta(days=400)) == 9
    assert told(session, reader) == posts


def test_more_than_one_round_takes_is_told_in_several(
    session: Session, write: Write, reader: Account
) -> None:
    author, topic = factories.account(session), make.topic(session)
    following.follow(session, topic, actor_id=reader.id)
    for number in range(5):
        write(topic, f"Tulisan {number}", by=author)
    counts = []
    for _ in range(4):
        due = following.due_items(session, today=DAY, limit=2)
        counts.append(following.tell(session, due, today=DAY, letter=letter))
    assert counts == [2, 2, 1, 0]


def test_hidden_and_withdrawn_are_not_told_and_shown_again_is(
    session: Session, write: Write, reader: Account
) -> None:
    author, topic = factories.account(session), make.topic(session)
    following.follow(session, topic, actor_id=reader.id)
    hidden, gone, late = (write(topic, f"Tulisan {n}", by=author).post for n in range(3))
    services.hide_post(session, hidden)
    posting.withdraw(session, gone)
    due = following.due_items(session, today=DAY)
    services.hide_post(session, late)  # between finding and telling
    assert following.tell(session, due, today=DAY, letter=letter) == 0
    services.show_post(session, late)
    assert run(session) == 1
    assert told(session, reader) == [late.id]


def test_own_posts_are_not_told_under_a_name(session: Session, write: Write, reader: Account) -> None:
    topic = make.topic(session)
    following.follow(session, topic, actor_id=reader.id)
    write(topic, by=reader)
    assert run(session) == 0


def test_where_names_are_hidden_nothing_tells_who_or_at_what_hour(
    session: Session, write: Write, reader: Account
) -> None:
    """The day after, and to every follower: the author of one would be known by what is missing."""
    author = factories.account(session)
    topic = make.topic(session, identity=Identity.PSEUDONYM)
    for account in (author, reader):
        following.follow(session, topic, actor_id=account.id)
    mine, other = write(topic, "Satu", by=author).post, write(topic, "Dua", by=reader).post
    assert run(session, DAY) == 0
    assert run(session, NEXT) == 4
    assert told(session, author) == told(session, reader) == [mine.id, other.id]


def test_a_guests_post_under_names_waits_too(session: Session, write: Write, reader: Account) -> None:
    topic = make.topic(session, guests=True)
    following.follow(session, topic, actor_id=reader.id)
    write(topic)
    assert [run(session, DAY), run(session, NEXT), run(session, NEXT)] == [0, 1, 0]


def test_the_outcome_is_told_once(session: Session, reader: Account) -> None:
    topic = make.topic(session)
    following.follow(session, topic, actor_id=reader.id)
    services.close_topic(session, topic, outcome_id="Hasil", outcome_en="", today=DAY, actor_id=None)
    assert [run(session), run(session)] == [1, 0]
    assert told(session, reader) == [None]
    with pytest.raises(Closed):
        following.follow(session, topic, actor_id=reader.id)


def test_one_mail_for_each_topic_and_only_where_wanted(session: Session, write: Write) -> None:
    author, topic = factories.account(session), make.topic(session)
    wishes = {"mau": True, "tidak": False, "tanpa": True}
    for name, wanted in wishes.items():
        account = factories.account(session, name=name)
        account.email = "" if name == "tanpa" else f"{name}@contoh.example"
        following.follow(session, topic, actor_id=account.id)
        following.set_mail(session, wanted=wanted, actor_id=account.id)
    for number in range(3):
        write(topic, f"Rahasia {number}", by=author)
    assert run(session) == 9
    mails = session.scalars(select(Mail)).all()
    assert [(m.to_address, m.body) for m in mails] == [("mau@contoh.example", f"Baca {topic.key}")]


def test_nothing_for_those_who_left(session: Session, write: Write) -> None:
    author, topic = factories.account(session), make.topic(session)
    stays, stops, disabled = (factories.account(session) for _ in range(3))
    for account in (stays, stops, disabled):
        following.follow(session, topic, actor_id=account.id)
        following.follow(session, topic, actor_id=account.id)
    following.unfollow(session, topic, actor_id=stops.id)
    disabled.active = False
    write(topic, by=author)
    assert run(session) == 1
    assert len(told(session, stays)) == 1


def test_sabotage_a_window_of_time_loses_what_the_ledger_finds(
    session: Session, write: Write, reader: Account
) -> None:
    """A post of yesterday that is shown again today falls before a window that begins at the last round."""
    author, topic = factories.account(session), make.topic(session)
    following.follow(session, topic, actor_id=reader.id)
    late = write(topic, "Disembunyikan lalu ditampilkan", by=author).post
    services.hide_post(session, late)
    assert run(session, DAY) == 0
    services.show_post(session, late)
    window = select(TopicPost.id).where(TopicPost.written_on >= NEXT, TopicPost.state == PostState.VISIBLE)
    assert session.scalars(window).all() == []
    assert run(session, NEXT) == 1
    assert told(session, reader) == [late.id]


def test_a_worker_that_dies_while_telling_has_told_nothing(
    session: Session, write: Write, reader: Account
) -> None:
    author, topic = factories.account(session), make.topic(session)
    reader.email = "pembaca@contoh.example"
    following.follow(session, topic, actor_id=reader.id)
    following.set_mail(session, wanted=True, actor_id=reader.id)
    post = write(topic, by=author).post

    def dies(_topic: Topic) -> tuple[str, str]:
        raise OSError

    due = following.due_items(session, today=DAY)
    with pytest.raises(OSError), session.begin_nested():  # noqa: PT011  it says nothing
        following.tell(session, due, today=DAY, letter=dies)
    assert told(session, reader) == []
    assert [run(session), run(session)] == [1, 0]
    assert told(session, reader) == [post.id]
    assert len(session.scalars(select(Mail)).all()) == 1
