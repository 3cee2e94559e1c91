"""Write, answer, change and withdraw. Nothing here writes an audit row, a job or a time.

Such a row would say who wrote what a topic hides, or when: the posts themselves keep the day alone.
Lock, merge and post meet at the rows: a post holds the topic (and what it answers) shared, locking and
merging change them; whoever comes second sees what the first one did.
"""

from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from core import nonces
from core.accounts.models import Account
from core.codes import code_hash
from core.errors import N_, Conflict, NotFound
from core.sql import erase_bytes_after_commit, insert_into
from core.vectors import forget_vectors
from forum.discussion.enums import Identity, PostState
from forum.discussion.hooks import ON_WITHDRAW
from forum.discussion.models import Topic, TopicNotice, TopicPost, TopicPostEdit, TopicPostTerm
from forum.discussion.pseudonyms import pseudonym_of
from forum.discussion.rules import clean_text, refuse_unless_standing, why_closed, why_not
from forum.discussion.tags import author_tag
from forum.discussion.words import terms


@dataclass(frozen=True)
class Receipt:
    """Handed to the author, never stored or logged. `repeated`: this very post was already there."""

    post: TopicPost
    code: str = field(repr=False)
    repeated: bool = False


def find_repeat(
    session: Session, topic: Topic, *, body: str, nonce: str, parent: TopicPost | None, secret: str
) -> Receipt | None:
    """The receipt of this very post if it is already stored. Raises Conflict for another text."""
    known = select(TopicPost).where(TopicPost.nonce_hash == nonces.nonce_hash(nonce))
    found = session.scalar(known)
    if found is None:
        return None
    if found.body_hmac != _seal(topic, body, nonce, parent, secret):
        raise Conflict(
            N_(
                "Halaman ini sudah pernah dikirim dengan tulisan yang lain, dan tulisan itu tersimpan."
                " Tulisan yang sekarang belum terkirim."
            )
        )
    return Receipt(found, nonces.code_of(nonce, secret=secret), repeated=True)


def _seal(topic: Topic, body: str, nonce: str, parent: TopicPost | None, secret: str) -> str:
    return nonces.body_seal(nonce, f"{topic.id}:{parent.id if parent else 0}:{body}", secret=secret)


def post(
    session: Session, topic: Topic, *, body: str, nonce: str, actor_id: int | None, secret: str, today: date
) -> Receipt:
    """Write in a topic. The same nonce with the same text gives the same receipt."""
    return _write(session, topic, None, body, nonce, actor_id, secret, today)


def reply(
    session: Session,
    parent: TopicPost,
    *,
    body: str,
    nonce: str,
    actor_id: int | None,
    secret: str,
    today: date,
) -> Receipt:
    """Answer a post; an answer to a merged post goes to the one it was merged into."""
    return _write(session, parent.topic, parent, body, nonce, actor_id, secret, today)


def _write(
    session: Session,
    topic: Topic,
    parent: TopicPost | None,
    raw: str,
    nonce: str,
    actor_id: int | None,
    secret: str,
    today: date,
) -> Receipt:
    body = clean_text(raw)
    repeat = find_repeat(session, topic, body=body, nonce=nonce, parent=parent, secret=secret)
    if repeat is not None:
        return repeat
    _hold_topic(session, topic.id)
    refusal = why_not(topic, signed_in=actor_id is not None)
    if refusal is not None:
        raise refusal
    answered = standing(session, parent) if parent is not None else None
    code = nonces.code_of(nonce, secret=secret)
    stored = session.execute(
        insert_into(session, TopicPost)
        .values(
            key=token_hex(16),
            topic_id=topic.id,
            parent_id=answered.id if answered else None,
            body=body,
            code_hash=code_hash(code),
            nonce_hash=nonces.nonce_hash(nonce),
            body_hmac=_seal(topic, body, nonce, parent, secret),
            written_on=today,
            **_identity(session, topic, actor_id, secret),
        )
        .on_conflict_do_nothing()
        .returning(TopicPost.id)
    ).scalar()
    if stored is None:  # a parallel submit of the same form was first
        repeat = find_repeat(session, topic, body=body, nonce=nonce, parent=parent, secret=secret)
        assert repeat is not None
        return repeat
    _index(session, stored, body)
    return Receipt(session.get_one(TopicPost, stored), code)


def _hold_topic(session: Session, topic_id: int) -> Topic:
    """The topic as it is now; locking it waits for this transaction, and this one waited for locking."""
    return session.get_one(
        Topic, topic_id, with_for_update={"read": True, "of": Topic}, populate_existing=True
    )


def standing(session: Session, post: TopicPost, *, change: bool = False) -> TopicPost:
    """The post as it is now, or the one it was merged into, held against hiding and merging.

    Raises Conflict where it is hidden or withdrawn, and for an answer: they are not answered themselves.
    """
    held = {"read": not change, "of": TopicPost}
    now = session.get_one(TopicPost, post.id, with_for_update=held, populate_existing=True)
    while now.merged_into_id is not None:
        now = session.get_one(TopicPost, now.merged_into_id, with_for_update=held, populate_existing=True)
    refuse_unless_standing(now)
    if not change and now.parent_id is not None:
        raise NotFound(N_("Tanggapan tidak dapat ditanggapi lagi. Tanggapi tulisan pertamanya."))
    return now


def _identity(session: Session, topic: Topic, actor_id: int | None, secret: str) -> dict[str, object]:
    """Under what name it stands. A guest has none, whatever the topic's rule."""
    if actor_id is None:
        return {"shown_name": "", "author_id": None, "author_tag": None}
    if topic.identity == Identity.NAME:
        name = session.get_one(Account, actor_id).name
        return {"shown_name": name, "author_id": actor_id, "author_tag": None}
    tag = author_tag(topic.id, actor_id, secret=secret)
    name = pseudonym_of(session, topic_id=topic.id, tag=tag)
    return {"shown_name": name, "author_id": None, "author_tag": tag}


def _index(session: Session, post_id: int, body: str) -> None:
    found = sorted(terms(body))
    if found:
        session.execute(insert(TopicPostTerm), [{"term": term, "post_id": post_id} for term in found])


def _forget_words(session: Session, post_id: int) -> None:
    session.execute(delete(TopicPostTerm).where(TopicPostTerm.post_id == post_id))


def edit(session: Session, post: TopicPost, *, body: str, today: date) -> None:
    """Change one's own post; what it said before stays readable. Raises Closed, Conflict or Invalid."""
    text = clean_text(body)
    topic = _hold_topic(session, post.topic_id)
    if (closed := why_closed(topic)) is not None:
        raise closed
    if text == post.body:
        return
    before, number = post.body, post.edits
    changed = session.execute(
        update(TopicPost)
        .where(
            TopicPost.id == post.id,
            TopicPost.edits == number,
            TopicPost.state == PostState.VISIBLE,
            TopicPost.merged_into_id.is_(None),
        )
        .values(body=text, edits=number + 1)
        .returning(TopicPost.id)
    ).scalar()
    if changed is None:
        raise Conflict(N_("Tulisan ini sudah berubah sejak halaman dibuka, jadi perubahan belum disimpan."))
    session.add(TopicPostEdit(post_id=post.id, number=number + 1, body=before, edited_on=today))
    _forget_words(session, post.id)
    _index(session, post.id, text)
    session.flush()
    session.refresh(post)


def withdraw(session: Session, post: TopicPost) -> None:
    """Take one's own post back: its text, its history and its author are erased, its support is kept."""
    gone = session.execute(
        update(TopicPost)
        .where(TopicPost.id == post.id, TopicPost.state != PostState.WITHDRAWN)
        .values(state=PostState.WITHDRAWN, body="", shown_name="", author_id=None, author_tag=None)
        .returning(TopicPost.id)
    ).scalar()
    if gone is None:
        return
    session.execute(delete(TopicPostEdit).where(TopicPostEdit.post_id == post.id))
    session.execute(delete(TopicNotice).where(TopicNotice.post_id == post.id))
    _forget_words(session, post.id)
    forget_vectors(session, [post.key])
    for forget in ON_WITHDRAW:
        forget(session, post)
    session.refresh(post)
    erase_bytes_after_commit(session)
