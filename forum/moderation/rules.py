"""What a report, a decision and an appeal need; who may decide."""

import hashlib
import hmac

from core.errors import N_, Conflict, Invalid, NotAllowed
from forum.discussion.enums import PostState
from forum.discussion.models import TopicPost
from forum.discussion.rules import is_by
from forum.moderation.enums import Action, AppealState, DecisionState, Reason
from forum.moderation.models import Appeal, ModerationDecision

LONGEST = 2000
REASONED = frozenset({Action.HIDE, Action.LOCK_TOPIC})
OWN = N_("Tulisan ini tulisan Anda sendiri, jadi moderator lain yang memutuskan.")
SAME_MODERATOR = N_("Keberatan ini tentang keputusan Anda sendiri. Moderator lain yang memutuskannya.")


def clean_note(raw: str) -> str:
    """What was typed, without blank edges; may be empty. Raises Invalid where it is too long."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise Invalid(
            N_("Teks Anda %(length)s karakter; paling panjang %(longest)s. Persingkat, lalu kirim lagi."),
            length=len(text),
            longest=LONGEST,
        )
    return text


def clean_words(raw: str) -> str:
    """The same for a text that must be there."""
    if not (text := clean_note(raw)):
        raise Invalid(N_("Teks ini wajib diisi: orang yang terkena keputusan harus dapat memahaminya."))
    return text


def read_reason(raw: str) -> Reason:
    """A reason of the list. Raises Invalid for anything else."""
    if raw not in set(Reason):
        raise Invalid(N_("Pilih satu alasan dari daftar."))
    return Reason(raw)


def reporter_tag(post_id: int, account_id: int, *, secret: str) -> str:
    """Tells that one person reported a post twice, never who; unlike the tags of writing and supporting."""
    text = f"pelapor:{post_id}:{account_id}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def refuse_own(post: TopicPost, actor_id: int, *, secret: str) -> None:
    """Raise NotAllowed for a moderator who wrote the post. Only they learn it: nothing of it is stored."""
    if is_by(post, actor_id, secret=secret):
        raise NotAllowed(OWN)


def is_appealable(decision: ModerationDecision, appeal: Appeal | None) -> bool:
    """Whether the author can object now: the post is hidden, and nobody has objected yet."""
    return (
        decision.action == Action.HIDE
        and decision.state == DecisionState.STANDING
        and decision.case.post.state == PostState.HIDDEN
        and appeal is None
    )


def is_restorable(decision: ModerationDecision, appeal: Appeal | None) -> bool:
    """Whether moderators can take a decision to hide back; an open appeal is another moderator's."""
    waiting = appeal is not None and appeal.state == AppealState.OPEN
    return (
        decision.action == Action.HIDE
        and decision.state == DecisionState.STANDING
        and decision.case.post.state == PostState.HIDDEN
        and not waiting
    )


def refuse_changed(post: TopicPost, seen_edits: int) -> None:
    """Raise Conflict where the author changed the post since the moderator read it."""
    if post.edits != seen_edits:
        raise Conflict(
            N_("Penulis mengubah tulisan ini sejak halaman dibuka. Baca yang baru, lalu putuskan lagi.")
        )
