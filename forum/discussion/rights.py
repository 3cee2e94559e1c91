"""What the discussion holds about accounts. Posts of a topic that hides names are not among it: nothing
here knows whose they are, their author finds them by the tracking code.

Erasing an account takes its name off its posts; what they say stays as a contribution without a name,
unless the author withdrew it before.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from core.errors import N_
from core.keeping import (
    Ended,
    PersonalData,
    Retention,
    drop_rows,
    move_rows,
    name_of,
    repoint,
    rows_of,
)
from core.outreach.ledger import SentItem
from forum.discussion.following import OUTCOME, POST, recipient
from forum.discussion.models import TopicFollow, TopicMailWish, TopicNotice, TopicPost

NOTICE_DAYS = 365
_HIDDEN = ("code_hash", "nonce_hash", "body_hmac")
_OWN = (TopicFollow.account_id, TopicNotice.account_id, TopicMailWish.account_id)


def collect(session: Session, account_id: int) -> object:
    """Posts under the account's name, what it follows, what it was told."""
    posts = rows_of(session, TopicPost.author_id, account_id, hidden=_HIDDEN)
    others = {c.class_.__tablename__: rows_of(session, c, account_id) for c in _OWN}
    return {"topic_post": posts, **others}


def erase(session: Session, account_id: int) -> None:
    """Take the name off the posts, forget what was followed and told."""
    session.execute(
        update(TopicPost).where(TopicPost.author_id == account_id).values(author_id=None, shown_name="")
    )
    for column in _OWN:
        drop_rows(session, column, account_id)
    session.execute(delete(SentItem).where(*_told_to(account_id)))


def merge(session: Session, old: int, new: int) -> None:
    """Posts, inbox and what is followed go to the other account; what was told counts for it, too."""
    repoint(session, TopicPost.author_id, old, new)
    repoint(session, TopicNotice.account_id, old, new)
    move_rows(session, TopicFollow.account_id, old, new)
    move_rows(session, TopicMailWish.account_id, old, new)


def _told_to(account_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return SentItem.recipient == recipient(account_id), SentItem.kind.in_((POST, OUTCOME))


PERSONAL_DATA = (
    PersonalData(
        key="discussion",
        label=N_("Diskusi: tulisan atas nama Anda, topik yang Anda ikuti, pemberitahuan"),
        columns=frozenset({name_of(TopicPost.author_id), *map(name_of, _OWN)}),
        collect=collect,
        erase=erase,
        merge=merge,
    ),
)


def _old(before: datetime) -> ColumnElement[bool]:
    return TopicNotice.told_on < before.date()


OLD_NOTICES = Ended(TopicNotice, _old)

RETENTION = (
    Retention(
        key="discussion",
        label=N_("Topik diskusi, tulisan, dan dukungan"),
        reason=N_(
            "Dasar rencana pengembangan. Disimpan tanpa jam; penulis dapat menarik tulisannya kapan saja."
        ),
        tables=frozenset(
            {"topic", "topic_post", "topic_post_edit", "topic_post_support", "topic_pseudonym"}
            | {"topic_post_term", "topic_follow", "topic_mail_wish"}
        ),
    ),
    Retention(
        key="topic_notices",
        label=N_("Pemberitahuan tentang topik yang diikuti"),
        reason=N_("Agar pengikut topik dapat membaca kembali apa yang baru."),
        tables=frozenset({"topic_notice"}),
        days=NOTICE_DAYS,
        purge=OLD_NOTICES.purge,
        due=OLD_NOTICES.count,
    ),
)
