"""How long a batch holds a survey whose answers have photos, and how much is written. One JSON line per engine."""

import os

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bench.answers import application, tell
from bench.versions import seconds
from core.db import db, writing
from surveys import mixer, store
from surveys.answer_models import AnswerPicture
from surveys.counting import FinalRow
from surveys.pictures import MOST_BYTES, digest_of
from surveys.store import finalise
from tests import factories
from tests.surveys import factories_surveys as make

BATCH, MANY = 10, 200


def main() -> None:
    for engine in ("sqlite", "postgresql"):
        for already in (0, MANY):
            with application(engine):
                mix_beside(engine, already)


def mix_beside(engine: str, already: int) -> None:
    """One batch, where so many photos are there already."""
    session = db.session()
    with writing():
        survey = make.survey(session, questions=(make.NEED, make.PHOTO), batch_size=BATCH)
        version = make.version_of(survey).id
        photos = [os.urandom(MOST_BYTES) for _ in range(already + BATCH)]
        rows = [
            FinalRow(version, {"foto": digest_of(one)}, pictures={digest_of(one): one})
            for one in photos[BATCH:]
        ]
        finalise(session, survey, rows)
        people = [factories.account(session).id for _ in range(BATCH)]
        session.commit()
        waiting = [
            make.submission(survey, {"foto": digest_of(one)}, account_id=who, pictures={digest_of(one): one})
            for who, one in zip(people, photos, strict=False)
        ]
    for one in waiting:
        store.append(session, one, secret=make.SECRET)
    _told(session, engine, already)


def _told(session: Session, engine: str, already: int) -> None:
    def mix() -> None:
        mixer.mix(session, {})(session)
        session.commit()

    with writing():
        before = _written(session)
        session.rollback()
        held = seconds(mix)
        assert session.scalar(select(func.count()).select_from(AnswerPicture)) == already + BATCH
        written = _written(session) - before
    tell(
        f"pictures/{engine}",
        kb_each=MOST_BYTES // 1000,
        there_already=already,
        mixed=BATCH,
        held_ms=round(1000 * held),
        log_mb=round(written / 1e6),
    )


def _written(session: Session) -> int:
    """Where PostgreSQL's log ends. SQLite writes its file anew, whatever is in it."""
    if session.get_bind().dialect.name != "postgresql":
        return 0
    return int(session.execute(text("SELECT pg_current_wal_insert_lsn() - '0/0'")).scalar_one())


if __name__ == "__main__":
    main()
