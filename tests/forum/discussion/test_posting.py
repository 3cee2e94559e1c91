"""Write, answer, change, withdraw."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Closed, Conflict, Invalid, NotAllowed, NotFound
from core.jobs.models import Job
from forum.discussion import posting, services
from forum.discussion.enums import Identity, PostState, TopicState
from forum.discussion.models import TopicPost, TopicPostEdit, TopicPostTerm
from tests import factories
from tests.forum import factories as make
from tests.forum.discussion.conftest import DAY, SECRET, Write

pytestmark = pytest.mark.database
NONCE = "a" * 32


def test_a_post_under_a_name(session: Session, write: Write) -> None:
    author = factories.account(session, name="Ibu Welmince")
    topic, noise = make.topic(session), make.topic(session)
    make.post(session, noise)
    receipt = write(topic, "  Baris satu\r\nBaris dua  ", by=author)
    post = receipt.post
    assert (post.body, post.shown_name, post.author_id) == (
        "Baris satu\nBaris dua",
        "Ibu Welmince",
        author.id,
    )
    assert (post.author_tag, post.parent_id, post.written_on, post.state) == (None, None, DAY, "visible")
    assert session.scalars(select(TopicPost).where(TopicPost.topic_id == topic.id)).all() == [post]


def test_a_renamed_account_keeps_the_name_it_wrote_under(session: Session, write: Write) -> None:
    author = factories.account(session, name="Nama lama")
    post = write(make.topic(session), by=author).post
    author.name = "Nama baru"
    session.flush()
    assert post.shown_name == "Nama lama"


def test_a_guest_has_no_name_and_needs_an_open_door(session: Session, write: Write) -> None:
    with pytest.raises(NotAllowed):
        write(make.topic(session))
    post = write(make.topic(session, guests=True, identity=Identity.PSEUDONYM)).post
    assert (post.shown_name, post.author_id, post.author_tag) == ("", None, None)


@pytest.mark.parametrize("raw", ["", "  \n ", "x" * 4001])
def test_empty_and_too_long_are_refused(session: Session, write: Write, raw: str) -> None:
    topic = make.topic(session, guests=True)
    with pytest.raises(Invalid):
        write(topic, raw)
    assert write(topic, "x" * 4000).post.body == "x" * 4000


@pytest.mark.parametrize("state", [TopicState.LOCKED, TopicState.CLOSED])
def test_a_locked_or_closed_topic_takes_nothing(session: Session, write: Write, state: TopicState) -> None:
    author, topic = factories.account(session), make.topic(session, guests=True)
    post = write(topic, by=author, nonce=NONCE).post
    topic.state, topic.closed_on = state, DAY if state == TopicState.CLOSED else None
    session.flush()
    for act in (
        lambda: write(topic, "Lagi"),
        lambda: write(post, "Setuju", by=author),
        lambda: posting.edit(session, post, body="Diubah", today=DAY),
    ):
        with pytest.raises(Closed):
            act()
    # What is there already is told, not refused; and taking it back is always possible.
    assert write(topic, by=author, nonce=NONCE).repeated
    posting.withdraw(session, post)
    assert post.state == PostState.WITHDRAWN


def test_the_same_nonce_is_the_same_post(session: Session, write: Write) -> None:
    topic, other = make.topic(session, guests=True), make.topic(session, guests=True)
    first = write(topic, "Sekali saja", nonce=NONCE)
    again = write(topic, "Sekali saja ", nonce=NONCE)
    assert (again.post, again.code, again.repeated, first.repeated) == (first.post, first.code, True, False)
    for where, body in ((topic, "Lain"), (other, "Sekali saja"), (first.post, "Sekali saja")):
        with pytest.raises(Conflict):
            write(where, body, nonce=NONCE)
    assert session.scalar(select(func.count()).select_from(TopicPost)) == 1


def test_a_repeat_after_an_edit_is_still_the_same_post(session: Session, write: Write) -> None:
    topic = make.topic(session, guests=True)
    first = write(topic, "Sekali saja", nonce=NONCE)
    posting.edit(session, first.post, body="Diubah", today=DAY)
    assert write(topic, "Sekali saja", nonce=NONCE).post == first.post


def test_answers_are_one_level(session: Session, write: Write) -> None:
    topic = make.topic(session, guests=True)
    post = write(topic).post
    answer = write(post, "Setuju").post
    assert (answer.parent_id, answer.topic_id) == (post.id, topic.id)
    with pytest.raises(NotFound):
        write(answer, "Saya juga")


@pytest.mark.parametrize("state", [PostState.HIDDEN, PostState.WITHDRAWN])
def test_what_is_gone_is_not_answered(session: Session, write: Write, state: PostState) -> None:
    topic = make.topic(session, guests=True)
    post = make.post(session, topic, state=state)
    with pytest.raises(Conflict):
        write(post, "Setuju")


def test_an_answer_to_a_merged_post_goes_to_where_it_was_merged(session: Session, write: Write) -> None:
    topic = make.topic(session, guests=True)
    source, target, last = (make.post(session, topic) for _ in range(3))
    services.merge_post(session, source, target)
    services.merge_post(session, target, last)
    assert write(source, "Setuju").post.parent_id == last.id


def test_an_edit_keeps_what_was_said_before(session: Session, write: Write) -> None:
    topic = make.topic(session, guests=True)
    post, noise = write(topic, "Perlu arsip").post, write(topic, "Perlu komputer").post
    posting.edit(session, post, body="Perlu arsip digital", today=date(2027, 1, 5))
    posting.edit(session, post, body="Perlu arsip digital", today=date(2027, 1, 6))  # nothing changed
    posting.edit(session, post, body="Perlu pemindai", today=date(2027, 1, 7))
    edits = session.scalars(select(TopicPostEdit).order_by(TopicPostEdit.number)).all()
    assert [(e.post_id, e.number, e.body, e.edited_on.day) for e in edits] == [
        (post.id, 1, "Perlu arsip", 5),
        (post.id, 2, "Perlu arsip digital", 7),
    ]
    assert (post.body, post.edits, post.written_on, noise.edits) == ("Perlu pemindai", 2, DAY, 0)
    found = session.scalars(select(TopicPostTerm.term).where(TopicPostTerm.post_id == post.id))
    assert "arsip" not in set(found)


def test_an_edit_of_a_page_that_is_old_is_refused(session: Session, write: Write) -> None:
    topic = make.topic(session, guests=True)
    post = write(topic, "Satu").post
    session.execute(TopicPost.__table__.update().where(TopicPost.id == post.id).values(edits=1))
    assert post.edits == 0  # as the page knew it
    with pytest.raises(Conflict):
        posting.edit(session, post, body="Dua", today=DAY)


@pytest.mark.parametrize("state", [PostState.HIDDEN, PostState.WITHDRAWN])
def test_what_is_gone_is_not_changed(session: Session, state: PostState) -> None:
    post = make.post(session, make.topic(session), state=state)
    with pytest.raises(Conflict):
        posting.edit(session, post, body="Lain", today=DAY)


def test_a_withdrawn_post_leaves_its_place_and_its_support(session: Session, write: Write) -> None:
    author, topic = factories.account(session), make.topic(session, guests=True)
    post = write(topic, "Teks lama", by=author).post
    answer = write(post, "Setuju").post
    posting.edit(session, post, body="Teks baru", today=DAY)
    post.support = 3
    posting.withdraw(session, post)
    posting.withdraw(session, post)  # a second press
    assert (post.state, post.body, post.shown_name, post.author_id, post.author_tag) == (
        "withdrawn",
        "",
        "",
        None,
        None,
    )
    assert (post.support, answer.state, answer.parent_id) == (3, "visible", post.id)
    assert session.scalars(select(TopicPostEdit)).all() == []
    assert set(session.scalars(select(TopicPostTerm.post_id))) == {answer.id}


def test_writing_leaves_no_audit_row_and_no_job(session: Session, write: Write) -> None:
    author, topic = factories.account(session), make.topic(session, identity=Identity.PSEUDONYM)
    before = [session.scalar(select(func.count()).select_from(t)) for t in (AuditEvent, Job)]
    post = write(topic, by=author).post
    write(post, "Tambahan", by=author)
    posting.edit(session, post, body="Lain", today=DAY)
    posting.withdraw(session, post)
    session.flush()
    assert [session.scalar(select(func.count()).select_from(t)) for t in (AuditEvent, Job)] == before
    assert SECRET not in repr(post)
