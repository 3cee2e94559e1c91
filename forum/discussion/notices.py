"""What the holder of a post's tracking code is told beside the post itself: others add to the list."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from core.contributions import TrackedNotice
from core.errors import N_
from forum.discussion.enums import PostState, TopicState
from forum.discussion.models import TopicPost

Teller = Callable[[Session, TopicPost, str], tuple[TrackedNotice, ...]]

# Moderation appends its own: what it decided about the post, and where the code's holder can appeal.
TELLERS: list[Teller] = []


def notices_of(session: Session, post: TopicPost, *, code: str) -> tuple[TrackedNotice, ...]:
    """Where the author can change or withdraw it, what came of the topic, and what others tell."""
    told = [notice for teller in TELLERS for notice in teller(session, post, code)]
    return (*told, *_outcome(post), _own(post, code))


def _own(post: TopicPost, code: str) -> TrackedNotice:
    if post.state == PostState.WITHDRAWN:
        return TrackedNotice(
            N_("Tulisan ini sudah Anda tarik"), note=N_("Teksnya sudah dihapus dari Rembuk.")
        )
    return TrackedNotice(
        N_("Tulisan Anda di diskusi"),
        note=N_("Dengan kode ini Anda dapat mengubah atau menarik tulisan itu."),
        on=post.written_on,
        url=f"/forum/masukan-saya/{code}",
        action=N_("Ubah atau tarik tulisan"),
    )


def _outcome(post: TopicPost) -> tuple[TrackedNotice, ...]:
    topic = post.topic
    if topic.state != TopicState.CLOSED:
        return ()
    return (TrackedNotice(N_("Hasil diskusi"), said=topic.outcome_id, on=topic.closed_on),)
