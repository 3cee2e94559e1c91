"""What the office does with topics and moderation with posts."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Conflict, Invalid, NotAllowed
from core.slices import TopicSubject
from forum.discussion import services, supporting
from forum.discussion.enums import Identity, PostState, TopicState
from forum.discussion.models import Topic, TopicPost, TopicPostSupport
from forum.discussion.services import TopicFacts
from tests import factories
from tests.forum import factories as make
from tests.forum.discussion.conftest import DAY, SECRET, Write

pytestmark = pytest.mark.database


def events(session: Session) -> list[tuple[str, str, int | None]]:
    session.flush()
    rows = session.scalars(
        select(AuditEvent).where(AuditEvent.object_kind == "topic").order_by(AuditEvent.id)
    )
    return [(e.action, e.object_key, e.actor_id) for e in rows]


def test_open_change_lock_unlock_close(session: Session) -> None:
    staff, cycle = factories.account(session), factories.cycle(session)
    noise = make.topic(session)
    about = TopicSubject("workshop", "arsip", cycle.id, "Arsip", "", "/workshop/arsip")
    topic = services.create_topic(session, about, TopicFacts("Sesudah pelatihan?"), actor_id=staff.id)
    assert (topic.about_kind, topic.about_key, topic.cycle_id) == ("workshop", "arsip", cycle.id)
    assert topic.key.startswith("sesudah-pelatihan-")
    services.change_topic(
        session, topic, TopicFacts("Judul", identity=Identity.PSEUDONYM, guests=True), actor_id=staff.id
    )
    assert (topic.title_id, topic.identity, topic.guests) == ("Judul", "pseudonym", True)
    services.lock(session, topic, actor_id=staff.id)
    services.unlock(session, topic, actor_id=staff.id)
    services.close_topic(
        session, topic, outcome_id=" Disepakati. ", outcome_en="", today=DAY, actor_id=staff.id
    )
    assert (topic.state, topic.outcome_id, topic.closed_on) == ("closed", "Disepakati.", DAY)
    assert noise.state == TopicState.OPEN
    verbs = ("create", "change", "lock", "unlock", "close")
    assert events(session) == [(f"topic.{verb}", topic.key, staff.id) for verb in verbs]


def test_a_step_from_a_state_that_has_passed_is_refused(session: Session) -> None:
    topic = make.topic(session)
    close = {"outcome_id": "Hasil", "outcome_en": "", "today": DAY, "actor_id": None}
    with pytest.raises(Conflict):
        services.unlock(session, topic, actor_id=None)
    services.lock(session, topic, actor_id=None)
    with pytest.raises(Conflict):
        services.lock(session, topic, actor_id=None)
    with pytest.raises(Invalid):
        services.close_topic(session, topic, **{**close, "outcome_id": "  "})
    services.close_topic(session, topic, **close)
    with pytest.raises(Conflict):
        services.close_topic(session, topic, **close)
    assert topic.outcome_id == "Hasil"


def test_the_rule_about_names_stands_once_somebody_wrote(session: Session, write: Write) -> None:
    topic = make.topic(session, identity=Identity.PSEUDONYM)
    write(topic, by=factories.account(session))
    with pytest.raises(Conflict):
        services.change_topic(session, topic, TopicFacts("Judul", identity=Identity.NAME), actor_id=None)
    services.change_topic(session, topic, TopicFacts("Judul", identity=Identity.PSEUDONYM), actor_id=None)
    assert (topic.title_id, topic.identity) == ("Judul", "pseudonym")


def test_a_title_without_letters_has_an_address(session: Session) -> None:
    about = TopicSubject("cycle", "s", factories.cycle(session).id, "", "", "")
    topic = services.create_topic(session, about, TopicFacts("؟؟؟"), actor_id=None)
    assert topic.key.startswith("topik-")


def test_hide_and_show_keep_the_text(session: Session) -> None:
    topic = make.topic(session)
    post, noise = make.post(session, topic, "Kasar"), make.post(session, topic)
    services.hide_post(session, post)
    assert (post.state, post.body, noise.state) == ("hidden", "Kasar", "visible")
    with pytest.raises(Conflict):
        services.hide_post(session, post)
    services.show_post(session, post)
    assert post.state == PostState.VISIBLE
    with pytest.raises(Conflict):
        services.show_post(session, post)


def supporters(session: Session, post: TopicPost) -> int:
    rows = select(TopicPostSupport).where(TopicPostSupport.post_id == post.id)
    return len(session.scalars(rows).all())


def test_merging_keeps_the_text_and_counts_every_supporter_once(session: Session, write: Write) -> None:
    topic: Topic = make.topic(session, guests=True)
    source, target = write(topic, "Sama").post, write(topic, "Sama juga").post
    answer = write(source, "Setuju").post
    people = [factories.account(session) for _ in range(4)]
    for one, post in ((0, source), (1, source), (1, target), (2, target)):
        assert supporting.support(session, post, actor_id=people[one].id, secret=SECRET)
    services.merge_post(session, source, target)
    session.refresh(answer)
    assert (source.merged_into_id, source.body, source.state) == (target.id, "Sama", "visible")
    assert (target.support, supporters(session, target), answer.parent_id) == (3, 3, target.id)
    # Whoever has the old page open supports the one that stands, once.
    assert not supporting.support(session, source, actor_id=people[0].id, secret=SECRET)
    assert supporting.support(session, source, actor_id=people[3].id, secret=SECRET)
    assert (target.support, supporters(session, target)) == (4, 4)


def test_what_cannot_be_merged(session: Session, write: Write) -> None:
    topic, other = make.topic(session, guests=True), make.topic(session, guests=True)
    one, two, three = (write(topic, f"Tulisan {n}").post for n in range(3))
    answer, foreign = write(one, "Setuju").post, write(other, "Lain").post
    hidden = make.post(session, topic, state=PostState.HIDDEN)
    for source, target in ((one, one), (one, foreign), (answer, two), (one, answer)):
        with pytest.raises(Invalid):
            services.merge_post(session, source, target)
    services.merge_post(session, one, two)
    for source, target in ((one, three), (three, one), (hidden, two), (two, hidden), (two, one)):
        with pytest.raises(Conflict):
            services.merge_post(session, source, target)


def test_support_is_one_per_person(session: Session, write: Write) -> None:
    author, reader = factories.account(session), factories.account(session)
    topic = make.topic(session)
    post, noise = write(topic, by=author).post, write(topic, "Lain", by=author).post
    assert supporting.support(session, post, actor_id=reader.id, secret=SECRET)
    assert not supporting.support(session, post, actor_id=reader.id, secret=SECRET)
    assert (post.support, noise.support) == (1, 0)
    assert supporting.unsupport(session, post, actor_id=reader.id, secret=SECRET)
    assert not supporting.unsupport(session, post, actor_id=reader.id, secret=SECRET)
    assert (post.support, supporters(session, post)) == (0, 0)


@pytest.mark.parametrize("identity", list(Identity))
def test_nobody_supports_themselves(session: Session, write: Write, identity: Identity) -> None:
    author = factories.account(session)
    post = write(make.topic(session, identity=identity), by=author).post
    with pytest.raises(NotAllowed):
        supporting.support(session, post, actor_id=author.id, secret=SECRET)


def test_what_is_gone_or_closed_is_not_supported(session: Session) -> None:
    reader, topic = factories.account(session), make.topic(session)
    closed = make.topic(session, state=TopicState.CLOSED, closed_on=DAY)
    posts = (make.post(session, topic, state=PostState.HIDDEN), make.post(session, closed))
    for post in posts:
        with pytest.raises(Conflict if post.topic is topic else Exception, match="tidak tampil|ditutup"):
            supporting.support(session, post, actor_id=reader.id, secret=SECRET)
        assert post.support == 0
