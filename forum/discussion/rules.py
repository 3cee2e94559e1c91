"""What may be said where, as predicates and refusals."""

from core.errors import N_, Closed, Conflict, Invalid, NotAllowed, RembukError
from forum.discussion.enums import PostState, TopicState
from forum.discussion.models import Topic, TopicPost
from forum.discussion.tags import author_tag

LONGEST = 4000
GONE = N_("Tulisan itu sudah tidak tampil, jadi tidak dapat ditanggapi atau didukung lagi.")


def clean_text(raw: str) -> str:
    """What was typed, without blank edges. Raises Invalid where it is empty or too long."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise Invalid(N_("Tulis dahulu apa yang ingin Anda sampaikan."))
    if len(text) > LONGEST:
        raise Invalid(
            N_("Tulisan Anda %(length)s karakter; paling panjang %(longest)s. Persingkat, lalu kirim lagi."),
            length=len(text),
            longest=LONGEST,
        )
    return text


def why_closed(topic: Topic) -> RembukError | None:
    """Why nothing can be written in a topic now; None when it is open."""
    if topic.state == TopicState.LOCKED:
        return Closed(N_("Topik ini sedang dikunci. Untuk sementara tidak ada tulisan baru yang diterima."))
    if topic.state == TopicState.CLOSED:
        return Closed(N_("Topik ini sudah ditutup. Hasilnya tampil di atas."))
    return None


def why_not(topic: Topic, *, signed_in: bool) -> RembukError | None:
    """Why this visitor cannot write in a topic; None when they can."""
    if (closed := why_closed(topic)) is not None:
        return closed
    if not signed_in and not topic.guests:
        return NotAllowed(N_("Topik ini untuk pemilik akun. Masuk dahulu, lalu kirim."))
    return None


def is_standing(post: TopicPost) -> bool:
    """Whether a post can be answered, supported and changed."""
    return post.state == PostState.VISIBLE and post.merged_into_id is None


def is_by(post: TopicPost, account_id: int | None, *, secret: str) -> bool:
    """Whether an account wrote a post, by its number or by the topic's tag."""
    if account_id is None:
        return False
    if post.author_id is not None:
        return post.author_id == account_id
    return post.author_tag is not None and post.author_tag == author_tag(
        post.topic_id, account_id, secret=secret
    )


def refuse_unless_standing(post: TopicPost) -> None:
    """Raise Conflict for a post that is hidden, withdrawn or merged."""
    if not is_standing(post):
        raise Conflict(GONE)
