"""The end of a consultation: numbers stay, the tags by which a voice could be known go."""

import secrets
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from core.sql import erase_bytes_after_commit
from plan.consulting.enums import Stance
from plan.consulting.models import PlanComment, PlanTally, PlanVoice


def count_and_forget(session: Session, version_id: int, item_keys: Sequence[str]) -> int:
    """Write the tally of every item, delete the voices, give the comments keys of chance; returns the voices.

    The comments are written anew in one transaction, in the order of those keys: no older order is left.
    """
    counted = _counted(session, version_id)
    session.add_all(
        PlanTally(
            version_id=version_id,
            item_key=key,
            endorsed=counted[key, Stance.ENDORSE],
            objected=counted[key, Stance.OBJECT],
        )
        for key in item_keys
    )
    session.execute(delete(PlanVoice).where(PlanVoice.version_id == version_id))
    _rewrite_comments(session, version_id)
    session.flush()
    erase_bytes_after_commit(session)
    return counted.total()


def _counted(session: Session, version_id: int) -> Counter[tuple[str, str]]:
    found = (
        select(PlanVoice.item_key, PlanVoice.stance, func.count())
        .where(PlanVoice.version_id == version_id)
        .group_by(PlanVoice.item_key, PlanVoice.stance)
    )
    return Counter({(key, stance): number for key, stance, number in session.execute(found)})


def _rewrite_comments(session: Session, version_id: int) -> None:
    mine = PlanComment.version_id == version_id
    kept = [
        {
            "version_id": version_id,
            "item_key": comment.item_key,
            "tag": secrets.token_hex(32),
            "stance": comment.stance,
            "text": comment.text,
        }
        for comment in session.scalars(select(PlanComment).where(mine))
    ]
    session.execute(delete(PlanComment).where(mine))
    session.expire_all()
    if kept:
        session.execute(insert(PlanComment), sorted(kept, key=lambda row: str(row["tag"])))
