"""Search by word forms; what is alike before posting."""

import pytest
from sqlalchemy.orm import Session

from forum.discussion import posting, services
from forum.discussion.enums import TopicState
from forum.discussion.queries import topics
from forum.discussion.searching import find_posts, similar_posts
from forum.discussion.words import asked, comparable, stem, terms, words
from tests.forum import factories as make
from tests.forum.discussion.conftest import DAY, Write

pytestmark = pytest.mark.database


def test_words_and_stems() -> None:
    assert words("Arsip-arsip, Éko & 2027!") == ["arsip", "arsip", "eko", "2027"]
    assert {stem(w) for w in ("pelatihan", "melatih", "latihan", "berlatih")} == {"latih"}
    assert {stem(w) for w in ("pelayanan", "layanan", "melayani")} == {"layan"}
    assert stem("di") == "di"
    assert terms("yang Pelatihan") == {"pelatihan", "latih"}
    assert asked("yang itu") == [("yang", "yang"), ("itu", "itu")]
    assert len(asked(" ".join(f"kata{n}" for n in range(20)))) == 6
    assert comparable("Pelatihan yang baik!") == "latih baik"


def test_all_words_in_any_form_and_only_what_is_visible(session: Session, write: Write) -> None:
    topic = make.topic(session, guests=True)
    found = write(topic, "Kami butuh pelatihan mengarsip surat.").post
    hidden, gone = (write(topic, f"Pelatihan arsip {n}").post for n in range(2))
    write(topic, "Pelatihan komputer")
    services.hide_post(session, hidden)
    posting.withdraw(session, gone)
    for asked_for in ("latihan surat", "MELATIH surat", "pelatihan, mengarsip"):
        assert find_posts(session, asked_for) == [found]
    for nothing in ("", "  ", "%", "pelatihan gudang", "' OR 1=1 --", '"arsip" NEAR', "*"):
        assert find_posts(session, nothing) == []
    services.show_post(session, hidden)
    assert find_posts(session, "pelatihan arsip") == [hidden, found]


def test_an_edited_post_is_found_by_what_it_says_now(session: Session, write: Write) -> None:
    post = write(make.topic(session, guests=True), "Printer rusak").post
    posting.edit(session, post, body="Pemindai rusak", today=DAY)
    assert (find_posts(session, "printer"), find_posts(session, "pemindai")) == ([], [post])


def test_topics_by_kind_state_and_title(session: Session) -> None:
    closed = make.topic(session, title_id="Pelayanan loket", state=TopicState.CLOSED, closed_on=DAY)
    locked = make.topic(session, title_id="Loket KTP", state=TopicState.LOCKED, about_kind="theme")
    opened = make.topic(session, title_id="Arsip", title_en="Counter and archive")
    make.post(session, opened)
    make.post(session, opened, state="hidden")

    def found(**asked_for: str) -> list[str]:
        return [one.topic.key for one in topics(session, **asked_for)]

    assert found() == [opened.key, locked.key, closed.key]
    assert found(search="LOKET") == [locked.key, closed.key]
    assert found(search="counter") == [opened.key]
    assert found(kind="theme") == [locked.key]
    assert found(state="closed") == [closed.key]
    assert found(kind="entah", state="entah") == [opened.key, locked.key, closed.key]
    assert [one.posts for one in topics(session)] == [1, 0, 0]


def test_what_says_the_same_is_found_before_posting(session: Session, write: Write) -> None:
    topic, other = make.topic(session, guests=True), make.topic(session, guests=True)
    same = write(topic, "Perlu pelatihan arsip digital untuk staf kelurahan.").post
    write(topic, "Jam buka loket KTP terlalu pendek pada hari Jumat.")
    write(other, "Perlu pelatihan arsip digital untuk staf kelurahan.")
    hidden = write(topic, "Pelatihan arsip digital untuk staf kelurahan perlu.").post
    services.hide_post(session, hidden)
    asked_for = "Staf kelurahan perlu dilatih mengarsip secara digital: pelatihan arsip digital"
    assert similar_posts(session, topic, asked_for) == [same]
    assert similar_posts(session, topic, "pelatihan arsip digital untuk staf kelurahan kami") == [same]
    assert similar_posts(session, topic, "Parkir motor di kantor camat sempit sekali") == []
    assert similar_posts(session, topic, "arsip") == []


def test_three_at_most_and_no_answers(session: Session, write: Write) -> None:
    topic = make.topic(session, guests=True)
    posts = [write(topic, f"Perlu pelatihan arsip digital {n}").post for n in range(5)]
    write(posts[0], "Perlu pelatihan arsip digital sekali")
    found = similar_posts(session, topic, "Perlu pelatihan arsip digital")
    assert len(found) == 3
    assert all(post.parent_id is None for post in found)
